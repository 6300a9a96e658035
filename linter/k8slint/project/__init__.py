"""The whole project, as its files' facts tell it: what project rules look at.

Every lookup goes through a table that is made once. What cannot be known is None, and rules stay silent.
"""

from __future__ import annotations

from functools import cached_property

from k8slint.files.confine import folder
from k8slint.project.overlays import Overlays
from k8slint.project.reread import Reread
from k8slint.project.selection import Selection
from k8slint.project.subjects import (
    ImageReference,
    ImageUse,
    ProjectBuild,
    ProjectDockerfile,
    ProjectKustomization,
    ProjectObject,
    ProjectService,
    ProjectSubject,
    ProjectWorkload,
    Reference,
    Running,
    make_object,
)
from k8slint.project.ties import Tie, Ties
from k8slint.project.unread import UnreadFiles
from k8slint.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from k8slint.facts import ComposeFacts, ComposeService, ContainerFact, DockerfileFacts, FileFacts, Selector
    from k8slint.files.tree import Tree
    from k8slint.project.built_image import BuiltImage
    from k8slint.project.retagged import Retagged
    from k8slint.source import Span

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

MAX_CONTAINERS = 256
"""Containers of a pod that are compared with their images; a pod with more is left alone."""


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
        self.compose_files: dict[str, ComposeFacts] = {
            path: file.compose for path, file in self.files.items() if file.compose is not None
        }
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
        """Where the text of a span was written, and whether it stands there as it was judged (see `k8slint.locate`)."""
        return Place(path, span), True

    # --- Subjects

    def subjects(self, kind: str) -> Sequence[ProjectSubject | Project]:
        """All subjects of a class, by its name; none for a name that is not a subject of projects."""
        if kind == "Project":
            return (self,)
        return self._subjects.get(kind, tuple)()

    @cached_property
    def _subjects(self) -> dict[str, Callable[[], tuple[ProjectSubject, ...]]]:
        return {
            "ProjectObject": lambda: self.objects,
            "ProjectWorkload": lambda: self.workloads,
            "ProjectService": lambda: self.services,
            "ImageUse": lambda: (*self.running, *self.built_files),
            "Running": lambda: self.running,
            "ProjectDockerfile": lambda: self.built_files,
            "ProjectBuild": lambda: self.builds,
            "ProjectKustomization": lambda: self.kustomizations,
            "ImageReference": lambda: self.image_references,
            "Reference": lambda: self.references,
        }

    @cached_property
    def built_files(self) -> tuple[ProjectDockerfile, ...]:
        """The Dockerfiles that have a stage."""
        return tuple(ProjectDockerfile(self, path, facts) for path, facts in self.dockerfiles.items() if facts.stages)

    @cached_property
    def kustomizations(self) -> tuple[ProjectKustomization, ...]:
        return tuple(ProjectKustomization(self, path, facts) for path, facts in self.overlays.kustomizations.items())

    @cached_property
    def builds(self) -> tuple[ProjectBuild, ...]:
        """What Compose and skaffold build. A service that extends another one shares its build, which is there once."""
        found = []
        for path, file in self.files.items():
            builds = [] if file.skaffold is None else list(file.skaffold.builds)
            if file.compose is not None:
                builds += [service.build for service in file.compose.services if service.build is not None]
            found += [ProjectBuild(self, path, build) for build in {build.span: build for build in builds}.values()]
        return tuple(found)

    @cached_property
    def image_references(self) -> tuple[ImageReference, ...]:
        """Every image that is named."""
        found = [
            ImageReference(self, path, stage.image)
            for path, dockerfile in self.dockerfiles.items()
            for stage in dockerfile.stages
        ]
        for path, compose in self.compose_files.items():
            found += [
                ImageReference(self, path, service.image)
                for service in compose.services
                if service.image is not None and service.build is None
            ]
        found += [
            ImageReference(self, item.path, container.image)
            for item in self.workloads
            for container in item.containers
            if container.image is not None
        ]
        return tuple(found)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """What Compose services count on and their own file does not define."""
        return tuple(
            Reference(self, path, fact) for path, facts in self.compose_files.items() for fact in facts.missing
        )

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
        if any(item.namespaces & near.namespaces for item in self._by_name.get((kind, name), ())):
            return False
        if self.unread.may_hold((kind, name), near.path) or self.may_be_patched(near):
            return False
        return self.knows_all_beside(near)

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
        return False

    def _patched_by(self, kustomization: str) -> set[tuple[str, str | None]] | None:
        """Kinds and names that a kustomization's patch files name, None when a patch does not say what it changes."""
        names: set[tuple[str, str | None]] = set()
        for patch in self.overlays.kustomizations[kustomization].patches:
            file = self.files.get(patch)
            if patch == kustomization or file is None or file.manifest is None or file.unread is not None:
                return None
            names.update((fact.kind, fact.name) for fact in file.manifest.objects)
        return names

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
        made = {(item.name or "", item.namespace): item.path for item in self.of_kind("PersistentVolumeClaim")}
        return frozenset(
            key
            for key, count in users.items()
            if count == 1 and key in made and not self.unread.may_hold((key[0],), made[key])
        )

    # --- Compose

    @cached_property
    def compose_takes_in_others(self) -> bool:
        """Whether a Compose file takes in others, so that the whole is another one than any file shows."""
        return any(facts.adds_others for facts in self.compose_files.values())

    def compose_defining(self, kind: str, name: str) -> tuple[str, ...]:
        """The Compose files that define a service, volume, network, secret or config of a name."""
        return tuple(self._defining.get(f"{kind} {name}", ()))

    @cached_property
    def _defining(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for path, facts in self.compose_files.items():
            for name in facts.defined:
                table.setdefault(name, []).append(path)
        return table

    def is_whole(self, path: str, service: ComposeService) -> bool:
        """Whether no other Compose file of the same folder has a say in a service.

        Of files in which every service has an image or a build, each is complete: they are variants, and not merged.
        """
        others = [other for other in self._sharing.get((folder(path), service.name), ()) if other != path]
        if any(not (self._is_variant(other) and self._is_variant(path)) for other in others):
            return False
        return not self.unread.may_hold((service.name,), path, "compose")

    @cached_property
    def _sharing(self) -> dict[tuple[str, str], list[str]]:
        table: dict[tuple[str, str], list[str]] = {}
        for path, facts in self.compose_files.items():
            for service in facts.services:
                table.setdefault((folder(path), service.name), []).append(path)
        return table

    def _is_variant(self, path: str) -> bool:
        services = self.compose_files[path].services
        overrides = "override" in path.rpartition("/")[2]
        return not overrides and all(one.image is not None or one.build is not None for one in services)

    # --- Images

    def tie(self, image: str | None, from_path: str) -> Tie | None:
        """The Dockerfile of an image that the file `from_path` names; None unless it is certain."""
        return None if image is None else self.ties.tie(image, from_path)

    def tie_of(self, item: ProjectObject, container: ContainerFact) -> Tie | None:
        """The Dockerfile of a container's image."""
        return None if container.image is None else self.tie(container.image.value, item.path)

    def lacks(self, image: BuiltImage, dockerfile: str, program: str) -> bool:
        """Whether a program, by name or absolute path, is surely not in an image that a Dockerfile makes."""
        from k8slint.project.programs import surely_lacks

        key = (dockerfile, image.stage.index, program)
        if key not in self._lacking:
            self._lacking[key] = surely_lacks(image, program, lambda: self.reread.dockerfile(dockerfile))
        return self._lacking[key]

    @cached_property
    def retagged(self) -> Retagged:
        """Which images get their tag from elsewhere than the manifest."""
        from k8slint.project.retagged import Retagged

        return Retagged(self)

    def running_of(self, dockerfile: str) -> tuple[Running, ...]:
        """All containers and Compose services that run an image of a Dockerfile."""
        return tuple(self._running_of.get(dockerfile, ()))

    @cached_property
    def running(self) -> tuple[Running, ...]:
        """The containers and Compose services that run an image of the project, where nothing else has a say in them."""
        return tuple(running for path in self.dockerfiles for running in self.running_of(path) if running.is_certain)

    @cached_property
    def _running_of(self) -> dict[str, list[Running]]:
        table: dict[str, list[Running]] = {}
        for running in (*self._tied_containers(), *self._tied_services()):
            table.setdefault(running.tie.dockerfile, []).append(running)
        return table

    def _tied_containers(self) -> Iterator[Running]:
        for item in self.workloads:
            for container in () if len(item.containers) > MAX_CONTAINERS else item.containers:
                tie = self.tie_of(item, container)
                if tie is not None:
                    yield Running(self, item.path, tie, owner=item, container=container)

    def _tied_services(self) -> Iterator[Running]:
        for path, facts in self.compose_files.items():
            for service in facts.services:
                tie = self.ties.of_service(path, service)
                if tie is not None:
                    yield Running(self, path, tie, service=service)


def _own_namespaces(written: str | None, beside: frozenset[str]) -> frozenset[str]:
    """The namespace that an object names; else `default`, or one that a kustomization next to it sets: whether it was
    forgotten there cannot be known."""
    return frozenset((written,)) if written is not None else frozenset(("default", *beside))
