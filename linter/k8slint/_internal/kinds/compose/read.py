"""What a Compose file tells the project: images built here, and how services run them.

What cannot be known is said in the facts themselves: a port without a number, a mount whose path has no value, a command
without words stand for "others may be there", as when a service extends one of another file.
"""

from __future__ import annotations

from k8slint._internal.files.confine import folder, is_remote, join
from k8slint._internal.kinds.compose.forms import TMPFS, UNKNOWN, interpolate
from k8slint._internal.kinds.compose.references import adds_others, defined, missing
from k8slint._internal.kinds.facts import Argv, Build, ComposeFacts, ComposeService, ContainerPort, Mount, Text
from k8slint._internal.syntax.shell.strings import shell_words, split_command
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar, Sequence
from k8slint._internal.text.record import replace
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.compose.tree import ComposeFile, ComposeMount, ComposePort, ComposeServiceView
    from k8slint._internal.syntax.yaml.tree import Node

MAX_RANGE = 64
"""Ports of one range that are listed; a wider one cannot be known."""
MAX_EXTENDS = 16


def read(file: ComposeFile) -> ComposeFacts:
    """Facts of every service, with those of services that it extends in the same file."""
    by_name = {service.name: service for service in file.services}
    known = defined(file)
    return ComposeFacts(
        tuple(_extended(service, by_name) for service in file.services), known, missing(file, known), adds_others(file)
    )


def _extended(service: ComposeServiceView, by_name: dict[str, ComposeServiceView]) -> ComposeService:
    fact = _service(service)
    seen = {service.name}
    current = service
    while (extends := current.extends) is not None:
        parent = _parent(extends, by_name)
        if parent is None or parent.name in seen or len(seen) > MAX_EXTENDS:
            return _unknown(fact, extends.span)
        seen.add(parent.name)
        fact = _merged(fact, _service(parent))
        current = parent
    return fact


def _parent(extends: Node, by_name: dict[str, ComposeServiceView]) -> ComposeServiceView | None:
    """The service that `extends:` names, None when it stands in another file."""
    if isinstance(extends, Scalar):
        return by_name.get(extends.text)
    if not isinstance(extends, Mapping) or extends.get("file") is not None:
        return None
    name = extends.string("service")
    return by_name.get(name.text) if name is not None else None


def _merged(child: ComposeService, parent: ComposeService) -> ComposeService:
    names = {variable.name for variable in child.env}
    targets = {mount.path.value for mount in child.mounts}
    return replace(
        child,
        image=child.image or parent.image,
        build=child.build or (parent.build and replace(parent.build, image=child.image or parent.image)),
        ports=child.ports + parent.ports,
        published=child.published + parent.published,
        env=child.env + tuple(v for v in parent.env if v.name not in names),
        mounts=child.mounts + tuple(m for m in parent.mounts if m.path.value not in targets),
        command=child.command or parent.command,
        entrypoint=child.entrypoint or parent.entrypoint,
        user=child.user or parent.user,
        healthcheck=child.healthcheck or parent.healthcheck,
    )


def _unknown(fact: ComposeService, span: Span) -> ComposeService:
    """The service with everything that an unseen parent may add marked as unknown."""
    nothing = Text(None, span)
    return replace(
        fact,
        image=fact.image or nothing,
        ports=(*fact.ports, ContainerPort(None, None, "TCP", span)),
        mounts=(*fact.mounts, Mount(nothing, None, "", False, span)),
        command=fact.command or Argv(True, None, span),
        entrypoint=fact.entrypoint or Argv(True, None, span),
        user=fact.user or nothing,
        healthcheck=fact.healthcheck or Argv(True, None, span),
    )


def _service(service: ComposeServiceView) -> ComposeService:
    user = service.node.scalar("user")
    return ComposeService(
        service.name,
        service.span,
        service.image_text,
        _build(service),
        tuple(fact for port in (*service.ports, *service.expose) for fact in _ports(port)),
        service.environment,
        tuple(_mount(mount) for mount in service.mounts),
        _argv(service.node.get("command")),
        _argv(service.node.get("entrypoint")),
        None if user is None else Text(interpolate(user.text), user.span),
        _healthcheck(service.node.mapping("healthcheck")),
        tuple(fact for port in service.ports for fact in _ports(port)),
    )


def _ports(port: ComposePort) -> tuple[ContainerPort, ...]:
    protocol = port.protocol.upper()
    if port.first is None or port.last is None or port.last - port.first >= MAX_RANGE:
        return (ContainerPort(None, None, protocol, port.span),)
    return tuple(ContainerPort(number, None, protocol, port.span) for number in range(port.first, port.last + 1))


def _mount(mount: ComposeMount) -> Mount:
    source: str | None = TMPFS if mount.kind == "tmpfs" else None
    if mount.kind not in ("bind", "volume", "anonymous", "tmpfs"):
        source = UNKNOWN
    elif mount.source is not None:
        source = UNKNOWN if mount.source.value is None else mount.source.value
    return Mount(mount.target, source, mount.sub_path, mount.read_only, mount.span)


def _argv(node: Node | None) -> Argv | None:
    """A string is split into words, without a shell; a list is taken as it is."""
    if isinstance(node, Scalar):
        text = interpolate(node.text)
        return Argv(True, None if text is None else split_command(text), node.span)
    if isinstance(node, Sequence):
        return Argv(True, _words(node), node.span)
    return None


def _words(node: Sequence) -> tuple[str, ...] | None:
    words = []
    for item in node.resolved():
        text = interpolate(item.text) if isinstance(item, Scalar) else None
        if text is None:
            return None
        words.append(text)
    return tuple(words)


def _healthcheck(check: Mapping | None) -> Argv | None:
    """The test of a health check; a check that is switched off has no words (`()`)."""
    if check is None:
        return None
    disable = check.scalar("disable")
    if disable is not None and disable.value is True:
        return Argv(True, (), check.span)
    test = check.get("test")
    if isinstance(test, Scalar):
        text = interpolate(test.text)
        return Argv(False, None if text is None else shell_words(text), test.span)
    if not isinstance(test, Sequence):
        return None
    words = _words(test)
    if words is None or not words:
        return Argv(True, None, test.span)
    if words[0] == "NONE":
        return Argv(True, (), test.span)
    if words[0] == "CMD-SHELL":
        return Argv(False, shell_words(words[1]) if len(words) > 1 else None, test.span)
    return Argv(True, words[1:] if words[0] == "CMD" else None, test.span)


def _build(service: ComposeServiceView) -> Build | None:
    node = service.build
    if node is None:
        return None
    base = folder(service.source.path)
    image = service.image_text
    if isinstance(node, Scalar):
        context = _context(base, node.text)
        return Build(image, _dockerfile(context, "Dockerfile"), context, None, node.span, "compose", node.span)
    if not isinstance(node, Mapping):
        return None
    context_node, file_node, target = node.scalar("context"), node.scalar("dockerfile"), node.scalar("target")
    context = _context(base, context_node.text if context_node is not None else ".")
    inline = node.get("dockerfile_inline") is not None
    dockerfile = None if inline else _dockerfile(context, file_node.text if file_node is not None else "Dockerfile")
    # A target that cannot be known keeps its variable, so that it names no stage and the tie stays open.
    name = None if target is None else interpolate(target.text) or target.text or None
    context_span = None if context_node is None else context_node.span
    file_span = None if file_node is None else file_node.span
    return Build(image, dockerfile, context, name, node.span, "compose", context_span, file_span)


def _context(base: str, text: str) -> str | None:
    path = interpolate(text)
    return None if path is None or is_remote(path) else join(base, path or ".")


def _dockerfile(context: str | None, text: str) -> str | None:
    """A Dockerfile's path is taken from the build context (compose-spec, build.md, "dockerfile")."""
    path = interpolate(text)
    return None if context is None or not path else join(context, path) or None
