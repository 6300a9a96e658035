"""The formats that programs read: `json`, `sarif` and `github`."""

from __future__ import annotations

import io
import json

import jsonschema
import pytest

from k8slint import Bad, Problem, Rule
from k8slint._internal.report import Output, Report, load
from k8slint._internal.rulekit.registry import Registry, entry_of
from k8slint._internal.rulekit.taxonomy import HOME, rule_url
from k8slint._internal.running.analyse import Failure
from k8slint._internal.running.engine import Result
from k8slint._internal.running.fingerprints import finding_fingerprints
from k8slint._internal.text.edit import Applicability, Edit, Fix
from k8slint._internal.text.finding import Finding, Related, Severity
from k8slint._internal.text.record import replace
from k8slint._internal.text.source import Source, Span

DOCKERFILE = "FROM debian\nRUN dd if=/dev/zero of=/zeros\nRUN rm /zeros\n"


class SomeRule(Rule[Problem]):
    """Something is `wrong`.

    - Make it right.
    """

    name = "some-rule"
    category = "size"
    aliases = ("hadolint:DL1",)
    examples = (Bad("«x»"),)


def finding(source: Source, needle: str, message: str = "it is wrong", severity=Severity.WARNING, **more) -> Finding:
    start = source.text.index(needle)
    span = Span(start, start + len(needle))
    return Finding("some-rule", source.path, span, message, severity, range=source.range(span), **more)


def report(*findings: Finding, source: Source, failures=(), **more) -> Report:
    registry = Registry([entry_of(SomeRule, "pack")])
    registry.adopt(SomeRule)
    result = Result(findings, tuple(failures), 3, 2, (("chart.yaml", "is a Helm template"),))
    return Report(result, {source.path: source}.get, registry, version="1.2.3", **more)


def rendered(name: str, of: Report) -> str:
    stream = io.StringIO()
    load(name)(of, Output(stream))
    return stream.getvalue()


def sample(path: str = "app/Dockerfile") -> tuple[Source, Finding]:
    source = Source(path, DOCKERFILE)
    start = DOCKERFILE.index("dd")
    there = Span(start, start + 2)
    edits = (Edit(Span(37, 38), ""), Edit(Span(41, 41), "&& é"))
    fix = Fix("join the two `RUN`s", edits, Applicability.UNSAFE)
    related = (Related("", there, "written here", source.range(there)),)
    return source, finding(source, "rm /zeros", "`/zeros` still ships", related=related, fix=fix, object="stage build")


# --- json


def test_json_has_the_fields_of_the_api():
    source, found = sample()
    data = json.loads(
        rendered(
            "json", report(found, source=source, failures=[Failure("x", 4, "broke", "trace")], fixes=(("f", "r", "t"),))
        )
    )
    assert data == {
        "format": 1,
        "version": "1.2.3",
        "findings": [
            {
                "rule": "some-rule",
                "path": "app/Dockerfile",
                "line": 3,
                "column": 5,
                "end_line": 3,
                "end_column": 14,
                "message": "`/zeros` still ships",
                "severity": "warning",
                "category": "size",
                "aliases": ["hadolint:DL1"],
                "object": "stage build",
                "url": None,
                "applicability": "unsafe",
                "fix": {
                    "title": "join the two `RUN`s",
                    "applicability": "unsafe",
                    "edits": [
                        {"start_line": 2, "start_column": 26, "end_line": 2, "end_column": 27, "text": ""},
                        {"start_line": 2, "start_column": 30, "end_line": 2, "end_column": 30, "text": "&& é"},
                    ],
                },
                "related": [
                    {
                        "path": "app/Dockerfile",
                        "line": 2,
                        "column": 5,
                        "end_line": 2,
                        "end_column": 7,
                        "message": "written here",
                    }
                ],
            }
        ],
        "failures": [{"path": "x", "line": 4, "message": "broke"}],
        "aside": [{"path": "chart.yaml", "reason": "is a Helm template"}],
        "summary": {
            "errors": 0,
            "warnings": 1,
            "notes": 0,
            "files": 1,
            "checked": 3,
            "aside": 1,
            "suppressed": 2,
            "failures": 1,
            "fixable": 0,
            "fixable_unsafe": 1,
            "fixed": 1,
        },
    }


def test_json_is_the_same_each_time_and_for_any_terminal():
    source, found = sample()
    plain = rendered("json", report(found, source=source))
    stream = io.StringIO()
    load("json")(report(found, source=source, elapsed=1.0, verbose=1), Output(stream, colour=True, width=40))
    assert stream.getvalue() == plain
    assert plain.isascii()


def test_json_without_findings_is_whole():
    data = json.loads(rendered("json", report(source=Source("f", ""))))
    assert data["findings"] == data["failures"] == []


def test_json_of_a_rule_or_file_that_is_not_there_any_more():
    source, found = sample()
    of = replace(report(found, source=source), registry=None, source=lambda path: None)
    (data,) = json.loads(rendered("json", of))["findings"]
    assert (data["category"], data["aliases"], data["fix"]["edits"]) == (None, [], [])


# --- sarif

_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
_NUMBER = {"type": "integer", "minimum": 1}


def _closed(required: str, optional: str = "", **properties: object) -> dict[str, object]:
    """An object that has these properties and no others, as all of SARIF's objects are."""
    names = [*required.split(), *optional.split()]
    return {
        "type": "object",
        "required": required.split(),
        "additionalProperties": False,
        "properties": {name: properties.get(name, {}) for name in names},
    }


_REGION = _closed(
    "startLine",
    "startColumn endLine endColumn",
    **dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), _NUMBER),
)
_ARTIFACT = _closed("uri", "uriBaseId", uri={"type": "string", "pattern": r"^([\w.:~/!$&'()*+,;=@-]|%[0-9A-F]{2})+$"})
_PHYSICAL = _closed("artifactLocation", "region", artifactLocation=_ARTIFACT, region=_REGION)
_LOCATION = _closed(
    "physicalLocation",
    "id message logicalLocations",
    physicalLocation=_PHYSICAL,
    message=_TEXT,
    id={"type": "integer"},
    logicalLocations={"type": "array", "items": _closed("fullyQualifiedName kind")},
)
_FIX = _closed(
    "artifactChanges",
    "description properties",
    description=_TEXT,
    artifactChanges={
        "type": "array",
        "minItems": 1,
        "items": _closed(
            "artifactLocation replacements",
            artifactLocation=_ARTIFACT,
            replacements={
                "type": "array",
                "minItems": 1,
                "items": _closed("deletedRegion", "insertedContent", deletedRegion=_REGION, insertedContent=_TEXT),
            },
        ),
    },
)
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_RESULT = _closed(
    "message ruleId ruleIndex level locations partialFingerprints",
    "relatedLocations fixes",
    message=_TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=_LEVEL,
    locations={"type": "array", "items": _LOCATION},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    relatedLocations={"type": "array", "items": _LOCATION, "uniqueItems": True},
    fixes={"type": "array", "items": _FIX, "uniqueItems": True},
)
_RULE = _closed(
    "id",
    "name shortDescription fullDescription helpUri help defaultConfiguration properties",
    shortDescription=_TEXT,
    fullDescription=_TEXT,
    helpUri={"type": "string", "format": "uri"},
    help=_TEXT,
    defaultConfiguration=_closed("level", level=_LEVEL),
    properties={"properties": {"tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True}}},
)
_NOTIFICATION = _closed("message level", "locations", message=_TEXT, locations={"type": "array", "items": _LOCATION})
SARIF = _closed(
    "version runs $schema",
    version={"const": "2.1.0"},
    runs={
        "type": "array",
        "items": _closed(
            "tool results columnKind invocations automationDetails",
            "originalUriBaseIds",
            automationDetails=_closed("id"),
            tool=_closed(
                "driver",
                driver=_closed(
                    "name informationUri",
                    "version semanticVersion rules",
                    rules={"type": "array", "items": _RULE, "uniqueItems": True},
                ),
            ),
            results={"type": "array", "items": _RESULT},
            columnKind={"const": "unicodeCodePoints"},
            invocations={
                "type": "array",
                "items": _closed(
                    "executionSuccessful toolExecutionNotifications",
                    executionSuccessful={"type": "boolean"},
                    toolExecutionNotifications={"type": "array", "items": _NOTIFICATION},
                ),
            },
        ),
    },
)
"""The part of SARIF 2.1.0's schema that our logs use. Whole logs were held against the official one as well."""


def sarif(of: Report) -> dict:
    data = json.loads(rendered("sarif", of))
    jsonschema.validate(data, SARIF)
    (run,) = data["runs"]
    return run


def test_sarif_result():
    source, found = sample("my app/[x]:Dockerfile")
    run = sarif(report(found, source=source, root="/home/me/pro ject"))
    there = {"uri": "my%20app/%5Bx%5D%3ADockerfile", "uriBaseId": "%SRCROOT%"}
    (result,) = run["results"]
    assert len(result.pop("partialFingerprints")["primaryLocationLineHash"]) >= 18
    assert result == {
        "ruleId": "some-rule",
        "ruleIndex": 0,
        "level": "warning",
        "message": {"text": "`/zeros` still ships (in stage build; see [written here](1))"},
        "locations": [
            {
                "logicalLocations": [{"fullyQualifiedName": "stage build", "kind": "object"}],
                "physicalLocation": {
                    "artifactLocation": there,
                    "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 14},
                },
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": there,
                    "region": {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 7},
                },
                "message": {"text": "written here"},
            }
        ],
        "fixes": [
            {
                "description": {"text": "join the two `RUN`s (unsafe)"},
                "artifactChanges": [
                    {
                        "artifactLocation": there,
                        "replacements": [
                            {"deletedRegion": {"startLine": 2, "startColumn": 26, "endLine": 2, "endColumn": 27}},
                            {
                                "deletedRegion": {"startLine": 2, "startColumn": 30, "endLine": 2, "endColumn": 30},
                                "insertedContent": {"text": "&& é"},
                            },
                        ],
                    }
                ],
                "properties": {"applicability": "unsafe"},
            }
        ],
    }
    assert run["originalUriBaseIds"] == {"%SRCROOT%": {"uri": "file:///home/me/pro%20ject/"}}


def test_sarif_rules_say_what_they_are_about():
    source, found = sample()
    run = sarif(report(found, replace(found, rule="gone"), source=source))
    assert run["tool"]["driver"] == {
        "name": "k8slint",
        "informationUri": HOME,
        "version": "1.2.3",
        "semanticVersion": "1.2.3",
        "rules": [
            {"id": "gone"},
            {
                "id": "some-rule",
                "name": "SomeRule",
                "shortDescription": {"text": "Something is `wrong`"},
                "fullDescription": {"text": "Something is `wrong`."},
                "help": {
                    "text": "Something is `wrong`.\n\n- Make it right.",
                    "markdown": "Something is `wrong`.\n\n- Make it right.\n\n`k8slint explain some-rule` shows examples.",
                },
                "defaultConfiguration": {"level": "warning"},
                "properties": {
                    "tags": ["size", "maintenance"],
                    "precision": "high",
                    "problem.severity": "warning",
                    "aliases": ["hadolint:DL1"],
                },
            },
        ],
    }
    assert [result["ruleIndex"] for result in run["results"]] == [1, 0]


def test_sarif_survives_a_rule_whose_class_cannot_be_loaded():
    source, found = sample()
    of = report(found, source=source)
    entry = replace(entry_of(SomeRule, "pack"), module="no.such.module")
    (rule,) = sarif(replace(of, registry=Registry([entry])))["tool"]["driver"]["rules"]
    assert rule["help"]["text"] == "Something is `wrong`."


def test_sarif_names_failures():
    run = sarif(
        report(source=Source("f", ""), failures=[Failure("a b", 0, "broke"), Failure("c", 3, "x"), Failure("", 0, "y")])
    )
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    places = [n.get("locations", [{}])[0].get("physicalLocation", {}) for n in invocation["toolExecutionNotifications"]]
    assert [place.get("artifactLocation", {}).get("uri") for place in places] == ["a%20b", "c", None]
    assert [place.get("region") for place in places] == [None, {"startLine": 3}, None]
    assert sarif(report(source=Source("f", "")))["invocations"][0]["executionSuccessful"] is True


def prints(text: str, *needles: str) -> list[str]:
    source = Source("f", text)
    run = sarif(report(*(finding(source, needle) for needle in needles), source=source))
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]


def test_fingerprints_stay_when_lines_move_and_change_with_the_line():
    here = prints("one\ntwo\n", "two")
    assert here == prints("new\nnew\none\n\n   two\n", "two")
    assert here != prints("one\ntwo!\n", "two")
    assert here != prints("one\ntwo\n", "one")


def test_fingerprints_of_equal_lines_differ():
    assert len(set(prints("two", "two", "two", "tw"))) == 3


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("see `[1]`", "see `[1]`"),
        ("[click](http://evil)", "\\[click\\](http://evil)"),
        ("\\[a](b)", "\\\\\\[a\\](b)"),
    ],
)
def test_sarif_input_becomes_no_link(message, text):
    source = Source("f", "x")
    (result,) = sarif(report(finding(source, "x", message), source=source))["results"]
    assert result["message"]["text"] == text


@pytest.mark.parametrize(("root", "uri"), [("/", "file:///"), ("/a/ä#", "file:///a/%C3%A4%23/"), ("/a/", "file:///a/")])
def test_sarif_root(root, uri):
    assert sarif(report(source=Source("f", ""), root=root))["originalUriBaseIds"]["%SRCROOT%"]["uri"] == uri


# --- github


def test_github_annotations():
    source, found = sample("a,b:c%/Dockerfile")
    of = report(
        found,
        finding(source, "FROM", "100% of\r\nit, a::b", Severity.ERROR),
        finding(source, "RUN", severity=Severity.INFO),
        source=source,
        failures=[Failure("x", 0, "broke"), Failure("", 0, "no: pack")],
    )
    path = "a%2Cb%3Ac%25/Dockerfile"
    assert rendered("github", of).splitlines() == [
        "::error file=x,line=1,title=k8slint::x: broke",
        "::error title=k8slint::no: pack",
        f"::error file={path},line=1,col=1,endLine=1,endColumn=5,title=some-rule::"
        "a,b:c%25/Dockerfile:1:1: 100%25 of%0D%0Ait, a::b",
        f"::warning file={path},line=3,col=5,endLine=3,endColumn=14,title=some-rule::"
        "a,b:c%25/Dockerfile:3:5: `/zeros` still ships (in stage build)"
        "%0Ahelp: join the two `RUN`s [`k8slint fix --unsafe`]",
        f"::notice file={path},line=2,col=1,endLine=2,endColumn=4,title=some-rule::"
        "a,b:c%25/Dockerfile:2:1: it is wrong",
        "::notice title=k8slint::Found 1 error, 1 warning, 1 note in 1 file (3 checked, 1 not linted: 1 Helm template, "
        "2 findings suppressed). 1 fixable with `k8slint fix --unsafe`.",
    ]


@pytest.mark.parametrize(
    ("severity", "command", "room"), [(Severity.WARNING, "warning", 10), (Severity.INFO, "notice", 9)]
)
def test_github_is_told_of_what_it_will_not_show(severity, command, room):
    source = Source("Dockerfile", DOCKERFILE)
    found = [finding(source, "rm", f"number {n}", severity) for n in range(12)]
    *lines, summary = rendered("github", report(*found, source=source)).splitlines()
    assert [line.split("::")[1].partition(" ")[0] for line in lines] == [command] * 12
    assert summary.endswith(f" GitHub shows 10 annotations of each level; {12 - room} more are in this log.")
    few = rendered("github", report(*found[:9], source=source))
    assert "are in this log" not in few


def test_github_says_nothing_but_findings_when_quiet():
    assert rendered("github", report(source=Source("f", ""), quiet=True)) == ""


# --- sarif for GitHub


def test_sarif_paths_begin_at_the_root_of_the_repository():
    source, found = sample()
    run = sarif(report(found, source=source, root="/repo/charts/web", below="charts/web"))
    there = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert there == {"uri": "charts/web/app/Dockerfile", "uriBaseId": "%SRCROOT%"}
    assert run["originalUriBaseIds"] == {"%SRCROOT%": {"uri": "file:///repo/"}}


def test_sarif_of_a_file_outside_has_its_whole_path():
    source, found = sample("/elsewhere/Dockerfile")
    run = sarif(report(found, source=source, root="/repo"))
    there = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert there == {"uri": "file:///elsewhere/Dockerfile"}


def test_sarif_scores_what_is_about_security():
    class Exposed(SomeRule):
        name = "exposed"
        category = "security"
        severity = Severity.ERROR

    source, found = sample()
    registry = Registry([entry_of(Exposed, "builtin")])
    registry.adopt(Exposed)
    of = replace(report(replace(found, rule="exposed"), source=source), registry=registry)
    (rule,) = sarif(of)["tool"]["driver"]["rules"]
    assert rule["properties"]["security-severity"] == "8.0"
    assert rule["properties"]["problem.severity"] == "error"
    assert rule["helpUri"] == rule_url("exposed")


def test_sarif_of_too_many_findings_keeps_the_worst_and_says_so(monkeypatch):
    monkeypatch.setattr("k8slint._internal.report.sarif.MAX_RESULTS", 2)
    source = Source("Dockerfile", DOCKERFILE)
    found = [finding(source, "rm", severity=Severity[name]) for name in ("INFO", "ERROR", "INFO", "WARNING")]
    run = sarif(report(*found, source=source))
    assert [result["level"] for result in run["results"]] == ["error", "warning"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    assert invocation["toolExecutionNotifications"][0]["message"]["text"].startswith("2 findings of the least severity")


def test_fingerprints_depend_on_no_path_and_no_message():
    first, second = Source("a/f", "x\n  two\n"), Source("b/f", "two\n")
    sources = {"a/f": first, "b/f": second}.get
    one, other = finding(first, "two", "said so"), finding(second, "two", "said otherwise")
    assert finding_fingerprints([one], sources) == finding_fingerprints([other], sources)
    assert finding_fingerprints([one, other], sources)[0].endswith(":1")
    assert finding_fingerprints([one, one], sources)[1].endswith(":2")
    assert finding_fingerprints([one], sources) != finding_fingerprints([replace(one, rule="x")], sources)
