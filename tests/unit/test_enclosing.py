"""The names of the objects that findings are in."""

import pytest

import k8slint
from k8slint._internal.kinds import document
from k8slint._internal.kinds.enclosing import Enclosing
from k8slint._internal.text.source import Source


def names(path, text, kind="yaml"):
    """The name at each line's first character of a key or value."""
    source = Source(path, text)
    around = Enclosing(document.read(source, kind))
    found = []
    for line in range(1, text.count("\n") + 1):
        at = source.line_span(line)
        row = source.slice(at)
        found.append(around.name(at.start + len(row) - len(row.lstrip("- "))))
    return found


DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      initContainers:
        - image: b
          name: set-up
      containers:
        - name: app
          image: a
        - image: c
      volumes: []
---
# between
apiVersion: v1
kind: Service
metadata: {generateName: x-}
"""


def test_objects_and_containers():
    web = "Deployment/web"
    assert names("a.yaml", DEPLOYMENT) == [
        *[web] * 8,
        *[f"{web}, init container set-up"] * 2,
        web,
        *[f"{web}, container app"] * 2,
        *[web] * 2,
        *[""] * 2,
        *["Service"] * 3,
    ]


def test_items_of_a_list():
    text = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n"
    assert names("a.yaml", text)[3:6] == ["ConfigMap/a"] * 3


COMPOSE = """\
services:
  web:
    image: a
  db: {image: b}
volumes:
  data:
    driver: local
  empty:
networks:
  back: {}
"""


def test_compose_services_and_what_they_use():
    assert names("compose.yaml", COMPOSE) == [
        "",
        "service web",
        "service web",
        "service db",
        "",
        "volume data",
        "volume data",
        "volume empty",
        "",
        "network back",
    ]


def test_compose_without_top_level_keys():
    assert names("docker-compose.yml", "web:\n  image: a\n  links: [db]\ndb:\n  image: b\n") == [
        *["service web"] * 3,
        *["service db"] * 2,
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FROM a\nRUN b\n", ["", ""]),
        ("FROM a AS build\nRUN b\n", ["stage build"] * 2),
        ("# c\nARG x\nFROM a AS build\nRUN b\n\nFROM c\nRUN d", ["", "", *["stage build"] * 3, "stage 2"]),
    ],
)
def test_stages(text, expected):
    assert names("Dockerfile", text, "dockerfile") == expected


def test_findings_of_files_and_of_the_project_have_objects():
    service = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: front}\nspec: {ports: [{port: 80}], selector: {app: x}}\n"
    )
    found = k8slint.check({"a.yaml": DEPLOYMENT.replace("        - image: c\n", ""), "b.yaml": service}, select="ALL")
    objects = {(one.path, one.rule): one.object for one in found}
    assert objects["b.yaml", "service-selects-nothing"] == "Service/front"
    assert objects["a.yaml", "missing-memory-request"] == "Deployment/web, container app"


def test_names_are_printed_safely():
    text = DEPLOYMENT.replace("name: web", 'name: "we\\e[31mb"')
    assert names("a.yaml", text)[0] == "Deployment/we\x1b[31mb"
