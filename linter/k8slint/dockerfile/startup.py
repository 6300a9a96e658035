"""What CMD and ENTRYPOINT start: whether a shell stays in front of the program, and keeps its signals.

Tried with dash 0.5.12, bash 5.2 and busybox 1.35, each as `sh -c TEXT`: dash never replaces itself without `exec`; bash
and busybox do for one command and for the last of `a && b`, and none of them does for a pipeline, `a || b`, or a command
with another behind it. A shell that stays is process 1, which the kernel shields from SIGTERM, and passes no signal on.
"""

from __future__ import annotations

from k8slint.dockerfile.edits import is_shell_builtin
from k8slint.dockerfile.instructions import Cmd, Entrypoint, ShellInstruction
from k8slint.dockerfile.state import before
from k8slint.record import Record
from k8slint.shell.parse import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile.tree import Stage
    from k8slint.shell.commands import Command, Script

_SHELLS = frozenset(("sh", "dash"))
_REPLACING = frozenset(("bash", "ash", "zsh", "ksh", "busybox"))
_QUICK = frozenset(
    ("echo", "printf", "true", "false", "test", "[", "date", "env", "cat", "ls", "sh", "bash", "ash", "zsh")
)
"""Programs that end by themselves at once, or that one types into."""


class Kept(Record):
    """A program behind a shell that stays. `replaceable` tells whether `exec` in front of it changes nothing else."""

    program: Command
    replaceable: bool


def kept(instruction: ShellInstruction) -> Kept | None:
    """The program whose signals a shell keeps; None where no shell stays, or that cannot be told."""
    script, shell = _script(instruction)
    if script is None or not script.commands or not shell:
        return None
    commands = script.commands
    if any(command.raw_name in ("exec", "trap", "wait") for command in commands) or signals_reach_all(instruction):
        return None
    listed = script.and_list
    stays = shell in _SHELLS if listed is not None else shell in _SHELLS or shell in _REPLACING
    if not stays or (listed is not None and instruction.stage is not None and _has_busybox(instruction.stage)):
        return None
    last = commands[-1] if listed is None else listed[-1]
    if (
        last.name is None
        or last.name in _QUICK
        or is_shell_builtin(last.name)
        or last.raw_name in ("tini", "dumb-init")
    ):
        return None
    replaceable = listed is not None and not last.assignments and not last.redirects
    return Kept(last, replaceable)


def is_one_program(instruction: ShellInstruction) -> bool:
    """Whether a shell form is one command of literal words, which needs no shell."""
    script = instruction.script
    if script is None or script.and_list is None or len(script.commands) != 1:
        return False
    command = script.commands[0]
    if command.assignments or command.redirects:
        return False
    return all(word.text is not None and not word.glob for word in command.words)


def signals_reach_all(instruction: ShellInstruction) -> bool:
    """Whether a CMD is run by an init that signals all processes below it: dumb-init does, and `tini -g`
    (github.com/Yelp/dumb-init, "Session behavior"; github.com/krallin/tini, "Process group killing")."""
    if instruction.stage is None or not isinstance(instruction, Cmd):
        return False
    entrypoint = instruction.stage.inherited(Entrypoint)
    words = entrypoint.exec_form if entrypoint is not None else None
    if not words:
        return False
    program, flags = _name(words[0].text), [word.text for word in words[1:]]
    single = "-c" in flags or "--single-child" in flags
    return (program == "dumb-init" and not single) or (program == "tini" and "-g" in flags)


def _script(instruction: ShellInstruction) -> tuple[Script | None, str]:
    """The script that is started and the shell that reads it, for `sh -c` in the JSON form too."""
    words = instruction.exec_form
    if words is None:
        shell = before(instruction).shell
        return instruction.script, _name(shell[0]) if shell else ""
    if len(words) != 3 or words[1].text != "-c" or _name(words[0].text) not in _SHELLS | _REPLACING:
        return None, ""
    text, span = instruction.source.text, words[2].span
    if text[span.start + 1 : span.end - 1] != words[2].text:
        return None, ""
    return parse(text, span.start + 1, span.end - 1, escape=""), _name(words[0].text)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _has_busybox(stage: Stage) -> bool:
    """Whether the shell of the image is surely busybox's."""
    image = stage.root.image
    return image is not None and (image.base_name in ("alpine", "busybox") or "alpine" in (image.tag or ""))
