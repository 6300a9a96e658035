"""All subjects of a project, class by class."""

from __future__ import annotations

from k8slint._internal.project.image_uses import ProjectDockerfile
from k8slint._internal.project.subjects import ImageReference, ProjectBuild, ProjectKustomization, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint._internal.project import Project
    from k8slint._internal.project.subjects import ProjectSubject

    Subjects = tuple[ProjectSubject, ...]


def listed(project: Project, kind: str) -> Subjects:
    """Those of a class, by its name; none for a name that is not a subject of projects."""
    make = _MAKERS.get(kind)
    return () if make is None else make(project)


def _dockerfiles(project: Project) -> Subjects:
    return tuple(ProjectDockerfile(project, path, facts) for path, facts in project.dockerfiles.items() if facts.stages)


def _kustomizations(project: Project) -> Subjects:
    return tuple(ProjectKustomization(project, path, one) for path, one in project.overlays.kustomizations.items())


def _builds(project: Project) -> Subjects:
    """What Compose and skaffold build. A service that extends another one shares its build, which is there once."""
    found = []
    for path, file in project.files.items():
        builds = [] if file.skaffold is None else list(file.skaffold.builds)
        if file.compose is not None:
            builds += [service.build for service in file.compose.services if service.build is not None]
        found += [ProjectBuild(project, path, build) for build in {build.span: build for build in builds}.values()]
    return tuple(found)


def _image_references(project: Project) -> Subjects:
    """Every image that is named."""
    found = [
        ImageReference(project, path, stage.image)
        for path, dockerfile in project.dockerfiles.items()
        for stage in dockerfile.stages
    ]
    for path, compose in project.compose.files.items():
        found += [
            ImageReference(project, path, service.image)
            for service in compose.services
            if service.image is not None and service.build is None
        ]
    found += [
        ImageReference(project, item.path, container.image)
        for item in project.workloads
        for container in item.containers
        if container.image is not None
    ]
    return tuple(found)


def _references(project: Project) -> Subjects:
    """What Compose services count on and their own file does not define."""
    return tuple(
        Reference(project, path, fact) for path, facts in project.compose.files.items() for fact in facts.missing
    )


_MAKERS: dict[str, Callable[[Project], Subjects]] = {
    "ProjectObject": lambda project: project.objects,
    "ProjectWorkload": lambda project: project.workloads,
    "ProjectService": lambda project: project.services,
    "ImageUse": lambda project: (*project.running, *_dockerfiles(project)),
    "Running": lambda project: project.running,
    "ProjectDockerfile": _dockerfiles,
    "ProjectBuild": _builds,
    "ProjectKustomization": _kustomizations,
    "ImageReference": _image_references,
    "Reference": _references,
}
