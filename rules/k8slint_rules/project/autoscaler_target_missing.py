"""`autoscaler-target-missing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Project, Related, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")
"""Built-in kinds with a scale subresource; others belong to operators, which may make objects that no file shows."""


class AutoscalerTargetMissing(Rule[Project]):
    """An autoscaler names a workload that is not there: it stays at `FailedGetScale`, and nothing is ever scaled.

    Name the workload by kind and name, in the autoscaler's own namespace.

    Silent where objects may come from elsewhere: a chart, an operator, a kustomization with files that are not here.
    """

    name = "autoscaler-target-missing"
    category = "reliability"
    needs = ("manifest",)
    severity = Severity.ERROR
    profile = "development"
    aliases = ("kube-linter:dangling-horizontalpodautoscaler", "kube-score:horizontalpodautoscaler-has-target")
    examples = (
        Bad(
            """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  maxReplicas: 10
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: «web»
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  selector:
    matchLabels:
      app: site
  template:
    metadata:
      labels:
        app: site
    spec:
      containers:
        - name: site
          image: site:1
"""
        ),
        Good(
            """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  maxReplicas: 10
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: site
""",
            why="No workload of the project is in that namespace: the Deployment comes from elsewhere.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        for scaler in project.objects:
            fact = scaler.fact.autoscaler
            if fact is None or fact.target_kind not in _KINDS:
                continue
            kind, name = fact.target_kind, fact.target_name
            if project.find(kind, name, scaler) is not None or not project.knows_all_beside(scaler):
                continue
            if project.may_be_patched(scaler):
                continue
            alike = [item for other in _KINDS for item in project.named(other, name)]
            if any(item.kind == kind and item.namespaces & scaler.namespaces for item in alike):
                continue
            message = f"there is no {kind} `{name}`, so nothing is scaled; name one that is there"
            related: tuple[Related, ...] = ()
            if alike:
                place = alike[0].place()
                where = alike[0].namespace or "elsewhere"
                what = f"this {alike[0].kind} has the name"
                what += "" if alike[0].namespaces & scaler.namespaces else f", but is in namespace `{where}`"
                related = (Related(place.path, place.span, what),)
            yield self.finding(scaler.place(fact.span), message, related=related)
