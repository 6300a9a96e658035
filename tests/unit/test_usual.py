"""Command lines that are read without argparse mean what argparse reads in them."""

import pytest

from k8slint._internal.cli import arguments
from k8slint._internal.cli.parser import STYLE, Parser
from k8slint._internal.cli.usual import Unusual, Usual

USUAL = (
    "check",
    "check .",
    "check a b/c.yaml -q",
    "check --isolated --jobs 1 --no-cache Dockerfile",
    "check -v -v -q --color never",
    "check --select a,b --select=c --ignore DL3006 x",
    "check -f json -f sarif=out.sarif -o out",
    "check --output-format=concise --fail-on note --today 2026-11-30",
    "check - --stdin-filename Dockerfile",
    "check --plugin ./house.py --plugin=other",
    "check --exit-zero --statistics --preview --profile strict",
    "fix --diff",
    "fix -i --unsafe --show-fixes a b",
    "rules apt --fixable --output-format json",
    "explain DL3059 root-user",
    "config --schema",
    "test house",
)
UNUSUAL = (
    "check -- -x",
    "check a -q b",
    "check -qv",
    "check -fjson",
    "check --sel a",
    "check --select",
    "check --select=",
    "check --select -x",
    "check --quiet=1",
    "check --jobs 0",
    "check --jobs x",
    "check --today tomorrow",
    "check --profile lax",
    "check --unknown",
    "check -h",
    "explain",
    "config x",
    "completion bash",
    "new rule sudo-in-run",
)


def read(line):
    name, *words = line.split()
    usual = Usual()
    arguments._COMMANDS[name][1](usual)
    return vars(usual.read(words))


def argparse_reads(line):
    name, *words = line.split()
    parser = Parser(prog=f"k8slint {name}", **STYLE)
    arguments._COMMANDS[name][1](parser)
    return vars(parser.parsed(words))


@pytest.mark.parametrize("line", USUAL)
def test_a_usual_line_means_what_argparse_reads(line):
    assert read(line) == argparse_reads(line)


@pytest.mark.parametrize("line", UNUSUAL)
def test_the_rest_is_left_to_argparse(line):
    with pytest.raises(Unusual):
        read(line)


def test_what_is_read_once_does_not_stay():
    usual = Usual()
    arguments._COMMANDS["check"][1](usual)
    usual.read(["--plugin", "a", "-v"])
    assert vars(usual.read(["b"])) == argparse_reads("check b")
