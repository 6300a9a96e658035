"""What the Compose files of a project count on and nothing defines: the engine of the rules about names."""

from __future__ import annotations

from k8slint._internal.files.confine import folder, name
from k8slint._internal.kinds.compose.detect import DEFAULT_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.project.subjects import Reference


def is_missing(reference: Reference) -> bool:
    """Whether nothing defines what a service counts on: no Compose file of the same folder, of one above it or below it, as
    all of these may be named together (`-f`, or `dockerComposeFile` of a development container).

    Never in a project where a Compose file takes in others, as the whole is then another one, nor where a file that could
    not be read may define it.
    """
    project, fact = reference.project, reference.fact
    if name(reference.path) not in DEFAULT_NAMES or project.compose.take_in_others:
        return False
    home = folder(reference.path)
    if any(_related(home, folder(path)) for path in project.compose.defining(fact.kind, fact.name)):
        return False
    return not project.unread.may_hold((fact.name,), reference.path, "compose")


def _related(one: str, other: str) -> bool:
    """Whether two folders are one, or one holds the other."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/") or not one or not other
