"""What containers say of memory, and what a LimitRange gives those that say nothing."""

from __future__ import annotations

from k8slint._internal.kinds.kubernetes.nodes import mappings
from k8slint._internal.syntax.yaml.tree import Mapping
from k8slint._internal.text.literal import is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.kubernetes.containers import Container
    from k8slint._internal.syntax.yaml.tree import Node

LIMIT = "limit"
REQUEST = "request"


def declared_memory(container: Container) -> str | None:
    """What the resources of a container, or of its pod, say of memory: "limit", "request", or "" for nothing.

    None for init containers that end, and where something stands that cannot be read. A pod's resources apply to all its
    containers (Kubernetes 1.34, PodLevelResources).
    """
    if container.init and not container.sidecar:
        return None
    own = _named(container.get("resources"))
    if own in (LIMIT, None):
        return own
    shared = _named(container.pod.get("resources"))
    return shared if shared in (LIMIT, None) else own or shared


def _named(resources: Node | None) -> str | None:
    if resources is None:
        return ""
    if not isinstance(resources, Mapping):
        return None
    found = ""
    for part, what in (("requests", REQUEST), ("limits", LIMIT)):
        listed = resources.get(part)
        if listed is not None and not isinstance(listed, Mapping):
            return None
        if listed is not None and listed.get("memory") is not None:
            found = what
    return found


def default_memory(limit_range: Mapping) -> str:
    """What the spec of a LimitRange gives containers without memory of their own: "limit", "request" or "".

    `max` is the default where there is no other, a default limit is a default request too, and so is `min`
    (k8s.io/kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_LimitRangeItem).
    """
    found = ""
    for item in mappings(limit_range, "limits"):
        kind = item.string("type")
        if kind is None or (kind.text != "Container" and is_literal(kind.text)):
            continue
        if _has_memory(item, "default") or _has_memory(item, "max"):
            return LIMIT
        if _has_memory(item, "defaultRequest") or _has_memory(item, "min"):
            found = REQUEST
    return found


def _has_memory(item: Mapping, part: str) -> bool:
    listed = item.mapping(part)
    return listed is not None and listed.get("memory") is not None
