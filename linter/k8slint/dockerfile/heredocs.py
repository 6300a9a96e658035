"""Heredocs of RUN, COPY and ADD, found as BuildKit's `heredocsFromLine` finds them."""

from __future__ import annotations

from k8slint.dockerfile.expand import LexError, skip_dollar, skip_double_quotes, unquote
from k8slint.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile.scan import Statement

MAX_HEREDOCS = 100


class Heredoc:
    """A here-document. `span` is its `<<NAME`; `body_span` whole lines; `end_span` the name that ends it, empty without.

    `quoted` bodies are taken as they stand; `strip_tabs` is `<<-`.
    """

    __slots__ = ("body_span", "end_span", "name", "quoted", "span", "strip_tabs")

    def __init__(self, name: str, span: Span, *, quoted: bool, strip_tabs: bool) -> None:
        self.name = name
        self.span = span
        self.quoted = quoted
        self.strip_tabs = strip_tabs
        self.body_span = self.end_span = Span(span.end, span.end)

    def close(self, body_span: Span, end_span: Span) -> None:
        self.body_span = body_span
        self.end_span = end_span


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


def _is_json(text: str) -> bool:
    from k8slint.dockerfile.words import NotStrings, json_strings

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
