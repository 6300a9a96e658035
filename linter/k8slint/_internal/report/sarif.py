"""The `sarif` format: SARIF 2.1.0 with errata 01, for code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html. Columns are characters
(`columnKind` unicodeCodePoints); paths are relative to `%SRCROOT%`, the root of the repository. What GitHub reads of it,
and its limits: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

from urllib.parse import quote_from_bytes

from k8slint._internal.report.json import encode
from k8slint._internal.report.printable import printable
from k8slint._internal.rulekit.taxonomy import HOME
from k8slint._internal.text.edit import Applicability
from k8slint._internal.text.finding import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from k8slint._internal.report import Output, Report
    from k8slint._internal.rulekit.registry import Registry, RuleEntry
    from k8slint._internal.text.edit import Fix
    from k8slint._internal.text.finding import Finding
    from k8slint._internal.text.source import Range, Source

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
FINGERPRINT = "primaryLocationLineHash"
"""The name under which GitHub looks for it."""
MAX_RESULTS = 25_000
"""Results of a run; GitHub refuses a file with more."""
MAX_LOCATIONS = 100
"""Related locations of a result that GitHub reads."""
MAX_WORDS = 1_024
"""Characters of a rule's descriptions."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_SCORES = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.INFO: "3.0"}
"""GitHub's bands: high from 7.0 on, medium from 4.0, low below."""


def render(report: Report, out: Output) -> None:
    """Writes the log, a result a line."""
    findings = _kept(report)
    head = encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [{**_run(report, findings), "results": []}]})
    tail = "]}]}"
    out.write(head.removesuffix(tail))
    separator = "\n"
    for result in _results(report, findings):
        out.write(separator + encode(result))
        separator = ",\n"
    out.write(f"\n{tail}\n")


def _kept(report: Report) -> list[Finding]:
    """The findings of the log: all, or the worst where there are more than a run may have."""
    findings = list(report.result.findings)
    if len(findings) <= MAX_RESULTS:
        return findings
    worst = sorted(range(len(findings)), key=lambda number: (-findings[number].severity, number))[:MAX_RESULTS]
    return [findings[number] for number in sorted(worst)]


def _run(report: Report, findings: list[Finding]) -> dict[str, Any]:
    """The `run` object without its results: the tool with the rules that found something, and what went wrong."""
    names = sorted({found.rule for found in findings})
    driver: dict[str, Any] = {
        "name": "k8slint",
        "informationUri": HOME,
        "rules": [_rule(name, report) for name in names],
    }
    if report.version:
        driver["version"] = driver["semanticVersion"] = report.version
    data: dict[str, Any] = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "k8slint/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, len(report.result.findings) - len(findings))],
    }
    if report.root:
        folder = _repository(report).strip("/")
        data["originalUriBaseIds"] = {ROOT: {"uri": f"file:///{_quoted(f'{folder}/' if folder else '')}"}}
    return data


def _repository(report: Report) -> str:
    """What paths are relative to: the root of the repository, else that of the project."""
    return report.root.removesuffix(report.below) if report.below else report.root


def _results(report: Report, findings: list[Finding]) -> Iterator[dict[str, Any]]:
    """The `result` objects, in the order of the findings."""
    from k8slint._internal.running.fingerprints import finding_fingerprints

    index = {name: number for number, name in enumerate(sorted({found.rule for found in findings}))}
    for found, fingerprint in zip(findings, finding_fingerprints(findings, report.source), strict=True):
        yield _result(found, index[found.rule], fingerprint, report)


# --- rules


def _rule(name: str, report: Report) -> dict[str, Any]:
    data: dict[str, Any] = {"id": name}
    entry = report.registry.by_name.get(name) if report.registry is not None else None
    if entry is None or report.registry is None:
        return data
    severity = Severity(entry.severity)
    data["name"] = "".join(word.capitalize() for word in name.split("-"))
    data["shortDescription"] = _cut(entry.headline)
    data["fullDescription"] = _cut(entry.summary)
    url = report.url(name)
    if url:
        data["helpUri"] = url
    data["help"] = _help(entry, report.registry, url)
    data["defaultConfiguration"] = {"level": _LEVELS[severity]}
    data["properties"] = {
        "tags": [entry.category, entry.profile],
        "precision": "high",
        "problem.severity": _PROBLEMS[severity],
        "aliases": list(entry.aliases),
    }
    if entry.category == "security":
        data["properties"]["security-severity"] = _SCORES[severity]
    return data


def _cut(text: str) -> dict[str, str]:
    return _message(text if len(text) <= MAX_WORDS else f"{text[: MAX_WORDS - 1]}…")


def _help(entry: RuleEntry, registry: Registry, url: str) -> dict[str, str]:
    """The rule's docstring, which is Markdown; its summary when a pack's class cannot be loaded."""
    from inspect import cleandoc

    try:
        words = cleandoc(registry.rule_class(entry).__doc__ or entry.summary)
    except Exception:
        words = entry.summary
    text = "\n".join([printable(line) for line in words.split("\n")])
    page = f"[The rule's page]({url})" if url else f"`k8slint explain {entry.name}`"
    return {"text": text, "markdown": f"{text}\n\n{page} shows examples."}


# --- results


def _result(found: Finding, rule_index: int, fingerprint: str, report: Report) -> dict[str, Any]:
    data: dict[str, Any] = {
        "ruleId": found.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[found.severity],
        "message": _said(found),
        "locations": [_primary(found, report)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if found.related:
        data["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _location(related.path or found.path, related.range, report),
                "message": _message(related.message),
            }
            for number, related in enumerate(found.related[:MAX_LOCATIONS], 1)
        ]
    source = report.source(found.path) if found.fix is not None else None
    if found.fix is not None and found.fix.edits and source is not None:
        data["fixes"] = [_fix(found.fix, found.path, source, report)]
    return data


def _said(found: Finding) -> dict[str, str]:
    """The message, and a link to each related location (§3.11.6: the target is its id)."""
    notes = [f"in {found.object}"] if found.object else []
    if not found.related:
        return _message(f"{found.message} ({notes[0]})" if notes else found.message)
    links = [
        f"[{_escaped(related.message)}]({number})" for number, related in enumerate(found.related[:MAX_LOCATIONS], 1)
    ]
    words = "; ".join([*map(_escaped, notes), f"see {', '.join(links)}"])
    return {"text": printable(f"{_escaped(found.message)} ({words})")}


def _primary(found: Finding, report: Report) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _location(found.path, found.range, report)}
    if found.object:
        location["logicalLocations"] = [{"fullyQualifiedName": printable(found.object), "kind": "object"}]
    return location


def _location(path: str, place: Range | None, report: Report) -> dict[str, Any]:
    data: dict[str, Any] = {"artifactLocation": _artifact(path, report)}
    if place is not None:
        data["region"] = _region(place)
    return data


def _artifact(path: str, report: Report) -> dict[str, str]:
    """A path from the root of the repository on; an absolute one stays what it is."""
    if path.startswith("/"):
        return {"uri": f"file://{_quoted(path)}"}
    return {"uri": _quoted(f"{report.below}/{path}" if report.below else path), "uriBaseId": ROOT}


def _region(place: Range) -> dict[str, int]:
    return {
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    }


def _fix(fix: Fix, path: str, source: Source, report: Report) -> dict[str, Any]:
    note = " (unsafe)" if fix.applicability == Applicability.UNSAFE else ""
    replacements = []
    for edit in fix.edits:
        replacement: dict[str, Any] = {"deletedRegion": _region(source.range(edit.span))}
        if edit.text:
            replacement["insertedContent"] = {"text": edit.text}
        replacements.append(replacement)
    return {
        "description": _message(fix.title + note),
        "artifactChanges": [{"artifactLocation": _artifact(path, report), "replacements": replacements}],
        "properties": {"applicability": fix.applicability.name.lower()},
    }


# --- what went wrong


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    notifications = []
    for failure in report.result.failures:
        notification: dict[str, Any] = {"level": "error", "message": _message(failure.message)}
        if failure.path:
            place: dict[str, Any] = {"artifactLocation": _artifact(failure.path, report)}
            if failure.line:
                place["region"] = {"startLine": failure.line}
            notification["locations"] = [{"physicalLocation": place}]
        notifications.append(notification)
    successful = not notifications
    if left_out:
        text = f"{left_out:,} findings of the least severity are left out: a run has at most {MAX_RESULTS:,} results"
        notifications.append({"level": "warning", "message": _message(text)})
    return {"executionSuccessful": successful, "toolExecutionNotifications": notifications}


# --- text


def _message(text: str) -> dict[str, str]:
    """Plain text; input in it must not become a link (§3.11.6: `[text](target)`)."""
    return {"text": printable(_escaped(text) if "](" in text else text)}


def _escaped(text: str) -> str:
    """Text that stands in a message with links: its own brackets mean nothing."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _quoted(path: str) -> str:
    """A path as a relative URI reference; bytes that were no UTF-8 are kept as they were."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "surrogatepass")
    return quote_from_bytes(data, "/")
