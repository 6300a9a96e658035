"""Containers that lack a memory limit or request once everything is deployed: with patches and LimitRanges."""

from __future__ import annotations

from k8slint.project import patches_of

TYPE_CHECKING = False
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.project import ContainerFact, Project, ProjectObject


def memory_declared(project: Project) -> Iterator[tuple[ProjectObject, ContainerFact, str]]:
    """The containers that run on, each with what is surely all that is said of its memory: "limit", "request" or "".

    A LimitRange of the namespace speaks for its containers. Left out are containers without an image and those that an
    overlay may give memory.
    """
    ranges = [item for item in project.of_kind("LimitRange") if item.fact.memory_default]
    for item in project.workloads:
        pod = item.fact.pod
        if pod is None:
            continue
        given = {other.fact.memory_default for other in ranges if other.namespaces & item.namespaces}
        for container in pod.containers:
            if container.memory is None or container.image is None:
                continue
            found = {container.memory, *given} - {""}
            said = "limit" if "limit" in found else "request" if found else ""
            if said == "limit" or not _may_be_given(project, item, container):
                yield item, container, said


def _may_be_given(project: Project, item: ProjectObject, container: ContainerFact) -> bool:
    """Whether an overlay may set memory: a patch that names the container's, or one that cannot be read."""
    patches = patches_of(project, item)
    return patches is None or any(
        other.name == container.name and other.memory != ""
        for patch in patches
        for other in (() if patch.fact.pod is None else patch.fact.pod.containers)
    )
