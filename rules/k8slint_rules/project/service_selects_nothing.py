"""`service-selects-nothing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Project, Related, Rule, Severity
from k8slint.facts import Selector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.project import ProjectObject

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


class ServiceSelectsNothing(Rule[Project]):
    """A Service finds its pods by their labels, and no pod of its namespace has the labels that this one asks for. It exists,
    its name resolves, and every connection is refused.

    Make the selector equal to labels of the pod template (`spec.template.metadata.labels`, not the Deployment's own).

    Silent where pods may come from elsewhere: an operator's objects, a chart, a kustomization that sets labels or takes in
    files that are not here; and where the project has no pods at all in that namespace.
    """

    name = "service-selects-nothing"
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
    )

    def check(self, project: Project) -> Iterator[Finding]:
        workloads = project.workloads[:MAX_COMPARED]
        for service in project.services:
            fact = service.fact.service
            selector = None if fact is None or fact.type == "ExternalName" else fact.selector
            if selector is None or not selector.labels or any(name.startswith(_GENERATED) for name in selector.labels):
                continue
            if project.selected_by(service) != () or project.elsewhere(selector, service):
                continue
            near = _nearest(workloads, service, selector)
            wanted = ", ".join(f"{name}: {value}" for name, value in selector.labels.items())
            related: tuple[Related, ...] = ()
            if near is not None and near.pod is not None:
                place = near.place(near.pod.labels_span)
                related = (Related(place.path, place.span, f"pods of {near.kind} `{near.name}` come closest"),)
            message = (
                f"no pod has `{wanted}`, so the Service has nothing to send to; ask for labels of the pod template"
            )
            yield self.finding(service.place(selector.span), message, related=related)


def _nearest(workloads: tuple[ProjectObject, ...], service: ProjectObject, selector: Selector) -> ProjectObject | None:
    """The workload of the Service's namespace whose pods or own labels have the most in common with a selector."""
    best: ProjectObject | None = None
    most = 0
    for item in workloads:
        pod = item.pod
        if pod is None or pod.labels_span is None or not (item.namespaces & service.namespaces):
            continue
        common = 4 * len(pod.labels.items() & selector.labels.items())
        common += 2 * len(item.fact.labels.items() & selector.labels.items()) + 2 * (item.name == service.name)
        common += len(set(pod.labels) & set(selector.labels))
        if common > most:
            best, most = item, common
    return best
