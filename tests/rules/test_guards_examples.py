"""More examples of rules: what their pages have no room for. Each is tested as one of the rule's own."""

import pytest

import k8slint_rules
from k8slint import Bad, Good
from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import rule_classes

RULES = {rule.name: rule for rule in rule_classes(k8slint_rules)}

CASES = [
    ("cd-in-run", Good("FROM debian:12\nRUN cd /app | make\nRUN case $A in a) cd /app ;; esac; make\n")),
    ("sudo-in-run", Bad('FROM acme/base:1\nARG A\nRUN env "B=$A" «sudo» make\n')),
    ("sudo-in-run", Bad("FROM jenkins/jenkins:2.492\nRUN «/usr/bin/sudo» make\n")),
    (
        "mixed-case-instruction",
        Bad(
            "ARG A=1\nARG B=1\nfrom alpine:3.20\nrun true\n".replace("ARG", "«ARG»"),
            fixed="arg A=1\narg B=1\nfrom alpine:3.20\nrun true\n",
        ),
    ),
    (
        "mixed-case-instruction",
        Bad("«from» alpine:3.20\nRUN true\n", fixed="FROM alpine:3.20\nRUN true\n"),
    ),
    (
        "package-index-updated-alone",
        Bad("FROM debian:13\nONBUILD RUN apt-get «update»\nRUN apt-get install -y curl\n"),
    ),
    (
        "package-index-updated-alone",
        Bad("FROM debian:13\nRUN apt-get «update»\nONBUILD RUN apt-get install -y curl\n"),
    ),
    (
        "recursive-chown-in-later-layer",
        Bad("FROM debian:13 AS base\nCOPY . /app\nRUN chown -R daemon «/app»\nFROM base\nRUN chmod 755 /app\n"),
    ),
    (
        "deleted-in-later-layer",
        Bad("FROM debian:13 AS base\nCOPY . /app\nRUN rm -r «/app»\nFROM base\nRUN rm -rf /app\n"),
    ),
    (
        "deleted-in-later-layer",
        Bad(
            "FROM debian:13 AS base\nRUN apt-get install -y git\nRUN apt-get remove -y «git»\n"
            "FROM base\nRUN apt-get remove -y git\n",
            fixed="FROM debian:13 AS base\nRUN apt-get install -y git && apt-get remove -y git\n"
            "FROM base\nRUN apt-get remove -y git\n",
        ),
    ),
    (
        "deleted-in-later-layer",
        Good("FROM debian:13\nARG A\nRUN apt-get install -y $A\nRUN apt-get remove -y $A\n"),
    ),
    (
        "deleted-in-later-layer",
        Good("FROM alpine:3.22\nRUN apk add --no-cache git\nRUN apk upgrade --no-cache git && if test -e /a; then apk del git; fi\n"),
    ),
]


@pytest.mark.parametrize(("name", "example"), CASES)
def test_guards(name, example):
    assert list(testing.problems(RULES[name], example)) == []
