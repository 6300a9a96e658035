"""The objects of facts, read again from their files: for rules that judge by facts and need exact places for what they find."""

from __future__ import annotations

from k8slint._internal.text.edit import Applicability, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.kubernetes.tree import Resource
    from k8slint._internal.project import Project, ProjectObject


def reread(project: Project, item: ProjectObject) -> Resource | None:
    """The object of a fact in its file; None when the file cannot be read any more."""
    return project.reread.resource(item.path, item.fact.span)


def patches_of(project: Project, item: ProjectObject) -> tuple[ProjectObject, ...] | None:
    """The patches that overlays lay over an object; None when one of them cannot be read."""
    if not project.may_be_patched(item):
        return ()
    found = tuple(patch for patch in project.patches if patch.kind == item.kind and patch.name == item.name)
    return found or None


def renamed_safely(project: Project, item: ProjectObject, fix: Fix | None) -> Fix | None:
    """A fix that gives an object another apiVersion, as far as overlays let it: kustomize finds the target of a patch by
    group, version, kind and name (tried with kustomize 5.8), so the build fails when only the object is changed."""
    patches = patches_of(project, item)
    if fix is None or (patches and any(patch.fact.api_version == item.fact.api_version for patch in patches)):
        return None
    return fix if patches is not None else Fix(fix.title, fix.edits, min(fix.applicability, Applicability.UNSAFE))
