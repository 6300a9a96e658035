"""`autoscaler-maximum-below-minimum`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.kubernetes import Resource
from k8slint_rules._shared.autoscalers import bounds


class AutoscalerMaximumBelowMinimum(Rule[Resource]):
    """The maximum of an autoscaler must be at least 1 and not below its minimum, which is 1 by default. The API server
    refuses the autoscaler otherwise, and one without a maximum too. KEDA has defaults of its own, 0 and 100, and also
    refuses a minimum above the maximum.

    Raise the maximum, or lower the minimum.

    References: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
    """

    name = "autoscaler-maximum-below-minimum"
    title = "An autoscaler's maximum is below its minimum"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("polaris:hpaMaxAvailability", "apiserver:refused")
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
  maxReplicas: «3»
"""
        ),
        Bad(
            """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
«spec»:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: site}
  minReplicas: 2
""",
            why="The maximum has no default.",
        ),
        Bad(
            """\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: site
spec:
  scaleTargetRef: {name: site}
  minReplicaCount: «200»
"""
        ),
        Bad(
            """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: site}
  minReplicas: 0
  maxReplicas: «0»
""",
            why="The maximum is at least 1.",
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
  minReplicaCount: 2
""",
            why="KEDA has a default for the maximum too.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        found = bounds(resource)
        if found is None:
            return
        place = found.maximum_node or found.minimum_node
        if found.maximum is None:
            entry = resource.node.index["spec"]
            message = "the autoscaler has no `maxReplicas`, so the API server refuses it; set one"
            yield self.finding(entry.key.span, message)
        elif place is not None and (found.maximum < found.minimum or found.maximum < 1):
            least = found.minimum_node
            related = (Related("", least.span, "the minimum"),) if least is not None and least is not place else ()
            minimum = max(found.minimum, 1)
            message = (
                f"the maximum of {found.maximum} is below the minimum of {minimum}, so the autoscaler is refused; raise the"
                " maximum, or lower the minimum"
            )
            yield self.finding(place.span, message, related=related)
