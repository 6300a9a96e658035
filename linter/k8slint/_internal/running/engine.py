"""Rules and settings, ready to lint texts from anywhere: the walk over each file, then what the files say together."""

from __future__ import annotations

from k8slint._internal.config import Settings
from k8slint._internal.files.discover import classify
from k8slint._internal.files.globs import Globs
from k8slint._internal.kinds import suppress
from k8slint._internal.rulekit.registry import Registry, entry_of, load_registry
from k8slint._internal.rulekit.taxonomy import PROJECT_SUBJECTS
from k8slint._internal.running.across import across
from k8slint._internal.running.analyse import Analysis, Failure, Plan, Reports, analyse, located
from k8slint._internal.running.workspace import Workspace
from k8slint._internal.text.edit import Applicability
from k8slint._internal.text.finding import Finding, Problem, Severity
from k8slint._internal.text.record import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from typing import Any

    from k8slint._internal.files.discover import Tree
    from k8slint._internal.project import Project
    from k8slint._internal.rulekit.rule import Rule
    from k8slint._internal.running.across import Lookup
    from k8slint._internal.running.analyse import Across, Analysed


GENERATED = "generated-file"
"""The rule that speaks for the findings of a generated file."""
_OF_PATCHES = PROJECT_SUBJECTS | {"Problem", "Manifest"}
STDIN = "<stdin>"
"""The path of a text that stands for no file."""


class Result(Record):
    """What a run says. `findings` are located, sorted and not suppressed; `failures` make it exit 2; `aside` holds the files
    that were not linted, with the reason, and as `path:line` single documents of files that were.
    """

    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...]
    checked: int
    suppressed: int
    aside: tuple[tuple[str, str], ...]

    def with_failures(self, failures: Iterable[Failure]) -> Result:
        return replace(self, failures=(*self.failures, *failures))


class Engine:
    """One selection of rules with its settings. Rules stay loaded, analyses are the caller's."""

    def __init__(self, registry: Registry, settings: Settings) -> None:
        self.registry = registry
        self.settings = settings
        entries = registry.choose(
            select=settings.select,
            ignore=settings.ignore,
            extend_select=settings.extend_select,
            profile=settings.profile,
            preview=settings.preview,
            as_of=settings.as_of,
        )
        self.plan = Plan(registry, entries, settings.options, settings.target)
        self._unfixable = _unfixable(registry, settings)
        levels = [(registry.resolve(selector), level) for selector, level in settings.severity.items()]
        levels.sort(key=lambda item: -len(item[0]))  # the narrower selector wins
        self._severities = {name: Severity.named(level) for names, level in levels for name in names}
        self._ignored = [
            (Globs([pattern]), frozenset(name for selector in names for name in registry.resolve(selector)))
            for pattern, names in settings.per_file_ignores.items()
        ]

    @classmethod
    def for_rule(
        cls, rule: type[Rule[Any]], options: Mapping[str, Any] | None = None, beside: Iterable[str] = ()
    ) -> Engine:
        """An engine that runs one rule, and of the installed ones those named in `beside`: for its examples."""
        others = [registry().by_name[name] for name in beside]
        chosen = Registry([entry_of(rule, rule.__module__), *others])
        chosen.adopt(rule)
        return cls(chosen, Settings(options={rule.name: dict(options or {})}, select=("ALL",)))

    # --- one file

    def analyse(self, path: str, data: bytes | str, kind: str | None = None) -> Analysis:
        return analyse(path, kind or classify(path, data), data, self.plan)

    # --- all files

    def conclude(
        self,
        analyses: Collection[Analysed],
        source: Lookup,
        *,
        tree: Tree | None = None,
        report_on: Collection[str] | None = None,
        together: Across | None = None,
    ) -> Result:
        """What all files say together. `report_on` names the files whose findings count (default all); the rest is context.
        `together` is what an earlier run over the very same files found across them.
        """
        failures = [*self.plan.failures]
        by_path: dict[str, list[Finding]] = {analysis.path: [] for analysis in analyses}
        for analysis in analyses:
            for found in analysis.findings:
                by_path.setdefault(found.path, []).append(found)
        reported = None if report_on is None else frozenset(report_on)
        if together is None:
            together = self.across(analyses, source, failures, tree=tree, report_on=reported)
        patches = frozenset(together.patches)
        undeployed = {(one.path, one.rule, one.span) for one in together.undeployed}
        for found in together.findings:
            by_path.setdefault(found.path, []).append(found)
        findings: list[Finding] = []
        suppressed = 0
        aside = []
        checked = 0
        for analysis in sorted(analyses, key=lambda analysis: analysis.path):
            if reported is not None and analysis.path not in reported:
                continue
            failures.extend(analysis.failures)
            failures.extend(_not_linted(found) for found in analysis.fatal)
            if analysis.aside is not None:
                aside.append((analysis.path, analysis.aside))
                continue
            aside.extend((f"{analysis.path}:{line}", reason) for line, reason in analysis.parts)
            checked += 1
            found_here = by_path[analysis.path]
            if undeployed:
                found_here = [one for one in found_here if (one.path, one.rule, one.span) not in undeployed]
            if analysis.path in patches:
                found_here = [found for found in found_here if self._fits_patches(found.rule)]
            kept, about = self._kept(analysis, found_here, source)
            suppressed += len(found_here) - len(kept)
            judged = list(self._judged(analysis.path, [*kept, *about]))
            findings.extend(self._of_source(analysis.path, judged, source))
        failures.extend(f for f in self.plan.failures if f not in failures)
        findings.sort(key=lambda f: (f.path, f.span.start, f.span.end, f.rule, f.message))
        return Result(tuple(findings), tuple(failures), checked, suppressed, tuple(aside))

    def across(
        self,
        analyses: Collection[Analysed],
        source: Lookup,
        failures: list[Failure],
        *,
        tree: Tree | None = None,
        report_on: frozenset[str] | None = None,
        make: Callable[[], Project] | None = None,
    ) -> Across:
        """What the files say together; see `k8slint._internal.running.across`."""
        images = self.settings.images
        return across(self.plan, analyses, source, failures, images=images, tree=tree, report_on=report_on, make=make)

    def _kept(
        self, analysis: Analysed, findings: list[Finding], source: Lookup
    ) -> tuple[list[Finding], Iterable[Finding]]:
        """The findings that no comment silences, and those about comments that silence nothing."""
        if not self.settings.suppressions or not analysis.suppressions:
            return findings, ()
        kept, used = suppress.apply(findings, analysis.suppressions, self._names, self.settings.today)
        rules, text = self.plan.rules("Problem"), source(analysis.path)
        if not rules or text is None:
            return kept, ()
        reports = Reports(analysis.path)
        judged = self.plan.names
        alone = analysis.path == STDIN
        if alone:  # what other files say to it is not known
            judged = frozenset(name for name in judged if not self.registry.by_name[name].is_about_project)
        for problem in suppress.unused(analysis.suppressions, used, self.registry, judged, text=text.text, alone=alone):
            for rule in rules:
                reports.run(rule, problem)
        return kept, located(reports.findings, text)

    def _of_source(self, path: str, findings: list[Finding], source: Lookup) -> Iterable[Finding]:
        """The findings of a file; of one that a program writes only what keeps it from being read, and one about the rest."""
        if self.settings.generated == "lint" or GENERATED not in self.plan.names or not findings:
            return findings
        from k8slint._internal.kinds.generated import sign

        text = source(path)
        told = None if text is None else sign(text)
        if text is None or told is None:
            return findings
        shown = [f if f.fix is None else replace(f, fix=None) for f in findings if self._is_syntax(f.rule)]
        hidden = len(findings) - len(shown)
        if hidden:
            message = f"{hidden} finding{'s are' if hidden > 1 else ' is'} not shown here"
            reports = Reports(path)
            for rule in self.plan.rules("Problem"):
                reports.run(rule, Problem(GENERATED, told.span, message))
            shown += self._judged(path, located(reports.findings, text))
        return shown

    def _is_syntax(self, rule: str) -> bool:
        return self.registry.by_name[rule].category == "syntax"

    def _fits_patches(self, rule: str) -> bool:
        """Whether a rule has a say in a patch of a kustomization, which is no whole object: those about the text do."""
        subjects = self.registry.by_name[rule].subjects
        return all(subject in _OF_PATCHES for subject in subjects)

    def _names(self, rule: str) -> frozenset[str]:
        """Every word, in lower case, that a suppression may name a rule by."""
        entry = self.registry.by_name[rule]
        return frozenset((rule, entry.category, "all", *(alias.lower() for alias in entry.aliases)))

    def _judged(self, path: str, findings: Iterable[Finding]) -> Iterable[Finding]:
        """Findings with the severity the settings give them, without those that the settings ignore for this file."""
        findings = tuple(findings)
        matching = (names for globs, names in self._ignored if globs.match(path)) if findings else ()
        ignored = frozenset[str]().union(*matching)
        for found in findings:
            if found.rule in ignored:
                continue
            severity = self._severities.get(found.rule)
            if severity is not None:
                found = replace(found, severity=severity)
            if found.fix is not None and found.rule in self._unfixable:
                found = replace(found, fix=replace(found.fix, applicability=Applicability.DISPLAY))
            yield found

    # --- texts in memory

    def check(self, texts: Mapping[str, str | bytes]) -> Result:
        """Lints texts that together are the whole project."""
        workspace = Workspace(self)
        for path, text in texts.items():
            workspace.put(path, text)
        return workspace.result()


def _unfixable(registry: Registry, settings: Settings) -> frozenset[str]:
    """The rules whose fixes are only shown. The more specific of `fixable` and `unfixable` wins."""
    if settings.fixable is None and not settings.unfixable:
        return frozenset()
    select = ("ALL",) if settings.fixable is None else settings.fixable
    may = registry.choose(select=select, ignore=settings.unfixable, preview=True)
    return frozenset(registry.by_name) - {entry.name for entry in may}


def _not_linted(found: Finding) -> Failure:
    return Failure(found.path, found.line, f"{found.message} (not linted any further; `{found.rule}` is not selected)")


_registries: dict[tuple[str, ...], Registry] = {}


def registry(extra: tuple[str, ...] = ()) -> Registry:
    """The installed rules, loaded once a process."""
    if extra not in _registries:
        _registries[extra] = load_registry(extra)
    return _registries[extra]
