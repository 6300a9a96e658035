"""Subjects that start an image of the project or check on it: what runs it, and its Dockerfile."""

from __future__ import annotations

from functools import cached_property

from k8slint._internal.project.subjects import ProjectSubject
from k8slint._internal.text.finding import Related
from k8slint._internal.text.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.facts import (
        Argv,
        ComposeService,
        ContainerFact,
        ContainerPort,
        DockerfileFacts,
        Mount,
        StageFact,
        Variable,
    )
    from k8slint._internal.project import Project
    from k8slint._internal.project.built_image import BuiltImage
    from k8slint._internal.project.subjects import ProjectWorkload
    from k8slint._internal.project.ties import Tie
    from k8slint._internal.text.source import Span

MAX_CONTAINERS = 256
"""Containers of a pod that are compared with their images; a pod with more is left alone."""


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
        return self.project.compose.is_whole(self.path, self._service)

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
        from k8slint._internal.project.built_image import BuiltImage

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


class Uses:
    """Everything that runs an image of the project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._by_dockerfile: dict[str, list[Running]] = {}
        for running in (*self._containers(), *self._services()):
            self._by_dockerfile.setdefault(running.tie.dockerfile, []).append(running)

    def of(self, dockerfile: str) -> tuple[Running, ...]:
        """Those that run an image of a Dockerfile."""
        return tuple(self._by_dockerfile.get(dockerfile, ()))

    @cached_property
    def certain(self) -> tuple[Running, ...]:
        """Those in which nothing else has a say."""
        return tuple(running for path in self._project.dockerfiles for running in self.of(path) if running.is_certain)

    def _containers(self) -> Iterator[Running]:
        for item in self._project.workloads:
            for container in () if len(item.containers) > MAX_CONTAINERS else item.containers:
                tie = self._project.tie_of(item, container)
                if tie is not None:
                    yield Running(self._project, item.path, tie, owner=item, container=container)

    def _services(self) -> Iterator[Running]:
        for path, facts in self._project.compose.files.items():
            for service in facts.services:
                tie = self._project.ties.of_service(path, service)
                if tie is not None:
                    yield Running(self._project, path, tie, service=service)
