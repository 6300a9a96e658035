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

__all__ = ["UNKNOWN", "Write", "absolute", "covers", "folders", "leaves", "removes", "writes"]


class Write(Record):
    """A path that a command wrote; `word` names it where one does. `cache`: it is a package manager's own."""

    path: str
    command: Command
    word: ShellWord | None
    cache: bool


def writes(command: Command, cwd: str | None) -> dict[str, ShellWord | None]:
    """Paths that `command`, run in the folder `cwd`, surely creates or fills, each with the word that names it.

    A folder means that something at or under it is written (`tar -x -C /opt`). Caches of package managers have no word.
    """
    found = dict(written(command, cwd))
    run = invocation(command)
    if run is not None:
        for path in run.caches:
            found.setdefault(path, None)
    return found


def leaves(script: Script, cwd: str | None) -> dict[str, Write]:
    """What is left of a script's own writes when it ends, by path.

    Commands that may not run write nothing, but what they may remove is gone. So is everything named by a word once
    something unknown (`rm -rf "$DIR"`) was removed.
    """
    left: dict[str, Write] = {}
    for command, folder in folders(script, cwd):
        gone = removes(command, folder)
        if gone and left:
            for path in [p for p in left if any(covers(pattern, p) for pattern in gone)]:
                del left[path]
            if UNKNOWN in gone:
                for path in [p for p, write in left.items() if not write.cache]:
                    del left[path]
        if command.context and (command.conditional or command.background):
            continue
        for path, word in writes(command, folder).items():
            left[path] = Write(path, command, word, word is None)
    return left
