"""Containers that lack a memory limit or request once everything is deployed: with patches and LimitRanges."""

from __future__ import annotations

from k8slint.project import patches_of
from k8slint_rules._shared.teaching import teaches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.project import ContainerFact, Project, ProjectObject


def lacking_memory(project: Project, lacks: str) -> Iterator[tuple[ProjectObject, list[ContainerFact]]]:
    """The pods with the containers that run on and surely lack their memory "limit" (having a request) or "request".

    A LimitRange of the namespace speaks for its containers. Left out are examples, Jobs without any request, which give
    their memory back, containers without an image and those that an overlay may give memory.
    """
    ranges = [item for item in project.of_kind("LimitRange") if item.fact.memory_default]
    for item in project.workloads:
        pod = item.fact.pod
        ends = item.kind in ("Job", "CronJob") and lacks == "request"
        if pod is None or ends or teaches(item.path):
            continue
        given = {other.fact.memory_default for other in ranges if other.namespaces & item.namespaces}
        found = []
        for container in pod.containers:
            if container.memory is None or container.image is None:
                continue
            said = {container.memory, *given}
            missing = "" if "limit" in said else "limit" if "request" in said else "request"
            if missing == lacks and not _may_be_given(project, item, container):
                found.append(container)
        if found:
            yield item, found


def those(containers: list[ContainerFact]) -> tuple[str, str]:
    """The beginning of a sentence about containers of a pod, and its verb."""
    if len(containers) == 1:
        return "this container", "has"
    more = len(containers) - 1
    return f"this container and {more} more of the pod", "have"


def _may_be_given(project: Project, item: ProjectObject, container: ContainerFact) -> bool:
    """Whether an overlay may set memory: a patch that names the container's, or one that cannot be read."""
    patches = patches_of(project, item)
    return patches is None or any(
        other.name == container.name and other.memory != ""
        for patch in patches
        for other in (() if patch.fact.pod is None else patch.fact.pod.containers)
    )
