"""What pods and their containers tell the project."""

from __future__ import annotations

from k8slint.facts import (
    ContainerFact,
    ContainerPort,
    Mount,
    PodFact,
    Probe,
    Text,
    Variable,
    Volume,
)
from k8slint.kubernetes.fields import argv, expanded, flag, number, port, text
from k8slint.kubernetes.labels import read_labels
from k8slint.kubernetes.pods import boolean, handler, integer, mappings
from k8slint.yaml.tree import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import Flag, Number
    from k8slint.kubernetes.pods import Container, PodSpec
    from k8slint.source import Span

_PROBES = (("livenessProbe", "liveness"), ("readinessProbe", "readiness"), ("startupProbe", "startup"))


def read_pod(pod: PodSpec) -> PodFact:
    node, security = pod.node, pod.security
    metadata = pod.metadata
    labels_node = None if metadata is None else metadata.get("labels")
    labels, sure = read_labels(labels_node)
    return PodFact(
        node.span,
        labels,
        None if labels_node is None else labels_node.span,
        tuple([_container(container, security) for container in pod.all_containers]),
        tuple(_volumes(pod)),
        None if security is None else number(security.get("runAsUser")),
        None if security is None else flag(security.get("runAsNonRoot")),
        boolean(node, "hostNetwork") is True,
        text(pod.service_account),
        sure,
    )


def _container(container: Container, pod_security: Mapping | None) -> ContainerFact:
    node = container.node
    name = node.string("name")
    user: Number | None = None
    non_root: Flag | None = None
    for security in (node.mapping("securityContext"), pod_security):
        if security is not None:
            user = user or number(security.get("runAsUser"))
            non_root = non_root or flag(security.get("runAsNonRoot"))
    return ContainerFact(
        None if name is None else name.text,
        container.span,
        text(node.get("image")),
        container.init,
        text(node.get("imagePullPolicy")),
        argv(node.get("command")),
        argv(node.get("args")),
        tuple([_port(item) for item in mappings(node, "ports")]),
        tuple([variable for item in mappings(node, "env") if (variable := _variable(item)) is not None]),
        tuple([_mount(item) for item in mappings(node, "volumeMounts")]),
        tuple(_probes(node)),
        user,
        non_root,
        _amount(container.limit("memory")),
        text(node.get("workingDir")),
    )


def _amount(node: Scalar | None) -> Text | None:
    """A quantity as written, quoted or not."""
    return None if node is None else Text(node.text, node.span)


def _port(node: Mapping) -> ContainerPort:
    written = node.get("containerPort")
    name, protocol = node.string("name"), node.string("protocol")
    return ContainerPort(
        integer(written),
        None if name is None else name.text,
        "TCP" if protocol is None else protocol.text,
        (written or node).span,
    )


def _variable(node: Mapping) -> Variable | None:
    """An `env` entry. Without a value it is empty; a value that is no string is refused, so it is not known."""
    name = node.string("name")
    if name is None:
        return None
    value: str | None = ""
    span: Span = name.span
    for key in ("valueFrom", "value"):
        found = node.get(key)
        if found is not None:
            span = found.span
            literal = isinstance(found, Scalar) and found.value.__class__ is str and "{{" not in found.text
            value = expanded(found.text) if literal and key == "value" and "${" not in found.text else None  # type: ignore[attr-defined]
    return Variable(name.text, value, name.span, span)


def _mount(node: Mapping) -> Mount:
    volume = node.string("name")
    part = node.scalar("subPath") or node.scalar("subPathExpr")
    return Mount(
        text(node.get("mountPath")) or Text(None, node.span),
        None if volume is None else volume.text,
        "" if part is None else part.text,
        boolean(node, "readOnly") is True,
        node.span,
    )


def _probes(node: Mapping) -> Iterator[Probe]:
    for key, kind in _PROBES:
        found = node.mapping(key)
        if found is not None:
            yield _probe(found, kind, node.entry(key).key.span)  # type: ignore[union-attr]
    lifecycle = node.mapping("lifecycle")
    if lifecycle is not None:
        for key in ("postStart", "preStop"):
            found = lifecycle.mapping(key)
            if found is not None:
                yield _probe(found, key, lifecycle.entry(key).key.span)  # type: ignore[union-attr]


def _probe(node: Mapping, kind: str, span: Span) -> Probe:
    found = handler(node)
    if found is None:
        return Probe(kind, None, None, None, span)
    action, body = found
    if action == "exec":
        return Probe(kind, None, argv(body.get("command")), None, span)
    host = body.string("host")
    return Probe(kind, port(body.get("port"))[0], None, None if host is None else host.text, span)


def _volumes(pod: PodSpec) -> Iterator[Volume]:
    """A claim template takes the place of a volume of its name, as the StatefulSet controller does."""
    claimed: set[str] = set()
    for template in pod.claim_templates:
        metadata = template.mapping("metadata")
        name = None if metadata is None else metadata.string("name")
        if name is not None:
            claimed.add(name.text)
            yield Volume(name.text, "claimTemplate", None, name.span)
    for volume in pod.volumes:
        name_text = volume.name
        if name_text not in claimed:
            target = volume.target
            yield Volume(name_text, volume.kind, None if target is None else target.text, volume.span)
