"""Instructions, stages and what they build on."""

import pathlib
import subprocess
import sys

import pytest

import k8slint
from k8slint._internal.kinds.dockerfile.image import parse_image
from k8slint._internal.kinds.dockerfile.tree import Add, Arg, Copy, Env, Label, Pairs, Run, parse
from k8slint._internal.kinds.dockerfile.usage import used_images
from k8slint._internal.text.source import Source, Span


def read(text):
    return parse(Source("Dockerfile", text))


def only(text):
    dockerfile = read(f"FROM a\n{text}")
    assert not dockerfile.problems
    return dockerfile.instructions[1]


def texts(instruction, items):
    return [instruction.source.slice(item.span) for item in items]


def test_classes_and_keywords():
    names = (
        "add arg cmd copy entrypoint env expose healthcheck label maintainer onbuild run shell stopsignal user volume "
    )
    names += "workdir"
    dockerfile = read("FROM a\n" + "".join(f'{name} ["a", "b"]\n' for name in names.split()))
    for instruction, name in zip(dockerfile.instructions[1:], names.split(), strict=True):
        assert type(instruction).__name__.upper() == instruction.keyword == name.upper()
        assert instruction.source.slice(instruction.keyword_span) == name


def test_run():
    run = only("RUN --mount=type=cache,target=/x,id=y --mount=target=/y,source=b,from=c --network=none a && b\n")
    assert texts(run, run.flags)[2] == "--network=none"
    assert run.flag("network").value == "none"
    assert run.source.slice(run.flag("network").value_span) == "none"
    assert run.flag("security") is None
    assert [(m.type, m.target, m.source, m.from_, m.id) for m in run.mounts] == [
        ("cache", "/x", None, None, "y"),
        ("bind", "/y", "b", "c", None),
    ]
    assert run.source.slice(run.args_span) == run.source.slice(run.command_span) == "a && b"
    assert run.exec_form is None
    assert [command.name for command in run.commands] == ["a", "b"]


def test_exec_form():
    run = only('RUN ["a b", "-c"]\n')
    assert [word.text for word in run.exec_form] == ["a b", "-c"]
    assert run.script is None
    (command,) = run.commands
    assert (command.name, [word.text for word in command.words]) == ("a b", ["a b", "-c"])
    assert run.source.slice(command.span) == '"a b", "-c"'


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("RUN <<EOF\napt-get update\napt-get install x\nEOF\n", ["apt-get", "apt-get"]),
        ("RUN <<EOF\n#!/bin/bash -e\nls\nEOF\n", ["ls"]),
        ("RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n", []),
        ("RUN <<EOF python3\nimport os\nEOF\n", None),
        ("RUN cat <<EOF > f && ls\nx\nEOF\n", ["cat", "ls"]),
        ("RUN --mount=type=cache,target=/x <<EOF\nls\nEOF\n", ["ls"]),
        ("ONBUILD RUN <<EOF\nls\nEOF\n", None),
    ],
)
def test_heredoc_scripts(text, names):
    run = only(text)
    if names is not None:
        assert [command.name for command in run.commands] == names
    for command in getattr(run, "commands", ()):
        assert run.span.contains(command.span)


def test_an_onbuild_trigger_is_an_instruction_of_its_kind():
    onbuild = only("ONBUILD  RUN --network=none \\\n  a\n")
    trigger = onbuild.trigger
    assert isinstance(trigger, Run)
    assert trigger.onbuild is onbuild
    assert trigger.stage is onbuild.stage
    assert trigger.source.slice(trigger.span) == "RUN --network=none \\\n  a"
    assert [command.name for command in trigger.commands] == ["a"]


@pytest.mark.parametrize(
    ("text", "kind", "pairs", "legacy"),
    [
        ("ENV A=1 B=\"x y\" 'C D'=e\\ f", Env, [("A", "1"), ("B", "x y"), ("C D", "e f")], False),
        ("ENV A  some 'value' here ", Env, [("A", "some value here")], True),
        ("ENV A=b=c", Env, [("A", "b=c")], False),
        ("ENV A=", Env, [("A", "")], False),
        ("LABEL a.b=c", Label, [("a.b", "c")], False),
        ("ARG A B=1 C=", Arg, [("A", None), ("B", "1"), ("C", "")], False),
    ],
)
def test_pairs(text, kind, pairs, legacy):
    instruction = only(text)
    assert isinstance(instruction, kind)
    assert isinstance(instruction, Pairs)
    assert [(pair.name, pair.value.text if pair.value else None) for pair in instruction.pairs] == pairs
    assert instruction.legacy is legacy
    for pair in instruction.pairs:
        written = instruction.source.slice(pair.span)
        assert written.startswith(instruction.source.slice(pair.name_span))
        assert pair.value is None or written.endswith(instruction.source.slice(pair.value.span))


@pytest.mark.parametrize(
    ("text", "kind", "sources", "destination"),
    [
        ("COPY a b /c/", Copy, ["a", "b"], "/c/"),
        ('COPY ["a b", "/c d"]', Copy, ["a b"], "/c d"),
        ("ADD --checksum=x http://a/b /c", Add, ["http://a/b"], "/c"),
        ("COPY <<EOF x /c\nEOF\n", Copy, ["x"], "/c"),
        ("COPY $A /c", Copy, ["$A"], "/c"),
        ("COPY [a] b", Copy, ["[a]"], "b"),
    ],
)
def test_transfers(text, kind, sources, destination):
    instruction = only(text)
    assert isinstance(instruction, kind)
    assert [word.text for word in instruction.sources] == sources
    assert instruction.destination.text == destination


def test_healthcheck():
    check = only("HEALTHCHECK --interval=5s \\\n  CMD  curl -f x || exit 1\n")
    assert not check.none
    assert check.source.slice(check.command_span) == "curl -f x || exit 1"
    assert [command.name for command in check.commands] == ["curl", "exit"]
    assert [word.text for word in only('HEALTHCHECK cmd ["a"]').exec_form] == ["a"]
    none = only("HEALTHCHECK none")
    assert none.none
    assert none.commands == ()


def test_single_words_keep_their_blanks():
    assert only("WORKDIR /a b  ").path.text == "/a b"
    assert only("USER me").user.text == "me"
    assert only("STOPSIGNAL 9").signal.text == "9"
    assert [port.text for port in only("EXPOSE 80 90/udp").ports] == ["80", "90/udp"]
    assert [path.text for path in only('VOLUME ["/a b"]').paths] == ["/a b"]
    assert [word.text for word in only('SHELL ["bash", "-c"]').exec_form] == ["bash", "-c"]


STAGES = """\
ARG BASE=alpine
ARG TAG
FROM ${BASE}:${TAG:-3} AS Builder
RUN a
FROM --platform=$BUILDPLATFORM golang:1.22@sha256:{digest} AS other
COPY --from=BUILDER /a /b
FROM builder AS dead
FROM scratch
COPY --from=1 /b /c
RUN --mount=from=builder,target=/x y
""".replace("{digest}", "0" * 64)


def test_stages():
    dockerfile = read(STAGES)
    assert not dockerfile.problems
    builder, other, dead, final = dockerfile.stages
    assert [stage.name for stage in dockerfile.stages] == ["builder", "other", "dead", None]
    assert [stage.index for stage in dockerfile.stages] == [0, 1, 2, 3]
    assert builder.image.text == "alpine:3"
    assert builder.image.span is None
    assert (other.image.repository, other.image.tag, other.platform) == ("golang", "1.22", "$BUILDPLATFORM")
    assert dockerfile.source.slice(other.image.tag_span) == "1.22"
    assert dead.base is builder
    assert dead.image is None
    assert final.image.is_scratch
    assert dockerfile.final_stage is final
    assert [stage.is_final for stage in dockerfile.stages] == [False, False, False, True]
    assert [arg.pairs[0].name for arg in dockerfile.global_args] == ["BASE", "TAG"]
    assert all(arg.stage is None for arg in dockerfile.global_args)
    assert [run.stage for run in builder.runs] == [builder]
    assert [type(i).__name__ for i in final.of(Copy)] == ["Copy"]
    assert dockerfile.source.slice(builder.span).endswith("RUN a")


@pytest.mark.parametrize(
    ("name", "index"), [("builder", 0), ("BUILDER", 0), ("1", 1), ("3", None), ("nginx", None), ("9" * 50, None)]
)
def test_stage_named(name, index):
    dockerfile = read(STAGES)
    found = dockerfile.stage_named(name, dockerfile.stages[3])
    assert (found.index if found else None) == index


def test_a_name_may_shadow_its_image():
    dockerfile = read("FROM node AS node\nFROM node\n")
    assert [stage.base.index if stage.base else None for stage in dockerfile.stages] == [None, 0]
    assert dockerfile.stages[0].image.text == "node"


@pytest.mark.parametrize(
    "text", ["FROM $X\n", "FROM ${TARGETARCH}x\n", "ARG X\nFROM $X\n", "FROM A:b c\n", "FROM Ab\n", "FROM a:\n"]
)
def test_images_that_cannot_be_known(text):
    (stage,) = read(text).stages
    assert stage.image is None


def test_images_that_a_build_takes_something_from():
    dockerfile = read(
        "ARG B=alpine\nFROM $B AS x\nFROM $B:1 AS y\nFROM ${B}\nFROM ${B}\nFROM x\nCOPY --from=x /a /a\nCOPY --from=0 /a /a\n"
        "COPY --from=nginx:1 /a /a\nRUN --mount=from=golang,target=/g --mount=type=cache,target=/c a\nFROM scratch\n"
    )
    found = [(used.image.text, dockerfile.source.slice(used.span), used.base) for used in used_images(dockerfile)]
    assert found == [
        ("alpine", "$B", True),
        ("alpine:1", "$B:1", True),
        ("alpine", "${B}", True),
        ("nginx:1", "nginx:1", False),
        ("golang", "--mount=from=golang,target=/g", False),
        ("scratch", "scratch", True),
    ]


def test_a_memo_is_made_once():
    dockerfile = read("FROM a\n")
    made = []
    assert [dockerfile.memo("key", lambda: made.append(1)) for _ in range(2)] == [None, None]
    assert made == [1]


def test_a_fragment():
    dockerfile = read("RUN a\nRUN b\n")
    (stage,) = dockerfile.stages
    assert stage.from_ is None
    assert [i.keyword for i in stage.instructions] == ["RUN", "RUN"]
    assert stage.is_final
    assert [command.name for run in stage.runs for command in run.commands] == ["a", "b"]
    assert stage.adjacent(*stage.runs)


def test_adjacent():
    dockerfile = read("FROM a\nRUN b\n\n# c\nRUN c\nUSER d\nRUN e\nONBUILD RUN f\n")
    stage = dockerfile.stages[0]
    first, second, third = stage.runs
    assert stage.adjacent(first, second)
    assert not stage.adjacent(second, third)
    assert not stage.adjacent(second, first)
    assert not stage.adjacent(third, stage.instructions[-1].trigger)


def test_chains_of_stages_need_no_recursion():
    text = "FROM a AS s0\nENV X=1\n" + "".join(f"FROM s{i} AS s{i + 1}\nRUN echo\n" for i in range(3000))
    dockerfile = read(text)
    assert len(dockerfile.final_stage.lineage) == 500
    from k8slint._internal.kinds.dockerfile.state import state_after

    assert state_after(dockerfile.final_stage).env["X"] == "1"


IMAGES = [
    ("python", (None, "python", None, None), "python", "docker.io/library/python"),
    ("python:3", (None, "python", "3", None), "python", "docker.io/library/python"),
    ("a/b/c:1.2-x_y", (None, "a/b/c", "1.2-x_y", None), "c", "docker.io/a/b/c"),
    ("ghcr.io/a/b", ("ghcr.io", "a/b", None, None), "b", "ghcr.io/a/b"),
    ("localhost/a", ("localhost", "a", None, None), "a", "localhost/a"),
    ("localhost:5000/a:1", ("localhost:5000", "a", "1", None), "a", "localhost:5000/a"),
    ("docker.io/python", ("docker.io", "python", None, None), "python", "docker.io/library/python"),
    (
        "index.docker.io/library/python",
        ("index.docker.io", "library/python", None, None),
        "python",
        "docker.io/library/python",
    ),
    ("a@sha256:" + "0" * 64, (None, "a", None, "sha256:" + "0" * 64), "a", "docker.io/library/a"),
    ("a:1@sha256:" + "0" * 64, (None, "a", "1", "sha256:" + "0" * 64), "a", "docker.io/library/a"),
]


@pytest.mark.parametrize(("text", "parts", "base_name", "canonical"), IMAGES)
def test_image_references(text, parts, base_name, canonical):
    image = parse_image(text, Span(5, 5 + len(text)))
    assert (image.registry, image.repository, image.tag, image.digest) == parts
    assert image.base_name == base_name
    assert image.canonical == canonical
    if image.tag:
        assert text[image.tag_span.start - 5 : image.tag_span.end - 5] == image.tag


@pytest.mark.parametrize(
    "text",
    ["", "A", "a b", "a:", "a:b c", "a@sha256:0", "a@x", "/a", "a//b", "a/", "-a", "$A", "a:" + "x" * 129, "x" * 2000],
)
def test_no_image_reference(text):
    assert parse_image(text) is None


PLAIN = """\
FROM a:${X:-1}
ENV A="b c" B=$A
COPY --from=b ["x", "/y"]
EXPOSE 80
CMD ["a"]
"""
LOADED = """\
import sys
sys.path.insert(0, sys.argv[1])
from k8slint._internal.text.source import Source
from k8slint._internal.kinds.dockerfile import facts
from k8slint._internal.kinds.dockerfile.tree import parse
facts.read(parse(Source("D", sys.argv[2])))
print([name for name in ("dockerfile_parse", "tree_sitter", "json", "typing", "dataclasses", "pathlib") if name in sys.modules])
"""


def test_plain_files_import_no_more_than_needed():
    root = str(pathlib.Path(k8slint.__file__).parent.parent)
    command = [sys.executable, "-I", "-S", "-c", LOADED, root, PLAIN]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
