"""Patches applied to the nodes of an object, as kubectl and kustomize apply them.

What comes out is a tree like a parsed one: a node that no patch touches is the object's own, with its span; one that a
patch brings keeps the span that it has in the patch. So a finding about the new tree that lies on an old node can be
recognised.

Merge keys after the `patchMergeKey` tags of k8s.io/api (core/v1/types.go), 1.37.
"""

from __future__ import annotations

from k8slint._internal.syntax.yaml.tree import Entry, Mapping, Scalar, Sequence, is_null, resolve
from k8slint._internal.text.numbers import decimal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint._internal.syntax.yaml.tree import Node

_MERGE_KEYS = {
    "containers": ("name",),
    "initContainers": ("name",),
    "ephemeralContainers": ("name",),
    "volumes": ("name",),
    "env": ("name",),
    "imagePullSecrets": ("name",),
    "secrets": ("name",),
    "resourceClaims": ("name",),
    "ports": ("containerPort", "port"),
    "volumeMounts": ("mountPath",),
    "volumeDevices": ("devicePath",),
    "hostAliases": ("ip",),
    "topologySpreadConstraints": ("topologyKey",),
    "ownerReferences": ("uid",),
}
MAX_DEPTH = 60
"""Levels that are merged; deeper ones are taken from the patch as they are."""


def strategic(base: Mapping, patch: Mapping, *, lists_merge: bool) -> Mapping | None:
    """A strategic merge patch; without `lists_merge`, as for custom kinds, lists are replaced whole. None: it deletes the
    object."""
    merged = _merge(base, patch, "", lists_merge, 0)
    return merged if isinstance(merged, Mapping) else None


def _merge(base: Node, patch: Node, name: str, lists_merge: bool, depth: int) -> Node | None:
    if depth > MAX_DEPTH:
        return patch
    if isinstance(base, Mapping) and isinstance(patch, Mapping):
        directive = _directive(patch)
        if directive == "delete":
            return None
        return patch if directive == "replace" else _merged_mapping(base, patch, lists_merge, depth)
    if isinstance(base, Sequence) and isinstance(patch, Sequence) and lists_merge and name in _MERGE_KEYS:
        return _merged_list(base, patch, _MERGE_KEYS[name], depth)
    if isinstance(base, Scalar) and isinstance(patch, Scalar) and base.value == patch.value:
        return base
    return patch


def _merged_mapping(base: Mapping, patch: Mapping, lists_merge: bool, depth: int) -> Mapping:
    entries = dict(base.index)
    for name, entry in patch.index.items():
        value = resolve(entry.value)
        own = entries.get(name)
        if name.startswith("$"):
            continue
        merged = None if is_null(value) else value
        if merged is not None and own is not None:
            merged = _merge(resolve(own.value), merged, name, lists_merge, depth + 1)
        if merged is None:
            entries.pop(name, None)
        else:
            entries[name] = Entry(entry.key if own is None else own.key, merged)
    return with_entries(base, entries)


def _merged_list(base: Sequence, patch: Sequence, keys: tuple[str, ...], depth: int) -> Sequence:
    """The items of the patch, then what is left of the base: the order of kustomize."""
    left, items = base.resolved(), []
    for item in patch.resolved():
        directive = _directive(item)
        if directive == "replace":
            return patch
        at = next((at for at, own in enumerate(left) if _is_same(own, item, keys)), None)
        merged = item if at is None else _merge(left.pop(at), item, "", True, depth + 1)
        if directive != "delete" and merged is not None:
            items.append(merged)
    return with_items(base, items + left)


def _is_same(one: Node, other: Node, keys: tuple[str, ...]) -> bool:
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return False
    for key in keys:
        mine, its = one.scalar(key), other.scalar(key)
        if mine is not None and its is not None:
            return mine.text == its.text
    return False


def _directive(node: Node) -> str:
    found = node.scalar("$patch") if isinstance(node, Mapping) else None
    return "" if found is None else found.text


def json_patch(base: Mapping, operations: Iterable[Node]) -> Mapping:
    """A JSON patch (RFC 6902): `add`, `replace` and `remove`. What does not fit is left out."""
    found: Node = base
    for operation in operations:
        if isinstance(operation, Mapping):
            what, path, value = operation.scalar("op"), operation.scalar("path"), operation.get("value")
            known = what is not None and what.text in ("add", "replace", "remove")
            if what is not None and known and path is not None and path.text.startswith("/"):
                steps = [step.replace("~1", "/").replace("~0", "~") for step in path.text[1:].split("/")]
                found = _changed(found, steps, what.text, value) if len(steps) <= MAX_DEPTH else found
    return found if isinstance(found, Mapping) else base


def _changed(node: Node, steps: list[str], what: str, value: Node | None) -> Node:
    step, rest = steps[0], steps[1:]
    if isinstance(node, Mapping):
        entries = dict(node.index)
        own = entries.get(step)
        if rest:
            if own is not None:
                entries[step] = Entry(own.key, _changed(resolve(own.value), rest, what, value))
        elif what == "remove" or value is None:
            entries.pop(step, None)
        else:
            entries[step] = Entry(value if own is None else own.key, value)
        return with_entries(node, entries)
    if not isinstance(node, Sequence):
        return node
    items = node.resolved()
    at = len(items) if step == "-" else decimal(step)
    if at is None or at > len(items):
        return node
    if rest:
        items[at : at + 1] = [_changed(item, rest, what, value) for item in items[at : at + 1]]
    elif what == "remove":
        del items[at : at + 1]
    elif value is not None:
        items[at : at + (what == "replace")] = [value]
    return with_items(node, items)


def with_entries(base: Mapping, entries: dict[str, Entry]) -> Mapping:
    """A mapping that stands where `base` does, with other entries."""
    made = Mapping(base.start, base.properties, base.flow)
    made.end = base.end
    made.parts = [part for entry in entries.values() for part in (entry.key, entry.value)]
    made.set_index(entries)
    return made


def with_items(base: Sequence, items: list[Node]) -> Sequence:
    """A list that stands where `base` does, with other items."""
    made = Sequence(base.start, base.properties, base.flow)
    made.end = base.end
    made.items = items
    return made
