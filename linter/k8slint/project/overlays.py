"""Which kustomizations take in a file, and what that leaves certain of its objects."""

from __future__ import annotations

from k8slint.files.confine import folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from k8slint.facts import FileFacts, ImageOverride, KustomizationFacts
    from k8slint.files.tree import Tree

MAX_OVERLAYS = 256
"""Kustomizations above one file that are followed; more leave everything uncertain."""

MAX_NAMES = 16
"""Names that an image may get; more are not looked up."""


class Overlays:
    """The graph of kustomizations of a project, from the files up to the overlays."""

    def __init__(self, files: Mapping[str, FileFacts], tree: Tree | None) -> None:
        self._files = files
        self._tree = tree
        self.kustomizations: dict[str, KustomizationFacts] = {
            path: file.kustomization for path, file in files.items() if file.kustomization is not None
        }
        by_folder = {folder(path): path for path in self.kustomizations}
        self._parents: dict[str, list[str]] = {}
        self._patched: dict[str, list[str]] = {}
        self._missing: set[str] = set()
        for path, kustomization in self.kustomizations.items():
            for resource in kustomization.resources:
                below = resource if resource in files else by_folder.get(resource)
                if below is None:
                    self._missing.add(path)
                elif below != path:
                    self._parents.setdefault(below, []).append(path)
            for patch in kustomization.patches:
                self._patched.setdefault(patch, []).append(path)
        self._covering: dict[str, tuple[str, ...] | None] = {}
        self._uncertain: dict[str, bool] = {}
        self._overrides: dict[str, dict[str, list[ImageOverride]]] = {}

    def covering(self, path: str) -> tuple[str, ...] | None:
        """Paths of the kustomizations that take in a file, directly or through others, nearest first.

        None when there are too many to follow.
        """
        if path not in self._covering:
            self._covering[path] = self._climb(path)
        return self._covering[path]

    def _climb(self, path: str) -> tuple[str, ...] | None:
        found: dict[str, None] = {}
        front = [path]
        while front:
            above = [parent for child in front for parent in self._parents.get(child, ())]
            front = [parent for parent in dict.fromkeys(above) if parent not in found]
            found.update(dict.fromkeys(front))
            if len(found) > MAX_OVERLAYS:
                return None
        return tuple(found)

    def is_patch(self, path: str) -> bool:
        """Whether a file only changes objects of others: it is named as a patch and nowhere as a resource."""
        return path in self._patched and path not in self._parents

    def namespaces(self, path: str) -> frozenset[str]:
        """Namespaces that kustomizations put the objects of a file into; empty when none sets one."""
        names = set()
        for above in self.covering(path) or ():
            namespace = self.kustomizations[above].namespace
            if namespace is not None and namespace.value is not None:
                names.add(namespace.value)
        return frozenset(names)

    def labels_certain(self, path: str) -> bool:
        """Whether labels and selectors of a file's objects are what it says."""
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
        if file is not None and file.manifest is not None and file.manifest.objects:
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
            for name in tuple(names):
                for override in self._overrides[above].get(name, ()):
                    new_name = override.new_name
                    if new_name is not None and new_name not in names and len(names) < MAX_NAMES:
                        names.append(new_name)
                        found[new_name] = (above, override, new_name)
        return tuple(found.values())
