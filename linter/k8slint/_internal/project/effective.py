"""Objects as the root kustomizations deploy them: with patches, replicas and images put in.

Only what changes single objects is followed; names, labels and namespaces are not. The order of one kustomization: its
components, patches, replicas, images (sigs.k8s.io/kustomize/api/internal/target, `runTransformers`).
"""

from __future__ import annotations

from k8slint._internal.files.confine import folder, join
from k8slint._internal.kinds.kubernetes.patches import json_patch, strategic, with_entries, with_items
from k8slint._internal.syntax.yaml.tree import Entry, Mapping, Scalar, Sequence, resolve
from k8slint._internal.text.literal import is_literal
from k8slint._internal.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.kubernetes.tree import Resource
    from k8slint._internal.project import Project
    from k8slint._internal.syntax.yaml.tree import Node

MAX_ROOTS = 32
"""Roots that deploy one file; where there are more, its objects are judged as they are written."""
_SCALED = ("Deployment", "ReplicaSet", "ReplicationController", "StatefulSet")
_PATCHES = ("patchesStrategicMerge", "patches", "patchesJson6902")


def deployed(project: Project, path: str) -> list[list[Resource]] | None:
    """The objects of a file as each root that deploys it makes them; None where some root deploys them as they are written,
    or where there is none. Empty where a kustomization that could not be read may make anything of them."""
    roots = project.overlays.roots(path)
    if roots is None:
        return [] if project.overlays.may_be_changed(path) else None
    if not roots or len(roots) > MAX_ROOTS:
        return None
    chains = [project.overlays.within(root, path) for root in roots]
    if not all(any(_changes_objects(project, above) for above in chain) for chain in chains):
        return None
    from k8slint._internal.kinds.kubernetes.tree import resources

    stream = project.reread.stream(path)
    if stream is None:
        return None
    return [[made for one in resources(stream) for made in _deployed(project, chain, one)] for chain in chains]


def _changes_objects(project: Project, path: str) -> bool:
    kustomization = project.overlays.kustomizations[path]
    return bool(kustomization.patches or kustomization.images or kustomization.sets_replicas)


def _deployed(project: Project, chain: tuple[str, ...], resource: Resource) -> Iterator[Resource]:
    """The object behind the kustomizations of a chain; nothing when one deletes it, or may do anything to it by a patch that
    could not be read."""
    from k8slint._internal.kinds.kubernetes.tree import Resource

    if any(_has_unread_patch(project, above, resource) for above in chain):
        return
    node: Mapping | None = resource.node
    for above in chain:
        root = _root(project, above)
        if node is not None and root is not None:
            node = _patched(project, above, root, resource, node)
            node = None if node is None else _with_images(root, _with_replicas(root, resource, node), 0)
    if node is not None:
        yield Resource(
            resource.source,
            resource.document,
            node,
            resource.api_version_node,
            resource.kind_node,
            kind=resource.kind,
            listed=resource.listed,
        )


def _has_unread_patch(project: Project, path: str, resource: Resource) -> bool:
    patches = project.overlays.kustomizations[path].patches
    unread = [one for one in patches if one in project.unread.reasons]
    return not all(is_literal(one) for one in patches) or any(
        project.unread.names(one, resource.name or "", path) for one in unread
    )


def _root(project: Project, path: str) -> Mapping | None:
    stream = project.reread.stream(path)
    root = stream.documents[0].root if stream is not None and stream.documents else None
    return root if isinstance(root, Mapping) else None


def _patched(project: Project, path: str, root: Mapping, resource: Resource, node: Mapping) -> Mapping | None:
    lists_merge = "." not in resource.group or resource.group.endswith(".k8s.io")
    for target, document in project.patches_of(path, root).for_object(resource.kind, resource.name or ""):
        if isinstance(document, Sequence):
            if target is not None and _is_meant(target, resource):
                node = json_patch(node, document.resolved())
        elif isinstance(document, Mapping) and _is_meant(target or _own_target(document), resource):
            merged = strategic(node, document, lists_merge=lists_merge)
            if merged is None:
                return None
            node = merged
    return node


class Patches:
    """Every document of every patch of a kustomization, with the target that it names, by the object that it is for."""

    def __init__(self, project: Project, path: str, root: Mapping) -> None:
        self._for_one: dict[tuple[str, str], list[tuple[int, Mapping | None, Node]]] = {}
        self._for_many: list[tuple[int, Mapping | None, Node]] = []
        for number, (target, document) in enumerate(_patches(project, path, root)):
            own = target or (_own_target(document) if isinstance(document, Mapping) else None)
            kind, name = (None, None) if own is None else (own.scalar("kind"), own.scalar("name"))
            if kind is None or name is None or not (kind.text + name.text).replace("-", "").isalnum():
                self._for_many.append((number, target, document))
            else:
                self._for_one.setdefault((kind.text, name.text), []).append((number, target, document))

    def for_object(self, kind: str, name: str) -> Iterator[tuple[Mapping | None, Node]]:
        """Those that may be for an object, in order."""
        if is_literal(kind) and is_literal(name):
            found = [*self._for_many, *self._for_one.get((kind, name), ())]
        else:
            found = [*self._for_many, *(patch for group in self._for_one.values() for patch in group)]
        found.sort(key=lambda patch: patch[0])
        return ((target, document) for _, target, document in found)


def _patches(project: Project, path: str, root: Mapping) -> Iterator[tuple[Mapping | None, Node]]:
    for field in _PATCHES:
        for item in root.items(field):
            if isinstance(item, Scalar):
                inline = "\n" in item.text or "{" in item.text
                yield from ((None, found) for found in _documents(project, path, item.text, inline))
            elif isinstance(item, Mapping):
                target = item.mapping("target")
                for key in ("path", "patch"):
                    text = item.scalar(key)
                    if text is not None:
                        yield from ((target, found) for found in _documents(project, path, text.text, key == "patch"))


def _documents(project: Project, path: str, text: str, inline: bool) -> list[Node]:
    if inline:
        from k8slint._internal.syntax.yaml.documents import parse

        stream = parse(Source(path, text))
    else:
        place = join(folder(path), text)
        found = None if place is None else project.reread.stream(place)
        if found is None:
            return []
        stream = found
    return [document.root for document in stream.documents if document.root is not None]


def _own_target(document: Mapping) -> Mapping:
    """What a strategic merge patch names: as a target it has its kind and its `metadata.name`."""
    metadata = document.mapping("metadata")
    entries = {key: document.index[key] for key in ("kind",) if key in document.index}
    if metadata is not None and "name" in metadata.index:
        entries["name"] = metadata.index["name"]
    return with_entries(document, entries)


def _is_meant(target: Mapping, resource: Resource) -> bool:
    """Whether a target surely or maybe names an object: names may be regular expressions."""
    kind, name, group = target.scalar("kind"), target.scalar("name"), target.scalar("group")
    return (
        (kind is None or _fits(kind.text, resource.kind))
        and (name is None or _fits(name.text, resource.name or ""))
        and (group is None or _fits(group.text, resource.group))
    )


def _fits(pattern: str, text: str) -> bool:
    return pattern == text or not is_literal(text) or any(character in pattern for character in "*+?|[]()^$\\{")


def _with_replicas(root: Mapping, resource: Resource, node: Mapping) -> Mapping:
    if resource.kind not in _SCALED:
        return node
    for item in root.items("replicas"):
        name = item.scalar("name") if isinstance(item, Mapping) else None
        count = item.entry("count") if isinstance(item, Mapping) else None
        spec = node.index.get("spec")
        if name is None or count is None or spec is None or not _fits(name.text, resource.name or ""):
            continue
        inner = resolve(spec.value)
        if isinstance(inner, Mapping):
            own = inner.index.get("replicas")
            changed = {**inner.index, "replicas": Entry(count.key if own is None else own.key, resolve(count.value))}
            node = with_entries(node, {**node.index, "spec": Entry(spec.key, with_entries(inner, changed))})
    return node


def _with_images(root: Mapping, node: Mapping, depth: int) -> Mapping:
    """Other names, tags and digests for the images of all containers; each keeps its place."""
    if root.get("images") is None or depth > _DEPTH:
        return node
    entries = dict(node.index)
    for name, entry in node.index.items():
        value = resolve(entry.value)
        if name in ("containers", "initContainers") and isinstance(value, Sequence):
            items = [_renamed(root, item) for item in value.resolved()]
            entries[name] = Entry(entry.key, with_items(value, items))
        elif isinstance(value, Mapping):
            entries[name] = Entry(entry.key, _with_images(root, value, depth + 1))
    return with_entries(node, entries)


_DEPTH = 6
"""Levels above the containers of a pod: a CronJob has five."""


def _renamed(root: Mapping, container: Node) -> Node:
    entry = container.index.get("image") if isinstance(container, Mapping) else None
    image = None if entry is None else resolve(entry.value)
    if not isinstance(container, Mapping) or entry is None or not isinstance(image, Scalar):
        return container
    text = image.text
    for item in root.items("images"):
        if isinstance(item, Mapping):
            text = _with_override(text, item)
    made = Scalar(image.start, image.end, image.properties, text, image.mark)
    return with_entries(container, {**container.index, "image": Entry(entry.key, made)})


def _with_override(image: str, override: Mapping) -> str:
    """An image behind an entry of `images` (kustomize api/filters/imagetag)."""
    written, at, digest = image.partition("@")
    head, colon, tail = written.rpartition(":")
    name, tag = (head, tail) if colon and "/" not in tail else (written, "")
    wanted, new_name = override.scalar("name"), override.scalar("newName")
    new_tag, new_digest = override.scalar("newTag"), override.scalar("digest")
    if wanted is None or wanted.text != name:
        return image
    name = name if new_name is None else new_name.text
    if new_digest is not None:
        return f"{name}@{new_digest.text}"
    if new_tag is not None:
        return f"{name}:{new_tag.text}"
    return name + (f":{tag}" if tag else "") + at + digest
