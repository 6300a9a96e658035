"""How many findings each rule has, the most frequent first: for `--statistics`."""

from __future__ import annotations

from k8slint._internal.report.paint import coded, paint
from k8slint._internal.report.printable import shown
from k8slint._internal.report.text import summary_lines
from k8slint._internal.text.edit import Applicability

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.report import Output, Report
    from k8slint._internal.report.paint import Line
    from k8slint._internal.text.finding import Severity

_MARKS = {Applicability.SAFE: "[*]", Applicability.UNSAFE: "[* unsafe]", Applicability.DISPLAY: ""}


class _Row:
    __slots__ = ("count", "files", "fix", "rule", "severity")

    def __init__(self, rule: str, severity: Severity) -> None:
        self.rule = rule
        self.severity = severity
        self.count = 0
        self.files: set[str] = set()
        self.fix = Applicability.DISPLAY


def _rows(report: Report) -> list[_Row]:
    rows: dict[str, _Row] = {}
    for found in report.result.findings:
        row = rows.setdefault(found.rule, _Row(found.rule, found.severity))
        row.count += 1
        row.severity = max(row.severity, found.severity)
        row.files.add(found.path)
        if found.fix is not None:
            row.fix = max(row.fix, found.fix.applicability)
    return sorted(rows.values(), key=lambda row: (-row.count, row.rule))


def render(report: Report, out: Output) -> None:
    paint(_lines(report, out.width if out.wraps else None), out)


def _lines(report: Report, width: int | None) -> Iterator[Line]:
    rows = _rows(report)
    digits = max((len(str(row.count)) for row in rows), default=0)
    names = max((len(row.rule) for row in rows), default=0)
    for row in rows:
        entry = report.registry.by_name.get(row.rule) if report.registry is not None else None
        title = shown(entry.headline) if entry is not None else ""
        before = digits + names + 25
        if width is not None and len(title) > width - before:
            title = f"{title[: max(width - before - 1, 0)].rstrip()}…" if width - before > 20 else ""
        yield [
            (f"{row.count:>{digits}}", "strong"),
            ("  ", ""),
            (f"{row.severity.label:<7}", row.severity.label),
            ("  ", ""),
            (f"{shown(row.rule):<{names}}", "rule"),
            ("  ", ""),
            (f"{_MARKS[row.fix]:<10}", "help"),
            ("  ", ""),
            *coded(title),
        ]
    if not report.quiet:
        yield from summary_lines(report)


def render_json(report: Report, out: Output) -> None:
    from k8slint._internal.report.json import FORMAT, encode, summary_data

    data = [
        {
            "rule": row.rule,
            "severity": row.severity.label,
            "count": row.count,
            "files": len(row.files),
            "applicability": row.fix.name.lower() if row.fix > Applicability.DISPLAY else None,
        }
        for row in _rows(report)
    ]
    log = {"format": FORMAT, "version": report.version, "rules": data, "summary": summary_data(report)}
    out.write(encode(log, indent=2) + "\n")
