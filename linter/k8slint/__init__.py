"""Lints Dockerfiles and Kubernetes manifests as one system, and repairs what can be repaired exactly.

Everything that rule authors and callers need is here; names are imported when they are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.api import check as check
    from k8slint.api import fix as fix
    from k8slint.api import rules as rules
    from k8slint.compose import ComposeFile as ComposeFile
    from k8slint.compose import ComposeServiceView as ComposeServiceView
    from k8slint.config import ConfigError as ConfigError
    from k8slint.document import Manifest as Manifest
    from k8slint.edit import Applicability as Applicability
    from k8slint.edit import Edit as Edit
    from k8slint.edit import Fix as Fix
    from k8slint.finding import Finding as Finding
    from k8slint.finding import Problem as Problem
    from k8slint.finding import Related as Related
    from k8slint.finding import Severity as Severity
    from k8slint.project import ImageReference as ImageReference
    from k8slint.project import ImageUse as ImageUse
    from k8slint.project import Project as Project
    from k8slint.project import ProjectBuild as ProjectBuild
    from k8slint.project import ProjectDockerfile as ProjectDockerfile
    from k8slint.project import ProjectKustomization as ProjectKustomization
    from k8slint.project import ProjectObject as ProjectObject
    from k8slint.project import ProjectService as ProjectService
    from k8slint.project import ProjectWorkload as ProjectWorkload
    from k8slint.project import Reference as Reference
    from k8slint.project import Running as Running
    from k8slint.registry import UnknownRule as UnknownRule
    from k8slint.rule import Bad as Bad
    from k8slint.rule import Good as Good
    from k8slint.rule import Options as Options
    from k8slint.rule import Rule as Rule
    from k8slint.source import Place as Place
    from k8slint.source import Source as Source
    from k8slint.source import Span as Span

__version__ = "0.1.0"

_HOMES = {
    "Applicability": "edit",
    "Bad": "rule",
    "ComposeFile": "compose",
    "ComposeServiceView": "compose",
    "ConfigError": "config",
    "Edit": "edit",
    "Finding": "finding",
    "Fix": "edit",
    "Good": "rule",
    "ImageReference": "project",
    "ImageUse": "project",
    "Manifest": "document",
    "Options": "rule",
    "Place": "source",
    "Problem": "finding",
    "Project": "project",
    "ProjectBuild": "project",
    "ProjectDockerfile": "project",
    "ProjectKustomization": "project",
    "ProjectObject": "project",
    "ProjectService": "project",
    "ProjectWorkload": "project",
    "Reference": "project",
    "Related": "finding",
    "Rule": "rule",
    "Running": "project",
    "Severity": "finding",
    "Source": "source",
    "Span": "source",
    "UnknownRule": "registry",
    "check": "api",
    "fix": "api",
    "rules": "api",
}
__all__ = sorted([*_HOMES, "__version__"])


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"k8slint.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*globals(), *_HOMES]
