"""Which rules a run loads, and when."""

import pytest

from k8slint import Bad, Good, Rule
from k8slint._internal.config import Settings
from k8slint._internal.kinds.dockerfile.instructions import Instruction, Run
from k8slint._internal.kinds.kubernetes.tree import Resource
from k8slint._internal.rulekit.registry import entry_of
from k8slint._internal.running.engine import Engine, registry
from k8slint.dockerfile import Cmd, Entrypoint


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


class Stage:
    """A class of a pack that is called as one of ours is."""


class Starts(Rule[Cmd | Entrypoint]):
    name = "starts"
    category = "style"

    def check(self, instruction):
        yield self.finding(instruction.span, "m")


class Twice(Rule[Run | Instruction]):
    name = "twice"
    category = "style"

    def check(self, instruction):
        yield self.finding(instruction.span, instruction.keyword)


class Foreign(Rule[Stage]):
    name = "foreign"
    category = "style"

    def check(self, stage):
        yield self.finding(stage.instructions[0].span, "m")


def lines(rule):
    return [
        one.line for one in Engine.for_rule(rule).check({"Dockerfile": "FROM a\nCMD b\nENTRYPOINT c\nRUN d\n"}).findings
    ]


def test_a_rule_may_look_at_several_kinds():
    assert lines(Starts) == [2, 3]
    assert entry_of(Starts, "here").subjects == ("Cmd", "Entrypoint")


def test_a_subject_of_two_kinds_is_looked_at_once():
    engine = Engine.for_rule(Twice)
    assert [rule.name for rule in engine.plan.rules_for(Run)] == ["twice"]
    assert lines(Twice) == [1, 2, 3, 4]


def test_a_class_of_a_pack_is_not_taken_for_ours():
    assert lines(Foreign) == []
    assert entry_of(Foreign, "here").subject == f"{__name__}.Stage"
