"""Where manifests and Compose files count on a port of an image."""

from __future__ import annotations

from k8slint import Place, Record, decimal
from k8slint.kubernetes import is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from k8slint.project import ContainerPort, ProjectService, Running


class PortUse(Record):
    """A port that something is to listen on. `what` names the entry: "container port", "target port", "published port"."""

    number: int
    protocol: str
    place: Place
    what: str


def port_uses(running: Running) -> tuple[PortUse, ...] | None:
    """What counts on a port of a container or service: the ports that it declares, and for the only container of a pod the
    numbers that Services send to. Of a Compose service only what it publishes, as `expose:` is a remark.

    None when a number or protocol cannot be known. Several uses of a port are all there, the container's own first.
    """
    if running.service is not None:
        return _uses(running.path, running.service.published, "published port")
    uses = _uses(running.path, running.ports, "container port")
    owner = running.owner
    if uses is None or owner is None or running.project.may_be_selected_by_others(owner):
        return None
    if not running.init and sum(not container.init for container in owner.containers) == 1:
        for service in running.project.services_selecting(owner):
            if not service.service.headless and not service.may_be_patched:
                uses += tuple(_targets(service))
    return uses


def _targets(service: ProjectService) -> Iterator[PortUse]:
    for port in service.service.ports:
        target = port.target
        number = port.number if target is None else decimal(target.value)
        if number is not None and is_literal(port.protocol):
            yield PortUse(number, port.protocol, service.place((target or port).span), "target port")


def _uses(path: str, ports: Iterable[ContainerPort], what: str) -> tuple[PortUse, ...] | None:
    found = []
    for port in ports:
        if port.number is None or not is_literal(port.protocol):
            return None
        found.append(PortUse(port.number, port.protocol, Place(path, port.span), what))
    return tuple(found)
