"""Reading the bounds of autoscalers."""

from __future__ import annotations

from k8slint import Record
from k8slint.kubernetes import AUTOSCALERS, integer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.kubernetes import Resource
    from k8slint.yaml import Node

KEDA_MAXIMUM = 100
"""`maxReplicaCount` of a ScaledObject that names none; its `minReplicaCount` is 0 then (kedacore/keda
apis/keda/v1alpha1/scaledobject_types.go)."""


class Bounds(Record):
    """How far an autoscaler goes, with the nodes that say so. `maximum` is None where it is required and missing."""

    minimum: int
    maximum: int | None
    minimum_node: Node | None
    maximum_node: Node | None


def bounds(resource: Resource) -> Bounds | None:
    """None for all but whole autoscalers whose bounds are numbers."""
    keys = AUTOSCALERS.get((resource.group, resource.kind))
    spec = resource.spec
    if keys is None or spec is None or spec.get("scaleTargetRef") is None:
        return None
    keda = resource.group != "autoscaling"
    least, most = spec.get(keys[0]), spec.get(keys[1])
    minimum = integer(least) if least is not None else 0 if keda else 1
    maximum = integer(most) if most is not None else KEDA_MAXIMUM if keda else None
    if minimum is None or (most is not None and maximum is None):
        return None
    return Bounds(minimum, maximum, least, most)
