"""The examples of every built-in rule: spans, fixes and silence are as the rule says."""

import pytest

import k8slint_rules
from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import index_path, index_text, rule_classes

RULES = list(rule_classes(k8slint_rules))
EXAMPLES = [(rule, number) for rule in RULES for number in range(len(rule.examples))]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_class(rule):
    assert list(testing.class_problems(rule)) == []


@pytest.mark.parametrize(("rule", "number"), EXAMPLES, ids=lambda value: getattr(value, "name", value))
def test_example(rule, number):
    assert list(testing.problems(rule, rule.examples[number])) == []


def test_index_is_fresh():
    with open(index_path(k8slint_rules), encoding="utf-8") as file:
        assert file.read() == index_text(k8slint_rules)


def test_module_is_named_after_its_rule():
    for rule in RULES:
        assert rule.__module__.rpartition(".")[2] == rule.name.replace("-", "_")
