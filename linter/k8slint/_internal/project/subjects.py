"""What rules about a project look at, one at a time: its objects, what runs its images, its Dockerfiles, its references.

A rule names one of these classes (`Rule[ProjectService]`) and is called with each of them. Every subject knows its
`project`. What a rule says about a subject lies in the subject's file (a rule gives `finding` a span there, and other
places as `related`), or in another of its `paths`. So a run that reports on some files only asks about the subjects of
those.
"""

from __future__ import annotations

from k8slint._internal.text.literal import is_literal
from k8slint._internal.text.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.facts import (
        Build,
        ComposeReference,
        ContainerFact,
        KustomizationFacts,
        ObjectFact,
        PodFact,
        Selector,
        ServiceFact,
        Text,
    )
    from k8slint._internal.project import Project
    from k8slint._internal.text.source import Span


class ProjectSubject:
    """Base of all subjects: `path` is the file that it was read from."""

    __slots__ = ("path", "project")

    def __init__(self, project: Project, path: str) -> None:
        self.project = project
        self.path = path

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that findings about it may lie in."""
        return (self.path,)


class ProjectObject(ProjectSubject):
    """A Kubernetes object. `namespaces` are those it may be deployed to: its own ("default" when it names none), or what
    kustomizations put it into."""

    __slots__ = ("fact", "namespaces")

    def __init__(self, project: Project, path: str, fact: ObjectFact, namespaces: frozenset[str]) -> None:
        super().__init__(project, path)
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
        """The API group; "" is the core group. The whole apiVersion where a template still replaces a part of it."""
        group, slash, _ = self.fact.api_version.partition("/")
        return group if slash or not is_literal(group) else ""

    @property
    def pod(self) -> PodFact | None:
        return self.fact.pod

    @property
    def namespace(self) -> str | None:
        """The namespace it is deployed to, None when that depends on the overlay."""
        return next(iter(self.namespaces)) if len(self.namespaces) == 1 else None

    def may_share_namespace(self, other: ProjectObject) -> bool:
        """Whether both may be deployed to one namespace: a name that a template still replaces may be any."""
        return not self.namespaces.isdisjoint(other.namespaces) or not all(
            is_literal(name) for name in (*self.namespaces, *other.namespaces)
        )

    @property
    def may_be_patched(self) -> bool:
        """Whether an overlay may change more of it than names, labels, images and namespace."""
        return self.project.may_be_patched(self)

    def place(self, span: Span | None = None) -> Place:
        """A place in its file, the object's name without `span`."""
        return Place(self.path, self.fact.name_span if span is None else span)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.path!r}, {self.kind} {self.name!r})"


class ProjectWorkload(ProjectObject):
    """An object that makes pods, or a Pod."""

    __slots__ = ()

    @property
    def containers(self) -> tuple[ContainerFact, ...]:
        """Its containers, init containers included."""
        return () if self.fact.pod is None else self.fact.pod.containers


class ProjectService(ProjectObject):
    """A Service of Kubernetes."""

    __slots__ = ("service",)

    def __init__(self, project: Project, path: str, fact: ObjectFact, namespaces: frozenset[str]) -> None:
        super().__init__(project, path, fact, namespaces)
        assert fact.service is not None
        self.service: ServiceFact = fact.service

    @property
    def selector(self) -> Selector | None:
        """How it finds its pods; None when it has no pods of its own: without labels, or of type ExternalName."""
        selector = self.service.selector
        return None if selector is None or not selector.labels or self.service.type == "ExternalName" else selector

    @property
    def selected(self) -> tuple[ProjectWorkload, ...] | None:
        """The workloads whose pods it selects, the nearest by folder where several copies match.

        () only when it surely selects nothing; None when that cannot be known.
        """
        return self.project.selected_by(self)


class ProjectBuild(ProjectSubject):
    """An entry of Compose or skaffold that tells what to build an image from."""

    __slots__ = ("build",)

    def __init__(self, project: Project, path: str, build: Build) -> None:
        super().__init__(project, path)
        self.build = build


class ProjectKustomization(ProjectSubject):
    """A kustomization or a component of kustomize."""

    __slots__ = ("facts",)

    def __init__(self, project: Project, path: str, facts: KustomizationFacts) -> None:
        super().__init__(project, path)
        self.facts = facts

    @property
    def objects(self) -> tuple[ProjectObject, ...] | None:
        """The objects that it deploys; None when they are not all known."""
        files = self.project.overlays.below(self.path)
        return (
            None if files is None else tuple(item for path in sorted(files) for item in self.project.objects_in(path))
        )


class ImageReference(ProjectSubject):
    """An image that a Dockerfile, a Compose service or a container names."""

    __slots__ = ("image",)

    def __init__(self, project: Project, path: str, image: Text) -> None:
        super().__init__(project, path)
        self.image = image


class Reference(ProjectSubject):
    """Something that a Compose service counts on and its own file does not define."""

    __slots__ = ("fact",)

    def __init__(self, project: Project, path: str, fact: ComposeReference) -> None:
        super().__init__(project, path)
        self.fact = fact

    @property
    def is_missing(self) -> bool:
        """Whether surely no Compose file that may be merged with this one defines it."""
        from k8slint._internal.kinds.compose.names import is_missing

        return is_missing(self)


def make_object(project: Project, path: str, fact: ObjectFact, namespaces: frozenset[str]) -> ProjectObject:
    """An object as the narrowest subject that it is."""
    if fact.pod is not None:
        return ProjectWorkload(project, path, fact, namespaces)
    if fact.service is not None:
        return ProjectService(project, path, fact, namespaces)
    return ProjectObject(project, path, fact, namespaces)
