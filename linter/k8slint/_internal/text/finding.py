"""Findings: what a rule says, and where."""

from __future__ import annotations

from k8slint._internal.text.numbered import IntEnum
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Range, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.text.edit import Fix

NOWHERE = Span(0, 0)


class Severity(IntEnum):
    """How bad it is: worth knowing, likely wrong, or broken."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word that every output uses: note, warning or error."""
        return _LABELS[self]

    @classmethod
    def named(cls, word: str) -> Severity:
        """The severity of a word from a config or a command line; `info` is another word for note. Raises `KeyError`."""
        return _WORDS[word]

    def __str__(self) -> str:
        return self.label

    def __format__(self, spec: str) -> str:
        return format(self.label, spec)


_LABELS = {Severity.INFO: "note", Severity.WARNING: "warning", Severity.ERROR: "error"}
_WORDS = {**{label: severity for severity, label in _LABELS.items()}, "info": Severity.INFO}


class Related(Record):
    """Another place that explains a finding. `range` is filled in by the engine; `path` "" is the finding's own file."""

    path: str
    span: Span
    message: str
    range: Range | None = None


class Finding(Record):
    """One thing wrong. Rules give `span`; the engine adds `path` for file rules, `range` (the span as lines and columns) and
    `object`, what the place belongs to: `Deployment/web, container app`, or "".
    """

    rule: str
    path: str
    span: Span
    message: str
    severity: Severity
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    range: Range | None = None
    object: str = ""

    @property
    def line(self) -> int:
        return self.range.start.line if self.range else 0

    @property
    def column(self) -> int:
        return self.range.start.column if self.range else 0

    @property
    def end_line(self) -> int:
        return self.range.end.line if self.range else 0

    @property
    def end_column(self) -> int:
        return self.range.end.column if self.range else 0


class Problem(Record):
    """What a parser or the engine could not take, before any rule: rules that subscribe to `Problem` word it.

    `kind` is the name of the rule that reports it. A `fatal` problem means that (part of) the file was not linted: when
    its rule is not selected, the run names the file on standard error and exits 2.
    """

    kind: str
    span: Span
    message: str
    fatal: bool = False
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
