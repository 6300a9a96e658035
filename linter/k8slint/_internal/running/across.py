"""What the files of a project say together: rules about the project, subject by subject, and what is never deployed.

The result can be encoded, so that a run over the very same files takes it out of the cache.
"""

from __future__ import annotations

from k8slint._internal.kinds.document import OF_OBJECTS
from k8slint._internal.kinds.enclosing import Enclosures
from k8slint._internal.kinds.parsed import KUSTOMIZATION_NAMES
from k8slint._internal.running import budget
from k8slint._internal.running.analyse import Across, Failure, Reports, Undeployed, describe, trace
from k8slint._internal.text.locate import as_written, settle
from k8slint._internal.text.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import Any

    from k8slint._internal.files.tree import Tree
    from k8slint._internal.project import Project, ProjectSubject
    from k8slint._internal.rulekit.rule import Rule
    from k8slint._internal.running.analyse import Analysed, Plan
    from k8slint._internal.text.finding import Finding
    from k8slint._internal.text.locate import Locate
    from k8slint._internal.text.source import Range, Source, Span

    Lookup = Callable[[str], Source | None]
    """The source of a path, for lines and columns of what project rules find; None when it cannot be had."""

_FILES_A_SECOND = 250
"""How much longer project rules may take with every file; they need a tenth of that."""


def across(
    plan: Plan,
    analyses: Collection[Analysed],
    source: Lookup,
    failures: list[Failure],
    *,
    images: Mapping[str, str],
    tree: Tree | None = None,
    report_on: frozenset[str] | None = None,
    make: Callable[[], Project] | None = None,
) -> Across:
    """What project rules find over the facts of all files, located. With `report_on`, what concerns other files may be left
    out. `failures` takes up what went wrong. `make` gives the project, where somebody keeps it."""
    entries = plan.project_entries({analysis.kind for analysis in analyses})
    if not entries and not any(analysis.path.endswith(KUSTOMIZATION_NAMES) for analysis in analyses):
        return Across()
    findings: list[Finding] = []
    undeployed: list[Undeployed] = []
    patches: tuple[str, ...] = ()
    running = ""
    locate: Locate = as_written

    def ranges(path: str, span: Span) -> Range | None:
        text = source(path)
        return None if text is None else text.range(span)

    def run() -> None:
        nonlocal running, locate, patches
        project = make() if make is not None else project_of(analyses, images, tree)
        locate = project.locate
        patches = tuple(
            sorted(one.path for one in analyses if one.kind == "manifest" and project.overlays.is_patch(one.path))
        )
        for entry in entries:
            running = entry.name
            subjects = [
                one
                for kind in entry.subjects
                for one in project.subjects(kind)
                if report_on is None or not one.paths or not report_on.isdisjoint(one.paths)
            ]
            for rule in plan.loaded([entry]) if subjects else ():
                for subject in subjects:
                    _ask(rule, subject, findings, failures)
        running = "what overlays replace"
        for analysis in analyses if project.overlays.kustomizations or project.unread.of_kind("kustomization") else ():
            if report_on is None or analysis.path in report_on:
                undeployed.extend(_undeployed(plan, project, analysis))

    try:
        budget.within(run, budget.SECONDS + len(analyses) / _FILES_A_SECOND)
    except budget.Exceeded as error:
        failures.append(Failure("", 0, f"the project {error}, in rule `{running}`; later rules were not run"))
    except (Exception, RecursionError, MemoryError) as error:
        message = f"the project could not be linted: {describe(error)}"
        failures.append(Failure("", 0, message, trace()))
    names = Enclosures(source)
    located = tuple(settle(found, "", locate, ranges, names.name) for found in findings)
    return Across(located, tuple(undeployed), patches)


def project_of(analyses: Iterable[Analysed], images: Mapping[str, str], tree: Tree | None) -> Project:
    """The project that files make."""
    from k8slint._internal.project import Project

    facts = sorted((one.facts for one in analyses if one.facts is not None), key=lambda facts: facts.path)
    return Project(facts, images=images, tree=tree)


def _ask(rule: Rule[Any], subject: ProjectSubject | Project, findings: list[Finding], failures: list[Failure]) -> None:
    """Runs a rule on one subject; spans without a file lie in the subject's own."""
    reports = Reports(subject.path)
    reports.run(rule, subject)
    failures.extend(reports.failures)
    for found in reports.findings:
        if subject.paths and found.path not in ("", *subject.paths):
            message = f"rule `{rule.name}` reports in `{found.path}`, which is not a file of its subject"
            failures.append(Failure(subject.path, 0, message))
        findings.append(found if found.path else replace(found, path=subject.path))


def _undeployed(plan: Plan, project: Project, analysis: Analysed) -> Iterator[Undeployed]:
    """The findings about objects of a file that no root kustomization deploys as they are: all of them patch away what was
    found, so judging the file alone would be wrong.

    The same rules look at what each root makes of the objects. A finding stays when one of them still has it.
    """
    if project.overlays.roots(analysis.path) == ():
        return
    found = [one for one in analysis.findings if not OF_OBJECTS.isdisjoint(plan.subjects_of(one.rule))]
    if not found:
        return
    roots = project.deployed(analysis.path)
    if roots is None:
        return
    still: set[tuple[str, object]] = set()
    rules = [rule for kind in sorted(OF_OBJECTS) for rule in plan.rules(kind)]
    uncertain = {rule.name for rule in rules if rule.counts_as_written}
    wanted = {one.rule for one in found} - uncertain
    for resources in roots:
        for resource in resources:
            pod = resource.pod
            for subject in (resource, *(() if pod is None else (pod, *pod.all_containers))):
                for rule in plan.rules_for(subject.__class__):
                    if rule.name in wanted:
                        reports = Reports(analysis.path)
                        reports.run(rule, subject)
                        still.update((one.rule, one.span) for one in reports.findings)
                        if reports.failures:
                            uncertain.add(rule.name)
    for one in found:
        if (one.rule, one.span) not in still and one.rule not in uncertain:
            yield Undeployed(analysis.path, one.rule, one.span)
