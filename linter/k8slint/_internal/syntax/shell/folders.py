"""The folder each command of a script runs in."""

from __future__ import annotations

from k8slint._internal.syntax.shell.paths import absolute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from k8slint._internal.syntax.shell.commands import Command


def folders(commands: Iterable[Command], cwd: str | None) -> Iterator[tuple[Command, str | None]]:
    """Each command of a script with the folder it starts in, None when unknown; `cwd` is the script's own.

    A `cd` applies until its subshell ends. One that may not run leaves the folder unknown.
    """
    places: dict[tuple[int, ...], str | None] = {(): cwd}
    for command in commands:
        scope = command.scope
        folder = _place(places, scope)
        yield command, folder
        if command.background:
            continue
        name = command.name
        if name in ("cd", "pushd"):
            places[scope] = None if command.conditional else _target(command, folder)
        elif name == "popd":
            places[scope] = None


def _place(places: dict[tuple[int, ...], str | None], scope: tuple[int, ...]) -> str | None:
    """A subshell starts where the shell around it stands."""
    if scope not in places:
        outer = len(scope) - 1
        while scope[:outer] not in places:
            outer -= 1
        places[scope] = places[scope[:outer]]
    return places[scope]


def _target(command: Command, folder: str | None) -> str | None:
    operands = command.operands()
    if not operands:
        return "~" if command.name == "cd" else None
    word = operands[0]
    if word.text == "-" or word.glob or len(operands) > 1:
        return None
    return absolute(word, folder)
