"""The `sarif` format: SARIF 2.1.0 with errata 01, for code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html. Columns are characters
(`columnKind` unicodeCodePoints); paths are relative to `%SRCROOT%`.
"""

from __future__ import annotations

from urllib.parse import quote_from_bytes

from k8slint.edit import Applicability
from k8slint.finding import Severity
from k8slint.report.json import encode
from k8slint.report.printable import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from k8slint.analyse import Failure
    from k8slint.edit import Fix
    from k8slint.finding import Finding
    from k8slint.registry import Registry, RuleEntry
    from k8slint.report import Output, Report
    from k8slint.source import Range, Source

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
FINGERPRINT = "spanLines/v1"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report, out: Output) -> None:
    """Writes the log, a result a line."""
    head = encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [{**run(report), "results": []}]})
    tail = "]}]}"
    out.write(head.removesuffix(tail))
    separator = "\n"
    for result in results(report):
        out.write(separator + encode(result))
        separator = ",\n"
    out.write(f"\n{tail}\n")


def run(report: Report) -> dict[str, Any]:
    """The `run` object without its results: the tool with the rules that found something, and what went wrong."""
    names = sorted({found.rule for found in report.result.findings})
    driver: dict[str, Any] = {"name": "k8slint", "rules": [_rule(name, report) for name in names]}
    if report.version:
        driver["version"] = report.version
    data: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report.result.failures)],
    }
    if report.root:
        folder = report.root.strip("/")
        data["originalUriBaseIds"] = {ROOT: {"uri": f"file:///{_quoted(f'{folder}/' if folder else '')}"}}
    return data


def results(report: Report) -> Iterator[dict[str, Any]]:
    """The `result` objects, in the order of the findings."""
    findings = report.result.findings
    index = {name: number for number, name in enumerate(sorted({found.rule for found in findings}))}
    for found, fingerprint in zip(findings, _fingerprints(findings, report), strict=True):
        yield _result(found, index[found.rule], fingerprint, report)


# --- rules


def _rule(name: str, report: Report) -> dict[str, Any]:
    data: dict[str, Any] = {"id": name}
    entry = report.registry.by_name.get(name) if report.registry is not None else None
    if entry is None or report.registry is None:
        return data
    data["shortDescription"] = _message(entry.summary)
    data["help"] = _help(entry, report.registry)
    data["defaultConfiguration"] = {"level": _LEVELS[Severity(entry.severity)]}
    data["properties"] = {"tags": [entry.category, entry.profile], "aliases": list(entry.aliases)}
    return data


def _help(entry: RuleEntry, registry: Registry) -> dict[str, str]:
    """The rule's docstring, which is Markdown; its summary when a pack's class cannot be loaded."""
    from inspect import cleandoc

    try:
        words = cleandoc(registry.rule_class(entry).__doc__ or entry.summary)
    except Exception:
        words = entry.summary
    text = "\n".join([printable(line) for line in words.split("\n")])
    return {"text": text, "markdown": f"{text}\n\n`k8slint explain {entry.name}` shows examples."}


# --- results


def _result(found: Finding, rule_index: int, fingerprint: str, report: Report) -> dict[str, Any]:
    data: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[found.severity],
        "message": _message(found.message),
        "locations": [{"physicalLocation": _location(found.path, found.range)}],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if found.related:
        data["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _location(related.path or found.path, related.range),
                "message": _message(related.message),
            }
            for number, related in enumerate(found.related, 1)
        ]
    source = report.source(found.path) if found.fix is not None else None
    if found.fix is not None and found.fix.edits and source is not None:
        data["fixes"] = [_fix(found.fix, found.path, source)]
    return data


def _location(path: str, place: Range | None) -> dict[str, Any]:
    data: dict[str, Any] = {"artifactLocation": _artifact(path)}
    if place is not None:
        data["region"] = _region(place)
    return data


def _artifact(path: str) -> dict[str, str]:
    return {"uri": _quoted(path), "uriBaseId": ROOT}


def _region(place: Range) -> dict[str, int]:
    return {
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    }


def _fix(fix: Fix, path: str, source: Source) -> dict[str, Any]:
    note = " (unsafe)" if fix.applicability == Applicability.UNSAFE else ""
    replacements = []
    for edit in fix.edits:
        replacement: dict[str, Any] = {"deletedRegion": _region(source.range(edit.span))}
        if edit.text:
            replacement["insertedContent"] = {"text": edit.text}
        replacements.append(replacement)
    return {
        "description": _message(fix.title + note),
        "artifactChanges": [{"artifactLocation": _artifact(path), "replacements": replacements}],
        "properties": {"applicability": fix.applicability.name.lower()},
    }


def _fingerprints(findings: Iterable[Finding], report: Report) -> list[str]:
    """One hash a finding, of rule, path, the text of its lines, and how many equal ones stand before it: it stays when
    lines elsewhere come or go.
    """
    from k8slint.registry import hash_text

    seen: dict[str, int] = {}
    prints = []
    for found in findings:
        mark = hash_text("\0".join((found.rule, found.path, _lines_of(found, report.source(found.path)))))
        seen[mark] = number = seen.get(mark, 0) + 1
        prints.append(f"{mark}:{number}")
    return prints


def _lines_of(found: Finding, source: Source | None) -> str:
    """The lines of the span, without the space around them; the first kilobyte decides."""
    if source is None or found.range is None or not source.text:
        return found.message
    start = source.line_span(min(found.line, len(source.line_starts))).start
    end = source.line_span(min(found.end_line, len(source.line_starts))).end
    return source.text[start : min(end, start + 1024)].strip()


# --- what went wrong


def _invocation(failures: Iterable[Failure]) -> dict[str, Any]:
    notifications = []
    for failure in failures:
        notification: dict[str, Any] = {"level": "error", "message": _message(failure.message)}
        if failure.path:
            place: dict[str, Any] = {"artifactLocation": _artifact(failure.path)}
            if failure.line:
                place["region"] = {"startLine": failure.line}
            notification["locations"] = [{"physicalLocation": place}]
        notifications.append(notification)
    return {"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}


# --- text


def _message(text: str) -> dict[str, str]:
    """Plain text; input in it must not become a link (§3.11.6: `[text](target)`)."""
    if "](" in text:
        text = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": printable(text)}


def _quoted(path: str) -> str:
    """A path as a relative URI reference; bytes that were no UTF-8 are kept as they were."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "surrogatepass")
    return quote_from_bytes(data, "/")
