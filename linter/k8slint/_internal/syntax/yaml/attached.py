"""Comments that stand above a part of a block collection: whose they are, when the part goes away."""

from __future__ import annotations

from k8slint._internal.syntax.yaml.layout import line_start, next_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.text.edit import Edit
    from k8slint._internal.text.source import Source


def start_with_comments(text: str, previous: int, first: int, following: int, *, key: bool, last: bool) -> int:
    """Where a part begins with the comments that are its own; `first` where it has none, or where they may not be.

    The part has the lines from `first` to `following`; `previous` is the end of the sibling above it, or of what stands
    above the collection. Comments that touch a key of an inner mapping speak of it: what speaks of the mapping stands above
    that one's key. Elsewhere they do when the part is the last one, or when a blank line or another comment parts it from
    the next sibling; otherwise they may head a group, or the file.
    """
    start = _top(text, first)
    if start <= previous:
        return first
    inner = key and _indent(text, first) > 0
    return start if inner or (previous > 0 and (last or _is_apart(text, following))) else first


def leaves_comment(source: Source, edit: Edit) -> bool:
    """Whether a comment is right above what an edit removes, so that it would be about something else afterwards."""
    text = source.text
    first = line_start(text, edit.span.start)
    if text[first : edit.span.start].strip():
        # The edit begins with the line end before the part, or on a line that it shares.
        first = next_line(text, edit.span.start) if text[edit.span.start : edit.span.start + 1] in "\r\n" else first
    return _top(text, first) < first


def has_comment(source: Source, start: int, end: int) -> bool:
    """Whether a comment is right above the part from `start` to `end`, or after it on its last line."""
    text = source.text
    first = line_start(text, start)
    stop = text.find("\n", end)
    return _top(text, first) < first or "#" in text[end : len(text) if stop < 0 else stop]


def _top(text: str, first: int) -> int:
    """The start of the lines of comments that touch the line at `first` and have its indentation."""
    column = _indent(text, first)
    start = first
    while start > 0:
        above = line_start(text, start - 1)
        line = text[above:start].strip()
        if not line.startswith("#") or _indent(text, above) != column:
            break
        start = above
    return start


def _is_apart(text: str, at: int) -> bool:
    """Whether the line at `at` is blank, a comment, or not there."""
    line = text[at : next_line(text, at)].strip()
    return not line or line.startswith("#")


def _indent(text: str, at: int) -> int:
    end = next_line(text, at)
    line = text[at:end]
    return len(line) - len(line.lstrip(" "))
