"""What the Compose files of a project count on and nothing defines: the engine of the rules about names."""

from __future__ import annotations

from k8slint.compose.detect import DEFAULT_NAMES
from k8slint.files.confine import folder, name
from k8slint.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.facts import ComposeReference
    from k8slint.project import Project


def undefined(project: Project, *kinds: str) -> Iterator[tuple[Place, ComposeReference]]:
    """References of some kinds that nothing defines: no Compose file of the same folder, of one above it or below it, as
    all of these may be named together (`-f`, or `dockerComposeFile` of a development container).

    Silent in a project where a Compose file takes in others, as the whole is then another one.
    """
    files = project.compose_files
    if any(facts.adds_others for facts in files.values()):
        return
    for path, facts in files.items():
        wanted = [reference for reference in facts.missing if reference.kind in kinds]
        if not wanted or name(path) not in DEFAULT_NAMES:
            continue
        have = {known for other, its in files.items() if _related(folder(path), folder(other)) for known in its.defined}
        for reference in wanted:
            if f"{reference.kind} {reference.name}" not in have:
                yield Place(path, reference.span), reference


def _related(one: str, other: str) -> bool:
    """Whether two folders are one, or one holds the other."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/") or not one or not other
