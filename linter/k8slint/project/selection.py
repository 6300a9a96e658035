"""Which pods a selector matches: within a namespace, through an index of labels, and only when it is certain."""

from __future__ import annotations

from k8slint.facts import matches
from k8slint.files.confine import folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint.facts import Selector
    from k8slint.files.tree import Tree
    from k8slint.project import ProjectObject
    from k8slint.project.overlays import Overlays

MAX_VAGUE = 100
"""Pods with unknown labels that are compared with a selector; more leave every selection of the namespace open."""
MAX_SELECTED = 512
"""Workloads that are compared with a selector; where more share its rarest label, nobody can tell what is meant."""


class Selection:
    """The pods of a project by namespace and label."""

    def __init__(self, objects: Iterable[ProjectObject], overlays: Overlays, tree: Tree | None) -> None:
        self._overlays = overlays
        self._tree = tree
        self._pods: dict[str, list[ProjectObject]] = {}
        self._labelled: dict[tuple[str, str, str], list[ProjectObject]] = {}
        self._anywhere: dict[tuple[str, str], list[ProjectObject]] = {}
        self._vague: dict[str, list[ProjectObject]] = {}
        self._makers: set[str] = set()
        self._makers_anywhere = False
        self._charts: dict[str, bool] = {}
        self._selected: dict[object, tuple[ProjectObject, ...] | None] = {}
        for item in objects:
            self._add(item)

    def _add(self, item: ProjectObject) -> None:
        pod = item.fact.pod
        if pod is None:
            if _may_make_pods(item):
                self._makers |= item.namespaces
                self._makers_anywhere = self._makers_anywhere or item.fact.namespace is None
            return
        for pair in pod.labels.items():
            self._anywhere.setdefault(pair, []).append(item)
        vague = not pod.labels_known or not self._overlays.labels_certain(item.path)
        for namespace in item.namespaces:
            self._pods.setdefault(namespace, []).append(item)
            if vague:
                self._vague.setdefault(namespace, []).append(item)
            for key, value in pod.labels.items():
                self._labelled.setdefault((namespace, key, value), []).append(item)

    def pods(self, selector: Selector, near: ProjectObject) -> tuple[ProjectObject, ...] | None:
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

    def elsewhere(self, selector: Selector, near: ProjectObject) -> tuple[ProjectObject, ...]:
        """The workloads of other namespaces that match."""
        if not selector.known or not selector.labels:
            return ()
        candidates = min((self._anywhere.get(pair, []) for pair in selector.labels.items()), key=len)
        if len(candidates) > MAX_SELECTED:
            return ()
        return tuple(
            item for item in candidates if not (item.namespaces & near.namespaces) and _matches_item(selector, item)
        )

    def _matching(self, selector: Selector, namespaces: frozenset[str]) -> list[ProjectObject] | None:
        found: dict[int, ProjectObject] = {}
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
        for namespace in namespaces:
            vague = self._vague.get(namespace, ())
            if len(vague) > MAX_VAGUE or any(self._may_match(selector, item) for item in vague):
                return False
        # A project without pods in the namespace is only a part of what is deployed.
        return any(namespace in self._pods for namespace in namespaces) or bool(self.elsewhere(selector, near))

    def _may_match(self, selector: Selector, item: ProjectObject) -> bool:
        """Whether pods with unknown labels may match: unless a known label, which no overlay changes, says otherwise."""
        pod = item.fact.pod
        if pod is None or not self._overlays.labels_certain(item.path):
            return True
        return all(pod.labels.get(key, value) == value for key, value in selector.labels.items())

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

    def nearest(self, found: list[ProjectObject], near: ProjectObject) -> list[ProjectObject]:
        """Those whose files share the most folders with another one's."""
        if len(found) < 2:
            return found
        home = folder(near.path).split("/")
        folders = [folder(item.path) for item in found]
        depths = {path: _common(home, path.split("/")) for path in set(folders)}
        most = max(depths.values())
        return [item for item, path in zip(found, folders, strict=True) if depths[path] == most]


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
