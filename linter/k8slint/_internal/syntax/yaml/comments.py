"""Comments of YAML files: real ones only, not a `#` within a value."""

from __future__ import annotations

from bisect import bisect_right

from k8slint._internal.syntax.yaml.tree import Scalar, walk
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.documents import Document, Stream
    from k8slint._internal.text.source import Source


class Comment(Record):
    """A comment. `span` begins at the `#` and ends before the line end; `text` is what follows the `#`, stripped.

    An `own_line` comment has nothing but blanks before it.
    """

    span: Span
    text: str
    own_line: bool


def comments(source: Source, stream: Stream) -> list[Comment]:
    """All comments in the order of the text.

    Of a document that cannot be read, only those before its first line of content are known to be comments. Text that
    kubectl drops has none.
    """
    text = source.text
    at = text.find("#")
    if at < 0 or stream.is_json:
        return []
    found: list[Comment] = []
    documents = stream.documents
    starts = [document.span.start for document in documents]
    opaque: list[tuple[int, int]] = []
    number = -1
    while at >= 0:
        place = bisect_right(starts, at) - 1
        if place != number:
            number = place
            opaque = _opaque(documents[number], text)
        behind = _end_of_cover(opaque, at) if place >= 0 else at
        if behind > at:
            at = text.find("#", behind)
            continue
        line = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        before = text[line:at]
        if not before or before[-1] in " \t\"'[]{},":
            stop = at + len(text[at:end].rstrip("\r"))
            found.append(Comment(Span(at, stop), text[at + 1 : stop].strip(), not before.strip()))
        elif before.startswith("---") and text[line + 3] == "#":
            found.append(Comment(Span(at, end), text[at + 1 : end].strip(), False))
        else:
            end = at + 1
        at = text.find("#", end)
    return found


def _end_of_cover(opaque: list[tuple[int, int]], at: int) -> int:
    """The end of the range that holds `at`, else `at`."""
    number = bisect_right(opaque, (at, len(opaque) and opaque[-1][1])) - 1
    if number >= 0 and opaque[number][0] <= at < opaque[number][1]:
        return opaque[number][1]
    return at


def _opaque(document: Document, text: str) -> list[tuple[int, int]]:
    """Ranges of the document where a `#` starts no comment, in the order of the text."""
    if document.root is None:
        start, end = document.span.start, document.span.end
        while start < end:
            line_end = text.find("\n", start, end)
            line_end = end if line_end < 0 else line_end + 1
            line = text[start:line_end].lstrip()
            if line and line[0] != "#":
                break
            start = line_end
        return [(start, end)]
    ranges = [
        _content(node, text)
        for node in walk(document.root)
        if isinstance(node, Scalar) and "#" in text[node.start : node.end]
    ]
    if document.dropped is not None:
        ranges.append((document.dropped.start, document.dropped.end))
    return ranges


def _content(node: Scalar, text: str) -> tuple[int, int]:
    """Where the characters of a scalar stand: without the header line of a block scalar, which can hold a comment."""
    if node.mark in ("|", ">"):
        header = text.find("\n", node.start, node.end)
        return (node.end if header < 0 else header, node.end)
    return node.start, node.end
