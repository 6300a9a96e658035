"""Code frames: the lines of a span with a gutter, the span underlined.

Columns are terminal cells: a tab is drawn as four spaces, wide characters take two cells, escapes as many as they have
characters. Only the shown part of a line is looked at, so a frame of a minified file costs no more than any other.
"""

from __future__ import annotations

from k8slint._internal.report.printable import is_plain, printable, starts_command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from k8slint._internal.report.paint import Line
    from k8slint._internal.text.source import Source, Span

TAB = "    "
MOST_LINES = 8
"""Lines of a span that are shown; of a longer one, the first half and the last."""

_LEAD = 24  # cells kept before a span where a line is cut


def frame(
    source: Source, span: Span, style: str, *, width: int, mark: str = "^", digits: int = 0, context: int = 0
) -> list[Line]:
    """The lines of `span`, underlined with `mark`, and up to `context` lines before and after them. `digits` is the least
    width of the line numbers.
    """
    start = min(span.start, len(source.text))
    end = max(start, min(span.end, len(source.text)))
    first = source.line_at(start)
    last = source.line_at(end)
    if last > first and source.line_starts[last - 1] == end:  # the line end belongs to the line before
        last -= 1
        end = source.line_span(last).end
    before, after = _around(source, first, last, context)
    digits = max(digits, len(str(after[-1] if after else last)))
    if first == last:
        rows = _one_line(source, first, start, end, style, width - digits - 3, mark, digits)
        return [
            *_plain(source, before, width - digits - 3, digits),
            *rows,
            *_plain(source, after, width - digits - 3, digits),
        ]
    rows = _many_lines(source, first, last, start, end, style, width - digits - 5, mark, digits)
    return [
        *_plain(source, before, width - digits - 5, digits, "  "),
        *rows,
        *_plain(source, after, width - digits - 5, digits, "  "),
    ]


def last_line(source: Source, span: Span, context: int) -> int:
    """The number of the last line that a frame of `span` may show."""
    end = min(span.end, len(source.text))
    return min(source.line_at(end) + context, len(source.line_starts))


def _around(source: Source, first: int, last: int, context: int) -> tuple[range, range]:
    """The lines to show before and after a span: those near it, without blank ones at the outer ends."""
    lines = len(source.line_starts)
    low, high = max(first - context, 1), min(last + context, lines)
    while low < first and _is_blank(source, low):
        low += 1
    while high > last and _is_blank(source, high):
        high -= 1
    return range(low, first), range(last + 1, high + 1)


def _is_blank(source: Source, line: int) -> bool:
    at = source.line_span(line)
    return at.end - at.start < 1_000 and not source.slice(at).strip()


def _plain(source: Source, lines: range, width: int, digits: int, lead: str = "") -> list[Line]:
    """Lines without marks."""
    rows: list[Line] = []
    for line in lines:
        at = source.line_span(line).start
        text, _, _ = _clipped(source, line, at, at, width)
        rows.append([(f"{line:>{digits}} | ", "gutter"), (lead + text, "context")])
    return rows


def _one_line(
    source: Source, line: int, start: int, end: int, style: str, width: int, mark: str, digits: int
) -> list[Line]:
    text, before, under = _clipped(source, line, start, end, width)
    return [
        [(f"{line:>{digits}} | ", "gutter"), (text, "")],
        [(f"{'':>{digits}} | ", "gutter"), (" " * before, ""), (mark * max(under, 1), style)],
    ]


def _many_lines(
    source: Source, first: int, last: int, start: int, end: int, style: str, width: int, mark: str, digits: int
) -> list[Line]:
    """A span over several lines: a bar at its side from its first line to an underline below its last character."""
    rows: list[Line] = []
    lines: Sequence[int] = range(first, last + 1)
    gap = 0
    if len(lines) > MOST_LINES:
        gap = first + MOST_LINES // 2
        lines = [*lines[: MOST_LINES // 2], gap, *lines[-(MOST_LINES // 2) :]]
    for line in lines:
        if line == gap:
            rows.append([(f"{'...':<{digits + 3}}", "gutter"), ("|", style)])
            continue
        at = source.line_span(line)
        low = start if line == first else at.start
        high = end if line == last else at.end
        text, before, under = _clipped(source, line, at.start, high, width)
        bar = "/" if line == first else "|"
        rows.append([(f"{line:>{digits}} | ", "gutter"), (f"{bar} ", style), (text, "")])
        if line == first and low > at.start and source.text[at.start : low].strip():
            _, before, under = _clipped(source, line, at.start, low, width)
            rows[-1] = [(f"{line:>{digits}} | ", "gutter"), ("  ", ""), (text, "")]
            rows.append([(f"{'':>{digits}} | ", "gutter"), (" " + "_" * (before + under + 1) + mark, style)])
        if line == last:
            reach = max(before + under - 1, 0)
            rows.append([(f"{'':>{digits}} | ", "gutter"), ("|" + "_" * (reach + 1) + mark, style)])
    return rows


def _clipped(source: Source, line: int, start: int, end: int, width: int) -> tuple[str, int, int]:
    """A line cut to `width` cells around [start, end): its text, the cells before the span, the cells of the span."""
    at = source.line_span(line)
    width = max(width, 20)
    start, end = max(start, at.start), min(end, max(at.end, start))
    if at.end - at.start <= width and is_plain(whole := source.text[at.start : at.end]):
        return whole, start - at.start, max(end - start, 0)
    # Every character takes a cell or none at all, and combining ones seldom more than a few in a row.
    low, high = max(at.start, start - 4 * width), min(at.end, start + 4 * width)
    cells = _cells(source.text[low:high])
    stop = max(start, min(end, high))
    prefix, span, suffix = cells[: start - low], cells[start - low : stop - low], cells[stop - low :]
    cut_left, cut_right = low > at.start, high < at.end
    room = width - 1  # an ellipsis at the right
    total = _width(prefix) + _width(span) + _width(suffix)
    if not cut_left and not cut_right and total <= width:
        return _join(prefix) + _join(span) + _join(suffix), _width(prefix), _width(span)
    if cut_left or _width(prefix) + min(_width(span), width // 2) > room:
        kept = _last(prefix, _LEAD)
        if len(kept) < len(prefix) or cut_left:
            prefix = [("…", 1), *kept]
    before = _width(prefix)
    shown = _first(span, max(room - before, 1))
    under = _width(shown)
    rest = _first(suffix, max(room - before - under, 0)) if len(shown) == len(span) else []
    more = cut_right or len(shown) < len(span) or len(rest) < len(suffix)
    return _join(prefix) + _join(shown) + _join(rest) + ("…" if more else ""), before, under


Cells = list[tuple[str, int]]


def _cells(text: str) -> Cells:
    """What is printed for each character, with its width."""
    if is_plain(text):
        return [(character, 1) for character in text]
    cells: Cells = []
    for index, character in enumerate(text):
        if character == "\t":
            cells.append((TAB, len(TAB)))
        elif character.isascii() and character.isprintable():
            command = character == "#" and index > 0 and text[index - 1] == "#" and starts_command(text, index - 1)
            cells.append(("\\x23", 4) if command else (character, 1))
        else:
            out = printable(character)
            cells.append((out, len(out) if out != character else _cell_width(character)))
    return cells


def _cell_width(character: str) -> int:
    """Terminal cells of one character that is not ASCII (UAX #11 wide and fullwidth: two; combining: none)."""
    import unicodedata

    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def cells_of(text: str) -> int:
    """Terminal cells of a text that is printable."""
    return len(text) if text.isascii() else sum(1 if c.isascii() else _cell_width(c) for c in text)


def _width(cells: Cells) -> int:
    return sum(width for _, width in cells)


def _join(cells: Cells) -> str:
    return "".join([text for text, _ in cells])


def _first(cells: Cells, width: int) -> Cells:
    used = 0
    for index, (_, cell) in enumerate(cells):
        used += cell
        if used > width:
            return cells[:index]
    return cells


def _last(cells: Cells, width: int) -> Cells:
    return _first(cells[::-1], width)[::-1]
