"""Edits of instructions: each leaves everything else as it is. `join_runs` has a module of its own."""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.instructions import Cmd, Entrypoint, Instruction, ShellInstruction
from k8slint._internal.kinds.dockerfile.join import join_all, join_runs, refusal
from k8slint._internal.syntax.shell.names import names
from k8slint._internal.text.edit import Edit
from k8slint._internal.text.source import Span

__all__ = [
    "delete_instruction",
    "insert_after",
    "insert_before",
    "insert_flag",
    "join_all",
    "join_runs",
    "refusal",
    "to_exec_form",
]

_SHELL_ONLY = names(
    ". : [[ ! { alias bg break builtin caller case cd command compgen complete continue coproc declare dirs disown enable "
    "eval exec exit export fc fg for function getopts hash help history if jobs let local logout mapfile popd pushd read "
    "readarray readonly return select set shift shopt source suspend time times trap type typeset ulimit umask unalias unset "
    "until wait while"
)
"""Names that mean something to a shell and are no program (POSIX 2.14 and 1.7, bash's builtins)."""
_DIFFERS = frozenset(("echo", "printf", "test", "[", "kill", "pwd"))
"""Builtins that are programs too, but may differ from them when options or backslashes are given."""
_HARMLESS_OPTIONS = frozenset(("-c", "-e", "-u", "-ec", "-ce", "-eu", "-euc", "-uec", "-uc", "-o", "pipefail"))
"""What a SHELL may hold without changing how one simple command runs."""


def insert_after(instruction: Instruction, text: str) -> Edit:
    """New lines behind an instruction; `text` is lines parted by `\\n`, without one at its end."""
    source = instruction.source
    block_end = instruction.block.end
    lines = source.newline + text.replace("\n", source.newline)
    left = source.text[instruction.span.end : block_end]
    # A file may end inside a continuation: what dangles there would take the new line in.
    start = instruction.span.end if left.strip() else block_end
    return Edit(Span(start, block_end), lines)


def insert_before(instruction: Instruction, text: str) -> Edit:
    """New lines before an instruction, behind its comments."""
    source = instruction.source
    at = (instruction.onbuild or instruction).block.start
    return Edit(Span(at, at), text.replace("\n", source.newline) + source.newline)


def insert_before_start(started: Instruction, text: str) -> Edit:
    """New lines before a CMD or ENTRYPOINT, the other one where it stands right above, and the comments above that."""
    stage, first = started.stage, started
    at = 0 if stage is None else stage.position(started)
    while stage is not None and at and stage.instructions[at - 1].keyword in ("CMD", "ENTRYPOINT"):
        at -= 1
        first = stage.instructions[at]
    source = started.source
    start = (first.onbuild or first).block.start
    while start:
        above = source.text.rfind("\n", 0, start - 1) + 1
        if not source.text[above:start].lstrip(" \t").startswith("#"):
            break
        start = above
    # Where the file parts its instructions by blank lines, the new one gets its own.
    blank = source.newline if start and not source.text[: start - 1].rpartition("\n")[2].strip() else ""
    return Edit(Span(start, start), text.replace("\n", source.newline) + source.newline + blank)


def delete_instruction(instruction: Instruction) -> Edit:
    """Takes out its whole lines; of a trigger, those of its ONBUILD."""
    text = instruction.source.text
    start = instruction.block.start
    newline = text.find("\n", instruction.block.end)
    if newline >= 0:
        return Edit(Span(start, newline + 1), "")
    if start > 0:
        # The last line has no line end of its own: the one before it goes instead, so that the file still has none.
        start -= 2 if text[:start].endswith("\r\n") else 1
    return Edit(Span(start, len(text)), "")


def insert_flag(instruction: Instruction, flag: str) -> Edit:
    """Adds `--name=value` behind the keyword and the flags that are there."""
    at = instruction.flags[-1].span.end if instruction.flags else instruction.keyword_span.end
    return Edit(Span(at, at), f" {flag}")


def is_shell_builtin(name: str) -> bool:
    """Whether a name means something to a shell and is no program."""
    return name in _SHELL_ONLY


def to_exec_form(instruction: ShellInstruction, *, halves: bool = False) -> Edit | None:
    """The JSON form of a command in shell form; None unless a process gets the very same words either way.

    So it must be one simple command of literal words, which no shell builtin takes, without redirection or assignment. A
    CMD beside an ENTRYPOINT is left alone, as each form hands other arguments to it; `halves` is for whoever wants that.
    """
    from k8slint._internal.kinds.dockerfile.state import state_before

    if instruction.exec_form is not None or instruction.heredocs or (not halves and _is_half(instruction)):
        return None
    shell = state_before(instruction).shell
    if not set(shell[1:]) <= _HARMLESS_OPTIONS:
        return None
    script = instruction.script
    if script is None or script.and_list is None or len(script.and_list) != 1:
        return None
    command = script.and_list[0]
    words = command.words
    if command.assignments or command.redirects or len(script.commands) != 1:
        return None
    if len(words) > 1 and words[0].raw == "exec" and not words[1].raw.startswith("-"):
        words = words[1:]
    texts = [word.text for word in words if word.text is not None]
    if not words or len(texts) != len(words) or not texts[0]:
        return None
    if any(word.glob or word.raw[:1] == "~" or "=~" in word.raw or ":~" in word.raw for word in words):
        return None
    if texts[0] in _SHELL_ONLY or "=" in texts[0]:
        return None
    if texts[0] in _DIFFERS and any(text.startswith("-") or "\\" in text or "%" in text for text in texts[1:]):
        return None
    span = instruction.command_span
    if any(comment.inside and span.contains(comment.span) for comment in instruction.dockerfile.comments):
        return None
    return Edit(span, f"[{', '.join(map(_json_string, texts))}]")


def _is_half(instruction: ShellInstruction) -> bool:
    """Whether it is a CMD or ENTRYPOINT that the stage, or one it builds on, has the other half of."""
    if not isinstance(instruction, (Cmd, Entrypoint)):
        return False
    other = Entrypoint if isinstance(instruction, Cmd) else Cmd
    return instruction.stage is not None and instruction.stage.inherited(other) is not None


def _json_string(text: str) -> str:
    out = ['"']
    for character in text:
        if character in '"\\':
            out.append("\\" + character)
        elif character < " ":
            out.append(f"\\u{ord(character):04x}")
        else:
            out.append(character)
    out.append('"')
    return "".join(out)
