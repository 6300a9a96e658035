"""What programs surely write and remove. Paths are absolute (or under `~`); what cannot be known is left out."""

from __future__ import annotations

from k8slint.record import Record
from k8slint.shell.folders import folders
from k8slint.shell.packages import invocation
from k8slint.shell.paths import UNKNOWN, absolute, covers
from k8slint.shell.removes import removes
from k8slint.shell.writes import written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.shell.commands import Command, Script
    from k8slint.shell.words import ShellWord

__all__ = ["UNKNOWN", "Write", "absolute", "cache_places", "covers", "folders", "leaves", "removes", "writes"]


MAX_STEPS = 100_000
"""Removals times writes that `leaves` compares before it gives up."""


class Write(Record):
    """A path that a command wrote; `word` names it, None for a package manager's cache, which lies in one of `places`."""

    path: str
    command: Command
    word: ShellWord | None
    places: tuple[str, ...]


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


def leaves(script: Script, cwd: str | None) -> dict[str, Write]:
    """What is left of a script's own writes when it ends, by path.

    Commands that may not run write nothing, but what they may remove is gone. So is everything named by a word once
    something unknown (`rm -rf "$DIR"`) was removed.
    """
    left: dict[str, Write] = {}
    steps = 0
    for command, folder in folders(script, cwd):
        gone = removes(command, folder)
        if gone and left:
            unknown = UNKNOWN in gone
            steps += len(gone) * len(left)
            if steps > MAX_STEPS:
                return {}
            for path, write in list(left.items()):
                if (unknown and write.word is not None) or _covered(gone, write.places):
                    del left[path]
        if command.context and (command.conditional or command.background):
            continue
        for path, word in writes(command, folder).items():
            left[path] = Write(path, command, word, (path,) if word is not None else cache_places(command, path))
    return left


def cache_places(command: Command, path: str) -> tuple[str, ...]:
    """Where a package manager's cache that is taken to be `path` may lie, `path` included."""
    run = invocation(command)
    return run.caches if run is not None and path in run.caches else (path,)


def _covered(gone: dict[str, ShellWord | None], places: tuple[str, ...]) -> bool:
    return any(covers(pattern, place) for pattern in gone for place in places)
