"""`namespace-tears-service`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Project, Related, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.project import ProjectObject


class NamespaceTearsService(Rule[Project]):
    """A Service only selects pods of its own namespace. Here the pods with its labels are in another one, so it selects
    nothing: its name resolves, and every connection is refused.

    Put both into one namespace. A client of another namespace reaches a Service by `name.namespace`; it is the Service
    that stays with its pods.

    An object that names no namespace goes where `kubectl apply -n` says, `default` without it; then this is only a warning.
    """

    name = "namespace-tears-service"
    category = "networking"
    needs = ("manifest",)
    severity = Severity.ERROR
    profile = "development"
    aliases = ("kube-linter:dangling-service", "kube-score:service-targets-pod")
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: «front»
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
  namespace: back
  labels:
    app: web
spec:
  containers:
    - name: site
      image: site:1
"""
        ),
        Bad(
            {
                "service.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: «web»
spec:
  selector:
    app: web
  ports:
    - port: 80
""",
                "pod.yaml": """\
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: front
  labels:
    app: web
spec:
  containers:
    - name: site
      image: site:1
""",
            },
            why="The Service names no namespace, so it goes to `default` unless it is told otherwise.",
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: default
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
spec:
  containers:
    - name: site
      image: site:1
""",
            why="An object without a namespace goes to `default`.",
        ),
        Good(
            {
                "base/all.yaml": """\
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: front
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
spec:
  containers:
    - name: site
      image: site:1
""",
                "base/kustomization.yaml": "namespace: shop\nresources:\n  - all.yaml\n",
            },
            why="kustomize puts both into one namespace.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        for service in project.services:
            fact = service.fact.service
            selector = None if fact is None or fact.type == "ExternalName" else fact.selector
            if selector is None or not selector.labels or project.selected_by(service) != ():
                continue
            found = project.selection.nearest(list(project.elsewhere(selector, service)), service)
            if not found or len(service.namespaces) != 1:
                continue
            pods = found[0]
            own = service.fact.namespace_span or service.fact.name_span
            message = (
                f"the Service is in {_namespace(service)}, but the pods that it selects are in {_namespace(pods)}; put both"
                " into one namespace"
            )
            place = pods.place(pods.fact.namespace_span)
            related = (Related(place.path, place.span, f"the pods of {pods.kind} `{pods.name}`"),)
            told = service.fact.namespace is not None and pods.fact.namespace is not None
            severity = Severity.ERROR if told else Severity.WARNING
            yield self.finding(service.place(own), message, related=related, severity=severity)


def _namespace(item: ProjectObject) -> str:
    name = f"namespace `{item.namespace}`" if item.namespace else "other namespaces"
    unsaid = item.fact.namespace is None and item.namespace == "default"
    return f"{name} (it names none)" if unsaid else name
