"""`replicas-against-autoscaler`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Project, Related, Rule, Severity
from k8slint.project.edits import remove_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import AutoscalerFact, Number
    from k8slint.project import ProjectObject


class ReplicasAgainstAutoscaler(Rule[Project]):
    """Two writers for one number: the manifest sets `replicas`, and an autoscaler sets them too. Each `kubectl apply` throws
    the load's answer away and goes back to the manifest's number, outside the autoscaler's bounds at that.

    Leave `replicas` out where an autoscaler looks after them (Kubernetes documentation, Horizontal Pod Autoscaling,
    "Migrating Deployments and StatefulSets to horizontal autoscaling").

    Fix safety: unsafe; on a live object the first `kubectl apply` without `replicas` scales to 1 until the autoscaler
    answers, unless the last applied configuration is edited first (see there).
    """

    name = "replicas-against-autoscaler"
    category = "reliability"
    needs = ("manifest",)
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = ("kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured",)
    examples = (
        Bad(
            {
                "site.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  replicas: «12»
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
""",
                "scaler.yaml": """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  minReplicas: 2
  maxReplicas: 10
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: site
""",
            },
            fixed={
                "site.yaml": """\
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
            },
            unsafe=True,
        ),
        Good(
            """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  replicas: 3
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
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: other
spec:
  maxReplicas: 10
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: other
""",
            why="The autoscaler looks after another Deployment.",
        ),
    )

    def check(self, project: Project) -> Iterator[Finding]:
        seen: set[int] = set()
        for scaler in project.objects:
            fact = scaler.fact.autoscaler
            if fact is None:
                continue
            target = project.find(fact.target_kind, fact.target_name, scaler)
            if target is None or target.fact.replicas is None or id(target) in seen or project.may_be_patched(target):
                continue
            seen.add(id(target))
            replicas = target.fact.replicas
            place = scaler.place(fact.span)
            related = (Related(place.path, place.span, f"{scaler.kind} `{scaler.name}` scales it"),)
            yield self.finding(
                target.place(replicas.span),
                _message(replicas, fact, scaler),
                related=related,
                fix=_fix(project, target, replicas),
            )


def _message(replicas: Number, fact: AutoscalerFact, scaler: ProjectObject) -> str:
    least = fact.minimum.value if fact.minimum is not None else None
    most = fact.maximum.value if fact.maximum is not None else None
    if most is not None and replicas.value > most:
        return (
            f"`{replicas.value}` replicas are more than the {most} that `{scaler.name}` allows; leave `replicas` to it"
        )
    if least is not None and replicas.value < least:
        return (
            f"`{replicas.value}` replicas are fewer than the {least} that `{scaler.name}` keeps; leave `replicas` to it"
        )
    return f"every apply sets the replicas back to `{replicas.value}`, against `{scaler.name}`; leave `replicas` to it"


def _fix(project: Project, target: ProjectObject, replicas: Number) -> Fix | None:
    edit = remove_value(project, target.place(replicas.span))
    return None if edit is None else Fix("leave `replicas` to the autoscaler", (edit,), Applicability.UNSAFE)
