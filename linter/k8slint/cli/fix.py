"""`k8slint fix`."""

from __future__ import annotations

import os
import sys

from k8slint.analyse import Failure
from k8slint.cli import check, project
from k8slint.cli.app import UsageError
from k8slint.record import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from typing import TextIO

    from k8slint.analyse import Analysed
    from k8slint.fixer import FixResult
    from k8slint.run import Outcome
    from k8slint.source import Source


class Change(Record):
    """A file that fixes change."""

    path: str
    old: bytes
    new: bytes


def run(options: argparse.Namespace) -> int:
    if options.interactive and (options.diff or "-" in options.paths):
        raise UsageError("`--interactive` writes files and asks on standard input: give it neither `--diff` nor `-`")
    found = project.open_project(options)
    if found.given is None and not options.diff:
        _remove_leftovers(found)
    if found.nothing:
        return found.exit_code(options)
    outcome = check.lint(found, options)
    gone: list[Failure] = []
    texts = _texts(found, outcome, gone)
    fixed = _fixed(found, outcome, texts, options)
    changes = _changes(texts, fixed)
    failures = [*fixed.failures, *gone]
    if options.diff:
        return _show_diff(changes, failures, found, options)
    if found.given is not None:
        return _show_text(found, _after(outcome, fixed, failures), fixed, options)
    written = _write(changes, found.discovery.root, failures)
    outcome = _after(outcome, fixed, failures)
    applied = sum(1 for path, _, _ in fixed.applied if path in written)
    return check.show(outcome, found, options, fixed=applied)


def _remove_leftovers(found: project.Project) -> None:
    """Removes what an earlier run left when it was killed, and names what has to stay."""
    from k8slint.files import leftovers

    display = project.display_from(found.discovery.root)
    for path in found.discovery.leftovers:
        why = leftovers.remove(found.discovery.root, path)
        if why is not None:
            project.warn(f"{display(path)} is a temporary file of a fix that was stopped, and {why}")


def _texts(found: project.Project, outcome: Outcome, gone: list[Failure]) -> dict[str, bytes]:
    """The files that may change, as they are now. Those that were linted and cannot be read any more are failures."""
    if found.given is not None:
        return {found.given.path: found.given.data}
    from k8slint.files import ReadError

    texts = {}
    linted = {analysis.path for analysis in outcome.analyses if analysis.kind != "other"}
    for file in found.discovery.files:
        if file.reported:
            try:
                texts[file.path] = outcome.read(file.path)
            except ReadError as error:
                if file.path in linted:
                    gone.append(Failure(file.path, 0, f"was linted, and now {error.reason}; not fixed"))
    return texts


def _fixed(
    found: project.Project, outcome: Outcome, texts: Mapping[str, bytes], options: argparse.Namespace
) -> FixResult:
    from k8slint.files.discover import DiskTree
    from k8slint.fixer import fix_texts

    asker = None
    if options.interactive:
        from k8slint.cli.ask import Asker

        asker = Asker(project.output_of(options, _dialogue(found)), project.display_from(found.discovery.root))
    reported = set(texts)
    if found.given is None:
        # With those that have no text to fix: that they could not be read is told again.
        reported.update(file.path for file in found.discovery.files if file.reported)
        reported.update(missed.path for missed in found.discovery.problems)
    return fix_texts(
        found.engine,
        texts,
        unsafe=options.unsafe,
        only=reported,
        wanted=asker.wanted if asker is not None else None,
        analyses=_of(texts, outcome),
        source=outcome.source,
        tree=DiskTree(found.discovery.root),
    )


def _of(texts: Mapping[str, bytes], outcome: Outcome) -> list[Analysed]:
    """The analyses of these very texts, and of the files around them. A text that was saved since is linted again."""
    return [
        analysis
        for analysis in outcome.analyses
        if analysis.path not in texts or outcome.linted(analysis.path, texts[analysis.path])
    ]


def _dialogue(found: project.Project) -> TextIO:
    """Where questions are asked: not in the middle of what a program reads, nor where nobody sees them."""
    human = found.engine.settings.output_format in ("full", "concise")
    unseen = sys.stderr.isatty() and not sys.stdout.isatty()
    return sys.stdout if human and not unseen else sys.stderr


def _changes(texts: Mapping[str, bytes], fixed: FixResult) -> list[Change]:
    from k8slint.fixer import encode

    changes = [Change(path, old, encode(fixed.texts[path])) for path, old in sorted(texts.items())]
    return [change for change in changes if change.old != change.new]


def _write(changes: list[Change], root: str, failures: list[Failure]) -> set[str]:
    """Writes each file whole or not at all. The paths that were written."""
    from k8slint.files.write import WriteError, write

    written = set()
    for change in changes:
        full = os.path.join(root, change.path)
        try:
            write(full, change.old, change.new, root=os.path.dirname(full) if change.path.startswith("/") else root)
        except WriteError as error:
            failures.append(Failure(change.path, 0, error.reason))
        else:
            written.add(change.path)
    return written


def _after(outcome: Outcome, fixed: FixResult, failures: list[Failure]) -> Outcome:
    """The outcome as it is once the fixes are in."""
    from k8slint.source import Source

    def source(path: str) -> Source | None:
        text = fixed.texts.get(path)
        if text is None or outcome.source(path) is None:
            return outcome.source(path)
        return Source(path, text)

    return replace(outcome, result=replace(fixed.result, failures=tuple(failures)), source=source)


def _show_diff(
    changes: list[Change], failures: list[Failure], found: project.Project, options: argparse.Namespace
) -> int:
    from k8slint.report import diff

    display = project.display_from(found.discovery.root)
    project.show_failures(failures, options, display)
    out = project.output_of(options)
    for change in changes:
        old, new = (data.decode("utf-8", "surrogateescape") for data in (change.old, change.new))
        diff.render(display(change.path), old, new, out)
    out.flush()
    if not options.quiet:
        noun = "file" if len(changes) == 1 else "files"
        project.warn(f"{len(changes)} {noun} would change" if changes else "nothing to fix")
    if failures or found.engine.registry.errors:
        return 2
    return 1 if changes and not options.exit_zero else 0


def _show_text(found: project.Project, outcome: Outcome, fixed: FixResult, options: argparse.Namespace) -> int:
    """Writes the fixed standard input to standard output, whatever is wrong with it, and what is left to standard error."""
    from k8slint.fixer import encode

    assert found.given is not None
    sys.stdout.flush()
    sys.stdout.buffer.write(encode(fixed.texts[found.given.path]))
    sys.stdout.buffer.flush()
    return check.show(outcome, found, options, fixed=len(fixed.applied), stream=sys.stderr)
