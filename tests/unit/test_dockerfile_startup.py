"""Which program a shell keeps the signals of."""

import pytest

from k8slint import Source
from k8slint.dockerfile.startup import is_one_program, kept
from k8slint.dockerfile.tree import Cmd, parse


def cmd(command, base="debian:12", before=""):
    dockerfile = parse(Source.checked("Dockerfile", f"FROM {base}\n{before}CMD {command}\n"))
    return dockerfile.final_stage.of(Cmd)[-1]


@pytest.mark.parametrize(
    ("command", "base", "program", "replaceable"),
    [
        ("server", "debian:12", "server", True),
        ("migrate && server --port $PORT", "debian:12", "server", True),
        ("X=1 server", "debian:12", "server", False),
        ("server > /log", "debian:12", "server", False),
        ("server; true || server", "debian:12", "server", False),
        ("server | tee log", "alpine", "tee", False),
        ('["sh", "-c", "a && server"]', "debian:12", "server", True),
        ('["/bin/bash", "-c", "a | server"]', "debian:12", "server", False),
    ],
)
def test_kept(command, base, program, replaceable):
    found = kept(cmd(command, base))
    assert (found.program.name, found.replaceable) == (program, replaceable)


@pytest.mark.parametrize(
    ("command", "base"),
    [
        ("exec server", "debian:12"),
        ("migrate && exec server", "debian:12"),
        ("trap stop TERM; server & wait", "debian:12"),
        ("migrate && server", "alpine:3.20"),
        ("migrate && server", "python:3.13-alpine"),
        ("bash", "debian:12"),
        ("cd /x", "debian:12"),
        ("echo hello && echo world", "debian:12"),
        ('["bash", "-c", "a && server"]', "debian:12"),
        ('["server"]', "debian:12"),
        ('["sh", "-c", "say \\"hello\\"; server"]', "debian:12"),
    ],
)
def test_not_kept(command, base):
    assert kept(cmd(command, base)) is None


def test_chosen_shell():
    assert kept(cmd("a && server", before='SHELL ["/bin/bash", "-c"]\n')) is None
    assert kept(cmd("a | server", before='SHELL ["/bin/bash", "-c"]\n')).program.name == "server"


@pytest.mark.parametrize(
    ("command", "expected"),
    [("server --a 'b c'", True), ("server $X", False), ("server *", False), ("a && b", False), ("X=1 a", False)],
)
def test_one_program(command, expected):
    assert is_one_program(cmd(command)) is expected
