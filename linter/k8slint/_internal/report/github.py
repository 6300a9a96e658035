"""The `github` format: workflow commands that GitHub Actions shows as annotations, the worst first, and a summary.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions; the escapes are those of
`@actions/core` (packages/core/src/command.ts). A step may make ten annotations of each level
(https://docs.github.com/rest/checks/runs, "annotations"; actions/toolkit docs/problem-matchers.md, "Limitations"): GitHub
shows what is more in the log alone, and the summary says so. Every line is a command, so that no text of a file, nor its
name, can be one.
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
    counts = dict.fromkeys(_COMMANDS, 0)
    for failure in report.result.failures:
        where = f"file={_property(failure.path)},line={max(failure.line, 1)}," if failure.path else ""
        shown = f"{place(failure.path, failure.line, 1)}: " if failure.path else ""
        out.write(f"::error {where}title=k8slint::{_data(shown + failure.message)}\n")
        counts[Severity.ERROR] += 1
    for found in sorted(report.result.findings, key=lambda found: -found.severity):
        counts[found.severity] += 1
        out.write(_command(found, report))
    if not report.quiet:
        counts[Severity.INFO] += 1  # the summary itself
        more = sum(max(count - MOST, 0) for count in counts.values())
        for line in summary_lines(report):
            text = "".join(text for text, _ in line)
            if more:
                text += f" GitHub shows {MOST} annotations of each level; {more} more are in this log."
            out.write(f"::notice title=k8slint::{_data(text)}\n")


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


def _data(text: str) -> str:
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
