"""`k8slint fix`."""

from __future__ import annotations

import os
import sys

from k8slint._internal.cli import check, project, show
from k8slint._internal.cli.app import UsageError
from k8slint._internal.running.analyse import Failure
from k8slint._internal.text.record import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Mapping
    from typing import TextIO

    from k8slint._internal.fixing.fixer import FixResult
    from k8slint._internal.report import Output
    from k8slint._internal.running.run import Outcome
    from k8slint._internal.text.source import Source


class Change(Record):
    """A file that fixes change."""

    path: str
    old: bytes
    new: bytes


def run(options: argparse.Namespace) -> int:
    if options.interactive and (options.diff or "-" in options.paths):
        raise UsageError("`--interactive` writes files and asks on standard input: give it neither `--diff` nor `-`")
    projects = project.open_projects(options)
    files = show.open_outputs(options, projects)
    code = check.nothing_said(projects, options)
    ran: list[show.Ran] = []
    for found in projects:
        if found.given is None and not options.diff:
            _remove_leftovers(found)
        if not found.nothing:
            outcome = check.lint(found, options)
            gone: list[Failure] = []
            texts = _texts(found, outcome, gone)
            if options.interactive:
                ran.append(_asked(found, outcome, texts, gone, options))
                continue
            fixed = _fixed(found, outcome, texts, options)
            changes = _changes(texts, fixed)
            failures = [*fixed.failures, *gone]
            if options.diff:
                code = max(code, _show_diff(changes, failures, found, options))
                continue
            if found.given is not None:
                return _show_text(found, _after(outcome, fixed, failures), fixed, options)
            unwritten = [*gone, *_write(changes, found.discovery.root)]
            ran.append(_ran(found, outcome, fixed, unwritten))
    if options.diff:
        return code
    return max(code, show.show(ran, projects, options, files))


def _remove_leftovers(found: project.Project) -> None:
    """Removes what an earlier run left when it was killed, and names what has to stay."""
    from k8slint._internal.files import leftovers

    display = project.display_from(found.discovery.root)
    for path in found.discovery.leftovers:
        why = leftovers.remove(found.discovery.root, path)
        if why is not None:
            project.warn(f"{display(path)} is a temporary file of a fix that was stopped, and {why}")


def _texts(found: project.Project, outcome: Outcome, gone: list[Failure]) -> dict[str, bytes]:
    """The files that may change, as they are now. Those that were linted and cannot be read any more are failures."""
    if found.given is not None:
        return {found.given.path: found.given.data}
    from k8slint._internal.files import ReadError

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
    from k8slint._internal.fixing.fixer import fix_texts

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
        workspace=outcome.workspace,
    )


def _asked(
    found: project.Project,
    outcome: Outcome,
    texts: Mapping[str, bytes],
    gone: list[Failure],
    options: argparse.Namespace,
) -> show.Ran:
    """Asks about each fix, and writes each file when it is done."""
    from k8slint._internal.cli.ask import Asker
    from k8slint._internal.cli.interactive import fix_files

    unwritten = list(gone)

    def write(path: str, old: bytes, new: bytes) -> bool:
        refused = _write([Change(path, old, new)], found.discovery.root)
        unwritten.extend(refused)
        return not refused

    display = project.display_from(found.discovery.root)
    asker = Asker(project.output_of(options, _dialogue(found)), display, unsafe=options.unsafe)
    return _ran(found, outcome, fix_files(found, outcome, texts, asker, write), unwritten)


def _ran(found: project.Project, outcome: Outcome, fixed: FixResult, unwritten: list[Failure]) -> show.Ran:
    """What there is to report. A file that could not be written still has what was found in it."""
    refused = {failure.path for failure in unwritten}
    after = _after(outcome, fixed, [*_unread(outcome, fixed), *fixed.failures, *unwritten], refused)
    fixes = tuple(one for one in fixed.applied if one[0] not in refused)
    return show.Ran(found, after, fixes, tuple(unwritten))


def _unread(outcome: Outcome, fixed: FixResult) -> list[Failure]:
    """What the run before could not do and the fixer, which sees texts only, does not know."""
    known = {(failure.path, failure.message) for failure in fixed.failures}
    paths = {one.path for one in outcome.analyses}
    return [
        failure
        for failure in outcome.result.failures
        if failure.path not in paths and (failure.path, failure.message) not in known
    ]


def _dialogue(found: project.Project) -> TextIO:
    """Where questions are asked: not in the middle of what a program reads, nor where nobody sees them."""
    human = found.engine.settings.output_format in ("full", "concise")
    unseen = sys.stderr.isatty() and not sys.stdout.isatty()
    return sys.stdout if human and not unseen else sys.stderr


def _changes(texts: Mapping[str, bytes], fixed: FixResult) -> list[Change]:
    from k8slint._internal.fixing.fixer import encode

    changes = [Change(path, old, encode(fixed.texts[path])) for path, old in sorted(texts.items())]
    return [change for change in changes if change.old != change.new]


def _write(changes: list[Change], root: str) -> list[Failure]:
    """Writes each file whole or not at all. Those that could not be written, with the reason."""
    from k8slint._internal.files.write import WriteError, write

    failures = []
    for change in changes:
        full = os.path.join(root, change.path)
        try:
            write(full, change.old, change.new, root=os.path.dirname(full) if change.path.startswith("/") else root)
        except WriteError as error:
            failures.append(Failure(change.path, 0, error.reason))
    return failures


def _after(outcome: Outcome, fixed: FixResult, failures: list[Failure], unwritten: Collection[str] = ()) -> Outcome:
    """The outcome as it is once the fixes are in; files that were not written are as they were linted."""
    from k8slint._internal.text.source import Source

    def source(path: str) -> Source | None:
        text = fixed.texts.get(path)
        if text is None or path in unwritten or outcome.source(path) is None:
            return outcome.source(path)
        return Source(path, text)

    result = replace(fixed.result, failures=tuple(failures))
    if unwritten:
        kept = [found for found in result.findings if found.path not in unwritten]
        kept += [found for found in outcome.result.findings if found.path in unwritten]
        kept.sort(key=lambda f: (f.path, f.span.start, f.span.end, f.rule, f.message))
        result = replace(result, findings=tuple(kept))
    return replace(outcome, result=result, source=source)


def _show_diff(
    changes: list[Change], failures: list[Failure], found: project.Project, options: argparse.Namespace
) -> int:
    from k8slint._internal.report import diff

    display = project.display_from(found.discovery.root)
    project.show_failures(failures, options, display)
    out = project.output_of(options)
    for change in changes:
        old, new = (data.decode("utf-8", "surrogateescape") for data in (change.old, change.new))
        text = diff.patch(display(change.path), old, new)
        raw = not (out.wraps or out.colour)
        if raw and diff.is_harmless(text, in_ci=_in_ci()):
            _write_raw(text, out)
            continue
        diff.render(display(change.path), old, new, out)
        if raw:
            project.warn(
                f"{display(change.path)}: its diff is shown with escapes and cannot be applied; run `k8slint fix`"
            )
    out.flush()
    if not options.quiet:
        noun = "file" if len(changes) == 1 else "files"
        project.warn(f"{len(changes)} {noun} would change" if changes else "nothing to fix")
    if failures or found.engine.registry.errors:
        return 2
    return 1 if changes and not options.exit_zero else 0


def _in_ci() -> bool:
    return any(os.environ.get(name) for name in ("CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"))


def _write_raw(text: str, out: Output) -> None:
    """Writes a patch byte by byte: it may hold bytes that are no text."""
    out.flush()
    buffer = getattr(out.stream, "buffer", None)
    if buffer is None:
        out.write(text)
    else:
        buffer.write(text.encode("utf-8", "surrogateescape"))
        buffer.flush()


def _show_text(found: project.Project, outcome: Outcome, fixed: FixResult, options: argparse.Namespace) -> int:
    """Writes the fixed standard input to standard output, whatever is wrong with it, and what is left to standard error."""
    from k8slint._internal.fixing.fixer import encode

    assert found.given is not None
    sys.stdout.flush()
    sys.stdout.buffer.write(encode(fixed.texts[found.given.path]))
    sys.stdout.buffer.flush()
    return show.show([show.Ran(found, outcome, fixed.applied)], [found], options, stream=sys.stderr)
