"""What the objects of a manifest tell the project."""

from __future__ import annotations

from k8slint._internal.kinds.facts import (
    AutoscalerFact,
    ManifestFacts,
    ObjectFact,
    PodFact,
    ServiceFact,
    ServicePort,
    Text,
)
from k8slint._internal.kinds.kubernetes.container_facts import read_pod
from k8slint._internal.kinds.kubernetes.fields import final, number, port, text
from k8slint._internal.kinds.kubernetes.kinds import AUTOSCALERS, POD_TEMPLATES, SELECTORS, may_make_unseen_pods
from k8slint._internal.kinds.kubernetes.labels import read_labels, read_selector
from k8slint._internal.kinds.kubernetes.memory import default_memory
from k8slint._internal.kinds.kubernetes.nodes import integer, mappings
from k8slint._internal.syntax.yaml.tree import Mapping
from k8slint._internal.text.literal import is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.kubernetes.tree import Resource
    from k8slint._internal.syntax.yaml.documents import Stream
    from k8slint._internal.text.source import Span


def read(stream: Stream, resources: tuple[Resource, ...]) -> ManifestFacts:
    """The facts of all objects, in order. `stream` is what `resources` were taken from.

    `unknown_selectors` is set for objects that may make pods which the facts do not show: custom resources that an
    operator acts on, and workloads whose template cannot be read. A container's `run_as_user` and `run_as_non_root` are
    those that apply: its own, else the pod's.
    """
    return ManifestFacts(tuple([_object(resource) for resource in resources]))


def _object(resource: Resource) -> ObjectFact:
    node, group, kind = resource.node, resource.group, resource.kind
    metadata, spec = resource.metadata, node.mapping("spec")
    name, name_span, namespace, namespace_span, labels = None, resource.kind_node.span, None, None, {}
    if metadata is not None:
        name_node = metadata.scalar("name")
        if name_node is not None:
            name_span = name_node.span
            name = final(name_node)
        namespace_node = metadata.string("namespace")
        if namespace_node is not None and namespace_node.text:
            namespace, namespace_span = namespace_node.text, namespace_node.span
        labels_node = metadata.get("labels")
        if labels_node is not None:
            labels = read_labels(labels_node)[0]
    selector = service = autoscaler = None
    if spec is not None:
        if (group, kind) == ("", "Service"):
            service = _service(spec)
        elif (group, kind) in SELECTORS:
            selector = read_selector(resource.selector, plain=resource.selector_is_plain)
        elif (group, kind) in AUTOSCALERS:
            autoscaler = _autoscaler(spec, *AUTOSCALERS[group, kind])
    pod = resource.pod
    return ObjectFact(
        resource.api_version,
        kind,
        namespace,
        name,
        node.span,
        resource.kind_node.span,
        name_span,
        labels,
        namespace_span,
        None if spec is None else number(spec.get("replicas")),
        selector,
        _labels_alone(resource) if pod is None else read_pod(pod),
        service,
        autoscaler,
        pod is None and (may_make_unseen_pods(group, kind) or _template_unreadable(resource)),
        default_memory(spec) if spec is not None and (group, kind) == ("", "LimitRange") else "",
    )


def _labels_alone(resource: Resource) -> PodFact | None:
    """The pods of a template that has labels and no `spec` yet."""
    template = resource.pod_template
    metadata = None if template is None or template is resource.node else template.mapping("metadata")
    node = None if metadata is None else metadata.get("labels")
    if template is None or node is None or template.get("spec") is not None:
        return None
    labels, sure = read_labels(node)
    return PodFact(template.span, labels, node.span, (), labels_known=sure)


def _template_unreadable(resource: Resource) -> bool:
    """Whether something else than a mapping stands on the way to the pods; a patch may well leave them out."""
    path = POD_TEMPLATES.get((resource.group, resource.kind))
    if path is None:
        return False
    node = resource.node
    for name in (*path, "spec"):
        found = node.get(name)
        if not isinstance(found, Mapping):
            return found is not None
        node = found
    return False


def _service(spec: Mapping) -> ServiceFact:
    kind, address = spec.string("type"), spec.string("clusterIP")
    selector = read_selector(spec.get("selector"), plain=True)
    if selector is not None and selector.known and not selector.labels:
        selector = None  # the API stores an empty map as none: the Service has no endpoints of its own
    return ServiceFact(
        "ClusterIP" if kind is None else kind.text,
        address is not None and (address.text == "None" or not is_literal(address.text)),
        selector,
        tuple([_service_port(item) for item in mappings(spec, "ports")]),
        text(spec.get("externalName")),
        bool(spec.items("externalIPs")),
    )


def _service_port(node: Mapping) -> ServicePort:
    written = node.get("port")
    target, is_name = port(node.get("targetPort"))
    protocol, name = node.string("protocol"), node.string("name")
    span: Span = (written or node).span
    return ServicePort(
        integer(written),
        target,
        is_name,
        "TCP" if protocol is None else protocol.text,
        None if name is None else name.text,
        span,
    )


def _autoscaler(spec: Mapping, fewest: str, most: str, default_kind: str | None) -> AutoscalerFact | None:
    target = spec.mapping("scaleTargetRef")
    if target is None:
        return None
    kind, name = target.string("kind"), final(target.get("name"))
    kind_name = default_kind if kind is None else kind.text
    if kind_name is None or name is None:
        return None
    name_node = target.get("name")
    span = (name_node or target).span
    version = target.string("apiVersion")
    return AutoscalerFact(
        kind_name,
        name,
        number(spec.get(fewest)),
        number(spec.get(most)),
        span,
        None if version is None else Text(version.text, version.span),
    )
