"""What is in effect before an instruction."""

import pytest

from k8slint._internal.kinds.dockerfile.shells import is_posix_shell
from k8slint._internal.kinds.dockerfile.state import state_after, state_before
from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.text.source import Source


def read(text):
    return parse(Source("Dockerfile", text))


def last(text):
    return state_after(read(text).final_stage)


def test_before_each_instruction():
    dockerfile = read("FROM a\nUSER x\nWORKDIR /w\nENV A=1\nUSER y\n")
    states = [state_before(instruction) for instruction in dockerfile.instructions]
    assert [state.user.text if state.user else None for state in states] == [None, None, "x", "x", "x"]
    assert [state.workdir for state in states] == [None, None, None, "/w", "/w"]
    assert [dict(state.env) for state in states] == [{}, {}, {}, {}, {"A": "1"}]
    assert state_after(dockerfile.final_stage).user.text == "y"


@pytest.mark.parametrize(
    ("text", "workdir"),
    [
        ("FROM a\nWORKDIR x\n", None),
        ("FROM a\nWORKDIR /x\nWORKDIR y\n", "/x/y"),
        ("FROM a\nWORKDIR /x/../y/./z/\n", "/y/z"),
        ("FROM a\nWORKDIR //x\n", "/x"),
        ("FROM scratch\nWORKDIR x\n", "/x"),
        ("FROM scratch\n", "/"),
        ("FROM a\nENV D=/d\nWORKDIR $D/e\n", "/d/e"),
        ("FROM a\nWORKDIR $D/e\n", None),
        ("FROM a\nWORKDIR /x\nWORKDIR $D\n", None),
        ("FROM a\nWORKDIR /x\nWORKDIR $D\nWORKDIR /y\n", "/y"),
        ("FROM a AS b\nWORKDIR /x\nFROM B\nWORKDIR y\n", "/x/y"),
        ("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nWORKDIR C:\\\\x\n", "C:/x"),
    ],
)
def test_workdir(text, workdir):
    assert last(text).workdir == workdir


@pytest.mark.parametrize(
    ("text", "env"),
    [
        ("FROM a\nENV A=1\nENV B=$A$A A=2\n", {"A": "2", "B": "11"}),
        ("FROM a\nENV A=1\nENV A=2 B=$A\n", {"A": "2", "B": "1"}),
        ("FROM a\nARG A=1 B=$A\n", {"A": "1", "B": "1"}),
        ("FROM a\nENV A=$X\n", {"A": None}),
        ("FROM a\nARG A\n", {"A": None}),
        ("ARG A=1\nFROM a\nARG A\n", {"A": "1"}),
        ("ARG A=1\nFROM a\n", {}),
        ("ARG A=1\nARG B=$A-2\nFROM a\nARG B\n", {"B": "1-2"}),
        ("ARG A=1\nFROM a\nARG A=2\n", {"A": "2"}),
        ("FROM a\nARG A=1\nENV A=2\n", {"A": "2"}),
        ("FROM a\nENV A=1\nARG A\n", {"A": "1"}),
        ("FROM a\nENV A=1\nARG A=2\n", {"A": "2"}),
        ("FROM a\nARG TARGETARCH\n", {"TARGETARCH": None}),
        ("FROM a AS b\nENV A=1\nARG C=3\nFROM b\nENV B=$A\n", {"A": "1", "B": "1", "C": "3"}),
        ("FROM a AS b\nENV A=1\nFROM c\n", {}),
        ("FROM a\nENV A some $B text\n", {"A": None}),
        ("FROM a\nENV A 'some' text\n", {"A": "some text"}),
        ("FROM a\nENV A=\"x $Y\" B='$Y'\n", {"A": None, "B": "$Y"}),
    ],
)
def test_env(text, env):
    found = last(text).env
    assert dict(found) == env
    assert len(found) == len(env)
    assert "NEVER" not in found
    with pytest.raises(KeyError):
        found["NEVER"]


def test_env_of_an_earlier_place_does_not_change():
    dockerfile = read("FROM a\nENV A=1\nENV A=2\nENV B=1\nRUN x\n")
    envs = [state_before(instruction).env for instruction in dockerfile.instructions]
    assert [dict(env) for env in envs] == [{}, {}, {"A": "1"}, {"A": "2"}, {"A": "2", "B": "1"}]
    assert [env.get("A") for env in envs] == [None, None, "1", "2", "2"]


@pytest.mark.parametrize(
    ("text", "shell", "posix"),
    [
        ("FROM a\n", ("/bin/sh", "-c"), True),
        ('FROM a\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n', ("/bin/bash", "-o", "pipefail", "-c"), True),
        ('FROM a\nSHELL ["pwsh", "-c"]\n', ("pwsh", "-c"), False),
        ("FROM a\nSHELL bash\n", ("/bin/sh", "-c"), True),
        ('FROM a AS b\nSHELL ["bash", "-c"]\nFROM b\n', ("bash", "-c"), True),
        ('FROM a AS b\nSHELL ["bash", "-c"]\nFROM c\n', ("/bin/sh", "-c"), True),
        ("FROM mcr.microsoft.com/windows/nanoserver:1809\n", ("cmd", "/S", "/C"), False),
        ("FROM mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-1809\n", ("cmd", "/S", "/C"), False),
        ("FROM --platform=windows/amd64 golang\n", ("cmd", "/S", "/C"), False),
        ("FROM mcr.microsoft.com/dotnet/sdk:8.0\n", ("/bin/sh", "-c"), True),
        ("FROM golang:1.22-windowsservercore AS b\nFROM b\n", ("cmd", "/S", "/C"), False),
        (
            'FROM microsoft/windowsservercore\nSHELL ["C:\\\\\\\\msys\\\\\\\\bash.exe", "-c"]\n',
            ("C:\\\\msys\\\\bash.exe", "-c"),
            True,
        ),
    ],
)
def test_shell(text, shell, posix):
    state = last(text)
    assert (state.shell, state.posix) == (shell, posix)


@pytest.mark.parametrize(
    ("shell", "posix"),
    [
        (("sh",), True),
        (("/usr/bin/env", "bash"), True),
        (("env", "-S", "A=1", "zsh"), True),
        (("busybox", "sh"), True),
        (("python3",), False),
        (("powershell", "-command"), False),
        (("cmd.exe",), False),
        (("fish",), False),
        ((), False),
    ],
)
def test_posix_shells(shell, posix):
    assert is_posix_shell(shell) is posix


def test_commands_of_other_shells_are_not_read():
    dockerfile = read('FROM a\nSHELL ["pwsh", "-c"]\nRUN rm x\nSHELL ["bash", "-c"]\nRUN rm y\n')
    assert [len(run.commands) for run in dockerfile.stages[0].runs] == [0, 1]


def test_global_arguments_and_from_have_an_empty_state():
    dockerfile = read("ARG A\nFROM a\nUSER b\n")
    for instruction in dockerfile.instructions[:2]:
        assert state_before(instruction).user is None
        assert dict(state_before(instruction).env) == {}


def test_a_trigger_is_where_its_onbuild_is():
    dockerfile = read("FROM a\nENV A=1\nONBUILD RUN x\n")
    assert state_before(dockerfile.instructions[2].trigger).env["A"] == "1"


def test_many_states_are_cheap():
    text = "FROM a\n" + "".join(f"ENV A{i}={i}\nRUN x\n" for i in range(3000))
    dockerfile = read(text)
    assert [state_before(run).env.get("A0") for run in dockerfile.stages[0].runs] == ["0"] * 3000
