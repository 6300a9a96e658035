"""Which ports a container's program may listen on, beside those that the image exposes: numbers that something speaks of."""

from __future__ import annotations

from k8slint.images.listening import listening

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint.facts import Argv, ComposeService, ContainerFact, Variable
    from k8slint.project import Project, ProjectObject
    from k8slint.project.built_image import BuiltImage


def may_listen(image: BuiltImage, number: int, *, running: ContainerFact | ComposeService | None = None) -> bool:
    """Whether a port stands in what runs the image: in its command line or environment, or in those that a manifest or a
    Compose file gives it. Also True where one of them cannot be known."""
    argvs = [image.stage.entrypoint, image.stage.cmd]
    variables: list[Variable] = [*image.stage.env]
    if running is not None:
        argvs += command_lines(running)
        variables += running.env
    return speaks_of(number, argvs, variables)


def command_lines(running: ContainerFact | ComposeService) -> list[Argv | None]:
    """What a container or service runs in place of what its image says: entrypoint, then command."""
    from k8slint.facts import ContainerFact

    if isinstance(running, ContainerFact):
        return [running.command, running.args]
    return [running.entrypoint, running.command]


def pod_may_listen(project: Project, item: ProjectObject, number: int, protocol: str) -> bool:
    """Whether anything hints at a port of a workload's pods: a container that lists none, or one that speaks of the number."""
    if item.pod is None or item.pod.host_network:
        return True
    for container in item.pod.containers:
        known = [own.number for own in container.ports if own.protocol == protocol]
        if not container.init and (not container.ports or None in known):
            return True
        if number in known or _container_speaks_of(container, number):
            return True
        tie = project.tie_of(item, container)
        if tie is not None and tie.image.exposes(number, protocol):
            return True
    return False


def _container_speaks_of(container: ContainerFact, number: int) -> bool:
    argvs = (*command_lines(container), *(probe.program for probe in container.probes))
    if speaks_of(number, argvs, container.env):
        return True
    return any(probe.port is not None and probe.port.value in (None, str(number)) for probe in container.probes)


def speaks_of(number: int, argvs: Iterable[Argv | None], variables: Iterable[Variable]) -> bool:
    """Whether a number stands in command lines or variables, or may: in words or the value of a port variable that cannot be
    known."""
    text = str(number)
    for argv in argvs:
        if argv is not None and (argv.words is None or any(text in word for word in argv.words)):
            return True
    for variable in variables:
        if variable.value is None:
            if any(part in variable.name.upper() for part in _PORT_NAMES):
                return True
        elif text in variable.value:
            return True
    return False


_PORT_NAMES = ("PORT", "ADDR", "LISTEN", "BIND", "URL")


def known_ports(image: BuiltImage, running: ContainerFact | ComposeService | None) -> list[int] | None:
    """The TCP ports of a container, when the image itself says where it listens; else None."""
    exposed = image.ports
    started = [image.stage.entrypoint, image.stage.cmd]
    if running is not None:
        override = command_lines(running)
        if override[0] is not None or (override[1] is not None and image.stage.entrypoint is None):
            exposed, started = (), override
    if exposed is None:
        return None
    variables = (*image.stage.env, *(running.env if running is not None else ()))
    environment = {variable.name: variable.value for variable in variables}
    server = listening([word for argv in started if argv is not None for word in argv.words or ()], environment)
    known = [number for first, last, protocol in exposed if protocol == "tcp" for number in range(first, last + 1)]
    if server is not None:
        known.append(server.port)
    if not known or (not image.stage.ports and server is None and _is_configured(image, running)):
        return None
    for port in () if running is None else running.ports:
        if port.number is None:
            return None
        known.append(port.number)
    return list(dict.fromkeys(known))


def _is_configured(image: BuiltImage, running: ContainerFact | ComposeService | None) -> bool:
    """Whether files may tell the base image's server another port."""
    if running is not None and running.mounts:
        return True
    return any(copied.value is None or not copied.value.startswith(_CONTENT) for copied in image.stage.copied)


_CONTENT = ("/usr/share/nginx/html", "/var/www", "/usr/local/apache2/htdocs")
"""Where web servers keep pages rather than configuration."""
