"""Which rules a run loads, and when."""

import pytest

from k8slint import Bad, Good, Rule
from k8slint._internal.config import Settings
from k8slint._internal.kinds.dockerfile.instructions import Run
from k8slint._internal.kinds.kubernetes.tree import Resource
from k8slint._internal.rulekit.registry import entry_of
from k8slint._internal.running.engine import Engine, registry


def found(engine, text):
    return [finding.rule for finding in engine.check({"Dockerfile": text}).findings]


def test_a_rule_waits_for_its_words_and_then_stays():
    engine = Engine(registry(), Settings(select=("sudo-in-run", "apk-add-without-no-cache")))
    assert found(engine, "FROM alpine:3\nRUN true\n") == []
    assert engine.plan.rules("Run") == ()
    assert found(engine, "FROM alpine:3\nRUN SUDO=1 sudo id\n") == ["sudo-in-run"]
    assert [rule.name for rule in engine.plan.rules("Run")] == ["sudo-in-run"]
    assert found(engine, "FROM alpine:3\nRUN apk add curl\n") == ["apk-add-without-no-cache"]
    assert found(engine, "FROM alpine:3\nRUN sudo apk add curl\n") == ["sudo-in-run", "apk-add-without-no-cache"]


def test_words_count_in_any_case():
    engine = Engine(registry(), Settings(select=("root-user",)))
    assert found(engine, "FROM alpine:3\nuser ROOT\nUser root\n") == ["root-user"]


def test_words_are_for_rules_about_dockerfiles():
    class Worded(Rule[Run]):
        name = "worded"
        category = "style"
        words = ("x",)
        examples = (Bad("FROM a\nRUN «x»\n"), Good("FROM a\n"))

    class Misworded(Rule[Resource]):
        name = "misworded"
        category = "style"
        words = ("x",)

    assert entry_of(Worded, "here").words == ("x",)
    with pytest.raises(ValueError, match="`words` are for rules about Dockerfiles"):
        entry_of(Misworded, "here")
