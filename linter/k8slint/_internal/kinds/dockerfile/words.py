"""Words of an instruction, split as BuildKit's `line_parsers.go` splits each kind of argument."""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.expand import expand, has_variable, unquote
from k8slint._internal.kinds.dockerfile.statement import BLANK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from k8slint._internal.kinds.dockerfile.statement import Statement
    from k8slint._internal.text.source import Span

__all__ = ["NotStrings", "Word", "blank_words", "expand", "json_strings", "json_words", "quoted_words"]

_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class NotStrings(ValueError):
    """A JSON array that holds something other than strings: BuildKit refuses it, where it takes broken JSON as a command."""


class Word:
    """One word. `raw` is as written, continuations left out; in the JSON form it has its quotes, as has `span`.

    `content` is what BuildKit reads: the string that JSON means, else `raw`. With `expands` false it is final (the JSON
    form of RUN, CMD and ENTRYPOINT, and everything a shell reads); else quotes and variables in it are replaced.
    """

    __slots__ = ("_text", "content", "end", "escape", "expands", "raw", "start", "statement")

    def __init__(
        self,
        statement: Statement,
        start: int,
        end: int,
        escape: str,
        content: str | None = None,
        *,
        expands: bool = True,
    ) -> None:
        self.statement = statement
        self.start = start
        self.end = end
        """Where it stands in the statement's text."""
        self.raw = statement.text[start:end]
        self.escape = escape
        self.content = self.raw if content is None else content
        self.expands = expands
        self._text: str | None = None if expands else self.content

    @property
    def span(self) -> Span:
        return self.statement.span(self.start, self.end)

    @property
    def text(self) -> str:
        """`content` with quotes and escapes removed; variables stay as written."""
        if self._text is None:
            self._text = unquote(self.content, self.escape)
        return self._text

    @property
    def dynamic(self) -> bool:
        """Whether it holds a variable that BuildKit replaces."""
        return self.expands and "$" in self.content and has_variable(self.content, self.escape)

    def expand(self, env: Mapping[str, str | None]) -> str | None:
        """Its value where `env` is in effect, None when that cannot be known."""
        return expand(self.content, env, self.escape) if self.expands else self.content

    def __repr__(self) -> str:
        return f"Word({self.raw!r}, {self.span.start}..{self.span.end})"


def blank_words(statement: Statement, start: int, end: int, escape: str) -> list[Word]:
    """Words between blanks; quotes do not hold them together (FROM, COPY, ADD, EXPOSE, VOLUME)."""
    text = statement.text
    pieces = text[start:end].split() if text.isascii() else _pieces(text, start, end)
    found = []
    at = start
    for piece in pieces:
        at = text.index(piece, at)
        found.append(Word(statement, at, at + len(piece), escape))
        at += len(piece)
    return found


def _pieces(text: str, start: int, end: int) -> list[str]:
    """The same for text in which other Unicode blanks may stand: they part nothing."""
    pieces = []
    at = start
    while at < end:
        stop = first_blank(text, at, end)
        if stop > at:
            pieces.append(text[at:stop])
        at = stop + 1
    return pieces


def quoted_words(statement: Statement, start: int, end: int, escape: str) -> list[Word]:
    """Words between blanks that no quote or escape covers (ENV, LABEL, ARG)."""
    text = statement.text
    if text.isascii() and not any(character in text for character in ("'", '"', escape)):
        return blank_words(statement, start, end, escape)
    found = []
    at = start
    while at < end:
        if text[at].isspace():
            at += 1
            continue
        begin = at
        quote = ""
        while at < end:
            character = text[at]
            if character == escape and quote != "'":
                at += 2
                continue
            if quote:
                if character == quote:
                    quote = ""
            elif character in "'\"":
                quote = character
            elif character.isspace():
                break
            at += 1
        at = min(at, end)
        found.append(Word(statement, begin, at, escape))
    return found


def json_words(statement: Statement, start: int, end: int, escape: str, *, expands: bool) -> tuple[Word, ...] | None:
    """The words of a JSON array of strings; None for anything else. Raises `NotStrings`."""
    if not statement.text.startswith("[", start):
        return None
    strings = json_strings(statement.text, start, end)
    if strings is None:
        return None
    return tuple([Word(statement, a, b, escape, value, expands=expands) for value, a, b in strings])


def json_strings(text: str, start: int, end: int) -> list[tuple[str, int, int]] | None:
    """The strings of the JSON array that `text[start:end]` is, each with its place, quotes included.

    None when it is no JSON, as Go's encoding/json sees it: BuildKit then takes it as a command. Raises `NotStrings`.
    """
    found: list[tuple[str, int, int]] = []
    at = _skip(text, start + 1, end)
    if at < end and text[at] == "]":
        return found if _skip(text, at + 1, end) == end else None
    while at < end:
        if text[at] != '"':
            _refuse_json(text[start:end])
            return None
        closing = text.find('"', at + 1, end)
        value: str | None = text[at + 1 : closing] if closing > 0 else None
        if value is None:
            return None
        if "\\" in value:
            closing, value = _escaped(text, at, end)
            if value is None:
                return None
        elif not value.isprintable() and min(value) < " ":
            return None
        found.append((value, at, closing + 1))
        at = _skip(text, closing + 1, end)
        if at >= end:
            return None
        if text[at] == "]":
            return found if _skip(text, at + 1, end) == end else None
        if text[at] != ",":
            return None
        at = _skip(text, at + 1, end)
    return None


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at] in " \t\r\n":
        at += 1
    return at


def _escaped(text: str, at: int, end: int) -> tuple[int, str | None]:
    """Where the string that opens at `at` closes, and what it means; None when it is malformed."""
    out: list[str] = []
    at += 1
    while at < end:
        character = text[at]
        if character == '"':
            return at, "".join(out)
        if character < " ":
            return at, None
        at += 1
        if character != "\\":
            out.append(character)
            continue
        escape = text[at : at + 1]
        at += 1
        if escape in _ESCAPES:
            out.append(_ESCAPES[escape])
            continue
        code = _code_unit(text, at, end) if escape == "u" else None
        if code is None:
            return at, None
        at += 4
        low = _code_unit(text, at + 2, end) if 0xD800 <= code < 0xDC00 and text.startswith("\\u", at) else None
        if low is not None and 0xDC00 <= low < 0xE000:
            at += 6
            code = 0x10000 + ((code - 0xD800) << 10) + low - 0xDC00
        out.append("\ufffd" if 0xD800 <= code < 0xE000 else chr(code))
    return at, None


def _code_unit(text: str, at: int, end: int) -> int | None:
    digits = text[at : min(at + 4, end)]
    if len(digits) == 4 and all(digit in "0123456789abcdefABCDEF" for digit in digits):
        return int(digits, 16)
    return None


def _refuse_json(text: str) -> None:
    """Raises `NotStrings` when the text is valid JSON after all."""
    import json

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=refuse)
    except (ValueError, RecursionError):
        return
    raise NotStrings


def first_blank(text: str, start: int, end: int) -> int:
    """Offset of the first blank that parts tokens, `end` without one."""
    at = start
    while at < end and text[at] not in BLANK:
        at += 1
    return at
