"""The `concise` format: a line each finding, `path:line:column: severity rule message`."""

from __future__ import annotations

from k8slint._internal.report.paint import paint
from k8slint._internal.report.text import aside_lines, head, summary_lines
from k8slint._internal.text.edit import Applicability

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.report import Output, Report
    from k8slint._internal.report.paint import Line


def render(report: Report, out: Output) -> None:
    paint(_lines(report), out)


def _lines(report: Report) -> Iterator[Line]:
    for found in report.result.findings:
        line = head(found)
        if found.fix is not None and found.fix.applicability > Applicability.DISPLAY:
            line.append((" [*]" if found.fix.applicability == Applicability.SAFE else " [* unsafe]", "help"))
        yield line
    if report.verbose:
        yield from aside_lines(report)
    if not report.quiet:
        yield from summary_lines(report)
