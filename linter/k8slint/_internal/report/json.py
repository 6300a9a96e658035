"""The `json` format: the fields of the API, a finding a line, in ASCII and always in the same order."""

from __future__ import annotations

from json import dumps

from k8slint._internal.report.printable import without_surrogates
from k8slint._internal.text.edit import Applicability
from k8slint._internal.text.finding import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from k8slint._internal.report import Output, Report
    from k8slint._internal.running.analyse import Failure
    from k8slint._internal.text.edit import Fix
    from k8slint._internal.text.finding import Finding, Related
    from k8slint._internal.text.source import Range, Source


FORMAT = 1
"""Raised when a field is taken away or means something else; new fields leave it as it is."""


def render(report: Report, out: Output) -> None:
    result = report.result
    out.write(f'{{\n  "format": {FORMAT},\n  "version": {encode(report.version)},\n')
    _array(out, "findings", (finding_data(found, report) for found in result.findings))
    _array(out, "failures", (failure_data(failure) for failure in result.failures))
    _array(out, "aside", ({"path": path, "reason": reason} for path, reason in result.aside))
    out.write(f'  "summary": {encode(summary_data(report))}\n}}\n')


def _array(out: Output, name: str, items: Iterable[dict[str, Any]]) -> None:
    out.write(f'  "{name}": [')
    separator = "\n    "
    for item in items:
        out.write(separator + encode(item))
        separator = ",\n    "
    out.write("],\n" if separator == "\n    " else "\n  ],\n")


def encode(value: object, *, indent: int | None = None) -> str:
    """JSON in printable ASCII, and without a `##[command]` that a CI would act on.

    Lone surrogates, which strict readers refuse, become visible escapes.
    """
    text = dumps(value, ensure_ascii=True, allow_nan=False, indent=indent)
    if "\\ud" in text:
        text = dumps(_clean(value), ensure_ascii=True, allow_nan=False, indent=indent)
    return text.replace("##", "#\\u0023")


def _clean(value: object) -> object:
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(item) for item in value]
    return value


def finding_data(found: Finding, report: Report) -> dict[str, Any]:
    """A finding as plain data: lines and columns from 1, in characters, the end behind the last one."""
    entry = report.registry.by_name.get(found.rule) if report.registry is not None else None
    return {
        "rule": found.rule,
        "path": found.path,
        "line": found.line,
        "column": found.column,
        "end_line": found.end_line,
        "end_column": found.end_column,
        "message": found.message,
        "severity": found.severity.label,
        "category": entry.category if entry is not None else None,
        "aliases": list(entry.aliases) if entry is not None else [],
        "object": found.object,
        "url": report.url(found.rule) or None,
        "applicability": found.fix.applicability.name.lower() if found.fix is not None else None,
        "fix": fix_data(found.fix, report.source(found.path)) if found.fix is not None else None,
        "related": [related_data(related, found) for related in found.related],
    }


def fix_data(fix: Fix, source: Source | None) -> dict[str, Any]:
    """A fix as plain data; without its source, its edits cannot be placed and are left out."""
    edits = []
    for edit in fix.edits if source is not None else ():
        assert source is not None
        place = source.range(edit.span)
        edits.append(
            {
                "start_line": place.start.line,
                "start_column": place.start.column,
                "end_line": place.end.line,
                "end_column": place.end.column,
                "text": edit.text,
            }
        )
    return {"title": fix.title, "applicability": fix.applicability.name.lower(), "edits": edits}


def related_data(related: Related, found: Finding) -> dict[str, Any]:
    return {"path": related.path or found.path, **_range_data(related.range), "message": related.message}


def _range_data(place: Range | None) -> dict[str, int]:
    if place is None:
        return {"line": 0, "column": 0, "end_line": 0, "end_column": 0}
    return {
        "line": place.start.line,
        "column": place.start.column,
        "end_line": place.end.line,
        "end_column": place.end.column,
    }


def failure_data(failure: Failure) -> dict[str, Any]:
    return {"path": failure.path, "line": failure.line, "message": failure.message}


def summary_data(report: Report) -> dict[str, int]:
    result = report.result
    severities = [found.severity for found in result.findings]
    levels = [found.fix.applicability for found in result.findings if found.fix is not None]
    return {
        "errors": severities.count(Severity.ERROR),
        "warnings": severities.count(Severity.WARNING),
        "notes": severities.count(Severity.INFO),
        "files": len({found.path for found in result.findings}),
        "checked": result.checked,
        "aside": len(result.aside),
        "suppressed": result.suppressed,
        "failures": len(result.failures),
        "fixable": levels.count(Applicability.SAFE),
        "fixable_unsafe": levels.count(Applicability.UNSAFE),
        "fixed": report.fixed,
    }
