"""Which ports a container's program may listen on, beside those that the image exposes: numbers that something speaks of."""

from __future__ import annotations

from k8slint.images import known_image
from k8slint_rules._shared.listening import listening

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint.project import Argv, BuiltImage, ContainerFact, ProjectObject, ProjectWorkload, Running, Variable


def may_listen(image: BuiltImage, number: int, *, running: Running | None = None) -> bool:
    """Whether a port stands in what runs the image: in its command line or environment, or in those that a manifest or a
    Compose file gives it. Also True where one of them cannot be known."""
    argvs = [image.stage.entrypoint, image.stage.cmd]
    variables: list[Variable] = [*image.stage.env]
    if running is not None:
        argvs += [running.entrypoint, running.command]
        variables += running.env
        if running.owner is not None and _configs_speak_of(running.owner, number):
            return True
    return speaks_of(number, argvs, variables)


def pod_may_listen(item: ProjectWorkload, number: int, protocol: str) -> bool:
    """Whether anything hints at a port of a workload's pods: a container that lists none, or one that speaks of the number,
    an image that listens there, a ConfigMap."""
    if item.pod is None or item.pod.host_network:
        return True
    for container in item.containers:
        known = [own.number for own in container.ports if own.protocol == protocol]
        if not container.init and (not container.ports or None in known):
            return True
        if number in known or _container_speaks_of(container, number):
            return True
        tie = item.project.tie_of(item, container)
        if tie is not None and tie.image.exposes(number, protocol):
            return True
        image = None if container.image is None else container.image.value
        known_as = None if image is None else known_image(image)
        if known_as is not None and number in (known_as.ports or ()):
            return True
    return _configs_speak_of(item, number)


def _container_speaks_of(container: ContainerFact, number: int) -> bool:
    argvs = (container.command, container.args, *(probe.program for probe in container.probes))
    if speaks_of(number, argvs, container.env):
        return True
    return any(probe.port is not None and probe.port.value in (None, str(number)) for probe in container.probes)


def _configs_speak_of(item: ProjectWorkload, number: int) -> bool:
    """Whether a ConfigMap that a workload mounts or reads names a port, or may: one that is not among the files."""
    project, text = item.project, str(number)
    mounted = [volume.target for volume in item.pod.volumes if volume.kind == "configMap"] if item.pod else []
    if any(name is None or not _configs(item, name) for name in mounted):
        return True
    written = {word.strip("\"'{}[],") for word in project.text_of(item).split()} if project.of_kind("ConfigMap") else ()
    told = (project.text_of(config) for name in written for config in _configs(item, name))
    return any(text in config or "{{" in config or "${" in config for config in told)


def _configs(item: ProjectWorkload, name: str) -> list[ProjectObject]:
    return [config for config in item.project.named("ConfigMap", name) if config.namespaces & item.namespaces]


def speaks_of(number: int, argvs: Iterable[Argv | None], variables: Iterable[Variable]) -> bool:
    """Whether a number stands in command lines or variables, or may: in words or the value of a port variable that cannot be
    known."""
    text = str(number)
    for argv in argvs:
        if argv is not None and (argv.words is None or any(text in word or _is_open(word) for word in argv.words)):
            return True
    for variable in variables:
        if variable.value is None:
            if any(part in variable.name.upper() for part in _PORT_NAMES):
                return True
        elif text in variable.value or _is_open(variable.value):
            return True
    return False


def _is_open(word: str) -> bool:
    """Whether a template still replaces a word; what a shell replaces tells no port as it is written."""
    return "{{" in word or word.startswith("${")


_PORT_NAMES = ("PORT", "ADDR", "LISTEN", "BIND", "URL")


def known_ports(image: BuiltImage, running: Running | None) -> list[int] | None:
    """The TCP ports of a container, when the image itself says where it listens; else None."""
    exposed = image.ports
    started = [image.stage.entrypoint, image.stage.cmd]
    if running is not None:
        override = [running.entrypoint, running.command]
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


def _is_configured(image: BuiltImage, running: Running | None) -> bool:
    """Whether files may tell the base image's server another port."""
    if running is not None and running.mounts:
        return True
    return any(copied.value is None or not copied.value.startswith(_CONTENT) for copied in image.stage.copied)


_CONTENT = ("/usr/share/nginx/html", "/var/www", "/usr/local/apache2/htdocs")
"""Where web servers keep pages rather than configuration."""
