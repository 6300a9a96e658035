"""Documents that were meant to be objects and are none: what Kubernetes needs to know of an object is missing.

kubectl wants `apiVersion` and `kind` of each document (apimachinery `unstructuredJSONScheme`, cli-runtime
`Mapper.infoForData`). Other tools' files share one of the keys or two, so a document is only judged where it stands among
objects, or where what it has is surely of Kubernetes.
"""

from __future__ import annotations

from k8slint._internal.kinds.kubernetes.served import is_kind, is_of_kubernetes, meant
from k8slint._internal.kinds.kubernetes.spelling import misspelt
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar, Sequence, is_null, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.kubernetes.tree import Resource
    from k8slint._internal.syntax.yaml.documents import Stream
    from k8slint._internal.syntax.yaml.tree import Entry, Node
    from k8slint._internal.text.source import Source

API_VERSION, KIND, OBJECT = "apiVersion", "kind", "object"
_SPECLESS = frozenset(
    ("ClusterRole", "ClusterRoleBinding", "ConfigMap", "Role", "RoleBinding", "Secret", "ServiceAccount")
)
_OF_METADATA = ("name", "generateName", "namespace", "labels", "annotations")
_OF_OTHERS = ("score.dev",)
"""Groups of files that have `apiVersion` and `metadata`, no `kind`, and are nothing for Kubernetes (docs.score.dev)."""


class Stray:
    """A document, or an item of a List, that lacks what makes it an object.

    `lacks` is API_VERSION or KIND for a mapping without that key or a value for it, OBJECT for anything else. `written` is the
    entry that was meant to be the key: in other spelling, empty, or no string. `api_version` and `kind` are what it has.
    """

    __slots__ = ("api_version", "kind", "lacks", "node", "source", "written")

    def __init__(
        self,
        source: Source,
        node: Node,
        lacks: str,
        written: Entry | None = None,
        api_version: str | None = None,
        kind: str | None = None,
    ) -> None:
        self.source = source
        self.node = node
        self.lacks = lacks
        self.written = written
        self.api_version = api_version
        self.kind = kind


def strays(stream: Stream, resources: tuple[Resource, ...]) -> Iterator[Stray]:
    """The strays of a file, in the order of its text."""
    source = stream.source
    among_objects = any(resource.metadata is not None for resource in resources) and "#@" not in source.text
    for document in stream.documents:
        root = document.root
        if root is None or is_null(root):
            continue
        yield from _judge(source, root, among_objects)
        if isinstance(root, Mapping) and among_objects:
            kind = root.string(KIND)
            if kind is not None and kind.text == "List":
                for item in root.items("items"):
                    if not is_null(item):
                        yield from _judge(source, item, among_objects)


def _judge(source: Source, node: Node, among_objects: bool) -> Iterator[Stray]:
    if not isinstance(node, Mapping):
        if among_objects and not _is_filled_in(source, node):
            yield Stray(source, node, OBJECT)
        return
    api_version, kind = node.string(API_VERSION), node.string(KIND)
    if api_version is not None and kind is not None:
        return
    api_entry = _written(node, API_VERSION) if api_version is None else None
    kind_entry = _written(node, KIND) if kind is None else None
    has = sum((api_version is not None, kind is not None, node.get("metadata") is not None))
    has += (api_entry is not None) + (kind_entry is not None)
    if not among_objects and (has < 2 or not _is_of_kubernetes(node, api_entry, kind_entry)):
        return
    if has == 0 or (has == 1 and node.get("metadata") is None and not among_objects):
        yield Stray(source, node, OBJECT)
        return
    api_text = api_version.text if api_version else _text(api_entry)
    kind_text = kind.text if kind else _text(kind_entry)
    if api_version is None:
        yield Stray(source, node, API_VERSION, api_entry, api_text, kind_text)
    if kind is None:
        yield Stray(source, node, KIND, kind_entry, api_text, kind_text)


def _is_filled_in(source: Source, node: Node) -> bool:
    """Whether a document is nothing but text for another program to replace."""
    text = source.slice(node.span)
    return isinstance(node, Scalar) and ("{{" in text or "${" in text or "{%" in text)


def _written(node: Mapping, name: str) -> Entry | None:
    """The entry that was meant to be `name`: without a string, or under a name that looks like it."""
    own = node.index.get(name)
    if own is not None:
        return own
    entry = misspelt(node, name)
    if entry is None or isinstance(resolve(entry.value), (Mapping, Sequence)):
        return None
    return entry


def _text(entry: Entry | None) -> str | None:
    value = None if entry is None else resolve(entry.value)
    return value.text if isinstance(value, Scalar) and not is_null(value) else None


def _is_of_kubernetes(node: Mapping, api_entry: Entry | None, kind_entry: Entry | None) -> bool:
    """Whether a document without company is surely meant for Kubernetes."""
    metadata = node.get("metadata")
    if not isinstance(metadata, Mapping) or not any(metadata.get(name) is not None for name in _OF_METADATA):
        return False
    api_version, kind = node.string(API_VERSION), node.string(KIND)
    api_text = api_version.text if api_version else _text(api_entry)
    kind_text = kind.text if kind else _text(kind_entry)
    if api_text is not None:
        group = api_text.rpartition("/")[0]
        if group in _OF_OTHERS:
            return False
        if kind_text is not None and (api_entry is None or api_entry.name != API_VERSION):
            return True
        return is_of_kubernetes(group) or any(node.get(name) is not None for name in ("spec", "data"))
    if kind_text is None or node.get("version") is not None:
        return False
    if kind_text in _SPECLESS and node.get("spec") is not None:
        return False
    near = meant(kind_text)
    return is_kind(kind_text) or (near is not None and near.exact)
