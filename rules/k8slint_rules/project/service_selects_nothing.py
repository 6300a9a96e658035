"""`service-selects-nothing`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.project import ProjectService, ProjectWorkload, folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.project import Selector

_GENERATED = (
    "statefulset.kubernetes.io/",
    "apps.kubernetes.io/",
    "batch.kubernetes.io/",
    "job-name",
    "controller-uid",
    "controller-revision-hash",
    "pod-template-hash",
)
"""Labels that controllers give to pods, so that no template shows them."""

MAX_COMPARED = 50
"""Workloads of which the one that comes closest is named."""


class ServiceSelectsNothing(Rule[ProjectService]):
    """A Service asks for labels that no pod has.

    A Service finds its pods by their labels, and no pod of its namespace has the labels that this one asks for. It exists,
    its name resolves, and every connection is refused. The usual causes are a typing mistake, and a selector that was
    copied from the Deployment's own labels instead of those of its pods.

    Write labels of the pod template (`spec.template.metadata.labels`) into the selector.

    It is only a warning where no file of the project has any of the labels' names: then the pods may come from a release
    that was installed by hand. k8slint says nothing where the pods may come from somewhere else: an operator, a Helm chart,
    a kustomization that changes labels or takes in files from elsewhere, a file that could not be read; and where the
    project has no pods at all in that namespace. Ignore this for pods of another repository.

    References: https://kubernetes.io/docs/concepts/services-networking/service/,
    https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/
    """

    name = "service-selects-nothing"
    title = "A Service selects no pods"
    category = "networking"
    needs = ("manifest",)
    severity = Severity.ERROR
    profile = "development"
    aliases = ("kube-linter:dangling-service", "kube-score:service-targets-pod")
    examples = (
        Bad(
            {
                "service.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    «app: web»
  ports:
    - port: 80
""",
                "site.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
  labels:
    app: web
spec:
  selector:
    matchLabels:
      app: static-site
  template:
    metadata:
      labels:
        app: static-site
    spec:
      containers:
        - name: site
          image: site:1
""",
            },
            why="Only the Deployment itself has the label, not its pods.",
        ),
        Bad(
            {
                "base/web.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    «app: wbe»
  ports:
    - port: 80
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: site
      image: site:1
""",
                "base/kustomization.yaml": "resources:\n  - web.yaml\n",
                "prod/kustomization.yaml": "resources:\n  - ../base\ncommonLabels:\n  team: shop\n",
            },
            why="`commonLabels` adds the label to both sides, so they still differ.",
        ),
        Bad(
            {
                "services.yaml": """\
apiVersion: v1
kind: Service
metadata: {name: one}
spec:
  selector: «{app: web-ap}»
  ports: [{port: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: queue}
spec:
  selector: «{role: jobs}»
  ports: [{port: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: three}
spec:
  selector: «{app: shop, tier: data}»
  ports: [{port: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: four}
spec:
  selector: «{app: other}»
  ports: [{port: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: five}
spec:
  selector: «{run: nothing}»
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: cache, labels: {kind: cache}}
spec: {containers: [{name: cache, image: 'cache:1'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bare}
spec: {containers: [{name: bare, image: 'bare:1'}]}
""",
                "more/pods.yaml": """apiVersion: v1
kind: Pod
metadata: {name: first, labels: {app: db}}
spec: {containers: [{name: first, image: 'first:1'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web-api}}
spec: {containers: [{name: web, image: 'web:1'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: queue, labels: {name: q}}
spec: {containers: [{name: queue, image: 'queue:1'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: data, labels: {app: shop, tier: store}}
spec: {containers: [{name: data, image: 'data:1'}]}
""",
                "pods.yaml": """apiVersion: v1
kind: Pod
metadata: {name: last, labels: {app: ""}}
spec: {containers: [{name: last, image: 'last:1'}]}
""",
            },
            why="The message names the pods that come closest: by a label that is nearly equal, by the name, by one of two"
            " labels, by the folder; or none.",
        ),
        Good(
            {
                "service.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
""",
                "worker.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: worker
  labels:
    app: worker
spec:
  containers:
    - name: worker
      image: worker:1
""",
                "web.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: site
      image: {{ .Values.image }}
""",
            },
            why="The template is not read, and its pod may have the label.",
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
    tier: front
spec:
  containers:
    - name: site
      image: site:1
""",
            why="A pod may have more labels.",
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
""",
            why="The pods are deployed from elsewhere.",
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: first
spec:
  selector:
    statefulset.kubernetes.io/pod-name: store-0
  ports:
    - port: 80
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: site
      image: site:1
""",
            why="The StatefulSet's controller gives that label.",
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: web
  ports:
    - port: 80
---
apiVersion: v1
kind: Service
metadata:
  name: open
spec:
  ports:
    - port: 80
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: back
  labels:
    app: web
spec:
  containers:
    - name: site
      image: site:1
""",
            why="The pods are in another namespace, which `namespace-tears-service` says.",
        ),
    )

    def check(self, service: ProjectService) -> Findings:
        selector, project = service.selector, service.project
        if selector is None or any(name.startswith(_GENERATED) for name in selector.labels):
            return
        if service.selected != () or project.elsewhere(selector, service):
            return
        near = _nearest(service, selector)
        wanted = ", ".join(f"{name}: {value}" for name, value in selector.labels.items())
        related: tuple[Related, ...] = ()
        if near is not None and near.pod is not None:
            place = near.place(near.pod.labels_span)
            related = (Related(place.path, place.span, f"pods of {near.kind} `{near.name}` come closest"),)
        severity = Severity.ERROR if selector.labels.keys() & project.selection.label_names else Severity.WARNING
        whose = "the pod template" if near is None else f"the pods of {near.kind} `{near.name}`"
        message = f"no pod has `{wanted}`, so the Service refuses every connection; write labels of {whose} here"
        yield self.finding(selector.span, message, related=related, severity=severity)


def _nearest(service: ProjectService, selector: Selector) -> ProjectWorkload | None:
    """The workload of the Service's namespace that it most likely means: by labels that are equal or alike, by its name, and
    by how near its file is."""
    best: ProjectWorkload | None = None
    most = 0
    for item in service.project.selection.beside(service, MAX_COMPARED):
        pod = item.pod
        if pod is None or pod.labels_span is None:
            continue
        common = 4 * len(pod.labels.items() & selector.labels.items())
        common += 2 * len(item.fact.labels.items() & selector.labels.items()) + 2 * (item.name == service.name)
        common += len(set(pod.labels) & set(selector.labels))
        common += 3 * sum(_alike(pod.labels.get(name), value) for name, value in selector.labels.items())
        if common > 0:
            common += 2 * (item.path == service.path) + (folder(item.path) == folder(service.path))
        if common > most:
            best, most = item, common
    return best


def _alike(one: str | None, other: str) -> bool:
    """Whether two values may be one with a slip: most of the shorter one begins or ends the longer one."""
    if one is None or not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    half = short[: max(3, len(short) * 2 // 3)], short[-max(3, len(short) * 2 // 3) :]
    return long.startswith(half[0]) or long.endswith(half[1])
