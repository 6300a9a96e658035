"""Where manifests and Compose files count on a port of an image."""

from __future__ import annotations

from k8slint.facts import ContainerPort
from k8slint.record import Record
from k8slint.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint.project import Project, RunningContainer, RunningService


class PortUse(Record):
    """A port that something is to listen on. `what` names the entry: "container port", "target port", "published port"."""

    number: int
    protocol: str
    place: Place
    what: str


def of_container(project: Project, running: RunningContainer) -> tuple[PortUse, ...] | None:
    """The container's ports, and for the only container of a pod the numbers that Services send to; None when a number cannot
    be known. Several uses of a port are all there, the container's own first."""
    path, ports = running.path, running.container.ports
    uses = _uses(path, ports, "container port")
    pod = running.owner.pod
    if uses is None or pod is None:
        return None
    if not running.container.init and sum(not container.init for container in pod.containers) == 1:
        for service in project.services_selecting(running.owner):
            fact = service.fact.service
            if fact is None or fact.headless or project.may_be_patched(service):
                continue
            for port in fact.ports:
                target = port.target
                if target is None:
                    number, span = port.number, port.span
                else:
                    number = int(target.value) if target.value is not None and target.value.isdigit() else None
                    span = target.span
                if number is not None:
                    uses += (PortUse(number, port.protocol, service.place(span), "target port"),)
    return uses


def of_service(running: RunningService) -> tuple[PortUse, ...] | None:
    """The container side of what a Compose service publishes (`expose:` is only a remark); None when it cannot be known."""
    return _uses(running.path, running.service.published, "published port")


def _uses(path: str, ports: Iterable[ContainerPort], what: str) -> tuple[PortUse, ...] | None:
    found = []
    for port in ports:
        if port.number is None:
            return None
        found.append(PortUse(port.number, port.protocol, Place(path, port.span), what))
    return tuple(found)
