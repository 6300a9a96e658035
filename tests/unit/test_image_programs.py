"""Programs that images lack, and ports that something speaks of."""

import pytest

from k8slint._internal.kinds.dockerfile.facts import read
from k8slint._internal.kinds.dockerfile.tree import parse
from k8slint._internal.kinds.facts import Argv, Variable
from k8slint._internal.project.built_image import BuiltImage
from k8slint._internal.project.programs import is_empty, surely_lacks
from k8slint._internal.text.source import Source, Span
from k8slint_rules._shared.port_evidence import may_listen, speaks_of

HERE = Span(0, 0)


def built(text):
    dockerfile = parse(Source("Dockerfile", text))
    stages = read(dockerfile).stages
    return BuiltImage(stages, stages[-1]), dockerfile


@pytest.mark.parametrize(
    ("text", "program", "expected"),
    [
        ("FROM scratch\nCOPY a /a\n", "/bin/sh", True),
        ("FROM scratch\nCOPY a /a\n", "curl", True),
        ("FROM scratch\nCOPY a /a\n", "/a", False),
        ("FROM scratch\nCOPY a /a\n", "./a", False),
        ("FROM scratch\nCOPY a /usr/bin/\n", "curl", False),
        ("FROM scratch\nCOPY root /\n", "/bin/sh", False),
        ("FROM scratch\nCOPY a $X\n", "/bin/sh", False),
        ("FROM scratch\nENV PATH=/tools\nCOPY a /tools/\n", "curl", False),
        ("FROM gcr.io/distroless/static\n", "sh", True),
        ("FROM gcr.io/distroless/static:debug\n", "sh", False),
        ("FROM gcr.io/distroless/static\n", "own-program", False),
        ("FROM alpine:3.20\n", "curl", True),
        ("FROM alpine:3.20\n", "wget", False),
        ("FROM alpine:3.20\nRUN apk add --no-cache curl\n", "curl", False),
        ("FROM alpine:3.20\nRUN apk add --no-cache tini\n", "curl", True),
        ("FROM alpine:3.20\nRUN apk add --no-cache $TOOLS\n", "curl", False),
        ("FROM alpine:3.20\nRUN ./install.sh\n", "curl", False),
        ("FROM alpine:3.20\nRUN mkdir /x && adduser -D me\n", "curl", True),
        ("FROM alpine:3.20 AS a\nRUN apk add curl\nFROM a\n", "curl", False),
        ("FROM alpine:3.20 AS a\nRUN apk add curl\nFROM alpine:3.20\nCOPY --from=a /x /x\n", "curl", True),
        ("FROM debian:12\nRUN apt-get update && apt-get install -y wget\n", "wget", False),
        ("FROM debian:12\nRUN apt-get update && apt-get install -y wget\n", "curl", True),
        ("FROM python:3.13-slim\nRUN pip install curl-cffi\n", "curl", True),
        ("FROM python:3.13\n", "curl", False),
        ("FROM example/base\n", "curl", False),
        ("FROM $BASE\n", "curl", False),
    ],
)
def test_surely_lacks(text, program, expected):
    image, dockerfile = built(text)
    assert surely_lacks(image, program, lambda: dockerfile) is expected


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("scratch", True),
        ("gcr.io/distroless/base", True),
        ("gcr.io/distroless/base:debug", False),
        ("alpine", False),
        ("x/y", False),
    ],
)
def test_is_empty(base, expected):
    assert is_empty(built(f"FROM {base}\n")[0]) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('FROM alpine\nCMD ["serve", "--port=8080"]\n', True),
        ("FROM alpine\nCMD serve --port 8080\n", True),
        ("FROM alpine\nENV PORT=8080\n", True),
        ("FROM alpine\nENV PORT=80\nCMD serve\n", False),
        ("FROM alpine\nENV NAME=$X\nCMD serve\n", False),
        ("FROM alpine\nENV PORT=$X\nCMD serve\n", True),
        ("FROM alpine\nCMD a && b\n", True),
    ],
)
def test_may_listen(text, expected):
    assert may_listen(built(text)[0], 8080) is expected


def test_what_speaks_of_a_port():
    assert not speaks_of(80, [None], [])
    assert speaks_of(80, [Argv(True, None, HERE)], [])
    assert speaks_of(80, [], [Variable("LISTEN_ADDR", None, HERE, HERE)])
    assert not speaks_of(80, [Argv(True, ("serve",), HERE)], [Variable("NAME", None, HERE, HERE)])
