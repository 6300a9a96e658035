"""Which kustomizations take in a file, and what that leaves certain of its objects."""

from __future__ import annotations

from k8slint._internal.files.confine import folder, name
from k8slint._internal.text.literal import is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from k8slint._internal.files.tree import Tree
    from k8slint._internal.kinds.facts import FileFacts, ImageOverride, KustomizationFacts
    from k8slint._internal.project.unread import UnreadFiles

MAX_OVERLAYS = 256
"""Kustomizations above one file that are followed; more leave everything uncertain."""

_CHANGES = ("patch", "replicas", "images", "components")
"""Words of a kustomization that changes its objects."""
MAX_NAMES = 16
"""Names that an image may get; more are not looked up."""


class Overlays:
    """The graph of kustomizations of a project, from the files up to the overlays."""

    def __init__(self, files: Mapping[str, FileFacts], unread: UnreadFiles, tree: Tree | None) -> None:
        self._files = files
        self._tree = tree
        self._unread = unread
        self.kustomizations: dict[str, KustomizationFacts] = {
            path: file.kustomization
            for path, file in files.items()
            if file.kustomization is not None and file.unread is None
        }
        self._by_folder = {folder(path): path for path in self.kustomizations}
        self._unread_folders = {folder(path): path for path in unread.of_kind("kustomization")}
        by_folder = self._unread_folders | self._by_folder
        self._parents: dict[str, list[str]] = {}
        self._patched: dict[str, list[str]] = {}
        self._missing: set[str] = set()
        for path, kustomization in self.kustomizations.items():
            if kustomization.brings_more:
                self._missing.add(path)
            for resource in kustomization.resources:
                below = resource if resource in files else by_folder.get(resource)
                if below is None or files[below].unread is not None:
                    self._missing.add(path)
                if below is not None and below != path:
                    self._parents.setdefault(below, []).append(path)
            for patch in kustomization.patches:
                self._patched.setdefault(patch, []).append(path)
        self._open = [
            path for path, one in self.kustomizations.items() if not all(is_literal(place) for place in one.resources)
        ]
        self._patching_any = [
            path for path, one in self.kustomizations.items() if not all(is_literal(place) for place in one.patches)
        ]
        self._covering: dict[str, tuple[str, ...] | None] = {}
        self._shares: dict[str, tuple[int, int]] = {}
        self._opaque: dict[str, list[str]] = {}
        self._below: dict[str, frozenset[str] | None] = {}
        self._uncertain: dict[str, bool] = {}
        self._overrides: dict[str, dict[str, list[ImageOverride]]] = {}

    def covering(self, path: str) -> tuple[str, ...] | None:
        """Paths of the kustomizations that take in a file, directly or through others, nearest first.

        None when there are too many to follow, or when one that could not be read may be among them.
        """
        if path not in self._covering:
            self._covering[path] = self._climb(path)
        return self._covering[path]

    def _climb(self, path: str) -> tuple[str, ...] | None:
        found: dict[str, None] = {}
        front = [path]
        while front:
            above = [parent for child in front for parent in self._parents.get(child, ())]
            above = [one for parent in above for one in (*self._components(parent), parent)]
            front = [parent for parent in dict.fromkeys(above) if parent not in found]
            found.update(dict.fromkeys(front))
            if len(found) > MAX_OVERLAYS:
                return None
        children = (path, *found)
        components = (place for above in found for place in self.kustomizations[above].components)
        self._opaque[path] = [self._unread_folders[place] for place in components if place in self._unread_folders]
        self._opaque[path] += [unread for child in children for unread in self._may_be_taken_in(child)]
        self._opaque[path] += [one for one in self._open if one not in children and _is_around(one, path)]
        return None if self._opaque[path] else tuple(found)

    def may_be_changed(self, path: str) -> bool:
        """Whether a kustomization that could not be read, or one above it, may change more of a file's objects than their
        names."""
        self.covering(path)
        return any(one in self._parents or self._changes(one, path) for one in self._opaque.get(path, ()))

    def _changes(self, kustomization: str, path: str) -> bool:
        """Whether a kustomization that may take in a file may change its objects."""
        facts = self.kustomizations.get(kustomization)
        if facts is not None:
            return bool(facts.patches or facts.images or facts.components or facts.sets_replicas)
        return any(self._unread.names(kustomization, word, path) for word in _CHANGES)

    def _components(self, path: str) -> list[str]:
        """The kustomizations whose patches, labels and images a kustomization puts over all that it takes in."""
        found = (self._by_folder.get(place) for place in self.kustomizations[path].components)
        return [component for component in found if component is not None and component != path]

    def _may_be_taken_in(self, child: str) -> list[str]:
        """The kustomizations that could not be read and may list a file, or the folder of another kustomization."""
        if not self._unread_folders:
            return []
        if child not in self.kustomizations:
            found = self._unread.naming(name(child), child, "kustomization")
            return [unread for unread in found if _may_list(unread, child)]
        base = folder(child)
        found = self._unread.naming(name(base) or "..", child, "kustomization")
        return [unread for unread in found if folder(unread) != base]

    def roots(self, path: str) -> tuple[str, ...] | None:
        """The kustomizations that deploy a file: those that take it in and that no other one takes in. () where none does,
        None when that cannot be known."""
        covering = self.covering(path)
        return None if covering is None else tuple(above for above in covering if above not in self._parents)

    def within(self, root: str, path: str) -> tuple[str, ...]:
        """The kustomizations through which a root takes in a file, the root itself the last; nearest first."""
        covering = self.covering(path) or ()
        return tuple(above for above in covering if above == root or root in (self.covering(above) or ()))

    def below(self, path: str) -> frozenset[str] | None:
        """The files that a kustomization deploys, those of the kustomizations that it takes in included; None when they are
        not all known."""
        if path not in self._below:
            self._below[path] = self._descend(path)
        return self._below[path]

    def _descend(self, path: str) -> frozenset[str] | None:
        seen, files, front = {path}, set[str](), [path]
        while front:
            above = front.pop()
            if above in self._missing or self.kustomizations[above].changes_labels:
                return None
            for resource in self.kustomizations[above].resources:
                child = resource if resource in self._files else self._by_folder.get(resource)
                if child in self.kustomizations and child not in seen:
                    seen.add(child)
                    front.append(child)
                elif child is not None and child not in self.kustomizations:
                    files.add(child)
            if len(seen) > MAX_OVERLAYS:
                return None
        return frozenset(files)

    def is_patch(self, path: str) -> bool:
        """Whether a file only changes objects of others: it is named as a patch and nowhere as a resource. Also when a
        kustomization that could not be read, or the path of a patch that a template replaces, may name it so.

        A kustomization names files of its own folder and below it only (kustomize, "load restrictor").
        """
        if path in self._parents:
            return False
        own = name(path)
        return (
            path in self._patched
            or any(_is_around(one, path) for one in self._patching_any)
            or any(
                _may_list(one, path) and self._unread.names(one, "patch", path)
                for one in self._unread.naming(own, path, "kustomization")
            )
        )

    def namespaces(self, path: str) -> frozenset[str]:
        """Namespaces that kustomizations put the objects of a file into; empty when none sets one."""
        names = set()
        for above in self.covering(path) or ():
            namespace = self.kustomizations[above].namespace
            if namespace is not None and namespace.value is not None:
                names.add(namespace.value)
        return frozenset(names)

    def namespaces_beside(self, path: str) -> frozenset[str]:
        """Namespaces that the kustomization of a file's folder, which does not list the file, and those above it set."""
        beside = self._by_folder.get(folder(path))
        if beside is None or path in self._parents or path == beside:
            return frozenset()
        own = self.kustomizations[beside].namespace
        set_here = () if own is None or own.value is None else (own.value,)
        return self.namespaces(beside).union(set_here)

    def leaving_out(self, path: str) -> str | None:
        """The kustomization of a file's folder that lists most manifests next to it and not the file itself; None where
        there is none, or where any kustomization may take in the file."""
        beside = self._by_folder.get(folder(path))
        if beside is None or path in self._parents or path in self._patched or self.covering(path) != ():
            return None
        listed, left = self._listed_in(folder(path))
        return beside if listed >= left else None

    def _listed_in(self, place: str) -> tuple[int, int]:
        """How many manifests of a folder a kustomization lists, and how many none names."""
        if not self._shares:
            for path, file in self._files.items():
                may_be = file.manifest is not None or (file.unread is not None and "manifest" in file.unread.kinds)
                if may_be and path not in self._patched:
                    listed, left = self._shares.get(folder(path), (0, 0))
                    known = path in self._parents
                    self._shares[folder(path)] = (listed + known, left + (not known))
        return self._shares.get(place, (0, 0))

    def added_labels(self, path: str) -> frozenset[str]:
        """Keys of labels that kustomizations add to the selectors and the pods of a file alike."""
        covering = self.covering(path) or ()
        return frozenset(key for above in covering for key in self.kustomizations[above].added_labels)

    def labels_certain(self, path: str) -> bool:
        """Whether labels and selectors of a file's objects are what it says, apart from `added_labels`."""
        covering = self.covering(path)
        return covering is not None and not any(self._changes_labels(above) for above in covering)

    def complete(self, path: str) -> bool:
        """Whether every file is known that is deployed together with this one by a kustomization."""
        covering = self.covering(path)
        return covering is not None and not any(above in self._missing for above in covering)

    def _changes_labels(self, path: str) -> bool:
        if path not in self._uncertain:
            kustomization = self.kustomizations[path]
            self._uncertain[path] = kustomization.changes_labels or any(
                self._patch_changes_labels(patch) for patch in kustomization.patches if patch != path
            )
        return self._uncertain[path]

    def _patch_changes_labels(self, path: str) -> bool:
        """Whether a patch file sets labels or selectors; its text is asked where it holds no objects."""
        file = self._files.get(path)
        if file is not None and file.manifest is not None and file.manifest.objects and file.unread is None:
            return any(
                patch.selector is not None
                or (patch.pod is not None and (patch.pod.labels or not patch.pod.labels_known))
                or (patch.service is not None and patch.service.selector is not None)
                for patch in file.manifest.objects
            )
        data = self._tree.read(path) if self._tree is not None else None
        return data is None or any(word in data for word in (b"labels", b"elector", b"matchLabels"))

    def renames(self, image_name: str, path: str) -> tuple[tuple[str, ImageOverride, str], ...]:
        """(kustomization, entry, new name) for each name that an image of a file may get.

        `image_name` is the image without tag and digest as it is written: kustomize compares just that
        (kustomize api/internal/image, IsImageMatched).
        """
        found: dict[str, tuple[str, ImageOverride, str]] = {}
        names = [image_name]
        for above in self.covering(path) or ():
            if above not in self._overrides:
                table: dict[str, list[ImageOverride]] = {}
                for override in self.kustomizations[above].images:
                    table.setdefault(override.name, []).append(override)
                self._overrides[above] = table
            for former in tuple(names):
                for override in self._overrides[above].get(former, ()):
                    new_name = override.new_name
                    if new_name is not None and new_name not in names and len(names) < MAX_NAMES:
                        names.append(new_name)
                        found[new_name] = (above, override, new_name)
        return tuple(found.values())


def _may_list(kustomization: str, path: str) -> bool:
    """Whether a file lies in the folder of a kustomization or below."""
    own = folder(kustomization)
    return not own or path.startswith(f"{own}/")


def _is_around(kustomization: str, path: str) -> bool:
    """Whether a path of a kustomization that a template still replaces may well mean a file: in its folder, or beside it."""
    outer = folder(folder(kustomization))
    return not outer or path.startswith(f"{outer}/")
