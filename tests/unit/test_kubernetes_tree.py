import pytest

from k8slint._internal.kinds.kubernetes.tree import resources
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.text.source import Source


def read(text):
    return resources(parse(Source("m.yaml", text)))


def only(text):
    (found,) = read(text)
    return found


def test_what_an_object_is():
    text = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: {app: web}
  annotations: {a: "1"}
spec: {}
"""
    found = only(text)
    assert (found.api_version, found.group, found.version, found.kind) == ("apps/v1", "apps", "v1", "Deployment")
    assert (found.name, found.namespace, found.namespaced, found.listed) == ("web", "shop", True, False)
    assert found.labels.string("app").text == "web"
    assert found.annotation("a").text == "1"
    assert found.annotation("b") is None
    assert text[found.span.start : found.span.end] == "web"
    assert text[found.kind_node.start : found.kind_node.end] == "Deployment"
    assert found.spec is not None
    assert found.pod is None
    assert found.is_("apps", "StatefulSet", "Deployment")
    assert not found.is_("", "Deployment")


def test_core_group_is_empty():
    assert only("apiVersion: v1\nkind: Pod").group == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "[{apiVersion: v1, kind: Pod}]",
        "kind: Pod",
        "apiVersion: v1",
        "{apiVersion: 1, kind: Pod}",
        "{apiVersion: v1, kind: yes}",
        "{apiVersion: v1, kind: }",
        "{apiVersion: v1, kind: [Pod]}",
    ],
)
def test_no_object(text):
    assert read(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "{apiVersion: v1, kind: Pod}",
        "{apiVersion: v1, kind: Pod, metadata: }",
        "{apiVersion: v1, kind: Pod, metadata: x}",
        "{apiVersion: v1, kind: Pod, metadata: {}}",
        "{apiVersion: v1, kind: Pod, metadata: {name: 1, namespace: 1, labels: x, annotations: []}}",
        "{apiVersion: v1, kind: Pod, metadata: {generateName: x-, namespace: ''}}",
    ],
)
def test_no_name(text):
    found = only(text)
    assert (found.name, found.namespace, found.labels, found.annotations, found.pod) == (None, None, None, None, None)
    assert found.span in (found.kind_node.span, found.name_node and found.name_node.span)


def names(text):
    return [(each.api_version, each.kind, each.name, each.listed) for each in read(text)]


def test_list_is_unpacked():
    text = """\
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Service, metadata: {name: a}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}}
---
{apiVersion: v1, kind: Secret, metadata: {name: c}}
"""
    assert names(text) == [
        ("v1", "Service", "a", True),
        ("apps/v1", "Deployment", "b", True),
        ("v1", "Secret", "c", False),
    ]


def test_items_of_a_typed_list_take_its_kind():
    assert names("{apiVersion: apps/v1, kind: DeploymentList, items: [{metadata: {name: a}}]}") == [
        ("apps/v1", "Deployment", "a", True)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{apiVersion: v1, kind: List, items: [{metadata: {name: a}}]}", []),
        ("{apiVersion: v1, kind: PodList, items: [{kind: Pod}, x, [], null]}", []),
        ("{apiVersion: v1, kind: List, items: []}", []),
        ("{apiVersion: v1, kind: List}", [("v1", "List", None, False)]),
        ("{apiVersion: v1, kind: List, items: {a: b}}", [("v1", "List", None, False)]),
        (
            "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod}]}]}",
            [("v1", "List", None, True)],
        ),
        (
            "{apiVersion: x.io/v1, kind: Thing, items: [{apiVersion: v1, kind: Pod}]}",
            [("x.io/v1", "Thing", None, False)],
        ),
    ],
)
def test_odd_lists(text, wanted):
    assert names(text) == wanted


TEMPLATE = "{metadata: {labels: {a: b}}, spec: {containers: [{name: c}]}}"


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ("v1 ReplicationController", "spec template"),
        ("v1 PodTemplate", "template"),
        ("apps/v1 Deployment", "spec template"),
        ("extensions/v1beta1 DaemonSet", "spec template"),
        ("apps/v1beta2 StatefulSet", "spec template"),
        ("batch/v1 Job", "spec template"),
        ("batch/v1beta1 CronJob", "spec jobTemplate spec template"),
        ("argoproj.io/v1alpha1 Rollout", "spec template"),
        ("apps.openshift.io/v1 DeploymentConfig", "spec template"),
        ("serving.knative.dev/v1 Service", "spec template"),
        ("keda.sh/v1alpha1 ScaledJob", "spec jobTargetRef template"),
        ("agones.dev/v1 Fleet", "spec template spec template"),
    ],
)
def test_pods_of_an_object(head, path):
    body = TEMPLATE
    for key in reversed(path.split()):
        body = f"{{{key}: {body}}}"
    api_version, kind = head.split()
    found = only(f"{{apiVersion: {api_version}, kind: {kind}, {body[1:]}")
    assert [container.name for container in found.pod.containers] == ["c"]
    assert found.pod.labels.string("a").text == "b"
    assert found.pod_template.mapping("spec") is found.pod.node
    assert found.pod is found.pod
    assert found.pod.resource is found


def test_pod_is_its_own_template():
    found = only("{apiVersion: v1, kind: Pod, metadata: {labels: {a: b}}, spec: {containers: [{name: c}]}}")
    assert found.pod_template is found.node
    assert found.pod.labels.string("a").text == "b"


@pytest.mark.parametrize(
    "text",
    [
        "{apiVersion: v1, kind: Service, spec: {template: {spec: {containers: [{name: c}]}}}}",
        "{apiVersion: v1, kind: Deployment, spec: {template: {spec: {containers: [{name: c}]}}}}",
        "{apiVersion: apps/v1, kind: Deployment, spec: {template: {metadata: {}}}}",
        "{apiVersion: apps/v1, kind: Deployment, spec: {template: x}}",
        "{apiVersion: apps/v1, kind: Deployment, spec: []}",
        "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {workloadRef: {name: x}}}",
    ],
)
def test_no_pods(text):
    assert only(text).pod is None


@pytest.mark.parametrize(
    ("head", "key", "plain"),
    [
        ("apiVersion: v1, kind: Service", "selector", True),
        ("apiVersion: v1, kind: ReplicationController", "selector", True),
        ("apiVersion: apps/v1, kind: Deployment", "selector", False),
        ("apiVersion: policy/v1, kind: PodDisruptionBudget", "selector", False),
        ("apiVersion: networking.k8s.io/v1, kind: NetworkPolicy", "podSelector", False),
    ],
)
def test_selector(head, key, plain):
    found = only(f"{{{head}, spec: {{{key}: {{a: b}}}}}}")
    assert found.selector.string("a").text == "b"
    assert found.selector_is_plain is plain
    assert only(f"{{{head}}}").selector is None


def test_kinds_without_a_selector():
    found = only("{apiVersion: serving.knative.dev/v1, kind: Service, spec: {selector: {a: b}}}")
    assert found.selector is None
    assert not found.selector_is_plain


def test_aliases_and_merges_are_followed():
    text = """\
apiVersion: apps/v1
kind: Deployment
metadata: &m {name: web, labels: &l {app: web}}
spec:
  template:
    metadata: {<<: *m}
    spec: {containers: [{name: c}]}
"""
    found = only(text)
    assert found.pod.labels is found.labels
