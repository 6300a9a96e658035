"""Whether a container says how much memory it takes."""

from __future__ import annotations

from k8slint.yaml.tree import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.kubernetes.containers import Container
    from k8slint.yaml.tree import Node


def declared(container: Container, *parts: str) -> bool | None:
    """Whether one of the `parts` ("requests", "limits") of a container's resources, or of its pod's, names memory.

    None for init containers that end, for what is no whole container (a patch has no image), and where something stands
    that cannot be read. Resources of a pod hold for all its containers (Kubernetes 1.34, PodLevelResources).
    """
    if container.image is None or (container.init and not container.sidecar):
        return None
    own = _names(container.get("resources"), parts)
    return own if own is not False else _names(container.pod.get("resources"), parts)


def _names(resources: Node | None, parts: tuple[str, ...]) -> bool | None:
    if resources is None:
        return False
    if not isinstance(resources, Mapping):
        return None
    for part in parts:
        listed = resources.get(part)
        if listed is not None and not isinstance(listed, Mapping):
            return None
        if listed is not None and listed.get("memory") is not None:
            return True
    return False
