"""Documents that were meant to be objects, and those that nobody meant to be one."""

from __future__ import annotations

import pytest

from k8slint._internal.config import Settings
from k8slint._internal.kinds.document import read
from k8slint._internal.kinds.kubernetes.served import homes, meant
from k8slint._internal.kinds.parsed import UNKNOWN_OBJECT
from k8slint._internal.running.engine import Engine, registry
from k8slint._internal.text.source import Source

OBJECT = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n---\n"
RULES = ("missing-api-version", "missing-kind", "not-an-object", "unknown-kind", "unknown-api-version")


@pytest.fixture(scope="module")
def engine():
    return Engine(registry(), Settings(select=RULES))


def found(engine, text, path="a.yaml", **others):
    result = engine.check({path: text, **others})
    assert not result.failures
    return [(f.rule, text[f.span.start : f.span.end]) for f in result.findings]


NAMED = "metadata:\n  name: b\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # kubectl 1.37: Object 'Kind' is missing
        (f"apiVersion: v1\nKind: Service\n{NAMED}", [("missing-kind", "Kind")]),
        (f"apiVersion: v1\n{NAMED}", [("missing-kind", "apiVersion")]),
        (f"apiVersion: v1\nkind:\n{NAMED}", [("missing-kind", "kind")]),
        (f"apiVersion: v1\nkind: 1\n{NAMED}", [("missing-kind", "kind")]),
        (f"apiVersion: example.com/v1\n{NAMED}spec: {{}}\n", [("missing-kind", "apiVersion")]),
        # kubectl 1.37: apiVersion not set, or no string
        (f"kind: Service\n{NAMED}", [("missing-api-version", "kind")]),
        (f"apiVersion:\nkind: Service\n{NAMED}", [("missing-api-version", "apiVersion")]),
        (f"apiVersion: 1\nkind: Service\n{NAMED}", [("missing-api-version", "apiVersion")]),
        (f"apiversion: v1\nkind: Service\n{NAMED}", [("missing-api-version", "apiversion")]),
        (f"ApiVersion: v1\nkind: Foo\n{NAMED}", [("missing-api-version", "ApiVersion")]),
        (f"apiVerison: v1\nkind: Service\n{NAMED}", [("missing-api-version", "apiVerison")]),
        (f"api_version: v1\nkind: Service\n{NAMED}", [("missing-api-version", "api_version")]),
        (f"# End.apiVersion: v1\nkind: Service\n{NAMED}", [("missing-api-version", "apiVersion: v1")]),
        (f"# apiVersion: v1\nkind: Service\n{NAMED}", [("missing-api-version", "apiVersion: v1")]),
        ('{"kind": "Service", "metadata": {"name": "b"}}', [("missing-api-version", '"kind"')]),
        (
            f"apiversion: v1\nKind: Service\n{NAMED}",
            [("missing-api-version", "apiversion"), ("missing-kind", "Kind")],
        ),
        # kubectl 1.37: no matches for kind
        (f"apiVersion: apps/v1\nkind: deployment\n{NAMED}", [("unknown-kind", "deployment")]),
        (f"apiVersion: apps/v1\nkind: Deployments\n{NAMED}", [("unknown-kind", "Deployments")]),
        (f"apiVersion: v1\nkind: Svc\n{NAMED}", [("unknown-kind", "Svc")]),
        (f"apiVersion: app/v1\nkind: Deploymnet\n{NAMED}", [("unknown-kind", "Deploymnet")]),
        (f"apiVersion: v1\nkind: Deployment\n{NAMED}", [("unknown-api-version", "v1")]),
        (f"apiVersion: app/v1\nkind: Deployment\n{NAMED}", [("unknown-api-version", "app/v1")]),
        (f"apiVersion: apps/v2\nkind: Deployment\n{NAMED}", [("unknown-api-version", "apps/v2")]),
        (f"apiVersion: apps.v1\nkind: Deployment\n{NAMED}", [("unknown-api-version", "apps.v1")]),
        (f"apiVersion: apps/v1\nkind: Service\n{NAMED}", [("unknown-api-version", "apps/v1")]),
        (
            f"apiVersion: Networking.k8s.io/v1\nkind: Ingress\n{NAMED}",
            [("unknown-api-version", "Networking.k8s.io/v1")],
        ),
        (f"apiVersion: rbac.k8s.io/v1\nkind: Role\n{NAMED}", [("unknown-api-version", "rbac.k8s.io/v1")]),
        (f"apiVersion: v1.0\nkind: Pod\n{NAMED}", [("unknown-api-version", "v1.0")]),
        (f"apiVersion: V1\nkind: Pod\n{NAMED}", [("unknown-api-version", "V1")]),
    ],
)
def test_an_object_that_the_server_does_not_know(engine, text, expected):
    assert found(engine, text) == expected
    assert found(engine, OBJECT.replace("---\n", "") + "---\n" + text) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("hello\n", "hello"),
        ("x: 1\n", "x"),
        ("- a\n- b\n", "- a"),
        ("{}\n", "{}"),
        ("3\n", "3"),
        ("labels:\n  app: a\n", "labels"),
    ],
)
def test_a_stray_document_among_objects(engine, text, place):
    assert found(engine, OBJECT + text) == [("not-an-object", place)]
    assert found(engine, text) == []


@pytest.mark.parametrize(
    "text",
    ["# c\n", "null\n", "~\n", "\n", "--- # c\n", "{{ extra }}\n{{ more }}\n", "${EXTRA}\n", "%{x}\n{% if a %}\n"],
)
def test_documents_that_kubectl_skips_or_never_sees(engine, text):
    assert found(engine, OBJECT + text) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("values.yaml", "image: {tag: 1}\nkind: Deployment\nmetadata: {}\n"),
        ("values.yaml", "deployment:\n  kind: deployment\n  apiVersion: app/v1\n"),
        ("Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\n"),
        (".gitlab-ci.yml", "build:\n  script: [make]\n"),
        (".drone.yml", "kind: pipeline\ntype: docker\nname: a\n---\nkind: secret\nname: b\n"),
        ("play.yaml", "- hosts: all\n  tasks:\n    - k8s: {definition: {apiVersion: v1, kind: Pod}}\n"),
        ("openapi.yaml", "openapi: 3.0.0\ninfo: {title: a}\npaths: {}\ncomponents:\n  kind: {apiVersion: x}\n"),
        ("score.yaml", "apiVersion: score.dev/v1b1\nmetadata:\n  name: a\ncontainers: {}\n"),
        ("perses.yaml", "kind: Dashboard\nmetadata: {name: a, project: p}\nspec: {}\n"),
        ("perses.yaml", "kind: Role\nmetadata: {name: a, project: p}\nspec: {}\n"),
        ("teleport.yaml", "kind: role\nversion: v7\nmetadata: {name: a}\nspec: {}\n"),
        ("sensu.yaml", "type: CheckConfig\napi_version: core/v2\nmetadata: {name: a}\nspec: {}\n"),
        ("talos.yaml", "version: v1alpha1\nmachine: {}\n---\napiVersion: v1alpha1\nkind: WatchdogTimerConfig\n"),
        ("kubeconfig.yaml", "apiVersion: v1\nkind: Config\nclusters: []\n"),
        ("kind.yaml", "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes: []\n"),
        ("cfn.yaml", "Metadata: {}\nKind: x\nResources: {}\n"),
        ("a.yaml", f"apiVersion: example.com/v1\nkind: Deployments\n{NAMED}"),
        ("a.yaml", f"apiVersion: serving.knative.dev/v1\nkind: Service\n{NAMED}"),
        ("a.yaml", f"apiVersion: apps.kruise.io/v1alpha1\nkind: StatefulSet\n{NAMED}"),
        ("a.yaml", f"apiVersion: ${{VERSION}}\nkind: Deployment\n{NAMED}"),
        ("a.yaml", f"apiVersion: apps/v1beta1\nkind: Deployment\n{NAMED}"),
        ("a.yaml", f"apiVersion: resource.k8s.io/v1alpha2\nkind: ResourceClass\n{NAMED}"),
        ("a.yaml", f"apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\n{NAMED}"),
        ("a.yaml", f"apiVersion: events.k8s.io/v1\nkind: Event\n{NAMED}"),
        ("ytt.yaml", f"#@data/values\n---\nx: 1\n---\napiVersion: v1\nkind: Pod\n{NAMED}"),
    ],
)
def test_files_of_other_tools_are_in_order(engine, path, text):
    assert found(engine, text, path) == []


def test_a_patch_may_leave_it_out(engine):
    patch = f"kind: Deployment\n{NAMED}spec: {{replicas: 2}}\n"
    assert found(engine, patch) != []
    assert found(engine, patch, "patch.yaml", **{"kustomization.yaml": "patches:\n  - path: patch.yaml\n"}) == []


def test_items_of_a_list(engine):
    text = (
        "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n  - apiVersion: v1\n"
    )
    assert found(engine, text) == [("missing-kind", "apiVersion")]


@pytest.mark.parametrize(
    ("written", "kind", "exact"),
    [
        ("service", "Service", True),
        ("Ingresses", "Ingress", True),
        ("config-map", "ConfigMap", True),
        ("NetworkPolicies", "NetworkPolicy", True),
        ("svc", "Service", False),
        ("Jbo", "Job", False),
        ("RuntimeClas", "RuntimeClass", False),
    ],
)
def test_near_names(written, kind, exact):
    found = meant(written)
    assert found is not None
    assert (found.kind, found.exact) == (kind, exact)


@pytest.mark.parametrize(
    "name", ["Service", "Foo", "Config", "List", "Workload", "ResourceClass", "Application", "", "x" * 500]
)
def test_names_that_are_near_to_none(name):
    assert meant(name) is None


def test_homes():
    assert homes("Deployment") == ("apps/v1",)
    assert homes("Event") == ("v1", "events.k8s.io/v1")
    assert homes("Rollout") == ()


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        (f"apiVersion: v1\nkind: Service\n{NAMED}", ""),
        (f"apiVersion: v1\nKind: Service\n{NAMED}", UNKNOWN_OBJECT),
        (f"apiVersion: v1\nkind: service\n{NAMED}", UNKNOWN_OBJECT),
        (f"apiVersion: example.com/v1\nkind: service\n{NAMED}", ""),
        ("- op: add\n  path: /a\n", ""),
        (f"apiVersion: v1\nkind: Service\n{NAMED}x: {{{{ .Values.x }}}}\n", "Helm template"),
        (OBJECT + "x: {{ .Values.x }}\nkind: A\n", "Helm template"),
    ],
)
def test_what_a_file_does_not_tell(text, unread):
    assert read(Source("a.yaml", text), "yaml").unread == unread
