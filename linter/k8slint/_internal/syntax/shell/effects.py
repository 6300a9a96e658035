"""What programs surely write and remove. Paths are absolute (or under `~`); what cannot be known is left out."""

from __future__ import annotations

from k8slint._internal.syntax.shell.folders import folders
from k8slint._internal.syntax.shell.packages import invocation
from k8slint._internal.syntax.shell.paths import UNKNOWN, absolute, covers
from k8slint._internal.syntax.shell.removes import removes
from k8slint._internal.syntax.shell.writes import written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.shell.commands import Command
    from k8slint._internal.syntax.shell.words import ShellWord

__all__ = ["UNKNOWN", "absolute", "cache_places", "covers", "folders", "removes", "writes"]


def writes(command: Command, cwd: str | None) -> dict[str, ShellWord | None]:
    """Paths that `command`, run in the folder `cwd`, surely creates or fills, each with the word that names it.

    A folder means that something at or under it is written (`tar -x -C /opt`). Caches of package managers have no word.
    """
    found = dict(written(command, cwd))
    run = invocation(command)
    if run is not None:
        for path in run.caches[:1]:
            found.setdefault(path, None)
    return found


def cache_places(command: Command, path: str) -> tuple[str, ...]:
    """Where a package manager's cache that is taken to be `path` may lie, `path` included."""
    run = invocation(command)
    return run.caches if run is not None and path in run.caches else (path,)
