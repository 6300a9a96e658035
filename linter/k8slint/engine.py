"""Rules and settings, ready to lint texts from anywhere: the walk over each file, then what the files say together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from k8slint import budget, document, suppress
from k8slint.analyse import Analysis, Failure, Plan, Reports, analyse, describe, located, trace
from k8slint.config import Settings
from k8slint.edit import Applicability
from k8slint.enclosing import Enclosing
from k8slint.files.discover import classify
from k8slint.files.globs import Globs
from k8slint.finding import Finding, Related, Severity
from k8slint.record import Record, replace
from k8slint.registry import Registry, entry_of, load_registry
from k8slint.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from k8slint.analyse import Analysed
    from k8slint.files.discover import Tree
    from k8slint.fixer import FixResult
    from k8slint.rule import Rule

    Lookup = Callable[[str], Source | None]
    """The source of a path, for lines and columns of what project rules find; None when it cannot be had."""


_FILES_A_SECOND = 250
"""How much longer project rules may take with every file; they need a tenth of that."""


STDIN = "<stdin>"
"""The path of a text that stands for no file."""


class Result(Record):
    """What a run says. `findings` are located, sorted and not suppressed; `failures` make it exit 2; `aside` holds the files
    that were not linted, with the reason.
    """

    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...]
    checked: int
    suppressed: int
    aside: tuple[tuple[str, str], ...]

    def with_failures(self, failures: Iterable[Failure]) -> Result:
        return replace(self, failures=(*self.failures, *failures))


class Engine:
    """One selection of rules with its settings. Keeps what it analysed, so that linting again after an edit is cheap."""

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
        self._objects: dict[str, tuple[str, Enclosing]] = {}
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
        project_findings: tuple[Finding, ...] | None = None,
    ) -> Result:
        """What all files say together. `report_on` names the files whose findings count (default all); the rest is context.
        `project_findings` are those of an earlier run over the very same files.
        """
        failures = [*self.plan.failures]
        by_path: dict[str, list[Finding]] = {}
        for analysis in analyses:
            by_path[analysis.path] = list(analysis.findings)
        if project_findings is None:
            project_findings = self.project_findings(analyses, source, failures, tree=tree)
        for found in project_findings:
            by_path.setdefault(found.path, []).append(found)
        reported = None if report_on is None else frozenset(report_on)
        patches = _patches(analyses)
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
            checked += 1
            found_here = by_path[analysis.path]
            if analysis.path in patches:
                found_here = [found for found in found_here if self._fits_patches(found.rule)]
            kept, about = self._kept(analysis, found_here, source)
            suppressed += len(found_here) - len(kept)
            findings.extend(self._judged(analysis.path, [*kept, *about]))
        failures.extend(f for f in self.plan.failures if f not in failures)
        findings.sort(key=lambda f: (f.path, f.span.start, f.span.end, f.rule, f.message))
        return Result(tuple(findings), tuple(failures), checked, suppressed, tuple(aside))

    def project_findings(
        self, analyses: Collection[Analysed], source: Lookup, failures: list[Failure], *, tree: Tree | None = None
    ) -> tuple[Finding, ...]:
        """What project rules find over the facts of all files, located."""
        rules = self.plan.project_rules({analysis.kind for analysis in analyses})
        if not rules:
            return ()
        from k8slint.project import Project

        reports = Reports("")
        running = ""

        def run() -> None:
            nonlocal running
            facts = [analysis.facts for analysis in analyses if analysis.facts is not None]
            project = Project(facts, images=self.settings.images, tree=tree)
            for rule in rules:
                running = rule.name
                reports.run(rule, project)

        try:
            budget.within(run, budget.SECONDS + len(analyses) / _FILES_A_SECOND)
        except budget.Exceeded as error:
            failures.append(Failure("", 0, f"the project {error}, in rule `{running}`; later rules were not run"))
        except (Exception, RecursionError, MemoryError) as error:
            message = f"the project could not be linted: {describe(error)}"
            failures.append(Failure("", 0, message, trace()))
        failures.extend(reports.failures)
        return tuple(_place(found, source, self._enclosing) for found in reports.findings)

    def _enclosing(self, source: Source) -> Enclosing:
        """The objects of a file that a project rule speaks about, whose tree is gone; parsed again when its text is new."""
        known = self._objects.get(source.path)
        if known is None or known[0] != source.text:
            around = Enclosing(document.read(source, classify(source.path, source.text)))
            known = self._objects[source.path] = (source.text, around)
        return known[1]

    def _kept(
        self, analysis: Analysed, findings: list[Finding], source: Lookup
    ) -> tuple[list[Finding], Iterable[Finding]]:
        """The findings that no comment silences, and those about comments that silence nothing."""
        if not analysis.suppressions or not self.settings.suppressions:
            return findings, ()
        kept, used = suppress.apply(findings, analysis.suppressions, self._names, self.settings.today)
        rules, text = self.plan.rules("Problem"), source(analysis.path)
        if not rules or text is None:
            return kept, ()
        reports = Reports(analysis.path)
        judged = self.plan.names
        if analysis.path == STDIN:  # what other files say to it is not known
            judged = frozenset(name for name in judged if self.registry.by_name[name].subject != "Project")
        for problem in suppress.unused(analysis.suppressions, used, self.registry, judged):
            for rule in rules:
                reports.run(rule, problem)
        return kept, located(reports.findings, text)

    def _fits_patches(self, rule: str) -> bool:
        """Whether a rule has a say in a patch of a kustomization, which is no whole object: those about the text do."""
        return self.registry.by_name[rule].subject in ("Problem", "Manifest", "Project")

    def _names(self, rule: str) -> frozenset[str]:
        """Every word, in lower case, that a suppression may name a rule by."""
        entry = self.registry.by_name[rule]
        return frozenset((rule, entry.category, "all", *(alias.lower() for alias in entry.aliases)))

    def _judged(self, path: str, findings: Iterable[Finding]) -> Iterable[Finding]:
        """Findings with the severity the settings give them, without those that the settings ignore for this file."""
        ignored = frozenset().union(*(names for globs, names in self._ignored if globs.match(path)))
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
        from k8slint.files.discover import MemoryTree

        analyses = [self.analyse(path, data) for path, data in texts.items()]
        return self.conclude(analyses, _lookup(texts), tree=MemoryTree(texts))

    def fix(self, texts: Mapping[str, str | bytes], unsafe: bool = False) -> FixResult:
        """Fixes texts that together are the whole project, with `unsafe` also by fixes that may change what they do."""
        from k8slint.fixer import fix_texts

        return fix_texts(self, texts, unsafe=unsafe)


def _unfixable(registry: Registry, settings: Settings) -> frozenset[str]:
    """The rules whose fixes are only shown. The more specific of `fixable` and `unfixable` wins."""
    if settings.fixable is None and not settings.unfixable:
        return frozenset()
    select = ("ALL",) if settings.fixable is None else settings.fixable
    may = registry.choose(select=select, ignore=settings.unfixable, preview=True)
    return frozenset(registry.by_name) - {entry.name for entry in may}


def _patches(analyses: Iterable[Analysed]) -> frozenset[str]:
    """The files that kustomizations name as patches, and none as a resource."""
    patches: set[str] = set()
    resources: set[str] = set()
    for analysis in analyses:
        if analysis.kind == "kustomization" and analysis.facts is not None:
            kustomization = analysis.facts.kustomization
            if kustomization is not None:
                patches.update(kustomization.patches)
                resources.update(kustomization.resources)
    return frozenset(patches - resources)


def _lookup(texts: Mapping[str, str | bytes]) -> Lookup:
    sources: dict[str, Source] = {}

    def source(path: str) -> Source | None:
        if path not in sources and path in texts:
            data = texts[path]
            try:
                sources[path] = Source(path, data) if isinstance(data, str) else Source.decode(path, data)
            except ValueError:
                return None
        return sources.get(path)

    return source


def _not_linted(found: Finding) -> Failure:
    return Failure(found.path, found.line, f"{found.message} (not linted any further; `{found.rule}` is not selected)")


def _place(found: Finding, source: Lookup, enclosing: Callable[[Source], Enclosing]) -> Finding:
    """A project finding with its lines and columns, and the object that it lies in."""
    text = source(found.path)
    related = []
    for other in found.related:
        path = other.path or found.path
        text_there = source(path)
        related.append(Related(path, other.span, other.message, text_there.range(other.span) if text_there else None))
    if text is None:
        return replace(found, related=tuple(related))
    name = enclosing(text).name(found.span.start)
    return replace(found, related=tuple(related), range=text.range(found.span), object=name)


_registries: dict[tuple[str, ...], Registry] = {}


def registry(extra: tuple[str, ...] = ()) -> Registry:
    """The installed rules, loaded once a process."""
    if extra not in _registries:
        _registries[extra] = load_registry(extra)
    return _registries[extra]
