"""All rules over all examples: what each rule says about the examples of the others.

An example shows that its own rule speaks where it should. Whether a rule is silent where it has no business is shown by the
examples of all others: a rule whose check of the kind of object is lost stays green in its own examples and not here.

`python tests/rules/test_crossfire.py` writes the list again; read the difference before you keep it.
"""

from pathlib import Path

import pytest

import k8slint_rules
from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import rule_classes
from k8slint._internal.config import Settings
from k8slint._internal.rulekit.rule import Bad
from k8slint._internal.running.engine import Engine, registry

LIST = Path(__file__).parents[2] / "fixtures" / "crossfire.txt"
RULES = list(rule_classes(k8slint_rules))


def rows(rule, engine):
    """A line an example: its name, and what every rule finds in it, as `line rule`."""
    counts = {"bad": 0, "good": 0}
    for example in rule.examples:
        kind = "bad" if isinstance(example, Bad) else "good"
        counts[kind] += 1
        texts = {path: testing.unmark(text)[0] for path, text in testing.files(rule, example.files).items()}
        result = engine.check(texts)
        assert not result.failures, result.failures
        several = len(texts) > 1
        said = [f"{f'{found.path}:' if several else ''}{found.line} {found.rule}" for found in result.findings]
        yield f"{rule.name} {kind} {counts[kind]}: {', '.join(said) or '-'}"


@pytest.fixture(scope="module")
def engine():
    return all_rules()


def all_rules():
    return Engine(registry(), Settings(select=("ALL",)))


@pytest.fixture(scope="module")
def listed():
    by_rule = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        by_rule.setdefault(line.partition(" ")[0], []).append(line)
    return by_rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_all_rules_say_about_the_examples_of_one(rule, engine, listed):
    assert list(rows(rule, engine)) == listed.get(rule.name, [])


def test_the_list_names_no_other_rule(listed):
    assert listed.keys() <= {rule.name for rule in RULES}


if __name__ == "__main__":
    everything = all_rules()
    LIST.write_text("".join(f"{row}\n" for rule in RULES for row in rows(rule, everything)), encoding="utf-8")
