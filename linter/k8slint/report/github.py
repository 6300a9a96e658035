"""The `github` format: workflow commands that GitHub Actions shows as annotations.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions; the escapes are those of
`@actions/core` (packages/core/src/command.ts).
"""

from __future__ import annotations

from k8slint.finding import Severity
from k8slint.report.printable import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.finding import Finding
    from k8slint.report import Output, Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, out: Output) -> None:
    for found in report.result.findings:
        out.write(_command(found))
    for failure in report.result.failures:
        place = f"file={_property(failure.path)},line={max(failure.line, 1)}," if failure.path else ""
        out.write(f"::error {place}title=k8slint::{_data(failure.message)}\n")


def _command(found: Finding) -> str:
    place = f"file={_property(found.path)}"
    if found.line:
        place += f",line={found.line},col={found.column},endLine={found.end_line},endColumn={found.end_column}"
    return f"::{_COMMANDS[found.severity]} {place},title={_property(found.rule)}::{_data(found.message)}\n"


def _data(text: str) -> str:
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
