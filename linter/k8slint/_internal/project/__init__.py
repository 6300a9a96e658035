"""The whole project, as its files' facts tell it: what project rules look at.

Every lookup goes through a table that is made once. What cannot be known is None, and rules stay silent.
"""

from __future__ import annotations

from functools import cached_property

from k8slint._internal.project.compose_files import ComposeFiles
from k8slint._internal.project.image_uses import ImageUse, ProjectDockerfile, Running, Uses
from k8slint._internal.project.listing import listed
from k8slint._internal.project.overlays import Overlays
from k8slint._internal.project.reread import Reread
from k8slint._internal.project.selection import Selection
from k8slint._internal.project.subjects import (
    ImageReference,
    ProjectBuild,
    ProjectKustomization,
    ProjectObject,
    ProjectService,
    ProjectSubject,
    ProjectWorkload,
    Reference,
    make_object,
)
from k8slint._internal.project.ties import Tie, Ties
from k8slint._internal.project.unread import UnreadFiles
from k8slint._internal.text.literal import is_literal
from k8slint._internal.text.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from k8slint._internal.files.tree import Tree
    from k8slint._internal.kinds.facts import ContainerFact, DockerfileFacts, FileFacts, Selector
    from k8slint._internal.kinds.kubernetes.tree import Resource
    from k8slint._internal.project.built_image import BuiltImage
    from k8slint._internal.project.effective import Patches
    from k8slint._internal.project.retagged import Retagged
    from k8slint._internal.syntax.yaml.tree import Mapping as Mapping_
    from k8slint._internal.text.source import Span

__all__ = [
    "ImageReference",
    "ImageUse",
    "Project",
    "ProjectBuild",
    "ProjectDockerfile",
    "ProjectKustomization",
    "ProjectObject",
    "ProjectService",
    "ProjectSubject",
    "ProjectWorkload",
    "Reference",
    "Running",
    "Tie",
]


class Project:
    """All facts of a project. `images` maps image names to Dockerfiles, seen from the project root."""

    def __init__(
        self, facts: Iterable[FileFacts], images: Mapping[str, str] | None = None, tree: Tree | None = None
    ) -> None:
        self.path = ""
        self.paths: tuple[str, ...] = ()
        """As a subject: findings about the project may lie in any file."""
        self.files: dict[str, FileFacts] = {file.path: file for file in facts}
        self.tree = tree
        self.reread = Reread(tree)
        """Texts, for the exact form of a fix."""
        self.unread = UnreadFiles(self.files, tree)
        self.dockerfiles: dict[str, DockerfileFacts] = {
            path: file.dockerfile
            for path, file in self.files.items()
            if file.dockerfile is not None and file.unread is None
        }
        self.compose = ComposeFiles(self.files, self.unread)
        self.overlays = Overlays(self.files, self.unread, tree)
        self.unread.covering = self.overlays.covering
        self.ties = Ties(self.files, images or {}, self.overlays, self.unread)
        whole: list[ProjectObject] = []
        patches: list[ProjectObject] = []
        for path, file in self.files.items():
            if file.manifest is not None:
                (patches if self.overlays.is_patch(path) else whole).extend(self._objects_of(path, file))
        self.objects: tuple[ProjectObject, ...] = tuple(whole)
        """Every object, in the order of the files; patches of kustomizations, which are no whole objects, left out."""
        self.patches: tuple[ProjectObject, ...] = tuple(patches)
        self._by_kind: dict[str, list[ProjectObject]] = {}
        self._by_name: dict[tuple[str, str], list[ProjectObject]] = {}
        for item in whole:
            self._by_kind.setdefault(item.kind, []).append(item)
            if item.name is not None:
                self._by_name.setdefault((item.kind, item.name), []).append(item)
        self.selection = Selection(self.objects, self.overlays, self.unread, tree)
        self._found: dict[object, ProjectObject | None] = {}
        self._patched: dict[str, set[tuple[str, str | None]] | None] = {}
        self._listed: dict[str, tuple[ProjectSubject, ...]] = {}
        self._patch_texts: dict[str, Patches] = {}
        self._deployed_by_path: dict[str, list[list[Resource]] | None] = {}
        self._lacking: dict[tuple[str, int, str], bool] = {}

    def _objects_of(self, path: str, file: FileFacts) -> list[ProjectObject]:
        manifest = file.manifest
        if manifest is None:
            return []
        namespaces = self.overlays.namespaces(path)
        beside = frozenset[str]() if namespaces else self.overlays.namespaces_beside(path)
        return [
            make_object(self, path, fact, namespaces or _own_namespaces(fact.namespace, beside))
            for fact in manifest.objects
        ]

    def locate(self, path: str, span: Span) -> tuple[Place, bool]:
        """Where the text of a span was written, and whether it stands there as it was judged (see `text/locate.py`)."""
        return Place(path, span), True

    # --- Subjects

    def subjects(self, kind: str) -> Sequence[ProjectSubject | Project]:
        """All subjects of a class, by its name; none for a name that is not a subject of projects."""
        if kind == "Project":
            return (self,)
        if kind not in self._listed:
            self._listed[kind] = listed(self, kind)
        return self._listed[kind]

    # --- Objects

    def of_kind(self, *kinds: str) -> tuple[ProjectObject, ...]:
        """The objects of some kinds, kind by kind."""
        return tuple(item for kind in kinds for item in self._by_kind.get(kind, ()))

    @cached_property
    def workloads(self) -> tuple[ProjectWorkload, ...]:
        """The objects that make pods, and Pods."""
        return tuple(item for item in self.objects if isinstance(item, ProjectWorkload))

    @cached_property
    def services(self) -> tuple[ProjectService, ...]:
        """Kubernetes Services."""
        return tuple(item for item in self.objects if isinstance(item, ProjectService))

    def objects_in(self, path: str) -> tuple[ProjectObject, ...]:
        """The objects of a file."""
        return tuple(self._by_path.get(path, ()))

    @cached_property
    def _by_path(self) -> dict[str, list[ProjectObject]]:
        table: dict[str, list[ProjectObject]] = {}
        for item in self.objects:
            table.setdefault(item.path, []).append(item)
        return table

    def named(self, kind: str, name: str) -> tuple[ProjectObject, ...]:
        """The objects of a kind and name, in whatever namespace."""
        return tuple(self._by_name.get((kind, name), ()))

    def find(self, kind: str, name: str, near: ProjectObject) -> ProjectObject | None:
        """The object that another one means by kind and name: of the same namespace, and of those the nearest by folder.

        None also where a file that could not be read may hold one that is nearer: see `missing`.
        """
        key = (kind, name, near.namespaces, near.path)
        if key not in self._found:
            found = [item for item in self._by_name.get((kind, name), ()) if item.namespaces & near.namespaces]
            certain = found and (
                any(item.path == near.path for item in found) or not self.unread.may_hold((kind, name), near.path)
            )
            self._found[key] = self.selection.nearest(found, near)[0] if certain else None
        return self._found[key]

    def missing(self, kind: str, name: str, near: ProjectObject) -> bool:
        """Whether there is surely no object of a kind and name where `near` is deployed.

        Whoever reports that something is not there has to ask this. It is never so while a file that could not be read
        may hold the object, or while something deploys objects that the files do not show: a chart, an operator, a
        kustomization with files from elsewhere.
        """
        if not is_literal(name) or any(item.may_share_namespace(near) for item in self._by_name.get((kind, name), ())):
            return False
        if any(item.may_share_namespace(near) for item in self._nameless if item.kind == kind):
            return False
        if self.unread.may_hold((kind, name), near.path) or self.may_be_patched(near):
            return False
        return self.knows_all_beside(near)

    @cached_property
    def _nameless(self) -> tuple[ProjectObject, ...]:
        """Objects whose name is made by a template, or by the server."""
        return tuple(item for item in self.objects if item.name is None)

    def text_of(self, item: ProjectObject) -> str:
        """How an object is written; "" where its file cannot be read again."""
        source = self.reread.source(item.path)
        return "" if source is None else source.slice(item.fact.span)

    def may_be_patched(self, item: ProjectObject) -> bool:
        """Whether an overlay may change more of an object than names, labels, images and namespace."""
        covering = self.overlays.covering(item.path)
        if covering is None:
            return True
        for path in covering:
            if path not in self._patched:
                self._patched[path] = self._patched_by(path)
            names = self._patched[path]
            if names is None or (item.kind, item.name) in names or (item.kind, None) in names:
                return True
            if item.name is None and any(kind == item.kind for kind, _ in names):
                return True
        return False

    def _patched_by(self, kustomization: str) -> set[tuple[str, str | None]] | None:
        """Kinds and names that a kustomization's patch files name, None when a patch does not say what it changes."""
        names: set[tuple[str, str | None]] = set()
        if not all(is_literal(path) for path in self.overlays.kustomizations[kustomization].components):
            return None
        for patch in self.overlays.kustomizations[kustomization].patches:
            file = self.files.get(patch)
            if patch == kustomization or file is None or file.manifest is None or file.unread is not None:
                return None
            if not all(is_literal(fact.kind) for fact in file.manifest.objects):
                return None
            names.update((fact.kind, fact.name) for fact in file.manifest.objects)
        return names

    def deployed(self, path: str) -> list[list[Resource]] | None:
        """The objects of a file as each root kustomization deploys them; None where they are deployed as they are written."""
        from k8slint._internal.project.effective import deployed

        if path not in self._deployed_by_path:
            self._deployed_by_path[path] = deployed(self, path)
        return self._deployed_by_path[path]

    def patches_of(self, kustomization: str, root: Mapping_) -> Patches:
        """The patches of a kustomization, read once; `root` is its own tree."""
        from k8slint._internal.project.effective import Patches

        if kustomization not in self._patch_texts:
            self._patch_texts[kustomization] = Patches(self, kustomization, root)
        return self._patch_texts[kustomization]

    def knows_all_beside(self, item: ProjectObject) -> bool:
        """Whether everything is known that is deployed together with an object: no chart, no kustomization with files from
        elsewhere, no operator's objects; and some workload of its namespace is there."""
        return self.selection.knows_all(item)

    # --- Selection

    def selected_by(self, service: ProjectService) -> tuple[ProjectWorkload, ...] | None:
        """The workloads whose pods a Service selects, the nearest by folder where several copies match.

        () only when it surely selects nothing; None when that cannot be known.
        """
        selector = service.service.selector
        return None if selector is None or not selector.labels else self.selection.pods(selector, service)

    def may_select_others(self, service: ProjectService) -> bool:
        """Whether a Service may also select pods of a file that could not be read."""
        selector = service.service.selector
        return selector is None or self.unread.may_hold(selector.labels.values(), service.path)

    def services_selecting(self, item: ProjectObject) -> tuple[ProjectService, ...]:
        """The Services that surely select the pods of a workload."""
        return tuple(self._selecting.get(id(item), ()))

    @cached_property
    def _selecting(self) -> dict[int, list[ProjectService]]:
        table: dict[int, list[ProjectService]] = {}
        for service in self.services:
            for pod in self.selected_by(service) or ():
                table.setdefault(id(pod), []).append(service)
        return table

    def may_be_selected_by_others(self, item: ProjectObject) -> bool:
        """Whether a Service of a file that could not be read may select the pods of a workload."""
        labels = {} if item.pod is None else item.pod.labels
        return any(self.unread.may_hold(("Service", value), item.path) for value in labels.values())

    def autoscalers_of(self, item: ProjectObject) -> tuple[ProjectObject, ...]:
        """The autoscalers that surely scale a workload, in the order of the files."""
        return tuple(self._scaling.get(id(item), ()))

    @cached_property
    def _scaling(self) -> dict[int, list[ProjectObject]]:
        table: dict[int, list[ProjectObject]] = {}
        for scaler in self.objects:
            fact = scaler.fact.autoscaler
            target = None if fact is None else self.find(fact.target_kind, fact.target_name, scaler)
            if target is not None:
                table.setdefault(id(target), []).append(scaler)
        return table

    def elsewhere(self, selector: Selector, near: ProjectObject) -> tuple[ProjectWorkload, ...]:
        """The workloads that a selector would match if it were not for the namespace."""
        return self.selection.elsewhere(selector, near)

    @cached_property
    def fresh_claims(self) -> frozenset[tuple[str, str | None]]:
        """Name and namespace of the claims that the project makes and that one workload alone mounts: they start empty."""
        users: dict[tuple[str, str | None], int] = {}
        for item in self.workloads:
            for volume in item.pod.volumes if item.pod is not None else ():
                if volume.kind == "persistentVolumeClaim" and volume.target is not None:
                    key = (volume.target, item.namespace)
                    users[key] = users.get(key, 0) + 1
        if any(not is_literal(target) for target, _ in users):
            return frozenset()
        made = {(item.name or "", item.namespace): item.path for item in self.of_kind("PersistentVolumeClaim")}
        return frozenset(
            key
            for key, count in users.items()
            if count == 1 and key in made and not self.unread.may_hold((key[0],), made[key])
        )

    # --- Images

    def tie(self, image: str | None, from_path: str) -> Tie | None:
        """The Dockerfile of an image that the file `from_path` names; None unless it is certain."""
        return None if image is None else self.ties.tie(image, from_path)

    def tie_of(self, item: ProjectObject, container: ContainerFact) -> Tie | None:
        """The Dockerfile of a container's image."""
        return None if container.image is None else self.tie(container.image.value, item.path)

    def lacks(self, image: BuiltImage, dockerfile: str, program: str) -> bool:
        """Whether a program, by name or absolute path, is surely not in an image that a Dockerfile makes."""
        from k8slint._internal.project.programs import surely_lacks

        if not is_literal(program):
            return False
        key = (dockerfile, image.stage.index, program)
        if key not in self._lacking:
            self._lacking[key] = surely_lacks(image, program, lambda: self.reread.dockerfile(dockerfile))
        return self._lacking[key]

    @cached_property
    def retagged(self) -> Retagged:
        """Which images get their tag from elsewhere than the manifest."""
        from k8slint._internal.project.retagged import Retagged

        return Retagged(self)

    @cached_property
    def _uses(self) -> Uses:
        return Uses(self)

    def running_of(self, dockerfile: str) -> tuple[Running, ...]:
        """All containers and Compose services that run an image of a Dockerfile."""
        return self._uses.of(dockerfile)

    @property
    def running(self) -> tuple[Running, ...]:
        """The containers and Compose services that run an image of the project, where nothing else has a say in them."""
        return self._uses.certain


def _own_namespaces(written: str | None, beside: frozenset[str]) -> frozenset[str]:
    """The namespace that an object names; else `default`, or one that a kustomization next to it sets: whether it was
    forgotten there cannot be known."""
    return frozenset((written,)) if written is not None else frozenset(("default", *beside))
