"""Text that would cost the parser too much is not given to it, and that is said."""

import resource
import time

import pytest

from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.syntax.shell.grammar import tree
from k8slint._internal.syntax.shell.limits import MAX_CHARACTERS, MAX_OPERATORS, MAX_SIGNS, excess
from k8slint._internal.text.source import Source


def limits(text):
    return [problem.message for problem in parse(Source("Dockerfile", text)).problems if problem.kind == "input-limit"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a" * MAX_CHARACTERS, None),
        ("a" * (MAX_CHARACTERS + 1), f"more than {MAX_CHARACTERS:,} characters"),
        ("a | " * MAX_OPERATORS, None),
        ("a | " * (MAX_OPERATORS + 1), f"more than {MAX_OPERATORS:,} operators"),
        ("a && " * MAX_OPERATORS * 3, None),
        ("||" * MAX_OPERATORS, f"more than {MAX_OPERATORS:,} operators"),
        ("${" * (MAX_SIGNS // 2), None),
        ("${" * MAX_SIGNS, f"more than {MAX_SIGNS:,} brackets and signs"),
    ],
)
def test_what_a_text_has_too_much_of(text, found):
    assert excess(text) == found


@pytest.mark.parametrize(
    "unit", ["a | ", "a |& ", "<<<1`", ">&:--`", "then `&>", "|[ ] ", "a=(\\! ", "f()a @", "||", "~", "[[ --"]
)
@pytest.mark.parametrize("end", ["", "~))", "elif"])
def test_the_worst_that_is_parsed_is_cheap(unit, end):
    operators = sum(map(unit.count, "|&<>`"))
    signs = sum(map(unit.count, "(){}[]$~!*?#@^%+"))
    count = min(MAX_OPERATORS // operators if operators else 9_999, MAX_SIGNS // signs if signs else 9_999)
    text = unit * count
    text += "b " * ((MAX_CHARACTERS - len(text) - len(end)) // 2) + end
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    tree(text.encode())
    assert time.process_time() - started < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.parametrize(
    "text",
    [
        "RUN {}",
        "RUN <<EOF\n{}\nEOF",
        "ONBUILD RUN {}",
        "HEALTHCHECK CMD {}",
        "CMD {}",
        "ENTRYPOINT {}",
        'SHELL ["/bin/bash", "-c"]\nRUN {}',
    ],
)
def test_a_command_that_is_not_read_is_named(text):
    assert limits("FROM debian:12\n" + text.format("a | " * 1_001 + "a") + "\n") == [
        "a command with more than 1,000 operators, which was not linted; move it to a script and `COPY` that"
    ]


@pytest.mark.parametrize(
    "text",
    [
        'FROM debian:12\nRUN ["python", "-c", "{}"]',
        'FROM debian:12\nSHELL ["pwsh", "-c"]\nRUN {}',
        "FROM debian:12\nRUN <<EOF\n#!/usr/bin/python\n{}\nEOF",
        "FROM debian:12\nCOPY <<EOF /x\n{}\nEOF",
        "FROM debian:12\n# {}",
    ],
)
def test_what_no_posix_shell_reads_has_no_such_limit(text):
    assert limits(text.format("a | " * 1_001 + "a") + "\n") == []
