"""The bodies of functions, put where they are called."""

from __future__ import annotations

from k8slint._internal.syntax.shell.commands import DEFINED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.shell.commands import Command


def called(commands: list[Command], name: str, start: int, end: int) -> list[Command]:
    """`commands` with those of a function, which is written from `start` to `end`, after its last call.

    Without a call they stay, and may not run.
    """
    call = -1
    for index, command in enumerate(commands):
        if command.raw_name == name and not start <= command.start < end:
            call = index
    if call < 0:
        return commands
    caller = commands[call]
    body, others = [], []
    for index, command in enumerate(commands):
        if start <= command.start < end:
            own = command.context & ~DEFINED
            scope = (*caller.scope, *command.scope)
            body.append(command.moved(own | caller.context, scope, outer_rights=command.outer_rights))
        else:
            others.append(command)
            if index == call:
                place = len(others)
    return [*others[:place], *body, *others[place:]]
