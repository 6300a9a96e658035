"""What services count on, and which of it nothing defines."""

import pytest

import k8slint
from k8slint._internal.kinds.compose import ComposeFile, facts
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.text.source import Source


def read(text, path="compose.yaml"):
    source = Source(path, text)
    return facts(ComposeFile(source, parse(source)))


def missing(body, rest=""):
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    text = f"services:\n  a:\n    image: x\n{lines}  b:\n    image: y\n{rest}"
    found = read(text).missing
    for reference in found:
        assert reference.name in text[reference.span.start : reference.span.end]
    return [(reference.kind, reference.name) for reference in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("depends_on: [b, c]", [("service", "c")]),
        (
            "depends_on: {b: {condition: service_healthy}, c: {condition: service_started, required: false}}",
            [("service", "c")],
        ),
        ("depends_on: ['${NAME}', '${NAME:-b}', '${NAME:-c}']", [("service", "c")]),
        ("links: [b, 'c:alias']", [("service", "c")]),
        ("network_mode: service:c", [("service", "c")]),
        ("network_mode: container:c", []),
        ("network_mode: host", []),
        ("volumes_from: [b, 'c:ro', container:d]", [("service", "c")]),
        ("volumes: [vol:/v, 'wol:/w:ro', ./x:/x, /y, ~/z:/z, 'C:\\z:/z']", [("volume", "wol")]),
        ("volumes: [{type: volume, source: w, target: /w}, {type: volume, target: /x}]", [("volume", "w")]),
        ("volumes: [{type: bind, source: w, target: /w}, {type: tmpfs, target: /x}]", []),
        ("volumes: ['${V}:/v', '${V:-v}:/v', '${V:-w}:/v', '${V:-./w}:/v']", [("volume", "w")]),
        ("tmpfs: /run", []),
        ("networks: [default, n, m]", [("network", "m")]),
        ("networks: {n: {aliases: [x]}, m: }", [("network", "m")]),
        ("networks:", []),
        ("secrets: [s, {source: t, target: u}, {target: v}]", [("secret", "t")]),
        ("configs: [c, d]", [("config", "d")]),
        ("build: {context: ., secrets: [s, t]}", [("secret", "t")]),
        ("build: .", []),
    ],
)
def test_what_is_missing(body, expected):
    assert (
        missing(
            body, "volumes: {v: {external: true}, vol: {}}\nnetworks:\n  n:\nsecrets: {s: {file: x}}\nconfigs: {c: }\n"
        )
        == expected
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("ports: ['80']", [("image", "a")]),
        ("image:", [("image", "a")]),
        ("build: .", []),
        ("extends: b", []),
        ("provider: {type: awesomecloud}", []),
        ("<<: *base", []),
    ],
)
def test_a_service_needs_something_to_run(body, expected):
    text = f"x-base: &base\n  image: x\nservices:\n  a:\n    {body}\n"
    assert [(reference.kind, reference.name) for reference in read(text).missing] == expected


def test_files_of_version_1_are_left_alone():
    assert read("web:\n  image: x\n  links: [db]\n", "docker-compose.yml").missing == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("include: [other.yaml]\nservices:\n  a: {image: x}\n", True),
        ("services:\n  a: {extends: {file: other.yaml, service: b}}\n", True),
        ("services:\n  a: {extends: {service: b}}\n  b: {image: x}\n", False),
    ],
)
def test_files_that_take_in_others(text, expected):
    assert read(text).adds_others is expected


USES = "services:\n  a:\n    image: x\n    depends_on: [b]\n    networks: [n]\n"
DEFINES = "services:\n  b:\n    image: x\nnetworks:\n  n:\n"
RULES = ["undefined-service-dependency", "undeclared-service-resource", "service-without-image"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"compose.yaml": USES}, 2),
        ({"shop/docker-compose.yml": USES}, 2),
        ({"compose.prod.yaml": USES}, 0),
        ({"compose.yaml": USES, "compose.override.yaml": DEFINES}, 0),
        ({"shop/compose.yaml": USES, "other/compose.yaml": DEFINES}, 2),
        ({"shop/compose.yaml": USES, "shopping/compose.yaml": DEFINES}, 2),
        ({".devcontainer/docker-compose.yml": USES, "docker-compose.yml": DEFINES}, 0),
        ({"compose.yaml": USES, "deploy/compose.common.yaml": DEFINES}, 0),
        ({"compose.yaml": USES, "x/compose.yaml": "include: [../y.yaml]\nservices:\n  q: {image: x}\n"}, 0),
    ],
)
def test_other_files_may_define_it(files, expected):
    assert len(k8slint.check(files, select=RULES)) == expected
