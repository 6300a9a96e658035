"""The `github` format: workflow commands that GitHub Actions shows as annotations, the worst first, and a summary.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions; the escapes are those of
`@actions/core` (packages/core/src/command.ts). A step may make ten annotations of each level
(https://docs.github.com/rest/checks/runs, "annotations"; actions/toolkit docs/problem-matchers.md, "Limitations"): what
is more stands in the log only.
"""

from __future__ import annotations

from k8slint._internal.report.printable import printable
from k8slint._internal.report.text import help_words, place, summary_lines
from k8slint._internal.text.finding import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.report import Output, Report
    from k8slint._internal.text.finding import Finding

MOST = 10
"""Annotations of one level that a step may make."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, out: Output) -> None:
    # One of the notices is the summary.
    room = {Severity.ERROR: MOST, Severity.WARNING: MOST, Severity.INFO: MOST - (not report.quiet)}
    for failure in report.result.failures:
        where = f"file={_property(failure.path)},line={max(failure.line, 1)}," if failure.path else ""
        shown = f"{place(failure.path, failure.line, 1)}: " if failure.path else ""
        out.write(f"::error {where}title=k8slint::{_data(shown + failure.message)}\n")
        room[Severity.ERROR] -= 1
    more = []
    for found in sorted(report.result.findings, key=lambda found: -found.severity):
        room[found.severity] -= 1
        if room[found.severity] >= 0:
            out.write(_command(found, report))
        else:
            more.append(found)
    if more:
        noun = "finding" if len(more) == 1 else "findings"
        out.write(f"::group::{len(more)} more {noun}\n")
        for found in more:
            out.write(f"{_words(found, report)}\n")
        out.write("::endgroup::\n")
    if not report.quiet:
        for line in summary_lines(report):
            out.write(f"::notice title=k8slint::{_data(''.join(text for text, _ in line))}\n")


def _command(found: Finding, report: Report) -> str:
    where = f"file={_property(found.path)}"
    if found.line:
        where += f",line={found.line},col={found.column},endLine={found.end_line},endColumn={found.end_column}"
    message = found.message + (f" (in {found.object})" if found.object else "")
    lines = [f"{place(found.path, found.line, found.column)}: {message}"]
    if words := help_words(found):
        lines.append(f"help: {words}")
    if url := report.url(found.rule):
        lines.append(url)
    text = "%0A".join(_data(line) for line in lines)
    return f"::{_COMMANDS[found.severity]} {where},title={_property(found.rule)}::{text}\n"


def _words(found: Finding, report: Report) -> str:
    """A finding as a line of the log."""
    words = f"{found.severity.label} {printable(found.rule)} {printable(found.message)}"
    return f"{place(found.path, found.line, found.column)}: {words}"


def _data(text: str) -> str:
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
