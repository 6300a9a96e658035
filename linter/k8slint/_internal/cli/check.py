"""`k8slint check`."""

from __future__ import annotations

from k8slint._internal.cli import project
from k8slint._internal.cli.progress import Bar
from k8slint._internal.cli.show import Ran, open_outputs, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from k8slint._internal.running.analyse import Analysed
    from k8slint._internal.running.run import Outcome


def run(options: argparse.Namespace) -> int:
    projects = project.open_projects(options)
    files = open_outputs(options, projects)
    ran: list[Ran] = []
    known: dict[str, dict[str, Analysed]] = {}
    for found in projects:
        if not found.nothing:
            outcome = lint(found, options, known.get(found.discovery.root))
            known.setdefault(found.discovery.root, {one.path: one for one in outcome.analyses})
            ran.append(Ran(found, outcome))
    code = nothing_said(projects, options)
    return max(code, show(ran, projects, options, files))


def nothing_said(projects: Sequence[project.Project], options: argparse.Namespace) -> int:
    """Says where there is nothing to lint, and gives the exit code of that when there is nothing anywhere."""
    codes = [found.exit_code(options) for found in projects if found.nothing]
    return max(codes) if len(codes) == len(projects) else 0


def lint(found: project.Project, options: argparse.Namespace, known: Mapping[str, Analysed] | None = None) -> Outcome:
    """Runs the rules, with the cache and as many processes as asked for. `known` are analyses of what may be context."""
    from k8slint._internal.running import run as runs

    cache = None
    if not options.no_cache and found.discovery.files:
        from k8slint._internal.running.cache import Cache

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
                known=known,
            )

    try:
        outcome = outcome_of()
    except Exception:
        if cache is None or not (cache.known or cache.project):
            raise
        # A cache that is whole and yet not ours costs a second run, never the findings.
        cache.forget()
        outcome = outcome_of()
    _show_cost(outcome, found, options)
    if options.verbose:
        display = project.display_from(found.discovery.root)
        for missed in found.discovery.skipped:
            project.warn(f"{display(missed.path)}: {missed.reason}; it was not linted")
    if options.verbose and cache is not None:
        if cache.warning:
            project.warn(cache.warning)
        project.warn(f"{outcome.cached} of {len(outcome.analyses)} files came from the cache")
    return outcome


SLOW = 5.0
"""Seconds after which somebody wonders what takes so long."""
MANY = 2_000
"""Files around those that were named."""


def _show_cost(outcome: Outcome, found: project.Project, options: argparse.Namespace) -> None:
    """Says that files were read which nobody named, where that took long."""
    around = sum(not file.reported for file in found.discovery.files)
    if options.quiet or outcome.seconds < SLOW or around < MANY:
        return
    root = project.display_from(found.discovery.root)("") or found.discovery.root
    project.warn(
        f"{around:,} other files of {root} were read too, as files of a project are judged together; "
        "`exclude` in its config leaves out those that do not belong to it"
    )
