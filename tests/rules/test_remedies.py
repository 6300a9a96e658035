"""Whoever does by hand what a message says is done: the finding is gone, and nothing else is broken.

The messages of rules about Dockerfiles are read as a person reads them: "write `X`" and "did you mean `X`?" put X in the place
of what is marked, "add `X`" puts a line above it. Texts with a gap to fill in (`…`, VERSION) are left to the reader.
"""

import re

import pytest

import k8slint_rules
from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import rule_classes
from k8slint._internal.kinds.dockerfile.instructions import KINDS
from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.rulekit.rule import Bad
from k8slint._internal.running.engine import Engine
from k8slint._internal.text.source import Source

REMEDY = re.compile(r"; (?:[^`;]*)?\b(?P<how>write|did you mean|add) `(?P<text>[^`…]+)`[^;]*$")
TOPICS = ("base", "paths", "ports", "secrets", "stages", "startup", "style", "users", "variables")
GAPS = ("VERSION", "=value", "$OPTS", "…")


def findings(rule, example, text):
    result = Engine.for_rule(rule, example.options, example.beside).check({"Dockerfile": text})
    return [found for found in result.findings if found.rule == rule.name]


def cases():
    for rule in rule_classes(k8slint_rules):
        if rule.__module__.rpartition(".")[0].rpartition(".")[2] not in TOPICS:
            continue
        for number, example in enumerate(rule.examples):
            if isinstance(example, Bad) and len(example.files) == 1:
                (marked,) = example.files.values()
                text, _ = testing.unmark(marked)
                for finding in findings(rule, example, text):
                    found = REMEDY.search(finding.message)
                    if (
                        found is None
                        or found["text"] in KINDS
                        or found["text"].endswith("=")
                        or any(gap in found["text"] for gap in GAPS)
                    ):
                        continue
                    name = f"{rule.name}-{number}-{finding.line}"
                    yield pytest.param(rule, example, text, finding, found["how"], found["text"], id=name)


def done(text, finding, how, remedy):
    """The text after what the message says."""
    start, end = finding.span.start, finding.span.end
    above = re.search(r"above `(\w+)`$", finding.message)
    if how == "add" and remedy.split()[0] in KINDS:
        at = text.rfind("\n" + above[1], 0) + 1 if above else text.rfind("\n", 0, start) + 1
        return text[:at] + remedy + "\n" + text[at:]
    if how == "add" and text[end - 1] == "]":
        return text[: end - 1] + "".join(f', "{word}"' for word in remedy.split()) + text[end - 1 :]
    if how == "add":
        return text[:end] + ("" if remedy.startswith(",") else " ") + remedy + text[end:]
    if remedy.startswith("# "):
        return remedy + text[text.index("\n") :]
    if remedy.startswith("<<"):
        return text.replace(remedy.replace('"', ""), remedy, 1)
    marked = text[start:end]
    head = remedy.split()[-1]
    if len(remedy.split()) == 2 and marked.startswith(head):
        return text[:start] + remedy + text[start + len(head) :]
    quote = marked[0] if marked[0] in "'\"" and not remedy.startswith("[") else ""
    return text[:start] + quote + remedy + quote + text[end:]


@pytest.mark.parametrize(("rule", "example", "text", "finding", "how", "remedy"), list(cases()))
def test_the_remedy_as_it_is_worded(rule, example, text, finding, how, remedy):
    after = done(text, finding, how, remedy)
    assert after != text
    assert len(findings(rule, example, after)) < len(findings(rule, example, text)), after
    assert problems(after) <= problems(text)


def problems(text):
    return {problem.message for problem in parse(Source("Dockerfile", text)).problems}


def test_some_remedies_are_tried():
    tried = {case.values[0].__module__ for case in cases()}
    topics = {name.split(".")[-2] for name in tried}
    assert {"paths", "ports", "stages", "startup", "style", "users", "variables"} <= topics
