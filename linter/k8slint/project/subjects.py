"""What rules about a project look at, one at a time: its objects, what runs its images, its Dockerfiles, its references.

A rule names one of these classes (`Rule[ProjectService]`) and is called with each of them. Every subject knows its
`project`. What a rule says about a subject lies in the subject's file (a rule gives `finding` a span there, and other
places as `related`), or in another of its `paths`. So a run that reports on some files only asks about the subjects of
those.
"""

from __future__ import annotations

from k8slint.finding import Related
from k8slint.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.facts import (
        Argv,
        Build,
        ComposeReference,
        ComposeService,
        ContainerFact,
        ContainerPort,
        DockerfileFacts,
        KustomizationFacts,
        Mount,
        ObjectFact,
        PodFact,
        Selector,
        ServiceFact,
        StageFact,
        Text,
        Variable,
    )
    from k8slint.project import Project
    from k8slint.project.built_image import BuiltImage
    from k8slint.project.ties import Tie
    from k8slint.source import Span


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


class ImageUse(ProjectSubject):
    """An image of the project where something starts it or checks on it: what runs it, or the Dockerfile itself, which may
    have a HEALTHCHECK (`running` is None then)."""

    __slots__ = ()

    @property
    def image(self) -> BuiltImage:
        raise NotImplementedError

    @property
    def dockerfile(self) -> str:
        """The path of the image's Dockerfile."""
        raise NotImplementedError

    @property
    def running(self) -> Running | None:
        raise NotImplementedError

    @property
    def checks(self) -> tuple[Argv, ...]:
        """The command lines that ask whether it is well, and those of hooks."""
        raise NotImplementedError

    def related(self, span: Span, message: str) -> tuple[Related, ...]:
        """A place in the Dockerfile, as a remark on a finding."""
        raise NotImplementedError


class Running(ImageUse):
    """A container, or a Compose service, that runs an image of the project; `tie` tells which.

    Exactly one of `container` (with its `owner`) and `service` is there. What both have is read from the other properties.
    """

    __slots__ = ("container", "owner", "service", "tie")

    def __init__(
        self,
        project: Project,
        path: str,
        tie: Tie,
        *,
        owner: ProjectWorkload | None = None,
        container: ContainerFact | None = None,
        service: ComposeService | None = None,
    ) -> None:
        super().__init__(project, path)
        self.tie = tie
        self.owner = owner
        self.container = container
        self.service = service

    @property
    def paths(self) -> tuple[str, ...]:
        """Its file, and those of the Services that send to it."""
        if self.owner is None:
            return (self.path,)
        return (self.path, *(service.path for service in self.project.services_selecting(self.owner)))

    @property
    def _fact(self) -> ContainerFact | ComposeService:
        fact = self.container or self.service
        assert fact is not None
        return fact

    @property
    def name(self) -> str | None:
        return self._fact.name

    @property
    def span(self) -> Span:
        return self._fact.span

    @property
    def init(self) -> bool:
        """Whether it is an init container."""
        return self.container is not None and self.container.init

    @property
    def entrypoint(self) -> Argv | None:
        """What runs in place of the image's ENTRYPOINT: `command` of a container, `entrypoint` of a service."""
        return self.container.command if self.container is not None else self._service.entrypoint

    @property
    def command(self) -> Argv | None:
        """What runs in place of the image's CMD: `args` of a container, `command` of a service."""
        return self.container.args if self.container is not None else self._service.command

    @property
    def image(self) -> BuiltImage:
        return self.tie.image

    @property
    def dockerfile(self) -> str:
        return self.tie.dockerfile

    @property
    def running(self) -> Running:
        return self

    def related(self, span: Span, message: str) -> tuple[Related, ...]:
        return self.tie.related(span, message)

    @property
    def checks(self) -> tuple[Argv, ...]:
        if self.container is not None:
            return tuple(probe.program for probe in self.container.probes if probe.program is not None)
        return () if self._service.healthcheck is None else (self._service.healthcheck,)

    @property
    def env(self) -> tuple[Variable, ...]:
        return self._fact.env

    @property
    def mounts(self) -> tuple[Mount, ...]:
        return self._fact.mounts

    @property
    def ports(self) -> tuple[ContainerPort, ...]:
        """Ports that it declares."""
        return self._fact.ports

    @property
    def is_certain(self) -> bool:
        """Whether no overlay and no other Compose file has a say in it."""
        if self.owner is not None:
            return not self.owner.may_be_patched
        return self.project.is_whole(self.path, self._service)

    @property
    def _service(self) -> ComposeService:
        assert self.service is not None
        return self.service

    def place(self, span: Span) -> Place:
        return Place(self.path, span)

    def __repr__(self) -> str:
        return f"Running({self.path!r}, {self.name!r}, {self.tie.dockerfile!r})"


class ProjectDockerfile(ImageUse):
    """A Dockerfile with at least one stage."""

    __slots__ = ("facts",)

    def __init__(self, project: Project, path: str, facts: DockerfileFacts) -> None:
        super().__init__(project, path)
        self.facts = facts

    @property
    def stages(self) -> tuple[StageFact, ...]:
        return self.facts.stages

    @property
    def image(self) -> BuiltImage:
        """What is built without `--target`."""
        from k8slint.project.built_image import BuiltImage

        return BuiltImage(self.facts.stages, self.facts.stages[-1])

    @property
    def dockerfile(self) -> str:
        return self.path

    @property
    def running(self) -> None:
        return None

    @property
    def checks(self) -> tuple[Argv, ...]:
        check = self.facts.stages[-1].healthcheck
        return () if check is None else (check,)

    def related(self, span: Span, message: str) -> tuple[Related, ...]:
        return (Related(self.path, span, message),)

    @property
    def uses(self) -> tuple[Running, ...]:
        """What runs an image of it, where that is certain."""
        return tuple(running for running in self.project.running_of(self.path) if running.is_certain)


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
        from k8slint.compose.names import is_missing

        return is_missing(self)


def make_object(project: Project, path: str, fact: ObjectFact, namespaces: frozenset[str]) -> ProjectObject:
    """An object as the narrowest subject that it is."""
    if fact.pod is not None:
        return ProjectWorkload(project, path, fact, namespaces)
    if fact.service is not None:
        return ProjectService(project, path, fact, namespaces)
    return ProjectObject(project, path, fact, namespaces)
