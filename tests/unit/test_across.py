"""Rules about the project: one subject at a time, in the same order whatever the order of the files."""

import re
from pathlib import Path

import pytest

from k8slint import Place, Rule, Span
from k8slint._internal.config import Settings
from k8slint._internal.files.tree import MemoryTree
from k8slint._internal.rulekit.registry import Registry
from k8slint._internal.rulekit.taxonomy import PROJECT_SUBJECTS
from k8slint._internal.running.engine import Engine, registry
from k8slint._internal.text.numbers import decimal
from k8slint.project import ProjectService

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures" / "projects"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: NAME}\nspec: {selector: {app: x}, ports: [{port: 80}]}\n"


class Picky(Rule[ProjectService]):
    name = "picky"
    category = "style"

    def check(self, service):
        if service.name == "bad":
            raise ValueError("odd")
        if service.name == "far":
            yield self.finding(Place("a.yaml", Span(0, 1)), "m")
        yield self.finding(service.fact.name_span, "m")


def services(*names):
    return {f"{name}.yaml": SERVICE.replace("NAME", name) for name in names}


def test_a_rule_that_fails_names_the_file_and_sees_the_other_subjects():
    result = Engine.for_rule(Picky).check(services("a", "bad", "c"))
    assert [finding.path for finding in result.findings] == ["a.yaml", "c.yaml"]
    assert [(failure.path, failure.message) for failure in result.failures] == [
        ("bad.yaml", "rule `picky` failed: ValueError: odd")
    ]


def test_a_rule_reports_in_files_of_its_subject():
    result = Engine.for_rule(Picky).check(services("a", "far"))
    assert [failure.message for failure in result.failures] == [
        "rule `picky` reports in `a.yaml`, which is not a file of its subject"
    ]


def test_an_odd_number_costs_nothing():
    files = {
        "site/Dockerfile": 'FROM python:3.13\nEXPOSE 5000\nCMD ["python", "server.py"]\n',
        "a.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n"
        'spec: {selector: {app: x}, ports: [{port: 80, targetPort: "²"}]}\n---\n'
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {app: x}}\n"
        "spec: {containers: [{name: c, image: r.example.com/site:1, livenessProbe: {tcpSocket: {port: ٣}}}]}\n",
    }
    assert Engine(registry(), Settings(select=("ALL",))).check(files).failures == ()


@pytest.mark.parametrize(
    ("text", "value"), [("80", 80), ("²", None), ("٣", None), ("-1", None), ("", None), (None, None), ("9" * 19, None)]
)
def test_decimal(text, value):
    assert decimal(text) == value


def test_no_digit_is_taken_for_a_number_unseen():
    """`isdigit` is true of `²`: whoever makes a number of such a text asks `isascii` too, or `numbers.decimal`."""
    engine, rules = ROOT / "linter/k8slint/_internal/project", ROOT / "rules/k8slint_rules/project"
    paths = [*engine.glob("*.py"), *rules.glob("*.py")]
    assert len(paths) > 20
    for path in paths:
        assert not re.search(r"\bint\(.*isdigit|isdigit.*\bint\(", path.read_text()), path


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir() if path.is_dir()))
def test_reporting_on_one_file_finds_what_the_whole_run_finds_there(name):
    folder = FIXTURES / name / "in"
    folder = folder if folder.is_dir() else FIXTURES / name
    texts = {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}
    rules = tuple(entry.name for entry in registry().entries if entry.subject in PROJECT_SUBJECTS)
    engine = Engine(registry(), Settings(select=rules))
    analyses = [engine.analyse(path, text) for path, text in texts.items()]
    tree = MemoryTree(texts)
    whole = engine.across(analyses, lambda _: None, [], tree=tree).findings
    for path in texts:
        alone = engine.across(analyses, lambda _: None, [], tree=tree, report_on=frozenset((path,))).findings
        assert [one for one in alone if one.path == path] == [one for one in whole if one.path == path]
    turned = engine.across(analyses[::-1], lambda _: None, [], tree=tree)
    assert turned.findings == whole


def test_loading_a_rule_is_not_on_the_account_of_a_file(monkeypatch):
    from k8slint._internal.running import budget

    seen = []
    monkeypatch.setattr(budget, "SECONDS", 0.3)
    load = Registry.load

    def slow(self, *arguments):
        seen.append(budget._watch.armed)
        start = budget._spent()
        while budget._spent() - start < 0.5:
            pass
        return load(self, *arguments)

    monkeypatch.setattr(Registry, "load", slow)
    engine = Engine(registry(), Settings(select=("relative-workdir",)))
    result = engine.check({"a/Dockerfile": "FROM a:1\nWORKDIR x\n", "b/Dockerfile": "FROM a:1\nWORKDIR x\n"})
    assert seen == [False]
    assert [finding.path for finding in result.findings] == ["a/Dockerfile", "b/Dockerfile"]
