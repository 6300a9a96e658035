"""`autoscaler-maximum-below-minimum`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Related, Rule, Severity
from k8slint.kubernetes.autoscalers import bounds
from k8slint.kubernetes.tree import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator


class AutoscalerMaximumBelowMinimum(Rule[Resource]):
    """An autoscaler needs a maximum, of at least 1 and not below its minimum (1 unless told otherwise); the API server
    refuses it otherwise. KEDA has defaults of its own, 0 and 100, and refuses a minimum above the maximum as well.

    Raise the maximum, or lower the minimum.
    """

    name = "autoscaler-maximum-below-minimum"
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

    def check(self, resource: Resource) -> Iterator[Finding]:
        found = bounds(resource)
        if found is None:
            return
        place = found.maximum_node or found.minimum_node
        if found.maximum is None:
            entry = resource.node.index["spec"]
            yield self.finding(entry.key.span, "an autoscaler needs its upper bound; set `maxReplicas`")
        elif place is not None and (found.maximum < found.minimum or found.maximum < 1):
            least = found.minimum_node
            related = (Related("", least.span, "the minimum"),) if least is not None and least is not place else ()
            minimum = max(found.minimum, 1)
            message = (
                f"the maximum of {found.maximum} is below the minimum of {minimum}; raise it, or lower the minimum"
            )
            yield self.finding(place.span, message, related=related)
