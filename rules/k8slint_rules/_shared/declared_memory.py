"""Containers that lack a memory limit or request once everything is deployed: with patches and LimitRanges."""

from __future__ import annotations

from k8slint.kubernetes import declared_memory, is_literal
from k8slint_rules._shared.teaching import teaches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.project import ContainerFact, ProjectWorkload

_LEAST_FIRST = ("", "request", "limit")


def lacking_memory(item: ProjectWorkload, lacks: str) -> list[ContainerFact]:
    """The containers of a pod that run on and surely lack their memory "limit" (having a request) or "request".

    Left out are examples, and Jobs without any request, which give their memory back.
    """
    if teaches(item.path) or (lacks == "request" and item.kind in ("Job", "CronJob")):
        return []
    wanted = "request" if lacks == "limit" else ""
    return [container for container, said in memory_declared(item) if said == wanted]


def those(containers: list[ContainerFact]) -> tuple[str, str]:
    """The beginning of a sentence about containers of a pod, and its verb."""
    if len(containers) == 1:
        return "this container", "has"
    more = len(containers) - 1
    return f"this container and {more} more of the pod", "have"


def memory_declared(item: ProjectWorkload) -> Iterator[tuple[ContainerFact, str]]:
    """The containers of a workload that run on, each with what is surely all that is said of its memory: "limit", "request"
    or "".

    A LimitRange of the namespace speaks for its containers. Where overlays patch the workload, the one counts that says
    least. Left out are containers without an image.
    """
    wanting = [one for one in item.containers if one.image is not None and one.memory in ("", "request")]
    if not wanting or item.project.unread.may_hold(("LimitRange",), item.path):
        return
    given = {
        other.fact.memory_default for other in item.project.of_kind("LimitRange") if other.namespaces & item.namespaces
    }
    for container in wanting:
        for said in _as_deployed(item, container):
            yield container, max(said, *given, key=_LEAST_FIRST.index) if given else said


def _as_deployed(item: ProjectWorkload, container: ContainerFact) -> tuple[str, ...]:
    """The least that a root kustomization leaves of what a container says; nothing where no root deploys it, or where that
    cannot be known."""
    roots = item.project.deployed(item.path)
    if roots is None:
        return () if container.memory is None else (container.memory,)
    pods = [one.pod for made in roots for one in made if one.node.span == item.fact.span and one.pod is not None]
    if any(one.name is None or not is_literal(one.name) for pod in pods for one in pod.all_containers):
        return ()
    found = [pod.container(container.name or "") for pod in pods]
    said = {None if one is None else declared_memory(one) for one in found}
    least = [one for one in _LEAST_FIRST if one in said]
    return tuple(least[:1])
