"""`namespace-tears-service`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.project import ProjectObject, ProjectService


class NamespaceTearsService(Rule[ProjectService]):
    """A Service and the pods that it asks for are in different namespaces.

    A Service only selects pods of its own namespace, so this one selects nothing. Its name resolves, and every connection
    is refused. It happens when the Deployment moves to a namespace of its own and the Service stays behind.

    Put both into one namespace. Clients of another namespace reach a Service as `name.namespace`; it is the Service that
    stays with its pods.

    An object without a namespace goes where `kubectl apply -n` says, and to `default` without it; then this is only a
    warning. Ignore it when you always apply these files with `-n`.

    References: https://kubernetes.io/docs/concepts/services-networking/service/,
    https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
    """

    name = "namespace-tears-service"
    title = "A Service and its pods are in different namespaces"
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
        Good(
            {
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
      image: site:1
""",
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
                "kustomization.yaml": "namespace: shop\nresources:\n  - web.yaml\n",
            },
            why="No kustomization lists the Service, so nobody knows where it is applied.",
        ),
        Good(
            """\
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
kind: Service
metadata:
  name: none
  namespace: front
spec:
  selector:
    app: none
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
  namespace: front
  labels:
    app: web
spec:
  containers:
    - name: site
      image: site:1
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
            why="Its own namespace has such a pod too; and no namespace has one of the others.",
        ),
        Good(
            {
                "base/service.yaml": """\
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
                "base/kustomization.yaml": "resources:\n  - service.yaml\n",
                "one/kustomization.yaml": "namespace: one\nresources:\n  - ../base\n",
                "two/kustomization.yaml": "namespace: two\nresources:\n  - ../base\n",
                "pod.yaml": """\
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
            },
            why="Where the Service goes depends on the overlay.",
        ),
    )

    def check(self, service: ProjectService) -> Findings:
        selector, project = service.selector, service.project
        if selector is None or service.selected != ():
            return
        found = project.selection.nearest(list(project.elsewhere(selector, service)), service)
        if not found or len(service.namespaces) != 1:
            return
        pods = found[0]
        message = (
            f"the Service is in {_namespace(service)}, but the pods that it selects are in {_namespace(pods)}, so it sends"
            " to nobody; put both into one namespace"
        )
        place = pods.place(pods.fact.namespace_span)
        related = (Related(place.path, place.span, f"the pods of {pods.kind} `{pods.name}`"),)
        told = service.fact.namespace is not None and pods.fact.namespace is not None
        severity = Severity.ERROR if told else Severity.WARNING
        own = service.fact.namespace_span or service.fact.name_span
        yield self.finding(own, message, related=related, severity=severity)


def _namespace(item: ProjectObject) -> str:
    name = f"namespace `{item.namespace}`" if item.namespace else "other namespaces"
    unsaid = item.fact.namespace is None and item.namespace == "default"
    return f"{name} (it names none)" if unsaid else name
