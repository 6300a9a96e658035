"""Patches as kustomize applies them. What is expected was written by `kubectl kustomize` (kustomize 5.8)."""

import pytest

from k8slint._internal.kinds.kubernetes.patches import MAX_DEPTH, json_patch, strategic
from k8slint._internal.syntax.yaml.documents import parse, to_data
from k8slint._internal.text.source import Source

BASE = """\
kind: Deployment
metadata: {name: web}
spec:
  replicas: 5
  tolerations: [{key: a}, {key: b}]
  containers:
    - {name: web, image: 'web:1', args: [a, b], env: [{name: X, value: '1'}, {name: V, value: '2'}]}
    - {name: side, image: 'side:1', ports: [{containerPort: 80, name: http}]}
"""


def root(text):
    return parse(Source("a.yaml", text)).documents[0].root


@pytest.mark.parametrize(
    ("patch", "where", "expected"),
    [
        ("spec: {replicas: 3}", ("replicas",), 3),
        ("spec: {replicas: null}", ("replicas",), KeyError),
        ("spec: {paused: true}", ("paused",), True),
        ("spec: {tolerations: [{key: c}]}", ("tolerations",), [{"key": "c"}]),
        ("spec: {containers: [{name: new, image: 'n:1'}]}", ("containers", 0), {"name": "new", "image": "n:1"}),
        ("spec: {containers: [{name: side, image: 'side:2'}]}", ("containers", 0, "image"), "side:2"),
        ("spec: {containers: [{name: side, image: 'side:2'}]}", ("containers", 1, "name"), "web"),
        ("spec: {containers: [{name: web, args: [c]}]}", ("containers", 0, "args"), ["c"]),
        ("spec: {containers: [{name: web, $patch: delete}]}", ("containers", 0, "name"), "side"),
        ("spec: {containers: [{$patch: replace}, {name: a}]}", ("containers", 1), {"name": "a"}),
        (
            "spec: {containers: [{name: web, env: [{name: X, value: null, valueFrom: {k: v}}, {name: Z, value: '3'}]}]}",
            ("containers", 0, "env"),
            [{"name": "X", "valueFrom": {"k": "v"}}, {"name": "Z", "value": "3"}, {"name": "V", "value": "2"}],
        ),
        (
            "spec: {containers: [{name: side, ports: [{containerPort: 80, name: web}, {containerPort: 81}]}]}",
            ("containers", 0, "ports"),
            [{"containerPort": 80, "name": "web"}, {"containerPort": 81}],
        ),
        ("spec: {$patch: replace, a: 1}", ("a",), 1),
    ],
)
def test_strategic(patch, where, expected):
    found = to_data(strategic(root(BASE), root(patch), lists_merge=True))["spec"]
    try:
        for step in where:
            found = found[step]
    except KeyError:
        found = KeyError
    assert found == expected


def test_an_object_that_is_deleted():
    assert strategic(root(BASE), root("$patch: delete"), lists_merge=True) is None


def test_lists_of_custom_kinds_are_replaced():
    patch = root("spec: {containers: [{name: web}]}")
    assert to_data(strategic(root(BASE), patch, lists_merge=False))["spec"]["containers"] == [{"name": "web"}]


@pytest.mark.parametrize(
    ("operation", "where", "expected"),
    [
        ("{op: replace, path: /spec/replicas, value: 3}", ("spec", "replicas"), 3),
        ("{op: remove, path: /spec/replicas}", ("spec", "replicas"), KeyError),
        ("{op: add, path: /metadata/annotations, value: {k~: v}}", ("metadata", "annotations"), {"k~": "v"}),
        ("{op: add, path: /spec/containers/0/args/-, value: c}", ("spec", "containers", 0, "args"), ["a", "b", "c"]),
        ("{op: add, path: /spec/containers/0/args/0, value: c}", ("spec", "containers", 0, "args"), ["c", "a", "b"]),
        ("{op: replace, path: /spec/containers/0/args/1, value: c}", ("spec", "containers", 0, "args"), ["a", "c"]),
        ("{op: remove, path: /spec/tolerations/0}", ("spec", "tolerations"), [{"key": "b"}]),
        ("{op: add, path: /metadata/a~1b, value: c}", ("metadata", "a/b"), "c"),
        ("{op: replace, path: /spec/containers/9/args, value: c}", ("spec", "replicas"), 5),
        ("{op: replace, path: /spec/containers/²/args, value: c}", ("spec", "replicas"), 5),
        ("{op: test, path: /spec/replicas, value: 9}", ("spec", "replicas"), 5),
    ],
)
def test_json_patch(operation, where, expected):
    found = to_data(json_patch(root(BASE), root(f"[{operation}]").items))
    try:
        for step in where:
            found = found[step]
    except KeyError:
        found = KeyError
    assert found == expected


def test_what_no_patch_touches_keeps_its_place():
    base = root(BASE)
    merged = strategic(
        base, root("spec: {replicas: 3, containers: [{name: web, image: 'web:1', tty: true}]}"), lists_merge=True
    )
    own = base.mapping("spec").items("containers")[0]
    made = merged.mapping("spec").items("containers")[0]
    assert (made.span, made.get("name"), made.get("image")) == (own.span, own.get("name"), own.get("image"))
    assert merged.get("metadata") is base.get("metadata")


def test_deep_patches_end():
    text = "{a: " * (MAX_DEPTH + 20) + "1" + "}" * (MAX_DEPTH + 20)
    assert strategic(root(text), root(text), lists_merge=True) is not None
