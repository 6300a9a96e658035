"""More examples of rules: what their pages have no room for. Each is tested as one of the rule's own."""

import pytest

import k8slint_rules
from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import rule_classes

RULES = {rule.name: rule for rule in rule_classes(k8slint_rules)}

CASES = []


@pytest.mark.parametrize(("name", "example"), CASES)
def test_guards(name, example):
    assert list(testing.problems(RULES[name], example)) == []
