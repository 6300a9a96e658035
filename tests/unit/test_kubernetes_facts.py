import json
from itertools import count

import pytest

from k8slint._internal.kinds.facts import (
    Argv,
    AutoscalerFact,
    ContainerPort,
    Flag,
    ManifestFacts,
    Mount,
    Number,
    Probe,
    Requirement,
    Selector,
    ServiceFact,
    ServicePort,
    Text,
    Variable,
    Volume,
)
from k8slint._internal.kinds.kubernetes import facts
from k8slint._internal.kinds.kubernetes.fields import expanded
from k8slint._internal.kinds.kubernetes.tree import Container, PodSpec, Resource, resources
from k8slint._internal.kinds.kubernetes.tree import Volume as VolumeView
from k8slint._internal.running.encode import decode, encode
from k8slint._internal.syntax.yaml.documents import Stream, parse
from k8slint._internal.syntax.yaml.tree import Mapping, Sequence, children
from k8slint._internal.text.source import Source, Span


def read(text):
    stream = parse(Source("m.yaml", text))
    return facts.read(stream, resources(stream)).objects


def only(text):
    (found,) = read(text)
    return found


class Places:
    """Spans of a text by what stands there first."""

    def __init__(self, text, start=0):
        self.text = text
        self.start = start

    def __call__(self, piece, *, behind=""):
        start = self.text.index(behind + piece, self.start) + len(behind)
        return Span(start, start + len(piece))

    def behind(self, piece):
        return Places(self.text, self(piece).end)


DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: {tier: front}
spec:
  replicas: 3
  selector:
    matchLabels: {app: web}
    matchExpressions:
      - {key: tier, operator: In, values: [front, back]}
  template:
    metadata:
      labels: {app: web}
    spec:
      hostNetwork: true
      serviceAccountName: robot
      securityContext: {runAsUser: 1000, runAsNonRoot: true}
      initContainers:
        - name: init
          image: busybox:1.36
          command: [sh, -c, 'echo $$HOME']
          securityContext: {runAsUser: 0}
      containers:
        - name: app
          image: shop/web:1.0
          imagePullPolicy: Always
          command: [/app, --port=8080]
          args: [$(HOST)]
          workingDir: /srv
          ports:
            - containerPort: 8080
              name: http
            - {containerPort: 53, protocol: UDP}
          env:
            - name: PORT
              value: "8080"
            - {name: EMPTY}
            - {name: NUMBER, value: 1}
            - {name: SECRET, valueFrom: {secretKeyRef: {name: s, key: k}}}
          resources: {limits: {memory: 1Gi}}
          volumeMounts:
            - {name: data, mountPath: /data, subPath: a, readOnly: true}
            - {name: tmp, mountPath: /tmp}
          readinessProbe:
            httpGet: {port: http, host: localhost}
          livenessProbe:
            exec: {command: [check]}
          startupProbe:
            grpc: {port: 9000}
          lifecycle:
            preStop: {sleep: {seconds: 5}}
      volumes:
        - name: data
          persistentVolumeClaim: {claimName: disk}
        - {name: tmp, emptyDir: {}}
"""


def test_object():
    found, at = only(DEPLOYMENT), Places(DEPLOYMENT)
    assert (found.api_version, found.kind, found.name, found.namespace) == ("apps/v1", "Deployment", "web", "shop")
    assert found.span == Span(0, len(DEPLOYMENT) - 1)
    assert found.kind_span == at("Deployment", behind="kind: ")
    assert found.name_span == at("web", behind="name: ")
    assert found.namespace_span == at("shop", behind="namespace: ")
    assert found.labels == {"tier": "front"}
    assert found.replicas == Number(3, at("3", behind="replicas: "))
    selector = found.selector
    assert selector.labels == {"app": "web"}
    assert selector.expressions == (Requirement("tier", "In", ("front", "back")),)
    assert selector.known
    assert found.service is None
    assert found.autoscaler is None
    assert not found.unknown_selectors


def test_pod():
    found, at = only(DEPLOYMENT).pod, Places(DEPLOYMENT).behind("template:")
    assert found.labels == {"app": "web"}
    assert found.labels_known
    assert found.labels_span == at("{app: web}")
    assert found.span.start == Places(DEPLOYMENT)("hostNetwork").start
    assert found.host_network is True
    assert found.service_account == Text("robot", at("robot"))
    assert found.run_as_user == Number(1000, at("1000"))
    assert found.run_as_non_root == Flag(True, at("true", behind="NonRoot: "))
    assert [each.name for each in found.containers] == ["init", "app"]
    at = at.behind("volumes:")
    assert found.volumes == (
        Volume("data", "persistentVolumeClaim", "disk", at("data")),
        Volume("tmp", "emptyDir", None, at("tmp")),
    )


def test_init_container():
    at = Places(DEPLOYMENT)
    non_root = Flag(True, at("true", behind="NonRoot: "))
    found = only(DEPLOYMENT).pod.containers[0]
    assert found.init
    assert found.span == at("init", behind="- name: ")
    assert found.image == Text("busybox:1.36", at("busybox:1.36"))
    assert found.command == Argv(True, ("sh", "-c", "echo $HOME"), at("[sh, -c, 'echo $$HOME']"))
    assert found.run_as_user == Number(0, at("0", behind="runAsUser: "))
    assert found.run_as_non_root == non_root


def test_container():
    found, at = only(DEPLOYMENT).pod.containers[1], Places(DEPLOYMENT)
    user = Number(1000, at("1000"))
    at = at.behind(" containers:")
    assert not found.init
    assert found.span == at("app")
    assert found.image == Text("shop/web:1.0", at("shop/web:1.0"))
    assert found.pull_policy == Text("Always", at("Always"))
    assert found.command == Argv(True, ("/app", "--port=8080"), at("[/app, --port=8080]"))
    assert found.args == Argv(True, None, at("[$(HOST)]"))
    assert found.ports == (
        ContainerPort(8080, "http", "TCP", at("8080", behind="containerPort: ")),
        ContainerPort(53, None, "UDP", at("53")),
    )
    at = at.behind("env:")
    port = Variable("PORT", "8080", at("PORT"), at('"8080"'))
    name = at("EMPTY")
    empty = Variable("EMPTY", "", name, name)
    number = Variable("NUMBER", None, at("NUMBER"), at("1", behind="value: "))
    secret = Variable("SECRET", None, at("SECRET"), at("{secretKeyRef: {name: s, key: k}}"))
    assert found.env == (port, empty, number, secret)
    assert found.memory == "limit"
    at = at.behind("volumeMounts:")
    first = Mount(
        Text("/data", at("/data")), "data", "a", True, at("{name: data, mountPath: /data, subPath: a, readOnly: true}")
    )
    second = Mount(Text("/tmp", at("/tmp")), "tmp", "", False, at("{name: tmp, mountPath: /tmp}"))
    assert found.mounts == (first, second)
    assert found.run_as_user == user
    assert [probe.kind for probe in found.probes] == ["liveness", "readiness", "startup", "preStop"]
    live, ready, start, stop = found.probes
    assert ready == Probe(
        "readiness", Text("http", at("http", behind="port: ")), None, "localhost", at("readinessProbe")
    )
    assert live == Probe("liveness", None, Argv(True, ("check",), at("[check]")), None, at("livenessProbe"))
    assert start == Probe("startup", Text("9000", at("9000")), None, None, at("startupProbe"))
    assert stop == Probe("preStop", None, None, None, at("preStop"))


SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
    - {port: 80, targetPort: http, name: a}
    - {port: 81, targetPort: 8080, protocol: UDP}
    - port: 82
    - {port: "83", targetPort: "8080"}
"""


def test_service():
    found, at = only(SERVICE), Places(SERVICE)
    assert found.selector is None
    assert found.service == ServiceFact(
        "ClusterIP",
        False,
        Selector({"app": "web"}, (), at("{app: web}")),
        (
            ServicePort(80, Text("http", at("http")), True, "TCP", "a", at("80")),
            ServicePort(81, Text("8080", at("8080")), False, "UDP", None, at("81")),
            ServicePort(82, None, False, "TCP", None, at("82")),
            ServicePort(None, Text("8080", at('"8080"')), True, "TCP", None, at('"83"')),
        ),
        None,
    )


@pytest.mark.parametrize(
    ("spec", "wanted"),
    [
        ("{clusterIP: None}", ("ClusterIP", True, None, None, False)),
        ("{clusterIP: ''}", ("ClusterIP", False, None, None, False)),
        ("{clusterIP: 10.0.0.1, type: NodePort}", ("NodePort", False, None, None, False)),
        ("{type: ExternalName, externalName: a.b}", ("ExternalName", False, None, "a.b", False)),
        ("{externalIPs: [1.2.3.4]}", ("ClusterIP", False, None, None, True)),
        ("{selector: {}}", ("ClusterIP", False, None, None, False)),
        ("{selector: }", ("ClusterIP", False, None, None, False)),
    ],
)
def test_kinds_of_service(spec, wanted):
    found = only(f"{{apiVersion: v1, kind: Service, spec: {spec}}}").service
    name = None if found.external_name is None else found.external_name.value
    assert (found.type, found.headless, found.selector, name, found.external_ips) == wanted


def test_knative_service_is_no_service():
    found = only(
        "{apiVersion: serving.knative.dev/v1, kind: Service, spec: {template: {spec: {containers: [{name: a}]}}}}"
    )
    assert found.service is None
    assert found.pod.containers[0].name == "a"


def test_autoscaler():
    text = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
spec: {scaleTargetRef: {kind: Deployment, name: web}, minReplicas: 2, maxReplicas: 5}
"""
    at = Places(text).behind("spec:")
    wanted = AutoscalerFact("Deployment", "web", Number(2, at("2")), Number(5, at("5")), at("web"))
    assert only(text).autoscaler == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, spec: {scaleTargetRef: {name: a}}}", ("Deployment", "a")),
        ("{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {scaleTargetRef: {name: a}}}", None),
        ("{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {scaleTargetRef: {kind: A}}}", None),
        ("{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {}}", None),
        ("{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler}", None),
    ],
)
def test_targets_of_autoscalers(text, wanted):
    found = only(text).autoscaler
    assert (None if found is None else (found.target_kind, found.target_name)) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("web", "web"), ("$NAME", None), ("'{{x}}'", None), ("<name>", None), ("1", None), ("''", None), ("", None)],
)
def test_names_and_images_that_are_not_final(name, wanted):
    found = only(
        f"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}}}, spec: {{containers: [{{image: {name}}}, {{}}]}}}}"
    )
    assert found.name == wanted
    image = found.pod.containers[0].image
    assert (image and image.value) == wanted
    assert (image is None) == (name == "")
    assert found.pod.containers[1].image is None


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{apiVersion: v1, kind: ConfigMap}", False),
        ("{apiVersion: v1, kind: Service, spec: {selector: {a: $B}}}", False),
        ("{apiVersion: example.com/v1, kind: Database}", True),
        ("{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor}", False),
        ("{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {}}}}", False),
        ("{apiVersion: apps/v1, kind: Deployment, spec: {template: $TEMPLATE}}", True),
        ("{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: [x]}}}", True),
        ("{apiVersion: apps/v1, kind: Deployment, spec: {replicas: 2}}", False),
        ("{apiVersion: apps/v1, kind: Deployment, spec: {template: {metadata: {}}}}", False),
        ("{apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {workloadRef: {name: a}}}", False),
    ],
)
def test_unknown_selectors(text, unknown):
    assert only(text).unknown_selectors is unknown


def test_claim_templates_are_volumes():
    text = """\
apiVersion: apps/v1
kind: StatefulSet
spec:
  volumeClaimTemplates: [{metadata: {name: data}}, {metadata: {}}, x]
  template:
    spec:
      volumes: [{name: data, emptyDir: {}}, {name: conf, configMap: {name: c}}]
"""
    assert [(v.name, v.kind, v.target) for v in only(text).pod.volumes] == [
        ("data", "claimTemplate", None),
        ("conf", "configMap", "c"),
    ]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("a", "a"),
        ("", ""),
        ("$", "$"),
        ("a$", "a$"),
        ("$$", "$"),
        ("$$$", "$$"),
        ("$$$$", "$$"),
        ("$HOME", "$HOME"),
        ("${HOME}", "${HOME}"),
        ("$(HOME)", None),
        ("x-$(A.b-c)-y", None),
        ("$$(HOME)", "$(HOME)"),
        ("$$$(HOME)", None),
        ("$(HOME", "$(HOME"),
        ("$()", "$()"),
        ("$(date +%s)", "$(date +%s)"),
        ("$(date +%s)$$(A)", "$(date +%s)$(A)"),
        ("$(a b)$(C)", None),
    ],
)
def test_expansion_of_the_kubelet(written, wanted):
    assert expanded(written) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("a", "a"),
        ("'8080'", "8080"),
        ("8080", None),
        ("yes", None),
        ("", ""),
        ("'$(A)'", None),
        ("'$$(A)'", "$(A)"),
        ("'${A}'", None),
        ("'{{ a }}'", None),
        ("a$b", "a$b"),
        ("[a]", None),
    ],
)
def test_values_of_variables(written, wanted):
    text = (
        f"{{apiVersion: v1, kind: Pod, spec: {{containers: [{{env: [{{name: A, value: {written}}}, {{value: b}}]}}]}}}}"
    )
    (variable,) = only(text).pod.containers[0].env
    assert variable.value == wanted


@pytest.mark.parametrize(
    ("written", "words"),
    [("[a, 'b c']", ("a", "b c")), ("[a, null]", ("a", "")), ("[a, 1]", None), ("[a, yes]", None), ("[a, [b]]", None)],
)
def test_command_lines(written, words):
    found = only(f"{{apiVersion: v1, kind: Pod, spec: {{containers: [{{command: {written}}}]}}}}").pod.containers[0]
    assert found.command.words == words


@pytest.mark.parametrize("written", ["[]", "", "a b", "{a: b}"])
def test_no_command_line(written):
    assert (
        only(f"{{apiVersion: v1, kind: Pod, spec: {{containers: [{{command: {written}}}]}}}}").pod.containers[0].command
        is None
    )


def test_facts_survive_encoding():
    stream = parse(Source("m.yaml", f"{DEPLOYMENT}---\n{SERVICE}"))
    found = facts.read(stream, resources(stream))
    assert decode(json.loads(json.dumps(encode(found)))) == found


# --- nothing in a manifest can make a view or the facts fail

EVERYTHING = f"""\
{DEPLOYMENT}
---
{SERVICE}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: db, annotations: {{a: b}}}}
spec:
  serviceName: db
  volumeClaimTemplates: [{{metadata: {{name: data}}, spec: {{accessModes: [ReadWriteOnce]}}}}]
  selector: {{matchLabels: {{app: db}}}}
  template:
    metadata: {{labels: {{app: db}}, annotations: {{c: d}}}}
    spec:
      os: {{name: linux}}
      nodeSelector: {{kubernetes.io/os: linux}}
      restartPolicy: Always
      containers:
        - name: db
          image: postgres:16
          envFrom: [{{secretRef: {{name: s}}}}]
          volumeDevices: [{{name: data, devicePath: /dev/x}}]
          securityContext: {{runAsNonRoot: true, capabilities: {{add: [NET_ADMIN], drop: [ALL]}}}}
          lifecycle: {{postStart: {{exec: {{command: [a]}}}}, preStop: {{tcpSocket: {{port: 1, host: h}}}}}}
---
apiVersion: batch/v1
kind: CronJob
spec: {{schedule: "* * * * *", jobTemplate: {{spec: {{template: {{spec: {{containers: [{{name: a}}]}}}}}}}}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
spec: {{scaleTargetRef: {{kind: Deployment, name: web}}, minReplicas: 2, maxReplicas: 5}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
spec: {{podSelector: {{matchExpressions: [{{key: a, operator: NotIn, values: [b]}}]}}}}
---
apiVersion: v1
kind: List
items: [{{apiVersion: v1, kind: ReplicationController, spec: {{selector: {{a: b}}}}}}, {{apiVersion: v1, kind: Secret}}]
"""


OTHERS = """\
- null
- text
- yes
- 7
- -0.5
- 0x1F
- $(A)
- 99999999999999999999999
- ""
- "7"
- "None"
- "$$$("
- "{{ x }}"
- []
- {}
- [x, {}, [], null]
- {name: {name: 1}, spec: [], exec: {command: {}}, type: [a], 1: 2}
-
  - block
-
  block: {a: b}
"""


def others():
    """A node of every other type."""
    return parse(Source("others.yaml", OTHERS)).documents[0].root.resolved()


def exercise(stream):
    """Reads everything there is to read."""
    found = resources(stream)
    for resource in found:
        read_all(resource, Resource)
        resource.annotation("a")
        pod = resource.pod
        if pod is None:
            continue
        read_all(pod, PodSpec)
        for volume in pod.volumes:
            read_all(volume, VolumeView)
        pod.volume("a"), pod.container("a"), pod.flag("hostNetwork")
        for container in (*pod.all_containers, *pod.ephemeral_containers):
            read_all(container, Container)
            for name in ("cpu", "memory"):
                container.limit_quantity(name), container.requested_quantity(name)
            for name in ("runAsUser", "runAsNonRoot", "privileged"):
                container.security_value(name), container.security_flag(name)
            container.capabilities("add"), container.variable("PORT")
            list(container.probes()), list(container.hooks())
    read_facts = facts.read(stream, found)
    assert isinstance(read_facts, ManifestFacts)
    assert len(read_facts.objects) == len(found)


def read_all(view, kind):
    for name, member in vars(kind).items():
        if isinstance(member, property):
            getattr(view, name)


def test_every_node_replaced_by_every_other_type():
    source = Source("m.yaml", EVERYTHING)
    stream = parse(source)
    assert not stream.problems
    exercise(stream)
    replacements = others()
    replaced = count()
    for document in stream.documents:
        whole = Stream(source, [document], (), False)
        stack = [document.root]
        while stack:
            node = stack.pop()
            stack.extend(children(node))
            if isinstance(node, Mapping):
                for entry in node.entries:
                    value = entry.value
                    for other in replacements:
                        entry.value = other
                        exercise(whole)
                        next(replaced)
                    entry.value = value
            elif isinstance(node, Sequence):
                for index, item in enumerate(node.items):
                    for other in replacements:
                        node.items[index] = other
                        exercise(whole)
                        next(replaced)
                    node.items[index] = item
    assert next(replaced) > 4000


@pytest.mark.parametrize(
    ("limits", "gives"),
    [
        ("{type: Container, default: {memory: 1Gi}}", "limit"),
        ("{type: Container, max: {memory: 1Gi}}", "limit"),
        ("{type: Container, defaultRequest: {memory: 1Gi}}", "request"),
        ("{type: Container, min: {memory: 1Gi}}", "request"),
        ("{type: Container, min: {memory: 1Gi}, max: {memory: 1Gi}}", "limit"),
        ("{type: Container, default: {cpu: 1}}", ""),
        ("{type: Pod, max: {memory: 1Gi}}", ""),
        ("{max: {memory: 1Gi}}", ""),
    ],
)
def test_what_a_limit_range_gives(limits, gives):
    text = f"apiVersion: v1\nkind: LimitRange\nmetadata: {{name: a}}\nspec:\n  limits:\n    - {limits}\n"
    assert only(text).memory_default == gives


@pytest.mark.parametrize(
    ("resources", "of_pod", "said"),
    [
        ("{limits: {memory: 1Gi}}", "{}", "limit"),
        ("{requests: {memory: 1Gi}}", "{}", "request"),
        ("{requests: {memory: 1Gi}}", "{limits: {memory: 1Gi}}", "limit"),
        ("{limits: {cpu: 1}}", "{requests: {memory: 1Gi}}", "request"),
        ("{}", "{}", ""),
        ("{limits: x}", "{}", None),
        ("{limits: {cpu: 1}}", "x", None),
    ],
)
def test_what_a_container_says_of_memory(resources, of_pod, said):
    text = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n"
        f"  resources: {of_pod}\n  containers:\n    - name: a\n      resources: {resources}\n"
    )
    assert only(text).pod.containers[0].memory == said
