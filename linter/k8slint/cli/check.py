"""`k8slint check`."""

from __future__ import annotations

import os

from k8slint import __version__
from k8slint.cli import project
from k8slint.cli.progress import Bar
from k8slint.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import TextIO

    from k8slint.config import Settings
    from k8slint.engine import Result
    from k8slint.report import Report
    from k8slint.run import Outcome
    from k8slint.source import Source


def run(options: argparse.Namespace) -> int:
    found = project.open_project(options)
    if found.nothing:
        return found.exit_code(options)
    outcome = lint(found, options)
    return show(outcome, found, options)


def lint(found: project.Project, options: argparse.Namespace) -> Outcome:
    """Runs the rules, with the cache and as many processes as asked for."""
    from k8slint import run as runs

    cache = None
    if not options.no_cache and found.given is None:
        from k8slint.cache import Cache

        cache = Cache.open(found.discovery.root, runs.fingerprint(found.engine))
        if cache.warning and options.verbose:
            project.warn(cache.warning)

    def outcome_of() -> Outcome:
        with Bar(options) as bar:
            return runs.check(
                found.engine,
                found.discovery,
                jobs=project.jobs_of(options),
                cache=cache,
                given=found.given,
                progress=bar.update,
            )

    try:
        outcome = outcome_of()
    except Exception:
        if cache is None or not (cache.known or cache.project):
            raise
        # A cache that is whole and yet not ours costs a second run, never the findings.
        cache.forget()
        outcome = outcome_of()
    if options.verbose:
        display = project.display_from(found.discovery.root)
        for missed in found.discovery.skipped:
            project.warn(f"{display(missed.path)}: {missed.reason}; it was not linted")
    if options.verbose and cache is not None:
        if cache.warning:
            project.warn(cache.warning)
        project.warn(f"{outcome.cached} of {len(outcome.analyses)} files came from the cache")
    return outcome


def show(
    outcome: Outcome,
    found: project.Project,
    options: argparse.Namespace,
    *,
    fixed: int = 0,
    stream: TextIO | None = None,
) -> int:
    """Reports an outcome, on standard output unless told otherwise, and gives the exit code."""
    from k8slint.report import load

    settings = found.engine.settings
    render = load(settings.output_format, found.engine.registry)
    report = report_of(outcome, found, options, fixed=fixed)
    display = project.display_from(found.discovery.root)
    project.show_failures(outcome.result.failures, options, display)
    _show_unfit(outcome.result, options, display)
    if options.quiet < 2:
        out = project.output_of(options, stream)
        if settings.output_format == "github":
            display = project.display_from(found.discovery.root, os.environ.get("GITHUB_WORKSPACE") or os.curdir)
        if settings.output_format != "sarif":
            report = displayed(report, display)
        render(report, out)
        out.flush()
    return exit_code(outcome.result, settings, found, options)


def _show_unfit(result: Result, options: argparse.Namespace, display: Callable[[str], str]) -> None:
    """Says of files that were named that they are none of ours, unless the report does so or that is nothing special."""
    from k8slint.document import NEITHER

    named = {os.path.abspath(path) for path in options.paths}
    for path, reason in result.aside:
        shown = display(path)
        if reason == NEITHER and (os.path.abspath(shown) in named or "-" in options.paths):
            project.warn(f"{shown}: {reason}; it was not linted")


def report_of(outcome: Outcome, found: project.Project, options: argparse.Namespace, *, fixed: int = 0) -> Report:
    from k8slint.report import Report

    return Report(
        outcome.result,
        outcome.source,
        registry=found.engine.registry,
        root=found.discovery.root,
        version=__version__,
        fixed=fixed,
        verbose=options.verbose,
        quiet=bool(options.quiet),
        elapsed=outcome.seconds,
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

    result = report.result
    findings = tuple(
        replace(
            f,
            path=shown(f.path),
            related=tuple(replace(r, path=shown(r.path)) if r.path else r for r in f.related),
        )
        for f in result.findings
    )
    failures = tuple(replace(f, path=shown(f.path)) if f.path else f for f in result.failures)
    aside = tuple((shown(path), reason) for path, reason in result.aside)
    return replace(report, result=replace(result, findings=findings, failures=failures, aside=aside), source=source)


def exit_code(result: Result, settings: Settings, found: project.Project, options: argparse.Namespace) -> int:
    from k8slint.document import NEITHER
    from k8slint.finding import Severity

    if result.failures or found.engine.registry.errors:
        return 2
    if options.paths and not result.checked and all(reason == NEITHER for _, reason in result.aside):
        return 2
    floor = Severity.named(settings.fail_on)
    if any(f.severity >= floor for f in result.findings) and not options.exit_zero:
        return 1
    return 0
