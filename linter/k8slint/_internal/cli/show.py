"""Shows what runs say: one report of all projects, in each format that was asked for, and the exit code."""

from __future__ import annotations

import os

from k8slint import __version__
from k8slint._internal.cli import project
from k8slint._internal.cli.app import UsageError
from k8slint._internal.text.record import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from typing import TextIO

    from k8slint._internal.report import Report
    from k8slint._internal.running.analyse import Failure
    from k8slint._internal.running.engine import Result
    from k8slint._internal.running.run import Outcome
    from k8slint._internal.text.source import Source


class Ran(Record):
    """A project and what a run over it says. `fixes` are those that `fix` made: (path, rule, title); `unwritten` are files
    that it could not write, with the reason.
    """

    project: project.Project
    outcome: Outcome
    fixes: tuple[tuple[str, str, str], ...] = ()
    unwritten: tuple[Failure, ...] = ()


def show(
    ran: Sequence[Ran],
    projects: Sequence[project.Project],
    options: argparse.Namespace,
    files: Sequence[tuple[str, TextIO]] = (),
    *,
    stream: TextIO | None = None,
) -> int:
    """Reports what ran, on standard output unless told otherwise, and gives the exit code. Machines get a report even where
    nothing ran.
    """
    from k8slint._internal.report import Output, load

    outermost = min(projects, key=lambda found: len(found.discovery.root))
    settings, registry = outermost.engine.settings, outermost.engine.registry
    report = report_of(ran, outermost, options)
    told: set[Failure] = set()
    for one in ran:
        display = project.display_from(one.project.discovery.root)
        failures = [failure for failure in one.outcome.result.failures if failure not in told]
        told.update(failures)
        project.show_failures(failures, options, display)
        _show_unfit(one, options)
    name = settings.output_format
    if getattr(options, "statistics", False):
        name = _statistics(name)
    elif getattr(options, "interactive", False) and name in ("full", "concise"):
        # Every finding with a fix was just shown.
        name = "summary"
    elif options.command == "fix" and options.quiet == 1 and name in ("full", "concise"):
        name = "fixes"
    render = load(name, registry)
    human = settings.output_format in ("full", "concise")
    for format_name, file in files:
        with file:
            load(format_name or name, registry)(_for(format_name or settings.output_format, report), Output(file))
    shown = options.output is None and options.quiet < 2
    if shown and (ran or not human):
        out = project.output_of(options, stream)
        render(_for(settings.output_format, report), out)
        out.flush()
    for one in ran:
        display = project.display_from(one.project.discovery.root)
        for failure in one.unwritten:
            project.warn(f"{display(failure.path)} is as it was: {failure.message}")
    return max((exit_code(one, options) for one in ran), default=0)


def _statistics(name: str) -> str:
    if name == "json":
        return "statistics-json"
    if name not in ("full", "concise"):
        raise UsageError(f"`--statistics` has no `{name}` format; it has full, concise and json")
    return "statistics"


def open_outputs(options: argparse.Namespace, projects: Sequence[project.Project]) -> list[tuple[str, TextIO]]:
    """The files that reports go to, opened before anything is linted. Raises `UsageError`."""
    from k8slint._internal.cli.output import open_output
    from k8slint._internal.report import UnknownReporter, load, reporters

    settings, registry = projects[0].engine.settings, projects[0].engine.registry
    if options.output in reporters(registry):
        raise UsageError(
            f"`--output {options.output}` names a file; for the format, write `--output-format {options.output}`, "
            f"for a file of that name `--output ./{options.output}`"
        )
    linted = {os.path.join(one.discovery.root, file.path) for one in projects for file in one.discovery.files}
    files = []
    for name, path in (*project.outputs_of(options), *([("", options.output)] if options.output is not None else ())):
        try:
            load(name or settings.output_format, registry)
        except UnknownReporter as error:
            if os.path.lexists(name):
                raise UsageError(f"{error}; to lint `{name}`, name it without an option") from None
            raise
        if path and os.path.abspath(path) in linted:
            raise UsageError(f"the report cannot be written to `{path}`: it is one of the files that are linted")
        if path:
            files.append((name, open_output(path)))
    return files


def _for(name: str, report: Report) -> Report:
    """The report with its paths as a format needs them: from the working folder, from GitHub's, or from the root."""
    if name == "sarif":
        return report
    base = os.environ.get("GITHUB_WORKSPACE") or os.curdir if name == "github" else os.curdir
    return displayed(report, project.display_from(report.root, base))


def _show_unfit(one: Ran, options: argparse.Namespace) -> None:
    """Says of files that were named, and of standard input, why they were not linted."""
    from k8slint._internal.kinds.parsed import NEITHER

    display = project.display_from(one.project.discovery.root)
    unlinted = _unlinted(one.outcome.result, one.project, options)
    for path, reason in one.outcome.result.aside:
        if (path, reason) in unlinted or "-" in options.paths or (options.force_exclude and reason == NEITHER):
            project.warn(f"{display(path)}: {reason}; it was not linted")


def report_of(ran: Sequence[Ran], outermost: project.Project, options: argparse.Namespace) -> Report:
    """One report of all that ran, with paths from the root of the outermost project on."""
    from k8slint._internal.files.discover import repository
    from k8slint._internal.report import Report
    from k8slint._internal.running.engine import Result

    root = outermost.discovery.root
    if len(ran) == 1:
        root, result, source = ran[0].project.discovery.root, ran[0].outcome.result, ran[0].outcome.source
    elif ran:
        root = os.path.commonpath([one.project.discovery.root for one in ran])
        parts = [_from(one, root) for one in ran]
        origins = {
            path: (one, known) for one, (_, paths) in zip(ran, parts, strict=True) for path, known in paths.items()
        }

        def source(path: str) -> Source | None:
            there = origins.get(path)
            return None if there is None else there[0].outcome.source(there[1])

        result = _together([part for part, _ in parts])
    else:
        result, source = Result((), (), 0, 0, ()), lambda path: None
    top = repository(root)
    return Report(
        result,
        source,
        registry=outermost.engine.registry,
        root=root,
        version=__version__,
        fixes=tuple(
            (project.display_from(one.project.discovery.root)(path), rule, title)
            for one in ran
            for path, rule, title in one.fixes
        ),
        show_fixes=bool(getattr(options, "show_fixes", False) or os.environ.get("PRE_COMMIT")),
        verbose=options.verbose,
        quiet=bool(options.quiet),
        elapsed=sum(one.outcome.seconds for one in ran),
        below="" if top is None else root[len(top) :].strip("/"),
        left_out=sum(one.project.discovery.left_out for one in ran),
    )


def _from(one: Ran, root: str) -> tuple[Result, dict[str, str]]:
    """A result with paths from another root on, and what each was before."""
    paths: dict[str, str] = {}

    def moved(path: str) -> str:
        full = os.path.join(one.project.discovery.root, path)
        new = full[len(root) :].lstrip("/") if full.startswith(os.path.join(root, "")) else full
        paths[new] = path
        return new

    return _renamed(one.outcome.result, moved), paths


def _together(results: Sequence[Result]) -> Result:
    from k8slint._internal.running.engine import Result

    findings = [found for result in results for found in result.findings]
    findings.sort(key=lambda f: (f.path, f.span.start, f.span.end, f.rule, f.message))
    return Result(
        tuple(findings),
        tuple(dict.fromkeys(failure for result in results for failure in result.failures)),
        sum(result.checked for result in results),
        sum(result.suppressed for result in results),
        tuple(sorted(one for result in results for one in result.aside)),
    )


def displayed(report: Report, display: Callable[[str], str]) -> Report:
    """The report with every path as it opens from the working folder."""
    origins: dict[str, str] = {}

    def shown(path: str) -> str:
        there = display(path)
        origins[there] = path
        return there

    def source(path: str) -> Source | None:
        return report.source(origins.get(path, path))

    return replace(report, result=_renamed(report.result, shown), source=source)


def _renamed(result: Result, new: Callable[[str], str]) -> Result:
    """A result with other paths."""
    findings = tuple(
        replace(
            f,
            path=new(f.path),
            related=tuple(replace(r, path=new(r.path)) if r.path else r for r in f.related),
        )
        for f in result.findings
    )
    failures = tuple(replace(f, path=new(f.path)) if f.path else f for f in result.failures)
    aside = tuple((new(path), reason) for path, reason in result.aside)
    return replace(result, findings=findings, failures=failures, aside=aside)


def exit_code(one: Ran, options: argparse.Namespace) -> int:
    from k8slint._internal.text.finding import Severity

    result, engine = one.outcome.result, one.project.engine
    if result.failures or engine.registry.errors or _unlinted(result, one.project, options):
        return 2
    floor = Severity.named(engine.settings.fail_on)
    if any(f.severity >= floor for f in result.findings) and not options.exit_zero:
        return 1
    return 0


def _unlinted(result: Result, found: project.Project, options: argparse.Namespace) -> list[tuple[str, str]]:
    """The files that were named one by one and are none of ours. A hook (`--force-exclude`) names what it cannot know, and
    an editor hands over whatever is open, under its name.
    """
    from k8slint._internal.kinds.parsed import NEITHER

    if found.given is not None:
        return [one for one in result.aside if one[1] == NEITHER]
    if options.force_exclude:
        return []
    named = {os.path.realpath(path) for path in options.paths}
    root = found.discovery.root
    return [(path, reason) for path, reason in result.aside if os.path.realpath(os.path.join(root, path)) in named]
