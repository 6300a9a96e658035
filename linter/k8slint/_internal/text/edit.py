"""Edits: what a fix does to a text. Applying them leaves every other character as it was."""

from __future__ import annotations

from k8slint._internal.text.numbered import IntEnum
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Edit(Record):
    """Replaces the characters of `span` by `text`; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


class Applicability(IntEnum):
    """How far a fix can be trusted: shown only, applied on request (`--unsafe`), or applied."""

    DISPLAY = 0
    UNSAFE = 1
    SAFE = 2


class Fix(Record):
    """A repair of one file, taken whole or not at all. `title` is an imperative: "join the two `RUN`s"."""

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.SAFE


class OverlappingEdits(ValueError):
    """Two edits claim the same characters."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all edits made. Raises `OverlappingEdits` unless they are disjoint; two insertions at one place overlap."""
    parts: list[str] = []
    done = 0
    previous: Edit | None = None
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end)):
        if previous is not None and (edit.span.start < done or edit.span == previous.span):
            raise OverlappingEdits(f"{previous} and {edit}")
        if edit.span.end > len(text):
            raise OverlappingEdits(f"{edit} ends behind the text")
        parts.append(text[done : edit.span.start])
        parts.append(edit.text)
        done = edit.span.end
        previous = edit
    parts.append(text[done:])
    return "".join(parts)
