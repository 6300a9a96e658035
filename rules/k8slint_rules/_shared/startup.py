"""What CMD and ENTRYPOINT start: whether a shell stays in front of the program, and keeps its signals.

Tried with dash 0.5.12, bash 5.2 and busybox 1.35, each as `sh -c TEXT`: dash never replaces itself without `exec`; bash
and busybox do for one command and for the last of `a && b`, and none of them does for a pipeline, `a || b`, or a command
with another one after it. A shell that stays is process 1, which the kernel shields from SIGTERM, and passes no signal on.
Which of them `/bin/sh` is depends on the image: see `k8slint._internal.kinds.images.platforms`.
"""

from __future__ import annotations

from k8slint import Record
from k8slint.dockerfile import Cmd, Entrypoint, ShellInstruction, is_shell_builtin, state_before
from k8slint.images import default_shell
from k8slint.shell import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Stage
    from k8slint.shell import Command, Script

_STAYING = frozenset(("dash",))
_REPLACING = frozenset(("bash", "ash", "zsh", "ksh", "busybox"))
_SHELLS = _STAYING | _REPLACING | frozenset(("sh",))
_QUICK = frozenset(
    ("echo", "printf", "true", "false", "test", "[", "date", "env", "cat", "ls", "sh", "bash", "ash", "zsh")
)
"""Programs that end by themselves at once, or that one types into."""
_WAITING = frozenset(("sleep", "tail"))
"""Programs that only keep a container from ending: what matters stands before them."""
_INITS = ("tini", "dumb-init")


class Kept(Record):
    """A program after a shell that stays. `listed` tells whether the text is a plain list, `a && b`, so that `exec` before
    its last program helps; `replaceable` that `exec` there changes nothing else. `certain` is false where the shell stays
    only if the image's `/bin/sh` is not bash, which its name does not tell.
    """

    program: Command
    listed: bool
    replaceable: bool
    certain: bool


def kept(instruction: ShellInstruction) -> Kept | None:
    """The program whose signals a shell keeps; None where no shell stays, or that cannot be told."""
    script, shell = _script(instruction)
    if script is None or not script.commands or not shell:
        return None
    commands = script.commands
    if any(command.raw_name in ("exec", "trap", "wait") for command in commands):
        return None
    if signals_reach_all(instruction) or never_runs(instruction):
        return None
    listed = script.and_list
    if shell not in _SHELLS or (listed is not None and shell in _REPLACING):
        return None
    last = commands[-1] if listed is None else listed[-1]
    if last.name is None or last.name in _QUICK or is_shell_builtin(last.name) or last.raw_name in _INITS:
        return None
    if listed is not None and last.name in _WAITING:
        return None
    replaceable = listed is not None and not last.assignments and not last.redirects
    return Kept(last, listed is not None, replaceable, certain=listed is None or shell in _STAYING)


def never_runs(instruction: ShellInstruction) -> bool:
    """Whether it is a CMD that its ENTRYPOINT, a shell with a text of its own, drops."""
    if instruction.stage is None or not isinstance(instruction, Cmd):
        return False
    entrypoint = instruction.stage.inherited(Entrypoint)
    return entrypoint is not None and drops_arguments(entrypoint)


def drops_arguments(entrypoint: Entrypoint) -> bool:
    """Whether an ENTRYPOINT hands what comes after it to a shell that makes nothing of it: `sh -c TEXT`, in either form."""
    words = entrypoint.exec_form
    if words is None:
        text = entrypoint.source.slice(entrypoint.command_span)
        return bool(entrypoint.arguments) and not entrypoint.arguments.startswith("[") and not _takes_arguments(text)
    if len(words) != 3 or _name(words[0].text) not in _SHELLS or not _is_text_flag(words[1].text):
        return False
    return not _takes_arguments(words[2].text)


def _is_text_flag(word: str) -> bool:
    """`-c`, also among other flags in one word: `-ec`, `-lc`."""
    return word.startswith("-") and not word.startswith("--") and word.endswith("c")


def _takes_arguments(text: str) -> bool:
    """Whether a shell's text uses its arguments: `$@`, `$*`, `$1`, `${1:-x}`."""
    at = text.find("$")
    while at >= 0:
        following = text[at + 1 : at + 3].removeprefix("{")[:1]
        if following and following in "@*#0123456789":
            return True
        at = text.find("$", at + 1)
    return False


def started(instruction: ShellInstruction) -> Command | None:
    """The command that a CMD or ENTRYPOINT ends with: its only one, or the last of `a && b`, of `sh -c TEXT` too."""
    script, _ = _script(instruction)
    if script is not None:
        return script.and_list[-1] if script.and_list else None
    words = instruction.exec_form
    if not words or _name(words[0].text) in _SHELLS:
        return None
    return instruction.commands[0]


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
        shell = state_before(instruction).shell
        return instruction.script, _real_shell(shell[0], instruction.stage) if shell else ""
    if len(words) != 3 or words[1].text != "-c" or _name(words[0].text) not in _SHELLS:
        return None, ""
    text, span = instruction.source.text, words[2].span
    if text[span.start + 1 : span.end - 1] != words[2].text:
        return None, ""
    return parse(text, span.start + 1, span.end - 1, escape=""), _real_shell(words[0].text, instruction.stage)


def _real_shell(path: str, stage: Stage | None) -> str:
    """The shell that a path names; "sh" where the image does not tell which one that is."""
    name = _name(path)
    if name != "sh" or stage is None:
        return name
    image = stage.root.image
    return (None if image is None else default_shell(image.text)) or name


def _name(path: str) -> str:
    return path.rpartition("/")[2]
