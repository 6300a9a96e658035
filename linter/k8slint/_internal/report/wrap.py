"""Lines broken between words, for a terminal: what comes after the first line is indented, and no word is cut."""

from __future__ import annotations

from k8slint._internal.report.frame import cells_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.report.paint import Line, Segment


def wrapped(line: Line, width: int, indent: int) -> Iterator[Line]:
    """`line` in lines of at most `width` cells, the later ones indented, as far as their first word leaves room. A word that
    is wider has a line of its own.
    """
    if sum(cells_of(text) for text, _ in line) <= width:
        yield line
        return
    row: Line = []
    used = 0
    first = fresh = True
    for word in _words(line):
        cells = sum(cells_of(text) for text, _ in word)
        blank = word[0][0] == " "
        if not fresh and not blank and used + cells > width:
            yield _trimmed(row)
            room = max(min(indent, width - cells), 0)
            row, used, first, fresh = [(" " * room, "")] if room else [], room, False, True
        if blank and fresh and not first:
            continue
        row += word
        used += cells
        fresh = fresh and blank
    yield _trimmed(row)


def _words(line: Line) -> Iterator[Line]:
    """The words and the single blanks between them, in order; a word may be made of several styles."""
    word: Line = []
    for text, style in line:
        for number, part in enumerate(text.split(" ")):
            if number:
                if word:
                    yield word
                    word = []
                yield [(" ", style)]
            if part:
                segment: Segment = (part, style)
                word.append(segment)
    if word:
        yield word


def _trimmed(row: Line) -> Line:
    while row and row[-1][0] == " ":
        row.pop()
    return row
