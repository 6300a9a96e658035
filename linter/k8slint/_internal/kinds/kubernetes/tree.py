"""The objects of a manifest: views that keep the node they show and work out the rest when asked."""

from __future__ import annotations

from k8slint._internal.kinds.kubernetes.containers import Container
from k8slint._internal.kinds.kubernetes.kinds import POD_TEMPLATES, SELECTORS, is_namespaced
from k8slint._internal.kinds.kubernetes.pods import PodSpec, Volume
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar
from k8slint._internal.text.literal import is_literal
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.documents import Document, Stream
    from k8slint._internal.syntax.yaml.tree import Node
    from k8slint._internal.text.source import Source

__all__ = ("Container", "PodSpec", "Resource", "Volume", "resources")


class Resource:
    """One Kubernetes object.

    `api_version` and `kind` are as written (for an item of a typed list that leaves them out: what the list implies);
    `kind_node` is their place, `listed` whether the object is an item of a list.
    """

    __slots__ = (
        "_pod",
        "_pod_read",
        "api_version",
        "api_version_node",
        "document",
        "group",
        "kind",
        "kind_node",
        "listed",
        "metadata",
        "node",
        "source",
        "version",
    )

    def __init__(
        self,
        source: Source,
        document: Document,
        node: Mapping,
        api_version_node: Scalar,
        kind_node: Scalar,
        *,
        kind: str | None = None,
        listed: bool = False,
    ) -> None:
        self.source = source
        self.document = document
        self.node = node
        self.api_version_node = api_version_node
        self.kind_node = kind_node
        self.api_version = api_version_node.text
        self.kind = kind_node.text if kind is None else kind
        self.group, _, self.version = self.api_version.rpartition("/")
        if not is_literal(self.api_version):
            self.group = self.api_version  # a group that is none of the known ones
        self.listed = listed
        self.metadata = node.mapping("metadata")
        self._pod: PodSpec | None = None
        self._pod_read = False

    def __repr__(self) -> str:
        return f"Resource({self.api_version} {self.kind} {self.name})"

    def is_(self, group: str, *kinds: str) -> bool:
        """Whether it is one of these kinds of a group; the core group is ""."""
        return self.group == group and self.kind in kinds

    @property
    def spec(self) -> Mapping | None:
        return self.node.mapping("spec")

    @property
    def name_node(self) -> Scalar | None:
        """`metadata.name`, whatever its type."""
        metadata = self.metadata
        return None if metadata is None else metadata.scalar("name")

    @property
    def name(self) -> str | None:
        """None when it is missing (`generateName`) or no string."""
        metadata = self.metadata
        found = None if metadata is None else metadata.string("name")
        return None if found is None else found.text

    @property
    def namespace_node(self) -> Scalar | None:
        metadata = self.metadata
        return None if metadata is None else metadata.string("namespace")

    @property
    def namespace(self) -> str | None:
        found = self.namespace_node
        return found.text if found is not None and found.text else None

    @property
    def namespaced(self) -> bool | None:
        """Whether its kind lives in a namespace; None for custom kinds."""
        return is_namespaced(self.group, self.kind)

    @property
    def labels(self) -> Mapping | None:
        metadata = self.metadata
        return None if metadata is None else metadata.mapping("labels")

    @property
    def annotations(self) -> Mapping | None:
        metadata = self.metadata
        return None if metadata is None else metadata.mapping("annotations")

    def annotation(self, key: str) -> Scalar | None:
        annotations = self.annotations
        return None if annotations is None else annotations.scalar(key)

    @property
    def span(self) -> Span:
        """For messages about the object: its name, else its kind."""
        return (self.name_node or self.kind_node).span

    @property
    def pod_template(self) -> Mapping | None:
        """The mapping with the pods' `metadata` and `spec`: the object itself for a Pod, None for kinds without pods."""
        path = POD_TEMPLATES.get((self.group, self.kind))
        return None if path is None else _at(self.node, path)

    @property
    def pod(self) -> PodSpec | None:
        """The pod it is, or the pods it makes."""
        if not self._pod_read:
            template = self.pod_template
            spec = None if template is None else template.mapping("spec")
            if template is not None and spec is not None:
                self._pod = PodSpec(self, template, spec)
            self._pod_read = True
        return self._pod

    @property
    def selector(self) -> Node | None:
        """The node that selects pods (`spec.selector`, a NetworkPolicy's `spec.podSelector`), whatever its type."""
        where = SELECTORS.get((self.group, self.kind))
        if where is None:
            return None
        path = where[0]
        holder = _at(self.node, path[:-1])
        return None if holder is None else holder.get(path[-1])

    @property
    def selector_is_plain(self) -> bool:
        """Whether `selector` is a map of labels rather than matchLabels and matchExpressions."""
        where = SELECTORS.get((self.group, self.kind))
        return where is not None and where[1]


def _at(node: Mapping, path: tuple[str, ...]) -> Mapping | None:
    found: Mapping | None = node
    for name in path:
        if found is None:
            return None
        found = found.mapping(name)
    return found


def resources(stream: Stream) -> tuple[Resource, ...]:
    """The objects of a file in the order of its text: mappings whose apiVersion and kind are strings.

    Lists are unpacked as kubectl does (apimachinery `unstructuredJSONScheme.decodeToList`): an item that names neither
    apiVersion nor kind gets the list's; a list in a list stays as it is, for kubectl refuses it.
    """
    found: list[Resource] = []
    source = stream.source
    for document in stream.documents:
        root = document.root
        if root.__class__ is not Mapping:
            continue
        api_version, kind = root.string("apiVersion"), root.string("kind")
        if api_version is None or kind is None:
            continue
        if kind.text.endswith("List") and root.sequence("items") is not None:
            _unpack(source, document, root, api_version, kind, found)
        else:
            found.append(Resource(source, document, root, api_version, kind))
    return tuple(found)


def _unpack(
    source: Source, document: Document, root: Mapping, api_version: Scalar, kind: Scalar, found: list[Resource]
) -> None:
    implied = kind.text[: -len("List")]
    for item in root.items("items"):
        if not isinstance(item, Mapping):
            continue
        own_version, own_kind = item.string("apiVersion"), item.string("kind")
        if own_version is not None and own_kind is not None:
            found.append(Resource(source, document, item, own_version, own_kind, listed=True))
        elif implied and item.get("apiVersion") is None and item.get("kind") is None:
            found.append(Resource(source, document, item, api_version, kind, kind=implied, listed=True))
