"""Where Compose files do not have the shape that Compose asks for. Each verdict was compared with Docker Compose 2.40.3."""

from __future__ import annotations

import re

import pytest

import k8slint
from k8slint._internal.kinds.compose.faults import known_keys
from k8slint._internal.kinds.compose.schema import MAPPINGS
from k8slint._internal.kinds.compose.tree import ComposeFile
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.text.source import Source
from k8slint_rules._shared.compose_durations import is_duration, is_duration_key
from k8slint_rules._shared.compose_memory import amounts

WEB = "services:\n  web:\n    image: nginx:1.29\n"


def compose(text):
    source = Source("compose.yaml", text)
    return ComposeFile(source, parse(source))


def faults(text):
    file = compose(text)
    return [(fault.what, ".".join(fault.path), file.source.slice(fault.span)) for fault in file.faults]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("    foo: 1\n", ("unknown", "services.web.foo", "foo")),
        ("volume:\n  a:\n", ("unknown", "volume", "volume")),
        ("    healthcheck: {disabled: true}\n", ("unknown", "services.web.healthcheck.disabled", "disabled")),
        ("    ports: {80: 8080}\n", ("type", "services.web.ports", "ports")),
        ("    ports:\n      -\n", ("type", "services.web.ports", "")),
        ("    environment:\n", ("type", "services.web.environment", "environment")),
        ("    environment: {A: [b]}\n", ("type", "services.web.environment.A", "A")),
        ("    environment: [1]\n", ("type", "services.web.environment", "1")),
        ("    networks:\n      - back:\n", ("type", "services.web.networks", "back")),
        ("    networks: [back, back]\n", ("repeated", "services.web.networks", "back")),
        ("    depends_on: {db: {}}\n", ("missing", "services.web.depends_on.db.condition", "db")),
        ("    depends_on: {db: }\n", ("type", "services.web.depends_on.db", "db")),
        ("    volumes: [{source: a, target: /b}]\n", ("missing", "services.web.volumes.type", "source")),
        ("    volumes: data:/srv\n", ("type", "services.web.volumes", "data:/srv")),
        ("    deploy: {resources: {limits: {memory: 512}}}\n",
         ("type", "services.web.deploy.resources.limits.memory", "512")),
        ("    user: 0777\n", ("type", "services.web.user", "0777")),
        ("    hostname: 1_000\n", ("type", "services.web.hostname", "1_000")),
        ("    hostname: 0o17\n", ("type", "services.web.hostname", "0o17")),
        ("    hostname: TRUE\n", ("type", "services.web.hostname", "TRUE")),
        ("    hostname: ~\n", ("type", "services.web.hostname", "hostname")),
        ("secrets:\n  a:\n", ("type", "secrets.a", "a")),
        ("volumes: [a]\n", ("type", "volumes", "volumes")),
        ("networks:\n  a: {driver: 1}\n", ("type", "networks.a.driver", "1")),
        ("  db:\n", ("type", "services.db", "db")),
    ],
)  # fmt: skip
def test_what_compose_refuses(text, expected):
    assert faults(WEB + text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "    command:\n    deploy:\n    develop:\n",
        "    restart: on\n    tty: yes\n    init: 'true'\n    privileged: ${P}\n",
        "    expose: [80, '80', 80]\n    ports: [80, '80:80', '80:80']\n    cap_add: [A, A]\n",
        "    environment: {A: 1, B: true, C: , D: d}\n    labels: {A: 1}\n",
        "    user: 1000:1000\n    hostname: web-1\n    working_dir: /srv\n",
        "    ports: !reset null\n    labels: !override [a=b]\n",
        "    x-more: {a: [1]}\n    healthcheck: {x-a: 1, test: a}\n",
        "    user: ${UID}\n    networks: [${NET}, back]\n",
        "    gpus: all\n    volumes: [{type: bind, source: ., target: /a, bind: {create_host_path: true}}]\n",
        "volumes:\n  a:\nnetworks:\n  b: {}\nx-any: 1\n",
        "    build: {context: ., args: [A=1], additional_contexts: {a: b}}\n",
        "    logging: {driver: json-file, options: {max-size: 10m, max-file: 3}}\n",
    ],
)
def test_what_compose_takes(text):
    assert faults(WEB + text) == []


def test_a_merged_key_is_reported_once_where_it_stands():
    text = "x-a: &a\n  foo: 1\nservices:\n  a: {<<: *a, image: a}\n  b: {<<: *a, image: b}\n"
    assert faults(text) == [("unknown", "services.a.foo", "foo")]


def test_files_of_version_1_have_no_faults():
    assert faults("web:\n  image: a\n  foo: 1\n") == []


def test_every_mapping_that_is_named_is_there():
    named = {name for text in MAPPINGS.values() for name in re.findall(r"\{([^}]+)\}", text)}
    assert named | {"file"} == set(MAPPINGS)


def test_keys_at_a_path():
    assert "image" in known_keys(("services", "web"))
    assert "condition" in known_keys(("services", "web", "depends_on", "db"))
    assert "type" in known_keys(("services", "web", "volumes"))
    assert known_keys(("services", "web", "labels")) == ()


@pytest.mark.parametrize(
    ("text", "fine"),
    [("30s", True), ("1m30s", True), ("1.5h", True), ("1d", True), ("2w", True), ("0", True), ("10us", True),
     ("30", False), ("10sec", False), ("1 m", False), ("", False), ("1W", False), ("s", False)],
)  # fmt: skip
def test_durations(text, fine):
    assert is_duration(text) is fine


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        (("services", "a", "stop_grace_period"), True),
        (("services", "a", "healthcheck", "interval"), True),
        (("services", "a", "deploy", "restart_policy", "delay"), True),
        (("services", "a", "labels", "interval"), False),
        (("services", "a", "interval"), False),
        (("services", "stop_grace_period"), False),
        (("networks", "a", "stop_grace_period"), False),
    ],
)
def test_where_durations_stand(path, holds):
    assert is_duration_key(path) is holds


@pytest.mark.parametrize(
    ("text", "size", "bare"),
    [("512m", 512 * 2**20, False), ("512MB", 512 * 2**20, False), ("512mib", 512 * 2**20, False), ("64 MB", 64 * 2**20, False),
     ("1.5g", 1.5 * 2**30, False), ("10b", 10, False), ("10kb", 10240, False), ("512", 512, True), ("-1", -1, True),
     ("512Mi", None, False), ("10x", None, False), ("10ib", None, False), ("a lot", None, False)],
)  # fmt: skip
def test_amounts_of_memory(text, size, bare):
    (amount,) = amounts(compose(f"services:\n  a:\n    image: a\n    mem_limit: {text}\n").services[0].node)
    assert (amount.size, amount.bare) == (size, bare)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("    environment:\n", "`environment` has no value, so Compose refuses the file; give it one, or remove the key"),
        ("    ports: {80: 8080}\n",
         "`ports` is a mapping, not a list, so Compose refuses the file; write a list, with `- ` in front of each line"),
        ("    volumes: data:/srv\n",
         "`volumes` is a string, not a list, so Compose refuses the file; write it as a list: `- data:/srv`"),
        ("    networks:\n      - back:\n",
         "an item of `networks` is a mapping, not a string, so Compose refuses the file; remove the colon after `back`"),
        ("    environment:\n      - A: 1\n",
         "an item of `environment` is a mapping, not a string, so Compose refuses the file; write `- A=1`"),
        ("    depends_on:\n      - db: {condition: x}\n",
         "an item of `depends_on` is a mapping, not a string, so Compose refuses the file; remove the `- ` in front of it"),
        ("    ports:\n      -\n",
         "an item of `ports` is empty, so Compose refuses the file; remove it"),
        ("    user: 1000\n", '`user` is a number, not a string, so Compose refuses the file; write `"1000"`'),
        ("    restart: true\n", '`restart` is a boolean, not a string, so Compose refuses the file; write `"true"`'),
        ("    image: [a]\n", "`image` is a list, not a string, so Compose refuses the file; write a string"),
        ("    deploy: 3\n", "`deploy` is a number, not a mapping, so Compose refuses the file; write a mapping"),
        ("    command: [a: b c]\n",
         "an item of `command` is a mapping, not a string, so Compose refuses the file; remove the colon, or put the text in"
         " quotes"),
    ],
)  # fmt: skip
def test_what_to_write_for_a_wrong_type(text, message):
    head = WEB.replace("    image: nginx:1.29\n", "") if "image" in text else WEB
    found = k8slint.check({"compose.yaml": head + text}, select="compose-value-of-wrong-type")
    assert [each.message for each in found] == [message]
