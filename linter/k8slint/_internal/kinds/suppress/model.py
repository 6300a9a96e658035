"""What a suppression is."""

from __future__ import annotations

from k8slint._internal.text.edit import Edit
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span


class Suppression(Record):
    """A comment or an annotation that silences findings.

    `dialect` is the tool it was written for. `names` are words for rules in lower case, `spans` where each of them stands;
    without names it means all rules. A finding is silenced that starts in (or at the end of) a span of `covers`, or anywhere
    with `whole_file`.

    `span` is the whole comment or annotation, `removal` the edit that takes it away (None when that is not exact).
    `until` is the last day it holds ("2026-12-31"; "" for ever). `error` says why it silences nothing, "" when it does.
    `certain` is False where a part of what it covers could not be read, so that nothing can be said about its use.
    """

    dialect: str
    names: tuple[str, ...]
    spans: tuple[Span, ...]
    span: Span
    covers: tuple[Span, ...]
    whole_file: bool
    removal: Edit | None = None
    until: str = ""
    error: str = ""
    certain: bool = True


OWN = "k8slint"
