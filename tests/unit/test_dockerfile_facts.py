"""What a Dockerfile tells the project."""

import pytest

from k8slint._internal.kinds.dockerfile.facts import exposed_port, read
from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.text.source import Source, Span


def facts(text):
    return read(parse(Source("Dockerfile", text))).stages


def last(text):
    return facts(f"FROM a\n{text}")[-1]


def values(texts):
    return [text.value for text in texts]


def test_stages():
    text = "ARG V=3\nFROM alpine:$V AS Build\nRUN x\nFROM build\nFROM $X\nFROM nginx\n"
    stages = facts(text)
    assert [(s.index, s.name, s.image.value, s.base) for s in stages] == [
        (0, "build", "alpine:3", None),
        (1, None, "build", 0),
        (2, None, None, None),
        (3, None, "nginx", None),
    ]
    assert text[stages[0].image.span.start : stages[0].image.span.end] == "alpine:$V"
    assert text[stages[0].span.start : stages[0].span.end] == "FROM alpine:$V AS Build\nRUN x"


def test_instructions_before_the_first_from_shift_no_index():
    assert [(s.index, s.base) for s in facts("RUN x\nFROM a AS b\nFROM b\n")] == [(0, None), (1, 0)]


def test_a_fragment_makes_no_image():
    assert facts("RUN x\n") == ()


@pytest.mark.parametrize(
    ("text", "ports", "unknown"),
    [
        ("EXPOSE 80 443/TCP 53/udp\nEXPOSE 80/tcp", [(80, 80, "tcp"), (443, 443, "tcp"), (53, 53, "udp")], False),
        ("EXPOSE 8000-8010", [(8000, 8010, "tcp")], False),
        ("ENV P=80\nEXPOSE $P", [(80, 80, "tcp")], False),
        ('ENV P="80 81"\nEXPOSE $P', [(80, 80, "tcp"), (81, 81, "tcp")], False),
        ("EXPOSE $P 80", [(80, 80, "tcp")], True),
        ("EXPOSE 8080:80", [(80, 80, "tcp")], False),
        ("EXPOSE x", [], True),
        ("EXPOSE 99999", [], True),
        ("RUN x", [], False),
    ],
)
def test_ports(text, ports, unknown):
    stage = last(text)
    assert [(p.first, p.last, p.protocol) for p in stage.ports] == ports
    assert stage.unknown_ports is unknown


@pytest.mark.parametrize("text", ["", "-", "1-", "-1", "2-1", "65536", "80/foo", "80/", "1-2-3", "8" * 5000, "²"])
def test_no_ports(text):
    assert exposed_port(text, Span(0, 0)) is None


def test_everything_of_one_stage():
    stage = last(
        "ENV A=1\nENV A=2 B=$A C=$X D=$D\nUSER $A\nUSER me\nWORKDIR /w\nWORKDIR x\nVOLUME /v $Q\nCOPY a b/\n"
        "ADD c /d\nCOPY e $Q\n"
        'CMD ["x", "$Y"]\nENTRYPOINT run \'a b\'\nHEALTHCHECK CMD curl -f x\n'
    )
    assert {v.name: v.value for v in stage.env} == {"A": "2", "B": "1", "C": None, "D": None}
    assert stage.user.value == "me"
    assert stage.workdir.value == "/w/x"
    assert values(stage.volumes) == ["/v", None]
    assert values(stage.copied) == ["/w/x/b/", "/d", None]
    assert (stage.cmd.exec_form, stage.cmd.words) == (True, ("x", "$Y"))
    assert (stage.entrypoint.exec_form, stage.entrypoint.words) == (False, ("run", "a b"))
    assert (stage.healthcheck.exec_form, stage.healthcheck.words) == (False, ("curl", "-f", "x"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CMD a b", ("a", "b")),
        ("CMD a  'b c'", ("a", "b c")),
        ("CMD a $B", None),
        ("CMD a && b", None),
        ("CMD a *.b", None),
        ("CMD A=1 b", None),
        ("CMD a --b=c", ("a", "--b=c")),
        ("CMD a > b", None),
        ('CMD ["a"', None),
        ("CMD", ()),
        ("CMD []", ()),
    ],
)
def test_command_words(text, words):
    assert last(text).cmd.words == words


def test_what_a_stage_inherits():
    base, stage = facts(
        "FROM a AS b\nEXPOSE 80\nUSER u\nWORKDIR /w\nVOLUME /v\nENV A=1\nCOPY x y\nRUN apk add curl\nCMD c\nENTRYPOINT e\n"
        "HEALTHCHECK CMD h\nFROM b\nEXPOSE 81\nENV A=2\n"
    )
    assert [p.first for p in stage.ports] == [80, 81]
    assert (stage.user, stage.workdir, stage.volumes) == (base.user, base.workdir, base.volumes)
    assert [(v.name, v.value) for v in stage.env] == [("A", "2")]
    assert stage.copied == base.copied
    assert stage.installed == base.installed == ("curl",)
    assert (stage.cmd, stage.entrypoint, stage.healthcheck) == (base.cmd, base.entrypoint, base.healthcheck)


def test_an_entrypoint_drops_the_inherited_cmd():
    assert facts("FROM a AS b\nCMD c\nFROM b\nENTRYPOINT e\n")[1].cmd is None
    assert facts("FROM a AS b\nCMD c\nFROM b\nCMD d\nENTRYPOINT e\n")[1].cmd.words == ("d",)
    assert facts("FROM a\nCMD c\nENTRYPOINT e\n")[0].cmd.words == ("c",)


def test_healthcheck_none():
    assert facts("FROM a AS b\nHEALTHCHECK CMD h\nFROM b\nHEALTHCHECK NONE\n")[1].healthcheck is None


@pytest.mark.parametrize(
    ("text", "installed"),
    [
        ("RUN apt-get update && apt-get install -y curl=1 $X jq", ("curl", "jq")),
        ("RUN <<E\napk add --no-cache bash\nE", ("bash",)),
        ("RUN echo install", ()),
        ('RUN ["apt-get", "install", "-y", "wget"]', ("wget",)),
    ],
)
def test_installed(text, installed):
    assert last(text + "\n").installed == installed
