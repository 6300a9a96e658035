"""What the services of a Compose file count on: other services, volumes, networks, secrets, configs, an image.

After checkConsistency of compose-spec/compose-go, loader/validate.go, and Normalize in loader/normalize.go, which makes
dependencies of `links:`, `volumes_from:` and `network_mode: service:…`.
"""

from __future__ import annotations

from k8slint._internal.kinds.compose.forms import interpolate
from k8slint._internal.kinds.compose.tree import key_name
from k8slint._internal.kinds.facts import ComposeReference
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.compose.tree import ComposeFile, ComposeServiceView
    from k8slint._internal.syntax.yaml.tree import Node

_SECTIONS = (("volumes", "volume"), ("networks", "network"), ("secrets", "secret"), ("configs", "config"))
_DEFAULT_NETWORK = "network default"
"""Compose makes it where the file does not."""


def defined(file: ComposeFile) -> tuple[str, ...]:
    """`kind name` of everything that a file defines."""
    if file.root is None:
        return ()
    found = [_DEFAULT_NETWORK]
    services = file.root.mapping("services")
    if services is not None:
        found += [f"service {key_name(entry)}" for entry, _ in services.pairs(nulls=True)]
    for section, kind in _SECTIONS:
        holder = file.root.mapping(section)
        if holder is not None:
            found += [f"{kind} {key_name(entry)}" for entry, _ in holder.pairs(nulls=True)]
    found += [f"image {service.name}" for service in file.services if _has_image(service)]
    return tuple(found)


def missing(file: ComposeFile, known: tuple[str, ...]) -> tuple[ComposeReference, ...]:
    """What services count on and the file does not define; nothing for a file of version 1."""
    if file.legacy:
        return ()
    have = frozenset(known)
    return tuple(
        reference
        for service in file.services
        for reference in references(service)
        if f"{reference.kind} {reference.name}" not in have
    )


def references(service: ComposeServiceView) -> Iterator[ComposeReference]:
    """In the order of the kinds; what holds a variable without a default is left out."""
    for kind, name, span in _references(service):
        if name:
            yield ComposeReference(kind, name, service.name, span)


def _references(service: ComposeServiceView) -> Iterator[tuple[str, str | None, Span]]:
    yield "image", service.name, service.span
    for dependency in (*service.depends_on, *service.links):
        yield "service", interpolate(dependency.value or ""), dependency.span
    mode = service.node.scalar("network_mode")
    if mode is not None and mode.text.startswith("service:"):
        yield "service", interpolate(mode.text.removeprefix("service:")), mode.span
    for item in service.node.items("volumes_from"):
        if isinstance(item, Scalar) and not item.text.startswith("container:"):
            yield "service", interpolate(item.text.partition(":")[0]), item.span
    for mount in service.mounts:
        if mount.kind == "volume" and mount.source is not None:
            yield "volume", mount.source.value, mount.source.span
    networks = service.node.get("networks")
    if isinstance(networks, Mapping):
        for entry, _ in networks.pairs(nulls=True):
            yield "network", key_name(entry), entry.key.span
    else:
        yield from _named("network", service.node.items("networks"))
    yield from _named("secret", service.node.items("secrets"))
    yield from _named("config", service.node.items("configs"))
    if isinstance(service.build, Mapping):
        yield from _named("secret", service.build.items("secrets"))


def _named(kind: str, items: list[Node]) -> Iterator[tuple[str, str | None, Span]]:
    for item in items:
        source = item.scalar("source") if isinstance(item, Mapping) else item
        if isinstance(source, Scalar):
            yield kind, interpolate(source.text), source.span


def _has_image(service: ComposeServiceView) -> bool:
    """Whether there is something to run, or may be: a parent brings it, or a provider stands in for a container."""
    keys = service.node
    return any(keys.get(key) is not None for key in ("image", "build", "extends", "provider"))


def adds_others(file: ComposeFile) -> bool:
    """Whether a file takes in others, or services of others: those are then no projects of their own."""
    if file.incomplete:
        return True
    return any(
        isinstance(service.extends, Mapping) and service.extends.get("file") is not None for service in file.services
    )
