"""Which pods a selector matches: within a namespace, through an index of labels, and only when it is certain."""

from __future__ import annotations

from functools import cached_property

from k8slint._internal.files.confine import folder
from k8slint._internal.kinds.facts import matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeVar

    from k8slint._internal.files.tree import Tree
    from k8slint._internal.kinds.facts import Selector
    from k8slint._internal.project.overlays import Overlays
    from k8slint._internal.project.subjects import ProjectObject, ProjectWorkload
    from k8slint._internal.project.unread import UnreadFiles

    Found = TypeVar("Found", bound=ProjectObject)

MAX_VAGUE = 100
"""Pods with unknown labels that are compared with a selector; more leave every selection of the namespace open."""
MAX_SELECTED = 512
"""Workloads that are compared with a selector; where more share its rarest label, nobody can tell what is meant."""


class Selection:
    """The pods of a project by namespace and label."""

    def __init__(
        self, objects: Iterable[ProjectObject], overlays: Overlays, unread: UnreadFiles, tree: Tree | None
    ) -> None:
        self._overlays = overlays
        self._unread = unread
        self._tree = tree
        self._pods: dict[str, list[ProjectWorkload]] = {}
        self._labelled: dict[tuple[str, str, str], list[ProjectWorkload]] = {}
        self._anywhere: dict[tuple[str, str], list[ProjectWorkload]] = {}
        self._vague: dict[str, list[ProjectWorkload]] = {}
        self._makers: set[str] = set()
        self._makers_anywhere = False
        self._charts: dict[str, bool] = {}
        self._relabelled: dict[str, list[ProjectWorkload]] = {}
        self._selected: dict[object, tuple[ProjectWorkload, ...] | None] = {}
        self._placed: dict[str, list[ProjectWorkload]] = {}
        self._everywhere: dict[object, list[ProjectWorkload]] = {}
        self._folders: dict[str, list[str]] = {}
        for item in objects:
            self._add(item)

    def _add(self, item: ProjectObject) -> None:
        from k8slint._internal.project.subjects import ProjectWorkload

        if not isinstance(item, ProjectWorkload):
            if _may_make_pods(item):
                self._makers |= item.namespaces
                self._makers_anywhere = self._makers_anywhere or item.fact.namespace is None
            return
        for place in (item.path, folder(item.path) + "/"):
            self._placed.setdefault(place, []).append(item)
        pod = item.fact.pod
        labels = {} if pod is None else pod.labels
        for pair in labels.items():
            self._anywhere.setdefault(pair, []).append(item)
        vague = pod is None or not pod.labels_known or not self._overlays.labels_certain(item.path)
        for namespace in item.namespaces:
            self._pods.setdefault(namespace, []).append(item)
            if vague:
                self._vague.setdefault(namespace, []).append(item)
            if self._overlays.added_labels(item.path):
                self._relabelled.setdefault(namespace, []).append(item)
            for key, value in labels.items():
                self._labelled.setdefault((namespace, key, value), []).append(item)

    @cached_property
    def label_names(self) -> frozenset[str]:
        """Names of all labels that pods of the project have."""
        return frozenset(name for name, _ in self._anywhere)

    def beside(self, near: ProjectObject, most: int) -> list[ProjectWorkload]:
        """At most so many workloads that may be in the namespace of another object: those of its file, of its folder, then
        others."""
        places = (self._placed.get(near.path, ()), self._placed.get(folder(near.path) + "/", ()))
        others = [self._pods.get(namespace, ()) for namespace in sorted(near.namespaces)]
        found: dict[int, ProjectWorkload] = {}
        for group in (*places, *others):
            for item in group[:most]:
                if len(found) < most and item.namespaces & near.namespaces:
                    found.setdefault(id(item), item)
        return list(found.values())

    def pods(self, selector: Selector, near: ProjectObject) -> tuple[ProjectWorkload, ...] | None:
        """The nearest workloads that match; () when surely none does, None when that cannot be known."""
        if not selector.known:
            return None
        key = (tuple(sorted(selector.labels.items())), selector.expressions, near.namespaces, near.path)
        if key not in self._selected:
            found = self._matching(selector, near.namespaces)
            if found:
                self._selected[key] = tuple(self.nearest(found, near))
            else:
                self._selected[key] = () if found is not None and self._surely_none(selector, near) else None
        return self._selected[key]

    def elsewhere(self, selector: Selector, near: ProjectObject) -> tuple[ProjectWorkload, ...]:
        """The workloads of other namespaces that match."""
        if not selector.known or not selector.labels:
            return ()
        pairs = tuple(selector.labels.items())
        key = (pairs, selector.expressions)
        if key not in self._everywhere:
            candidates = min((self._anywhere.get(pair, []) for pair in pairs), key=len)
            few = candidates if len(candidates) <= MAX_SELECTED else []
            self._everywhere[key] = [item for item in few if _matches_item(selector, item)]
        return tuple(item for item in self._everywhere[key] if not near.may_share_namespace(item))

    def _matching(self, selector: Selector, namespaces: frozenset[str]) -> list[ProjectWorkload] | None:
        found: dict[int, ProjectWorkload] = {}
        for namespace in sorted(namespaces):
            candidates = self._pods.get(namespace, [])
            for key, value in selector.labels.items():
                labelled = self._labelled.get((namespace, key, value), [])
                if len(labelled) < len(candidates):
                    candidates = labelled
            if len(candidates) > MAX_SELECTED:
                return None
            exact = len(selector.labels) == 1 and not selector.expressions
            found.update({id(item): item for item in candidates if exact or _matches_item(selector, item)})
        return list(found.values())

    def knows_all(self, near: ProjectObject) -> bool:
        """Whether the objects that are deployed beside one are all known, and pods of its namespace are among them."""
        return self._closed(near) and any(namespace in self._pods for namespace in near.namespaces)

    def _closed(self, near: ProjectObject) -> bool:
        if self._makers & near.namespaces or self._makers_anywhere:
            return False
        return self._overlays.complete(near.path) and not self.in_chart(near.path)

    def _surely_none(self, selector: Selector, near: ProjectObject) -> bool:
        namespaces = near.namespaces
        if not self._closed(near) or not self._overlays.labels_certain(near.path):
            return False
        if self._unread.may_hold(selector.labels.values(), near.path):
            return False
        self.elsewhere(selector, near)
        others = self._everywhere.get((tuple(selector.labels.items()), selector.expressions), ())
        if any(near.may_share_namespace(item) for item in others):
            return False
        for namespace in namespaces:
            vague = self._vague.get(namespace, ())
            if len(vague) > MAX_VAGUE or any(self._may_match(selector, item, near) for item in vague):
                return False
            relabelled = self._relabelled.get(namespace, ())
            if len(relabelled) > MAX_SELECTED or any(self._meets_as_added(selector, item, near) for item in relabelled):
                return False
        # A project without pods in the namespace is only a part of what is deployed.
        return any(namespace in self._pods for namespace in namespaces) or bool(self.elsewhere(selector, near))

    def _may_match(self, selector: Selector, item: ProjectObject, near: ProjectObject) -> bool:
        """Whether pods with unknown labels may match: unless a known label, which no overlay changes, says otherwise, or
        the overlay that changes them deploys something else."""
        pod = item.fact.pod
        if pod is None:
            return True
        if not self._overlays.labels_certain(item.path):
            return self._unread.is_same_deployment(item.path, near.path)
        return all(pod.labels.get(key, value) == value for key, value in selector.labels.items())

    def _meets_as_added(self, selector: Selector, item: ProjectObject, near: ProjectObject) -> bool:
        """Whether a selector may match pods that get labels of a kustomization. One that adds its labels to both sides makes
        them equal there; what the rest says counts."""
        keys = self._overlays.added_labels(item.path) | self._overlays.added_labels(near.path)
        labels = {} if item.fact.pod is None else item.fact.pod.labels
        return all(labels.get(key) == value for key, value in selector.labels.items() if key not in keys)

    def in_chart(self, path: str) -> bool:
        """Whether a file belongs to a Helm chart, whose templates are not read."""
        at = folder(path)
        if at in self._charts:
            return self._charts[at]
        inside = False
        place = at
        while True:
            if place == "templates" or place.endswith("/templates"):
                inside = self._tree is None or self._tree.exists(f"{folder(place)}/Chart.yaml".lstrip("/"))
            if inside or not place:
                break
            place = folder(place)
        self._charts[at] = inside
        return inside

    def nearest(self, found: list[Found], near: ProjectObject) -> list[Found]:
        """Those whose files share the most folders with another one's."""
        if len(found) < 2:
            return found
        home = self._parts(near.path)
        depths = [_common(home, self._parts(item.path)) for item in found]
        most = max(depths)
        return [item for item, depth in zip(found, depths, strict=True) if depth == most]

    def _parts(self, path: str) -> list[str]:
        if path not in self._folders:
            self._folders[path] = folder(path).split("/")
        return self._folders[path]


def _common(first: list[str], second: list[str]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    # The same folder is nearer than one below it.
    return 2 * count + (len(first) == len(second) == count)


def _may_make_pods(item: ProjectObject) -> bool:
    """Whether an operator may turn an object into pods that no manifest shows."""
    return item.fact.unknown_selectors and item.fact.selector is None


def _matches_item(selector: Selector, item: ProjectObject) -> bool:
    pod = item.fact.pod
    return pod is not None and matches(selector, pod.labels)
