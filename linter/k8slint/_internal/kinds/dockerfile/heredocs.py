"""Heredocs of RUN, COPY and ADD, found as BuildKit's `heredocsFromLine` finds them."""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.expand import LexError, skip_dollar, skip_double_quotes, unquote
from k8slint._internal.kinds.dockerfile.statement import Heredoc
from k8slint._internal.kinds.dockerfile.words import NotStrings, json_strings
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.dockerfile.statement import Statement

MAX_HEREDOCS = 100


def find(statement: Statement) -> list[Heredoc]:
    """The heredocs that a RUN, COPY, ADD or ONBUILD of these announces, in order; none in the JSON form."""
    text = statement.text
    if _is_json(text):
        return []
    try:
        words = _words(text)
    except LexError:
        return []
    found = []
    for start, end in words:
        parsed = parse(text[start:end])
        if parsed is not None:
            name, quoted, strip_tabs = parsed
            found.append(Heredoc(name, statement.span(start, end), quoted=quoted, strip_tabs=strip_tabs))
            if len(found) == MAX_HEREDOCS:
                break
    return found


def parse(word: str) -> tuple[str, bool, bool] | None:
    """Name, whether it is quoted and whether tabs are stripped, of a word `[n]<<[-] NAME`; None for any other word."""
    rest = word.lstrip("0123456789")
    if not rest.startswith("<<"):
        return None
    rest = rest[2:]
    strip_tabs = rest.startswith("-")
    rest = rest[strip_tabs:].lstrip(" \t\r\n\f")
    if not rest or "<" in rest:
        return None
    try:
        inner = _words(rest)
    except LexError:
        return None
    if len(inner) != 1:
        return None
    name = unquote(rest[slice(*inner[0])], "\\")
    if not name:
        return None
    quoted = rest.count("'") + rest.count('"') != name.count("'") + name.count('"')
    return name, quoted, strip_tabs


class Replaced(Record):
    """A variable of a heredoc's body that BuildKit replaces: `$name` or `${name…}`, with its place. `name` may be a
    parameter of a shell (`1`, `@`, `?`), which is replaced by nothing. `optional` is true where the text says itself what
    applies without it (`${name:-x}`)."""

    name: str
    span: Span
    optional: bool


def replaced(heredoc: Heredoc, text: str) -> list[Replaced]:
    """What BuildKit replaces in the body of a heredoc of COPY or ADD while it builds, `text` being the file's; nothing where
    the delimiter is quoted. RUN's heredocs are left to the shell.

    Quotes keep nothing from it, and the escape character is a backslash whatever the directive says (moby/buildkit
    `dockerfile2llb/convert.go`, dispatch: `ExpandRaw` with `SkipProcessQuotes`).
    """
    found: list[Replaced] = []
    at, end = heredoc.body_span.start, heredoc.body_span.end
    if heredoc.quoted:
        return found
    closing: list[bool] = []
    while at < end:
        character = text[at]
        if character == "\\":
            at += 2
            continue
        if character == "}" and closing:
            closing.pop()
        elif character == "$":
            braced = text[at + 1] == "{" if at + 1 < end else False
            begin = at + 1 + braced
            after = _name_end(text, begin, end)
            if after > begin:
                optional = any(closing) or (braced and text[after : after + 1] in (":", "-", "+", "?"))
                last = text.find("}", after, end) + 1 if braced else after
                found.append(Replaced(text[begin:after], Span(at, last or after), optional))
            if braced:
                closing.append(text[after : after + 1] in (":", "-", "+", "?"))
            at = max(after, at + 1)
            continue
        at += 1
    return found


def _name_end(text: str, at: int, end: int) -> int:
    """Where the name of a variable that begins at `at` ends; `at` for none (`processName` in shell/lex.go)."""
    if at >= end:
        return at
    first = text[at]
    if first in "@*#?-$!":
        return at + 1
    after = at
    if first.isdigit():
        while after < end and text[after].isdigit():
            after += 1
        return after
    while after < end and (text[after] == "_" or text[after].isalnum()):
        after += 1
    return after


def _is_json(text: str) -> bool:
    opened = text.find("[")
    if opened < 0 or opened > text.index("<<"):
        return False
    try:
        return json_strings(text, opened, len(text)) is not None
    except NotStrings:
        return True


def _words(text: str) -> list[tuple[int, int]]:
    """Where the words of a line begin and end, quotes and escapes kept. Raises `LexError` as BuildKit's lexer does.

    The escape character is the backslash here, whatever the directive says; blanks after `<<` belong to its word.
    """
    words = []
    start = -1
    at, size = 0, len(text)
    while at < size:
        character = text[at]
        if character.isspace():
            if start >= 0:
                words.append((start, at))
                start = -1
            at += 1
            continue
        if start < 0:
            start = at
        if character == "'":
            closing = text.find("'", at + 1)
            if closing < 0:
                raise LexError(at, "quote")
            at = closing + 1
        elif character == '"':
            at = skip_double_quotes(text, at, "\\")
        elif character == "$":
            at = skip_dollar(text, at, "\\")
        elif character == "\\":
            at += 2
        elif character == "<" and text.startswith("<<", at):
            at += 2
            while at < size and text[at] in " \t\r\n":
                at += 1
        else:
            at += 1
    if start >= 0:
        words.append((start, min(at, size)))
    return words
