"""`autoscaler-target-missing`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.project import ProjectObject

_KINDS = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")
"""Built-in kinds with a scale subresource; others belong to operators, which may make objects that no file shows."""


class AutoscalerTargetMissing(Rule[ProjectObject]):
    """An autoscaler names a workload that does not exist.

    The autoscaler stays at `FailedGetScale` and scales nothing. Nobody notices until the first busy day: the pods that are
    there take all the load, because the Deployment was renamed and the autoscaler was not.

    Write the kind and the name of a workload that is in the autoscaler's own namespace.

    k8slint says nothing where the workload may come from somewhere else: a Helm chart, an operator, a kustomization that
    takes in files from elsewhere, or a file that could not be read. Ignore this when another repository deploys the
    workload.

    References: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
    """

    name = "autoscaler-target-missing"
    title = "An autoscaler names a workload that does not exist"
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
        Good(
            """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: shop}
spec:
  maxReplicas: 10
  scaleTargetRef: {apiVersion: example.com/v1, kind: Shop, name: shop}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  maxReplicas: 10
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: "{{ .name }}"}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'web:1'}]}
""",
            why="An operator may make the one, and a template names the other.",
        ),
    )

    def check(self, scaler: ProjectObject) -> Findings:
        fact = scaler.fact.autoscaler
        if fact is None or fact.target_kind not in _KINDS:
            return
        kind, name = fact.target_kind, fact.target_name
        if not scaler.project.missing(kind, name, scaler):
            return
        alike = [item for other in _KINDS for item in scaler.project.named(other, name)]
        related: tuple[Related, ...] = ()
        if alike:
            place = alike[0].place()
            what = f"this {alike[0].kind} has the name"
            if not alike[0].namespaces & scaler.namespaces:
                what += f", but is in namespace `{alike[0].namespace or 'elsewhere'}`"
            related = (Related(place.path, place.span, what),)
        message = f"there is no {kind} `{name}`, so nothing is scaled; write the name of a workload that exists"
        yield self.finding(fact.span, message, related=related)
