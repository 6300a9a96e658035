"""The whole project, as its files' facts tell it: what project rules look at.

Every lookup goes through a table that is made once. What cannot be known is None, and rules stay silent.
"""

from __future__ import annotations

from k8slint.files.confine import folder
from k8slint.project.overlays import Overlays
from k8slint.project.reread import Reread
from k8slint.project.selection import Selection
from k8slint.project.ties import Tie, Ties
from k8slint.record import Record
from k8slint.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from k8slint.facts import (
        ComposeFacts,
        ComposeService,
        ContainerFact,
        DockerfileFacts,
        FileFacts,
        ObjectFact,
        PodFact,
        Selector,
    )
    from k8slint.files.tree import Tree
    from k8slint.source import Span

__all__ = ["Project", "ProjectObject", "RunningContainer", "RunningService", "Tie"]

MAX_CONTAINERS = 256
"""Containers of a pod that are compared with their images; a pod with more is left alone."""


class ProjectObject:
    """A Kubernetes object and the file it stands in. `namespaces` are those it may be deployed to: its own ("default" when
    it names none), or what kustomizations put it into."""

    __slots__ = ("fact", "namespaces", "path")

    def __init__(self, path: str, fact: ObjectFact, namespaces: frozenset[str]) -> None:
        self.path = path
        self.fact = fact
        self.namespaces = namespaces

    @property
    def kind(self) -> str:
        return self.fact.kind

    @property
    def name(self) -> str | None:
        return self.fact.name

    @property
    def group(self) -> str:
        """The API group; "" is the core group."""
        group, slash, _ = self.fact.api_version.partition("/")
        return group if slash else ""

    @property
    def pod(self) -> PodFact | None:
        return self.fact.pod

    @property
    def namespace(self) -> str | None:
        """The namespace it is deployed to, None when that depends on the overlay."""
        return next(iter(self.namespaces)) if len(self.namespaces) == 1 else None

    def place(self, span: Span | None = None) -> Place:
        """A place in its file, the object's name without `span`."""
        return Place(self.path, self.fact.name_span if span is None else span)

    def __repr__(self) -> str:
        return f"ProjectObject({self.path!r}, {self.kind} {self.name!r})"


class RunningContainer(Record):
    """A container that runs an image of the project."""

    owner: ProjectObject
    container: ContainerFact
    tie: Tie

    @property
    def path(self) -> str:
        return self.owner.path


class RunningService(Record):
    """A Compose service that runs an image of the project. `whole` is false when another file adds to the service."""

    path: str
    service: ComposeService
    tie: Tie
    whole: bool


class Project:
    """All facts of a project. `images` maps image names to Dockerfiles, seen from the project root."""

    def __init__(
        self, facts: Iterable[FileFacts], images: Mapping[str, str] | None = None, tree: Tree | None = None
    ) -> None:
        self.files: dict[str, FileFacts] = {file.path: file for file in facts}
        self.tree = tree
        self.reread = Reread(tree)
        """Texts, for the exact form of a fix."""
        self.dockerfiles: dict[str, DockerfileFacts] = {
            path: file.dockerfile for path, file in self.files.items() if file.dockerfile is not None
        }
        self.compose_files: dict[str, ComposeFacts] = {
            path: file.compose for path, file in self.files.items() if file.compose is not None
        }
        self.overlays = Overlays(self.files, tree)
        self.ties = Ties(self.files, images or {}, self.overlays)
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
        self.selection = Selection(self.objects, self.overlays, tree)
        self._found: dict[object, ProjectObject | None] = {}
        self._patched: dict[str, set[tuple[str, str | None]] | None] = {}
        self._containers: dict[str, list[RunningContainer]] | None = None
        self._services: dict[str, list[RunningService]] | None = None
        self._selecting: dict[int, list[ProjectObject]] | None = None
        self._certain_containers: tuple[RunningContainer, ...] | None = None
        self._certain_services: tuple[RunningService, ...] | None = None
        self._service_files: dict[tuple[str, str], tuple[int, int]] | None = None

    def _objects_of(self, path: str, file: FileFacts) -> list[ProjectObject]:
        manifest = file.manifest
        if manifest is None:
            return []
        namespaces = self.overlays.namespaces(path)
        return [
            ProjectObject(path, fact, namespaces or frozenset((fact.namespace or "default",)))
            for fact in manifest.objects
        ]

    # --- Objects

    def of_kind(self, *kinds: str) -> tuple[ProjectObject, ...]:
        """The objects of some kinds, kind by kind."""
        return tuple(item for kind in kinds for item in self._by_kind.get(kind, ()))

    @property
    def workloads(self) -> tuple[ProjectObject, ...]:
        """The objects that make pods, and Pods."""
        return tuple(item for item in self.objects if item.fact.pod is not None)

    @property
    def services(self) -> tuple[ProjectObject, ...]:
        """Kubernetes Services."""
        return tuple(item for item in self._by_kind.get("Service", ()) if item.fact.service is not None)

    def named(self, kind: str, name: str) -> tuple[ProjectObject, ...]:
        """The objects of a kind and name, in whatever namespace."""
        return tuple(self._by_name.get((kind, name), ()))

    def find(self, kind: str, name: str, near: ProjectObject) -> ProjectObject | None:
        """The object that another one means by kind and name: of the same namespace, and of those the nearest by folder."""
        key = (kind, name, near.namespaces, near.path)
        if key not in self._found:
            found = [item for item in self._by_name.get((kind, name), ()) if item.namespaces & near.namespaces]
            self._found[key] = self.selection.nearest(found, near)[0] if found else None
        return self._found[key]

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
            if patch == kustomization or file is None or file.manifest is None:
                return None
            names.update((fact.kind, fact.name) for fact in file.manifest.objects)
        return names

    def knows_all_beside(self, item: ProjectObject) -> bool:
        """Whether everything is known that is deployed together with an object: no chart, no kustomization with files from
        elsewhere, no operator's objects; and some workload of its namespace is there."""
        return self.selection.knows_all(item)

    # --- Selection

    def selected_by(self, service: ProjectObject) -> tuple[ProjectObject, ...] | None:
        """The workloads whose pods a Service selects, the nearest by folder where several copies match.

        () only when it surely selects nothing; None when that cannot be known.
        """
        fact = service.fact.service
        if fact is None or fact.selector is None or not fact.selector.labels:
            return None
        return self.selection.pods(fact.selector, service)

    def services_selecting(self, item: ProjectObject) -> tuple[ProjectObject, ...]:
        """The Services that surely select the pods of a workload."""
        if self._selecting is None:
            table: dict[int, list[ProjectObject]] = {}
            for service in self.services:
                for pod in self.selected_by(service) or ():
                    table.setdefault(id(pod), []).append(service)
            self._selecting = table
        return tuple(self._selecting.get(id(item), ()))

    def pods_matching(self, selector: Selector, near: ProjectObject) -> tuple[ProjectObject, ...] | None:
        """The workloads whose pods a selector of `near` matches, in its namespace. () and None as in `selected_by`."""
        return self.selection.pods(selector, near)

    def elsewhere(self, selector: Selector, near: ProjectObject) -> tuple[ProjectObject, ...]:
        """The workloads that a selector would match if it were not for the namespace."""
        return self.selection.elsewhere(selector, near)

    # --- Images

    def tie(self, image: str | None, from_path: str) -> Tie | None:
        """The Dockerfile of an image that the file `from_path` names; None unless it is certain."""
        return None if image is None else self.ties.tie(image, from_path)

    def tie_of(self, item: ProjectObject, container: ContainerFact) -> Tie | None:
        """The Dockerfile of a container's image."""
        return None if container.image is None else self.tie(container.image.value, item.path)

    def tie_of_service(self, path: str, service: ComposeService) -> Tie | None:
        """The Dockerfile that a Compose service runs."""
        return self.ties.of_service(path, service)

    def is_whole(self, path: str, service: ComposeService) -> bool:
        """Whether no other Compose file of the same folder has a say in a service.

        A file that is a project of its own is a variant, and has no say in others.
        """
        if self._service_files is None:
            counts: dict[tuple[str, str], tuple[int, int]] = {}
            for file_path, facts in self.compose_files.items():
                variant = _is_variant(file_path, facts)
                for fact in facts.services:
                    key = (folder(file_path), fact.name)
                    parts, wholes = counts.get(key, (0, 0))
                    counts[key] = (parts, wholes + 1) if variant else (parts + 1, wholes)
            self._service_files = counts
        parts, wholes = self._service_files.get((folder(path), service.name), (0, 0))
        return parts == 0 if _is_variant(path, self.compose_files[path]) else parts + wholes < 2

    def containers_of(self, dockerfile: str) -> tuple[RunningContainer, ...]:
        """The containers that run the image of a Dockerfile."""
        if self._containers is None:
            table: dict[str, list[RunningContainer]] = {}
            for running in self._tied_containers():
                table.setdefault(running.tie.dockerfile, []).append(running)
            self._containers = table
        return tuple(self._containers.get(dockerfile, ()))

    def services_of(self, dockerfile: str) -> tuple[RunningService, ...]:
        """The Compose services that run the image of a Dockerfile."""
        if self._services is None:
            table: dict[str, list[RunningService]] = {}
            for running in self._tied_services():
                table.setdefault(running.tie.dockerfile, []).append(running)
            self._services = table
        return tuple(self._services.get(dockerfile, ()))

    @property
    def running_containers(self) -> tuple[RunningContainer, ...]:
        """The containers of all objects that run an image of the project, where no overlay patches the object."""
        if self._certain_containers is None:
            self._certain_containers = tuple(
                running
                for path in self.dockerfiles
                for running in self.containers_of(path)
                if not self.may_be_patched(running.owner)
            )
        return self._certain_containers

    @property
    def running_services(self) -> tuple[RunningService, ...]:
        """The Compose services that run an image of the project, where no other file has a say in the service."""
        if self._certain_services is None:
            self._certain_services = tuple(
                running for path in self.dockerfiles for running in self.services_of(path) if running.whole
            )
        return self._certain_services

    def _tied_containers(self) -> Iterator[RunningContainer]:
        for item in self.workloads:
            pod = item.fact.pod
            containers = () if pod is None or len(pod.containers) > MAX_CONTAINERS else pod.containers
            for container in containers:
                tie = self.tie_of(item, container)
                if tie is not None:
                    yield RunningContainer(item, container, tie)

    def _tied_services(self) -> Iterator[RunningService]:
        for path, facts in self.compose_files.items():
            for service in facts.services:
                tie = self.ties.of_service(path, service)
                if tie is not None:
                    yield RunningService(path, service, tie, self.is_whole(path, service))


def _is_variant(path: str, facts: ComposeFacts) -> bool:
    """Whether each service of a Compose file has an image or a build of its own, and the file is not named an override."""
    return (
        "override" not in path.rpartition("/")[2]
        and not facts.adds_others
        and all(fact.image is not None or fact.build is not None for fact in facts.services)
    )
