"""What a kustomization tells the project: images it renames, files it takes in, namespace and labels it sets.

Fields after sigs.k8s.io/kustomize/api/types (Kustomization, Patch, Label), kustomize 5.8.
"""

from __future__ import annotations

from k8slint._internal.files.confine import folder, is_remote, join
from k8slint._internal.kinds.facts import ImageOverride, KustomizationFacts, Text
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.syntax.yaml.documents import Stream
    from k8slint._internal.syntax.yaml.tree import Node

_BRINGS_MORE = (
    "helmCharts",
    "helmChartInflationGenerator",
    "generators",
    "transformers",
    "configurations",
)
"""Fields that make or change objects in ways that are not followed."""
_OVERRIDE_FIELDS = ("name", "newName", "newTag", "digest")
_TAKES_IN = ("resources", "bases", "components")
_LABELS = ("labels", "matchLabels", "selector", "commonLabels")


def facts(path: str, stream: Stream) -> KustomizationFacts:
    """Facts of a kustomization file or component.

    `changes_labels` does not speak of `added_labels`. It is also true when labels, selectors or the set of objects may
    change in a way that cannot be known: charts, generators, plugins, remote resources, inline patches that speak of
    labels. An inline patch is listed with the path of the kustomization itself.
    """
    root = stream.documents[0].root if stream.documents else None
    if not isinstance(root, Mapping):
        return KustomizationFacts((), (), (), None, True)
    base = folder(path)
    resources: list[str] = []
    components: list[str] = []
    brings_more = any(root.get(field) is not None for field in _BRINGS_MORE)
    uncertain = brings_more
    for field in _TAKES_IN:
        for item in root.items(field):
            place = _path(base, item)
            if place is None:
                uncertain = brings_more = True
            else:
                resources.append(place)
                if field == "components":
                    components.append(place)
    patches: list[str] = []
    for node, inline in _patches(root):
        place = None if inline else _path(base, node)
        if place is not None:
            patches.append(place)
        else:
            patches.append(path)
            uncertain = uncertain or _speaks_of_labels(node.text)
    namespace = root.string("namespace")
    return KustomizationFacts(
        tuple(_images(root)),
        tuple(resources),
        tuple(patches),
        None if namespace is None else Text(namespace.text, namespace.span),
        uncertain or _sets_labels(root),
        tuple(dict.fromkeys(_added_labels(root))),
        tuple(components),
        root.get("replicas") is not None,
        brings_more,
    )


def _path(base: str, node: Node) -> str | None:
    if not isinstance(node, Scalar) or is_remote(node.text):
        return None
    return join(base, node.text)


def _images(root: Mapping) -> Iterator[ImageOverride]:
    for item in root.items("images"):
        if isinstance(item, Mapping):
            name = _text(item, "name")
            if name:
                more = any(key not in _OVERRIDE_FIELDS for key in item.index)
                yield ImageOverride(
                    name, _text(item, "newName"), _text(item, "newTag"), _text(item, "digest"), item.span, more
                )


def _text(mapping: Mapping, key: str) -> str | None:
    node = mapping.scalar(key)
    return node.text or None if node is not None else None


def _patches(root: Mapping) -> Iterator[tuple[Scalar, bool]]:
    """Every patch, as the scalar that holds its path or (True) its text."""
    for item in root.items("patchesStrategicMerge"):
        if isinstance(item, Scalar):
            yield item, "\n" in item.text or "{" in item.text
    for field in ("patches", "patchesJson6902"):
        for item in root.items(field):
            if isinstance(item, Mapping):
                for key in ("path", "patch"):
                    node = item.scalar(key)
                    if node is not None:
                        yield node, key == "patch"


def _speaks_of_labels(text: str) -> bool:
    return any(word in text for word in _LABELS)


def _is_set(mapping: Mapping, key: str) -> bool:
    node = mapping.get(key)
    return node is not None and not (isinstance(node, Scalar) and node.value is False)


def _added_labels(root: Mapping) -> Iterator[str]:
    """Keys of the labels that are added to selectors and pod templates alike.

    `labels` leaves selectors and pod templates alone unless told otherwise (kustomize api/types/labels.go).
    """
    common = root.mapping("commonLabels")
    if common is not None:
        yield from common.index
    for item in root.items("labels"):
        if isinstance(item, Mapping) and _is_set(item, "includeSelectors"):
            pairs = item.mapping("pairs")
            if pairs is not None:
                yield from pairs.index


def _sets_labels(root: Mapping) -> bool:
    """Whether labels of pods or selectors, but not of both, may be set: by `labels` or a replacement."""
    for item in root.items("labels"):
        if not isinstance(item, Mapping) or item.get("fields") is not None:
            return True
        if _is_set(item, "includeTemplates") and not _is_set(item, "includeSelectors"):
            return True
    for replacement in root.items("replacements"):
        if not isinstance(replacement, Mapping) or replacement.get("path") is not None:
            return True
        for target in replacement.items("targets"):
            paths = target.items("fieldPaths") if isinstance(target, Mapping) else []
            if any(isinstance(path, Scalar) and _speaks_of_labels(path.text) for path in paths):
                return True
    return False
