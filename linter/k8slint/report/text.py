"""The `full` format: each finding with its place, its code, what explains it and what repairs it; then a summary."""

from __future__ import annotations

from k8slint.edit import Applicability
from k8slint.finding import Severity
from k8slint.report.frame import frame
from k8slint.report.paint import coded, paint
from k8slint.report.printable import printable, shown, shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from k8slint.analyse import Failure
    from k8slint.finding import Finding, Related
    from k8slint.report import Output, Report
    from k8slint.report.paint import Line

MOST_RELATED = 3
"""Related places drawn with their code; more are named in a line each."""

_HELP = {
    Applicability.SAFE: " [`k8slint fix`]",
    Applicability.UNSAFE: " [`k8slint fix --unsafe`]",
    Applicability.DISPLAY: "",
}
_NOUNS = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note"))


def render(report: Report, out: Output) -> None:
    paint(lines(report, out.width), out)


def lines(report: Report, width: int) -> Iterator[Line]:
    """The whole report as styled lines, for a terminal or a picture of one."""
    for found in report.result.findings:
        yield from finding_lines(found, report, width)
        yield []
    if report.verbose:
        yield from aside_lines(report)
    if not report.quiet:
        yield from summary_lines(report)


def finding_lines(found: Finding, report: Report, width: int) -> Iterator[Line]:
    """One finding: the line that names it, its code, related places, its fix."""
    yield head(found)
    source = report.source(found.path)
    digits = len(str(max([found.end_line, *(r.range.end.line for r in found.related if r.range)])))
    if source is not None and found.range is not None and source.text:
        yield from frame(source, found.span, found.severity.label, width=width, digits=digits)
    for index, related in enumerate(found.related):
        yield from _related_lines(found, related, report, width, digits, drawn=index < MOST_RELATED)
    if found.fix is not None:
        hint = _HELP[found.fix.applicability]
        yield [
            (f"{'':>{digits}} = ", "gutter"),
            ("help", "help"),
            (": ", ""),
            *coded(shown(found.fix.title)),
            *coded(hint),
        ]


def head(found: Finding) -> Line:
    """`path:line:column: severity rule message`."""
    return [
        (place(found.path, found.line, found.column), "path"),
        (": ", ""),
        (found.severity.label, found.severity.label),
        (" ", ""),
        (shown(found.rule), "rule"),
        (" ", ""),
        *coded(shown(found.message)),
    ]


def place(path: str, line: int, column: int) -> str:
    """A place as editors' terminals recognise it; without a line, the path alone."""
    return f"{shown_path(path)}:{line}:{column}" if line else shown_path(path)


def _related_lines(
    found: Finding, related: Related, report: Report, width: int, digits: int, *, drawn: bool
) -> Iterator[Line]:
    path = related.path or found.path
    line, column = (related.range.start.line, related.range.start.column) if related.range else (0, 0)
    yield [
        (f"{'':>{digits}} = ", "gutter"),
        ("note", "related"),
        (": ", ""),
        (place(path, line, column), "path"),
        (": ", ""),
        *coded(shown(related.message)),
    ]
    source = report.source(path) if drawn and related.range is not None else None
    if source is not None and source.text:
        yield from frame(source, related.span, "related", width=width, mark="-", digits=digits)


# --- around the findings


def aside_lines(report: Report) -> Iterator[Line]:
    """The files that were not linted, with the reason."""
    for path, reason in report.result.aside:
        yield [(shown_path(path), "path"), (": ", ""), ("not linted", "info"), (f": {shown(reason)}", "")]


def summary_lines(report: Report) -> Iterator[Line]:
    """What was found, in which files, and how much of it can be fixed."""
    result = report.result
    findings = result.findings
    if report.fixed:
        yield [(f"Fixed {_count(report.fixed, 'finding')}.", "help")]
    checked = [f"{result.checked} checked"]
    if result.aside:
        checked.append(f"{len(result.aside)} not linted")
    if result.suppressed:
        checked.append(f"{_count(result.suppressed, 'finding')} suppressed")
    elapsed = f" in {report.elapsed:.2f} s" if report.verbose and report.elapsed is not None else ""
    if not findings:
        failed = bool(result.failures)
        words = "No findings, but not everything could be linted" if failed else "No findings"
        notes = ", ".join([f"{_count(result.checked, 'file')} checked", *checked[1:]])
        yield [(words, "error" if failed else "help"), (f" ({notes}{elapsed}).", "")]
        return
    counts = [
        (_count(number, noun), severity.label)
        for severity, noun in _NOUNS
        if (number := sum(1 for f in findings if f.severity == severity))
    ]
    line: Line = [("Found ", "")]
    for index, (words, style) in enumerate(counts):
        line += [(", " if index else "", ""), (words, style)]
    files = len({found.path for found in findings})
    line.append((f" in {_count(files, 'file')} ({', '.join(checked)}{elapsed}).", ""))
    fixable = _fixable(findings)
    if fixable:
        line += [(" ", ""), *coded(fixable)]
    yield line


def _fixable(findings: Iterable[Finding]) -> str:
    levels = [found.fix.applicability for found in findings if found.fix is not None]
    safe, unsafe = levels.count(Applicability.SAFE), levels.count(Applicability.UNSAFE)
    if safe and unsafe:
        return f"{safe} fixable with `k8slint fix`, {unsafe} more with `--unsafe`."
    if safe:
        return f"{safe} fixable with `k8slint fix`."
    return f"{unsafe} fixable with `k8slint fix --unsafe`." if unsafe else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# --- what went wrong


def render_failures(failures: Iterable[Failure], out: Output, *, verbose: int = 0) -> None:
    """Failures, for standard error: a line each, the traceback only when `verbose`."""
    paint(_failure_lines(failures, verbose), out)


def _failure_lines(failures: Iterable[Failure], verbose: int) -> Iterator[Line]:
    for failure in failures:
        line: Line = [("k8slint: ", ""), ("error", "error"), (": ", "")]
        if failure.path:
            line += [(place(failure.path, failure.line, 1), "path"), (": ", "")]
        yield [*line, *coded(shown(failure.message))]
        if verbose and failure.detail:
            for detail in failure.detail.rstrip("\n").split("\n"):
                yield [("  | ", "gutter"), (printable(detail), "dim")]
