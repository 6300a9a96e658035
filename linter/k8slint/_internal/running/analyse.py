"""The walk over one file: parse, hand each subject to the rules that asked for its kind, take the facts, drop the tree.

`analyse` is pure and its result can be encoded, so the same function serves a sequential run, worker processes and the
cache.
"""

from __future__ import annotations

from k8slint._internal.kinds import document
from k8slint._internal.kinds.enclosing import Enclosing
from k8slint._internal.kinds.unread import unread, with_unread
from k8slint._internal.rulekit.taxonomy import subject_name
from k8slint._internal.running import budget
from k8slint._internal.text.finding import NOWHERE, Finding, Problem, Severity
from k8slint._internal.text.locate import as_written, settle
from k8slint._internal.text.record import Record, replace
from k8slint._internal.text.source import DecodeError, Position, Range, Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import Any, Protocol

    from k8slint._internal.kinds.facts import FileFacts
    from k8slint._internal.kinds.suppress import Suppression
    from k8slint._internal.rulekit.registry import Registry, RuleEntry
    from k8slint._internal.rulekit.rule import Rule, Target
    from k8slint._internal.text.locate import Locate
    from k8slint._internal.text.source import Span

_CHARACTERS_A_SECOND = 2_500_000
"""What a big file gets on top of the budget: about four times what it takes."""
MAX_FINDINGS = 5_000
"""Findings of one file; a file with more is not worth reading to the end."""


class Failure(Record):
    """Something k8slint could not do: it makes the run exit 2. `detail` is for `-v` (a traceback)."""

    path: str
    line: int
    message: str
    detail: str = ""


class Analysis(Record):
    """All that one file gives. Findings are located and not yet suppressed; `fatal` are problems after which a part of the
    file was not linted, for when no selected rule reports them.
    """

    path: str
    kind: str
    aside: str | None
    findings: tuple[Finding, ...]
    suppressions: tuple[Suppression, ...]
    facts: FileFacts | None
    failures: tuple[Failure, ...]
    fatal: tuple[Finding, ...]
    parts: tuple[tuple[int, str], ...] = ()
    """Documents of the file that were not linted, while others were: the line of each, and the reason."""


class Undeployed(Record):
    """A finding about an object that is not true of anything that is deployed: every overlay replaces what was found."""

    path: str
    rule: str
    span: Span


class Across(Record):
    """What all files of a project say together: findings of project rules, those of single files that are void, and the
    files that are patches of kustomizations."""

    findings: tuple[Finding, ...] = ()
    undeployed: tuple[Undeployed, ...] = ()
    patches: tuple[str, ...] = ()


if TYPE_CHECKING:

    class Analysed(Protocol):
        """What is read of an analysis: of a fresh one, or of one out of the cache."""

        @property
        def path(self) -> str: ...
        @property
        def kind(self) -> str: ...
        @property
        def aside(self) -> str | None: ...
        @property
        def findings(self) -> tuple[Finding, ...]: ...
        @property
        def suppressions(self) -> tuple[Suppression, ...]: ...
        @property
        def facts(self) -> FileFacts | None: ...
        @property
        def failures(self) -> tuple[Failure, ...]: ...
        @property
        def fatal(self) -> tuple[Finding, ...]: ...
        @property
        def parts(self) -> tuple[tuple[int, str], ...]: ...


class Plan:
    """The rules of a run, each loaded when its subject first occurs."""

    def __init__(
        self,
        registry: Registry,
        entries: Iterable[RuleEntry],
        options: Mapping[str, Mapping[str, Any]],
        target: Target | None = None,
    ) -> None:
        self.registry = registry
        self.target = target
        self.entries = tuple(entries)
        self.names = frozenset(entry.name for entry in self.entries)
        self.options = options
        self.failures: list[Failure] = []
        self._by_subject: dict[str, list[RuleEntry]] = {}
        for entry in self.entries:
            for subject in entry.subjects:
                self._by_subject.setdefault(subject, []).append(entry)
        self._waiting = {entry.name: entry for entry in self.entries if entry.words}
        self._words: dict[str, list[RuleEntry]] = {}
        for entry in self._waiting.values():
            for word in entry.words:
                self._words.setdefault(word, []).append(entry)
        self._loaded: dict[str, Rule[Any] | None] = {}
        self._rules: dict[str, tuple[Rule[Any], ...]] = {}
        self._checks: dict[type, tuple[Rule[Any], ...]] = {}

    def subjects_of(self, rule: str) -> tuple[str, ...]:
        """The names of what a rule looks at; none for one that is not installed."""
        entry = self.registry.by_name.get(rule)
        return () if entry is None else entry.subjects

    def wants(self, subject: str) -> bool:
        return subject in self._by_subject

    def admit(self, text: str) -> None:
        """Gets ready for a Dockerfile: lets in the rules that wait for a word which its text has."""
        if not self._words:
            return
        text = text.lower()
        for word in [word for word in self._words if word in text]:
            for entry in self._words.pop(word):
                if self._waiting.pop(entry.name, None) is not None:
                    for subject in entry.subjects:
                        self._rules.pop(subject, None)
                    self._checks.clear()

    def rules(self, subject: str) -> tuple[Rule[Any], ...]:
        """The selected rules that look at this subject. A rule that cannot be loaded is a failure of the run."""
        loaded = self._rules.get(subject)
        if loaded is None:
            entries = [entry for entry in self._by_subject.get(subject, ()) if entry.name not in self._waiting]
            loaded = self._rules[subject] = tuple(self.loaded(entries))
        return loaded

    def project_entries(self, kinds: Collection[str]) -> list[RuleEntry]:
        """The selected rules about the project that a project of files of these kinds can break."""
        entries = [entry for entry in self.entries if entry.is_about_project]
        return [entry for entry in entries if not entry.needs or any(kind in kinds for kind in entry.needs)]

    def loaded(self, entries: Iterable[RuleEntry]) -> Iterator[Rule[Any]]:
        for entry in entries:
            if entry.name not in self._loaded:
                try:
                    self._loaded[entry.name] = budget.outside(self._maker(entry))
                except Exception as error:
                    self._loaded[entry.name] = None
                    message = f"rule `{entry.name}` of pack `{entry.pack}` could not be loaded: {describe(error)}"
                    self.failures.append(Failure("", 0, message, trace()))
            rule = self._loaded[entry.name]
            if rule is not None:
                yield rule

    def _maker(self, entry: RuleEntry) -> Callable[[], Rule[Any]]:
        return lambda: self.registry.load(entry, self.options.get(entry.name), self.target)

    def rules_for(self, kind: type) -> tuple[Rule[Any], ...]:
        """The rules for subjects of a class: those of its base classes too."""
        found = self._checks.get(kind)
        if found is None:
            bases = [subject_name(base) for base in kind.__mro__ if base is not object]
            found = self._checks[kind] = tuple(dict.fromkeys(rule for base in bases for rule in self.rules(base)))
        return found


class Reports:
    """Collects what rules say about one file, and survives a rule that fails."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._said: set[tuple[str, str, Span, str]] = set()
        self.findings: list[Finding] = []
        self.failures: list[Failure] = []

    def run(self, rule: Rule[Any], subject: object) -> bool:
        """Whether the rule had anything to say."""
        spoke = False
        try:
            for finding in rule.check(subject):
                spoke = True
                # An anchored node is looked at once for each alias.
                said = (finding.rule, finding.path, finding.span, finding.message)
                if said in self._said:
                    continue
                self._said.add(said)
                self.findings.append(finding)
                if len(self.findings) > MAX_FINDINGS:
                    break
        except (Exception, RecursionError, MemoryError) as error:
            message = f"rule `{rule.name}` failed: {describe(error)}"
            self.failures.append(Failure(self.path, 0, message, trace()))
        return spoke


def trace() -> str:
    """The traceback of the exception that is being handled."""
    import traceback

    return traceback.format_exc()


def describe(error: BaseException) -> str:
    """An exception in a line."""
    return f"{type(error).__name__}: {error}".rstrip(": ")


def analyse(path: str, kind: str, data: bytes | str, plan: Plan) -> Analysis:
    """Lints one file with the file rules of `plan`. Never raises: what went wrong is in the result."""
    try:
        source = Source.checked(path, data) if isinstance(data, str) else Source.decode(path, data)
    except DecodeError as error:
        problem = Problem("unreadable-file", NOWHERE, f"{error}", fatal=True)
        return unreadable(
            path, problem, plan, line=error.line, kind=kind, data=data if isinstance(data, bytes) else None
        )
    reports = Reports(path)
    try:
        seconds = budget.SECONDS + len(source.text) / _CHARACTERS_A_SECOND
        return budget.within(lambda: _analysed(source, kind, plan, reports), seconds)
    except budget.Exceeded as error:
        problem = Problem("input-limit", NOWHERE, f"{error}; what is left of the file was not linted", fatal=True)
        del reports.findings[MAX_FINDINGS:]
        fatal = _problems([problem], plan, reports, source)
        return Analysis(
            path,
            "other",
            None,
            located(reports.findings, source),
            (),
            with_unread(None, path, kind, source.text, problem.message),
            tuple(reports.failures),
            tuple(fatal),
        )
    except (Exception, RecursionError, MemoryError) as error:
        failure = Failure(path, 0, f"could not be linted: {describe(error)}", trace())
        del reports.findings[MAX_FINDINGS:]
        return Analysis(
            path,
            "other",
            None,
            located(reports.findings, source),
            (),
            with_unread(None, path, kind, source.text, failure.message),
            (*reports.failures, failure),
            (),
        )


def _analysed(source: Source, kind: str, plan: Plan, reports: Reports) -> Analysis:
    if kind == "dockerfile":
        plan.admit(source.text)
    parsed = document.read(source, kind)
    fatal = _problems(parsed.problems, plan, reports, source)
    for subject in parsed.subjects(plan.wants):
        for rule in plan.rules_for(subject.__class__):
            reports.run(rule, subject)
        if len(reports.findings) > MAX_FINDINGS:
            fatal += _problems([_too_many(reports)], plan, reports, source)
            break
    facts, reason = parsed.facts(), parsed.unread
    if reason:
        facts = with_unread(facts, source.path, kind, source.text, reason)
    return Analysis(
        source.path,
        parsed.kind,
        parsed.reason,
        located(reports.findings, source, parsed.locate, Enclosing(parsed)),
        parsed.suppressions(),
        facts,
        tuple(reports.failures),
        tuple(fatal),
        () if parsed.reason else tuple([(source.line_at(part.span.start), part.reason) for part in parsed.aside]),
    )


def _too_many(reports: Reports) -> Problem:
    del reports.findings[MAX_FINDINGS:]
    return Problem(
        "input-limit", NOWHERE, f"more than {MAX_FINDINGS} findings; the rest of the file was not linted", fatal=True
    )


def _problems(problems: Iterable[Problem], plan: Plan, reports: Reports, source: Source) -> list[Finding]:
    """Hands parse problems to their rules; gives back the fatal ones that no rule of the run reports."""
    unreported: list[Finding] = []
    for problem in problems:
        spoken = [reports.run(rule, problem) for rule in plan.rules("Problem")]
        if problem.fatal and not any(spoken):
            finding = Finding(problem.kind, "", problem.span, problem.message, Severity.ERROR)
            unreported.extend(located([finding], source))
    return unreported


def unreadable(
    path: str, problem: Problem, plan: Plan, *, line: int = 1, kind: str | None = None, data: bytes | None = None
) -> Analysis:
    """The analysis of a file without a text: `problem` says why there is none. `data` are its bytes, where they are known."""
    reports = Reports(path)
    place = Range(Position(line, 1), Position(line, 1))
    fatal = []
    spoken = [reports.run(rule, problem) for rule in plan.rules("Problem")]
    if not any(spoken):
        fatal.append(Finding(problem.kind, path, NOWHERE, problem.message, Severity.ERROR, range=place))
    findings = tuple(replace(finding, path=path, range=place) for finding in reports.findings)
    facts = unread(path, kind, data, problem.message)
    return Analysis(path, "other", None, findings, (), facts, tuple(reports.failures), tuple(fatal))


def located(
    findings: Iterable[Finding], source: Source, locate: Locate | None = None, around: Enclosing | None = None
) -> tuple[Finding, ...]:
    """File findings with their path, the lines and columns of their spans, and the objects that these lie in; where `locate`
    says that the text comes from."""

    def ranges(path: str, span: Span) -> Range | None:
        return source.range(span) if path == source.path else None

    def name(path: str, at: int) -> str:
        return around.name(at) if around is not None and path == source.path else ""

    placed: dict[tuple[str, Span, str], Finding] = {}
    for found in findings:
        said = (found.rule, found.span, found.message)
        if said not in placed:  # a part that several aliases stand for is seen once for each
            placed[said] = settle(found, source.path, locate or as_written, ranges, name)
    return tuple(placed.values())
