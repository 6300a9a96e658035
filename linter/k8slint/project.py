"""The project: what its files say together.

Names are imported when they are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.files.confine import folder as folder
    from k8slint._internal.files.confine import join as join
    from k8slint._internal.files.confine import name as name
    from k8slint._internal.files.tree import Tree as Tree
    from k8slint._internal.kinds.facts import Argv as Argv
    from k8slint._internal.kinds.facts import AutoscalerFact as AutoscalerFact
    from k8slint._internal.kinds.facts import Build as Build
    from k8slint._internal.kinds.facts import ComposeReference as ComposeReference
    from k8slint._internal.kinds.facts import ComposeService as ComposeService
    from k8slint._internal.kinds.facts import ContainerFact as ContainerFact
    from k8slint._internal.kinds.facts import ContainerPort as ContainerPort
    from k8slint._internal.kinds.facts import DockerfileFacts as DockerfileFacts
    from k8slint._internal.kinds.facts import ExposedPort as ExposedPort
    from k8slint._internal.kinds.facts import Flag as Flag
    from k8slint._internal.kinds.facts import ImageOverride as ImageOverride
    from k8slint._internal.kinds.facts import KustomizationFacts as KustomizationFacts
    from k8slint._internal.kinds.facts import Mount as Mount
    from k8slint._internal.kinds.facts import Number as Number
    from k8slint._internal.kinds.facts import ObjectFact as ObjectFact
    from k8slint._internal.kinds.facts import PodFact as PodFact
    from k8slint._internal.kinds.facts import Probe as Probe
    from k8slint._internal.kinds.facts import Requirement as Requirement
    from k8slint._internal.kinds.facts import Selector as Selector
    from k8slint._internal.kinds.facts import ServiceFact as ServiceFact
    from k8slint._internal.kinds.facts import ServicePort as ServicePort
    from k8slint._internal.kinds.facts import StageFact as StageFact
    from k8slint._internal.kinds.facts import Text as Text
    from k8slint._internal.kinds.facts import Variable as Variable
    from k8slint._internal.kinds.facts import Volume as Volume
    from k8slint._internal.kinds.facts import matches as matches
    from k8slint._internal.project import Project as Project
    from k8slint._internal.project.built_image import BuiltImage as BuiltImage
    from k8slint._internal.project.built_image import Need as Need
    from k8slint._internal.project.built_image import covers as covers
    from k8slint._internal.project.edits import insert_behind as insert_behind
    from k8slint._internal.project.edits import remove_value as remove_value
    from k8slint._internal.project.edits import replace_value as replace_value
    from k8slint._internal.project.image_uses import ImageUse as ImageUse
    from k8slint._internal.project.image_uses import ProjectDockerfile as ProjectDockerfile
    from k8slint._internal.project.image_uses import Running as Running
    from k8slint._internal.project.programs import is_empty as is_empty
    from k8slint._internal.project.resources import patches_of as patches_of
    from k8slint._internal.project.resources import renamed_safely as renamed_safely
    from k8slint._internal.project.resources import reread as reread
    from k8slint._internal.project.subjects import ImageReference as ImageReference
    from k8slint._internal.project.subjects import ProjectBuild as ProjectBuild
    from k8slint._internal.project.subjects import ProjectKustomization as ProjectKustomization
    from k8slint._internal.project.subjects import ProjectObject as ProjectObject
    from k8slint._internal.project.subjects import ProjectService as ProjectService
    from k8slint._internal.project.subjects import ProjectSubject as ProjectSubject
    from k8slint._internal.project.subjects import ProjectWorkload as ProjectWorkload
    from k8slint._internal.project.subjects import Reference as Reference
    from k8slint._internal.project.ties import Tie as Tie
else:
    from k8slint._internal.lazy import lazy

    __getattr__, __dir__, __all__ = lazy(
        __name__,
        {
            "files.confine": (
                "folder",
                "join",
                "name",
            ),
            "files.tree": ("Tree",),
            "kinds.facts": (
                "Argv",
                "AutoscalerFact",
                "Build",
                "ComposeReference",
                "ComposeService",
                "ContainerFact",
                "ContainerPort",
                "DockerfileFacts",
                "ExposedPort",
                "Flag",
                "ImageOverride",
                "KustomizationFacts",
                "Mount",
                "Number",
                "ObjectFact",
                "PodFact",
                "Probe",
                "Requirement",
                "Selector",
                "ServiceFact",
                "ServicePort",
                "StageFact",
                "Text",
                "Variable",
                "Volume",
                "matches",
            ),
            "project": ("Project",),
            "project.built_image": (
                "BuiltImage",
                "Need",
                "covers",
            ),
            "project.edits": (
                "insert_behind",
                "remove_value",
                "replace_value",
            ),
            "project.image_uses": (
                "ImageUse",
                "ProjectDockerfile",
                "Running",
            ),
            "project.programs": ("is_empty",),
            "project.resources": (
                "patches_of",
                "renamed_safely",
                "reread",
            ),
            "project.subjects": (
                "ImageReference",
                "ProjectBuild",
                "ProjectKustomization",
                "ProjectObject",
                "ProjectService",
                "ProjectSubject",
                "ProjectWorkload",
                "Reference",
            ),
            "project.ties": ("Tie",),
        },
    )
