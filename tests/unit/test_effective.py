"""What overlays replace is not judged in the base; what one root still deploys is."""

import pytest

from k8slint._internal.config import Settings
from k8slint._internal.running.engine import Engine, registry

BASE = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 500
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1
          env: [{name: DB_PASSWORD, value: only-for-dev-1}]
          resources: {requests: {memory: 32Mi}}
          volumeMounts: [{name: conf, mountPath: /conf}]
"""
NAME = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
POD = NAME + "spec: {template: {spec: {POD}}}\n"
LIMIT = POD.replace("POD", "containers: [{name: web, resources: {limits: {memory: 64Mi}}}]")
RULES = ("excessive-replicas", "missing-memory-limit", "volume-mount-without-volume", "secret-in-env-value")


def found(overlays, **more):
    """The rules that find something in the base, under overlays given as name to (kustomization, patch)."""
    files = {"base/web.yaml": BASE, "base/kustomization.yaml": "resources: [web.yaml]\n", **more}
    for name, (text, patch) in overlays.items():
        files[f"{name}/kustomization.yaml"] = f"resources: [../base]\n{text}\n"
        if patch:
            files[f"{name}/patch.yaml"] = patch
    result = Engine(registry(), Settings(select=RULES)).check(files)
    assert result.failures == ()
    return sorted(one.rule for one in result.findings if one.path == "base/web.yaml")


ALL = sorted(RULES)
PATCH = "patches: [{path: patch.yaml}]"


def without(*rules):
    return [rule for rule in ALL if rule not in rules]


@pytest.mark.parametrize(
    ("overlays", "expected"),
    [
        ({}, ALL),
        ({"prod": ("", "")}, ALL),
        ({"prod": ("replicas: [{name: web, count: 3}]", "")}, without("excessive-replicas")),
        ({"prod": ("replicas: [{name: other, count: 3}]", "")}, ALL),
        ({"prod": ("replicas: [{name: web, count: 300}]", "")}, without("excessive-replicas")),
        ({"prod": (PATCH, NAME + "spec: {replicas: 3}\n")}, without("excessive-replicas")),
        ({"prod": (PATCH, LIMIT)}, without("missing-memory-limit")),
        ({"prod": (PATCH, LIMIT), "dev": ("", "")}, ALL),
        ({"prod": (PATCH, LIMIT), "dev": (PATCH, LIMIT)}, without("missing-memory-limit")),
        ({"prod": (PATCH, LIMIT), "dev": (PATCH, NAME + "spec: {replicas: 3}\n")}, ALL),
        (
            {"prod": (PATCH, POD.replace("POD", "volumes: [{name: conf, emptyDir: {}}]"))},
            without("volume-mount-without-volume"),
        ),
        ({"prod": (PATCH, POD.replace("POD", "containers: [{name: other, image: 'o:1'}]"))}, ALL),
        ({"prod": (PATCH, LIMIT.replace("name: web}", "name: other}", 1))}, ALL),
        (
            {"prod": ("patches: [{path: patch.yaml, target: {kind: Deployment, name: w.*}}]", LIMIT)},
            without("missing-memory-limit"),
        ),
        (
            {
                "prod": (
                    "patches:\n- target: {kind: Deployment}\n  patch: '[{op: replace, path: /spec/replicas, value: 2}]'",
                    "",
                )
            },
            without("excessive-replicas"),
        ),
        (
            {
                "prod": (
                    "patches:\n- target: {kind: Job}\n  patch: '[{op: replace, path: /spec/replicas, value: 2}]'",
                    "",
                )
            },
            ALL,
        ),
        (
            {"prod": ("patches:\n- patch: |-\n    " + LIMIT.replace("\n", "\n    "), "")},
            without("missing-memory-limit"),
        ),
        ({"prod": (PATCH, NAME + "$patch: delete\n")}, ["secret-in-env-value"]),
        ({"prod": ("images: [{name: registry.example.com/web, newTag: '2'}]", "")}, ALL),
        ({"prod": (PATCH, POD.replace("POD", "containers: [{name: web, env: []}]"))}, ALL),
    ],
)
def test_findings_in_a_base(overlays, expected):
    assert found(overlays) == expected


def test_a_component_patches_what_its_kustomization_takes_in():
    component = f"apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n{PATCH}\n"
    more = {"limits/kustomization.yaml": component, "limits/patch.yaml": LIMIT}
    assert found({"prod": ("components: [../limits]", "")}, **more) == without("missing-memory-limit")


def test_roots_through_another_overlay():
    more = {"top/kustomization.yaml": "resources: [../mid]\n" + PATCH + "\n", "top/patch.yaml": LIMIT}
    assert found({"mid": ("replicas: [{name: web, count: 2}]", "")}, **more) == without(
        "excessive-replicas", "missing-memory-limit"
    )
