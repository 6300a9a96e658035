"""What pods and their containers tell the project."""

from __future__ import annotations

from k8slint._internal.kinds.facts import ContainerFact, ContainerPort, Mount, PodFact, Probe, Text, Variable, Volume
from k8slint._internal.kinds.kubernetes.containers import HOOKS, handler
from k8slint._internal.kinds.kubernetes.fields import argv, expanded, flag, number, port, text
from k8slint._internal.kinds.kubernetes.labels import read_labels
from k8slint._internal.kinds.kubernetes.memory import declared_memory
from k8slint._internal.kinds.kubernetes.nodes import boolean, integer, mappings
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.facts import Flag, Number
    from k8slint._internal.kinds.kubernetes.containers import Container
    from k8slint._internal.kinds.kubernetes.pods import PodSpec
    from k8slint._internal.syntax.yaml.tree import Node
    from k8slint._internal.text.source import Span

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
    keys = node.index
    name = node.string("name")
    own_security = node.mapping("securityContext") if "securityContext" in keys else None
    user: Number | None = None
    non_root: Flag | None = None
    for security in (own_security, pod_security):
        if security is not None:
            user = user or number(security.get("runAsUser"))
            non_root = non_root or flag(security.get("runAsNonRoot"))
            if user is None and security.get("runAsUser") is not None:
                non_root = None  # a user that cannot be known may be the number that is asked for
                break
    return ContainerFact(
        None if name is None else name.text,
        container.span if name is None else name.span,
        text(node.get("image")),
        container.init,
        text(node.get("imagePullPolicy")) if "imagePullPolicy" in keys else None,
        argv(node.get("command")) if "command" in keys else None,
        argv(node.get("args")) if "args" in keys else None,
        tuple([_port(item) for item in mappings(node, "ports")]) if "ports" in keys else (),
        tuple(_variables(node)) if "env" in keys else (),
        tuple([_mount(item) for item in mappings(node, "volumeMounts")]) if "volumeMounts" in keys else (),
        tuple(_probes(node)),
        user,
        non_root,
        declared_memory(container),
    )


def _port(node: Mapping) -> ContainerPort:
    written = node.get("containerPort")
    name, protocol = node.string("name"), node.string("protocol")
    return ContainerPort(
        integer(written),
        None if name is None else name.text,
        "TCP" if protocol is None else protocol.text,
        (written or node).span,
    )


def _variables(container: Mapping) -> Iterator[Variable]:
    """`env`. Without a value a variable is empty; a value that is no string is refused, so it is not known."""
    for node in mappings(container, "env"):
        name = node.string("name")
        if name is None:
            continue
        span = name.span
        source = node.get("valueFrom")
        written = node.get("value") if source is None else source
        if written is None:
            yield Variable(name.text, "", span, span)
        else:
            yield Variable(name.text, _value(written) if source is None else None, span, written.span)


def _value(node: Node) -> str | None:
    content = node.value if isinstance(node, Scalar) else None
    if not isinstance(content, str) or "{{" in content or "${" in content:
        return None
    return expanded(content)


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
    keys = node.index
    for key, kind in _PROBES:
        found = node.mapping(key) if key in keys else None
        if found is not None:
            yield _probe(found, kind, keys[key].key.span)
    lifecycle = node.mapping("lifecycle") if "lifecycle" in keys else None
    if lifecycle is not None:
        for key in HOOKS:
            found = lifecycle.mapping(key)
            if found is not None:
                yield _probe(found, key, lifecycle.index[key].key.span)


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
