"""`autoscaler-without-room`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.kubernetes import Resource
from k8slint_rules._shared.autoscalers import bounds


class AutoscalerWithoutRoom(Rule[Resource]):
    """An autoscaler moves between its minimum, which is 1 by default, and its maximum. When both are the same it never
    scales. It only sets `replicas` back whenever somebody changes them by hand.

    Raise the maximum or lower the minimum. Or remove the autoscaler and set `replicas` in the workload.

    References: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
    """

    name = "autoscaler-without-room"
    title = "An autoscaler can never scale"
    category = "correctness"
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = ("polaris:hpaMaxAvailability",)
    examples = (
        Bad(
            """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: site}
  minReplicas: 5
  maxReplicas: «5»
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: site}
  maxReplicas: «1»
"""
        ),
        Good(
            """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: site}
  maxReplicas: 3
""",
            why="The minimum is 1 unless told otherwise.",
        ),
        Good(
            """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: site
spec:
  scaleTargetRef: {name: site}
  minReplicaCount: 1
  maxReplicaCount: 1
  idleReplicaCount: 0
""",
            why="KEDA goes down to `idleReplicaCount` too.",
        ),
        Good(
            """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: site}
  maxReplicas: "{{ .most }}"
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: shop
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: shop}
  minReplicas: 0
  maxReplicas: 0
""",
            why="What a template puts in is not known, and `autoscaler-maximum-below-minimum` reports a maximum of 0.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        if resource.group != "autoscaling":
            return
        found = bounds(resource)
        if found is None or found.maximum_node is None or not found.maximum or found.minimum != found.maximum:
            return
        least = found.minimum_node
        related = (Related("", least.span, "the minimum"),) if least is not None else ()
        message = f"minimum and maximum are both {found.maximum}, so the autoscaler never scales; raise the maximum"
        yield self.finding(found.maximum_node.span, message, related=related)
