"""Places inside a scalar."""

from __future__ import annotations

from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.tree import Scalar
    from k8slint._internal.text.source import Source


def within(source: Source, scalar: Scalar, start: int, end: int) -> Span:
    """Where the characters `start` to `end` of a scalar's content are in the file; all of it where escapes or folded
    lines make that inexact."""
    raw = source.text[scalar.start : scalar.end]
    offset = 1 if scalar.mark in ("'", '"') else 0
    if scalar.mark not in ("|", ">") and raw[offset : len(raw) - offset] == scalar.text:
        return Span(scalar.start + offset + start, scalar.start + offset + end)
    wanted = scalar.text[start:end]
    if raw.count(wanted) == 1 and wanted:
        at = scalar.start + raw.index(wanted)
        return Span(at, at + len(wanted))
    return scalar.span
