"""From what was judged to the file that was written: where a finding belongs, and whether its fix can be made there.

A document may be made from others: an overlay's objects, a rendered template, a file inside a file. It knows for each span
where the text comes from (`Document.locate`, `Project.locate`), and whether every character stands there as it was judged.
A fix needs that for all of its edits, in the finding's own file; otherwise the finding comes without it.
"""

from __future__ import annotations

from k8slint._internal.text.edit import Edit, Fix
from k8slint._internal.text.finding import Finding, Related
from k8slint._internal.text.record import replace
from k8slint._internal.text.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint._internal.text.source import Range, Span

    Locate = Callable[[str, Span], tuple[Place, bool]]
    """Takes the path and span that a rule gave; gives the place in a written file, and whether the text there is the same."""
    Ranges = Callable[[str, Span], Range | None]
    """Lines and columns of a place; None when its file cannot be read."""
    Names = Callable[[str, int], str]
    """The object around a character of a file, as people name it; "" for none."""


def as_written(path: str, span: Span) -> tuple[Place, bool]:
    """For what was read from a file as it is."""
    return Place(path, span), True


def settle(found: Finding, path: str, locate: Locate, ranges: Ranges, names: Names) -> Finding:
    """A finding as a rule made it, with its place, the object there, and lines and columns of all its places. `path` is the
    file of spans that name none."""
    own = found.path or path
    place, _ = locate(own, found.span)
    related = []
    for other in found.related:
        there, _ = locate(other.path or own, other.span)
        related.append(Related(there.path, there.span, other.message, other.range or ranges(there.path, there.span)))
    return Finding(
        found.rule,
        place.path,
        place.span,
        found.message,
        found.severity,
        tuple(related),
        None if found.fix is None else _exact(found.fix, own, place.path, locate),
        ranges(place.path, place.span),
        names(place.path, place.span.start),
    )


def _exact(fix: Fix, path: str, target: str, locate: Locate) -> Fix | None:
    edits = []
    for edit in fix.edits:
        place, exact = locate(path, edit.span)
        if not exact or place.path != target:
            return None
        edits.append(edit if place.span == edit.span else Edit(place.span, edit.text))
    return replace(fix, edits=tuple(edits))
