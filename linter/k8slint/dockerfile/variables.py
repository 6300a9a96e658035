"""Which variables a word of an instruction asks for, and where."""

from __future__ import annotations

from k8slint.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile.words import Word
    from k8slint.source import Span


class Reference(Record):
    """`$name`, or `${name}` with what stands in the braces. `start` and `end` are its place in the text. `optional` is true
    where the text says itself what holds without it (`${name:-x}`), and inside of such a text."""

    name: str
    start: int
    end: int
    optional: bool


def references(text: str, escape: str = "\\") -> list[Reference]:
    """The variables of a text as BuildKit's lexer finds them (moby/buildkit `shell/lex.go`); none between single quotes."""
    found: list[Reference] = []
    if "$" not in text:
        return found
    at, size = 0, len(text)
    doubled = False
    open_at: list[int] = []
    depth = 0
    while at < size:
        character = text[at]
        if character == escape:
            at += 2
            continue
        if character == "'" and not doubled:
            closing = text.find("'", at + 1)
            at = size if closing < 0 else closing + 1
            continue
        if character == '"':
            doubled = not doubled
        elif character == "}" and open_at:
            number = open_at.pop()
            if number >= 0:
                first = found[number]
                depth -= first.optional
                found[number] = Reference(first.name, first.start, at + 1, first.optional)
        elif character == "$":
            braced = text.startswith("{", at + 1)
            begin = at + 2 if braced else at + 1
            end = begin
            while end < size and text[end].isascii() and (text[end].isalnum() or text[end] == "_"):
                end += 1
            name = text[begin:end]
            if name and not name[0].isdigit():
                optional = depth > 0 or (braced and text[end : end + 1] in (":", "-", "+", "?"))
                found.append(Reference(name, at, end, optional))
                if braced:
                    open_at.append(len(found) - 1)
                    depth += optional
            elif braced:
                open_at.append(-1)
            at = max(end, at + 1)
            continue
        at += 1
    return found


def span_of(word: Word, reference: Reference) -> Span:
    """Where a reference of `word.raw` stands in the file."""
    return word.statement.span(word.start + reference.start, word.start + reference.end)
