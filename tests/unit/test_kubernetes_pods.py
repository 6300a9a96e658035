import pytest

from k8slint._internal.kinds.kubernetes.containers import handler
from k8slint._internal.kinds.kubernetes.nodes import integer
from k8slint._internal.kinds.kubernetes.tree import resources
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.text.source import Source


def pod(spec, head="apiVersion: v1, kind: Pod"):
    (found,) = resources(parse(Source("m.yaml", f"{{{head}, spec: {spec}}}")))
    return found.pod


def container(body, spec=""):
    return pod(f"{{{spec}containers: [{body}]}}").containers[0]


def test_containers_in_the_order_of_the_text():
    found = pod(
        "{initContainers: [{name: a}], containers: [{name: b}, x, {name: c}], ephemeralContainers: [{name: d}]}"
    )
    assert [each.name for each in found.all_containers] == ["a", "b", "c"]
    assert [each.init for each in found.all_containers] == [True, False, False]
    assert [(each.name, each.ephemeral) for each in found.ephemeral_containers] == [("d", True)]
    swapped = pod("{containers: [{name: b}], initContainers: [{name: a}]}")
    assert [each.name for each in swapped.all_containers] == ["b", "a"]
    assert swapped.all_containers is swapped.all_containers
    assert swapped.container("a") is swapped.init_containers[0]
    assert swapped.container("z") is None


@pytest.mark.parametrize(
    "spec", ["{}", "{containers: }", "{containers: x}", "{containers: {name: a}}", "{containers: [[], 1]}"]
)
def test_no_containers(spec):
    assert pod(spec).all_containers == ()


def test_sidecar():
    first, second = pod(
        "{initContainers: [{name: a, restartPolicy: Always}, {name: b, restartPolicy: Never}]}"
    ).init_containers
    assert (first.sidecar, first.long_running) == (True, True)
    assert (second.sidecar, second.long_running) == (False, False)
    assert not container("{name: a, restartPolicy: Always}").sidecar


@pytest.mark.parametrize(
    ("head", "policy", "finite"),
    [
        ("apiVersion: v1, kind: Pod", "", False),
        ("apiVersion: v1, kind: Pod", "restartPolicy: Always, ", False),
        ("apiVersion: v1, kind: Pod", "restartPolicy: Never, ", True),
        ("apiVersion: v1, kind: Pod", "restartPolicy: OnFailure, ", True),
    ],
)
def test_finite(head, policy, finite):
    found = pod(f"{{{policy}containers: [{{name: a}}]}}", head)
    assert found.finite is finite
    assert found.containers[0].long_running is not finite


def test_pods_of_a_job_are_finite():
    (found,) = resources(
        parse(
            Source("m.yaml", "{apiVersion: batch/v1, kind: Job, spec: {template: {spec: {containers: [{name: a}]}}}}")
        )
    )
    assert found.pod.finite


def span_text(found):
    return found.source.text[found.span.start : found.span.end]


def test_where_messages_about_a_container_point():
    assert span_text(container("{image: x, name: app}")) == "app"
    assert span_text(container("{command: [a], image: x}")) == "x"
    assert span_text(container("{command: [a]}")) == "command"
    assert span_text(container("{}")) == "{}"


@pytest.mark.parametrize(
    ("image", "wanted"),
    [
        ("nginx", "Always"),
        ("nginx:latest", "Always"),
        ("nginx:1.27", "IfNotPresent"),
        ("registry:5000/nginx", "Always"),
        ("registry:5000/nginx:1", "IfNotPresent"),
        ("nginx@sha256:" + "a" * 64, "IfNotPresent"),
        ("nginx:1@sha256:" + "a" * 64, "IfNotPresent"),
        ("nginx:latest@sha256:" + "a" * 64, "Always"),
        ("NGINX", "IfNotPresent"),
        ("$(X)", "IfNotPresent"),
    ],
)
def test_default_pull_policy(image, wanted):
    assert container(f"{{image: '{image}'}}").pull_policy == wanted
    assert container(f"{{image: '{image}', imagePullPolicy: Never}}").pull_policy == "Never"


def test_image():
    assert container("{image: 'a/b:1'}").image_reference.tag == "1"
    assert container("{image: 1}").image is None
    assert container("{image: 1}").image_reference is None


def test_resources():
    found = container("{resources: {limits: {cpu: 2, memory: 1Gi}, requests: {cpu: 500m}}}")
    assert found.limit("cpu").text == "2"
    assert found.limit_quantity("cpu").millis == 2000
    assert found.request("memory") is None
    assert found.requested("memory").text == "1Gi"
    assert found.requested_quantity("cpu").millis == 500
    assert found.limit_quantity("gpu") is None
    odd = container("{resources: {limits: {cpu: yes, memory: [1], a: x, b: 0.5, c: 010, d: ' 1 '}}}")
    assert odd.limit_quantity("cpu") is None
    assert odd.limit("memory") is None
    assert odd.limit_quantity("a") is None
    assert odd.limit_quantity("b").millis == 500
    assert odd.limit_quantity("c").units == 8
    assert odd.limit_quantity("d").units == 1


POD_SECURITY = (
    "securityContext: {runAsUser: 1, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}, privileged: true}, "
)


def test_container_security_wins_over_the_pods():
    found = container("{securityContext: {runAsUser: 0, capabilities: {drop: [ALL, 1], add: x}}}", POD_SECURITY)
    assert found.security_value("runAsUser").value == 0
    assert found.security_flag("runAsNonRoot") is True
    assert found.security_value("seccompProfile").string("type").text == "RuntimeDefault"
    assert found.security_value("privileged") is None
    assert [each.text for each in found.capabilities("drop")] == ["ALL"]
    assert found.capabilities("add") == ()


def test_security_with_nulls_and_wrong_types():
    found = container("{securityContext: {runAsUser: null, runAsNonRoot: 'true'}}", POD_SECURITY)
    assert found.security_value("runAsUser").value == 1
    assert found.security_flag("runAsNonRoot") is None
    assert container("{securityContext: x}").security_value("runAsUser") is None


def test_probes_and_hooks():
    found = container(
        "{livenessProbe: {httpGet: {port: 80}}, startupProbe: {exec: {command: [a]}}, readinessProbe: ,"
        " lifecycle: {preStop: {sleep: {seconds: 5}}, postStart: x}}"
    )
    assert [name for name, _ in found.probes()] == ["livenessProbe", "startupProbe"]
    assert [name for name, _ in found.hooks()] == ["preStop"]
    assert handler(found.probe("livenessProbe"))[0] == "httpGet"
    assert handler(found.hook("preStop"))[0] == "sleep"
    assert found.probe("readinessProbe") is None
    assert found.hook("postStart") is None


def test_last_variable_of_a_name_counts():
    found = container("{env: [{name: A, value: '1'}, {name: A, value: '2'}, {name: B}, x]}")
    assert found.variable("A").string("value").text == "2"
    assert found.variable("C") is None
    assert len(found.env) == 3


@pytest.mark.parametrize(
    ("body", "kind", "target"),
    [
        ("name: a", "emptyDir", None),
        ("name: a, configMap: ", "emptyDir", None),
        ("name: a, emptyDir: {}", "emptyDir", None),
        ("name: a, configMap: {name: c}", "configMap", "c"),
        ("name: a, secret: {secretName: s}", "secret", "s"),
        ("name: a, secret: {name: s}", "secret", None),
        ("persistentVolumeClaim: {claimName: p}, name: a", "persistentVolumeClaim", "p"),
        ("name: a, secret: x", "secret", None),
        ("name: a, hostPath: {path: /}", "hostPath", None),
    ],
)
def test_volumes(body, kind, target):
    found = pod(f"{{volumes: [{{{body}}}, 1]}}").volume("a")
    assert found.kind == kind
    assert (None if found.target is None else found.target.text) == target
    assert found.pod.volume("b") is None


@pytest.mark.parametrize(
    ("spec", "wanted"),
    [
        ("{os: {name: windows}}", True),
        ("{os: {name: linux}, nodeSelector: {kubernetes.io/os: windows}}", False),
        ("{nodeSelector: {kubernetes.io/os: windows}}", True),
        ("{nodeSelector: {a: b}}", False),
        ("{}", False),
    ],
)
def test_windows(spec, wanted):
    assert pod(spec).windows is wanted


def test_shortcuts_of_a_pod():
    found = pod("{hostNetwork: true, hostPID: 'true', serviceAccount: old, restartPolicy: , securityContext: {a: b}}")
    assert found.flag("hostNetwork") is True
    assert found.flag("hostPID") is None
    assert found.service_account.text == "old"
    assert found.restart_policy == "Always"
    assert found.get("hostNetwork").value is True
    assert found.security is not None
    assert span_text(found) == "Pod"


WHOLE = {"80": 80, "80.0": 80, "8e1": 80, "010": 8, "-1": -1}
NOT_WHOLE = ("yes", "1.5", "1e300", "", "x", "'80'", "[]", "{}")


@pytest.mark.parametrize(("text", "wanted"), [*WHOLE.items(), *((text, None) for text in NOT_WHOLE)])
def test_integer(text, wanted):
    (node,) = parse(Source("m.yaml", f"[{text or 'null'}]")).documents[0].root.resolved()
    assert integer(node) == wanted
    assert integer(None) is None
