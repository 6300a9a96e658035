"""Edits of a RUN's list of commands: one more at its end, one less within."""

from __future__ import annotations

from itertools import pairwise

from k8slint._internal.text.edit import Edit
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.dockerfile.instructions import Run
    from k8slint._internal.syntax.shell.commands import Command, Script

_OPEN = ("&&", "||", "|", "(", "{", "\\", "`", "then", "do", "else")
"""What a line ends with when it goes on in the next one."""


def append_command(run: Run, text: str) -> Edit | None:
    """Adds `&& text` at the end of a RUN that is one list of commands with `&&`, or after the last line of a heredoc where that
    is one command; None for any other. Either way the RUN fails where it failed before.

    It stands on a line of its own, indented as the last one is, where the RUN has several.
    """
    script = run.script
    if script is None or run.onbuild is not None:
        return None
    if run.heredocs:
        return _append_line(run, script, text)
    if script.and_list is None:
        return None
    last = script.and_list[-1]
    if last.raw_name in ("exec", "exit"):
        return None
    source, escape = run.source, run.dockerfile.escape
    span = run.span
    written = source.text[span.start : span.end]
    if written[-1:] == escape or written.rstrip()[-1:] in ("", escape):
        return None
    lines = written.split("\n")
    if len(lines) == 1:
        return Edit(Span(span.end, span.end), f" && {text}")
    starts = [line.lstrip().startswith("&&") for line in lines[1:]]
    indented = next((line for line in reversed(lines[1:]) if line.lstrip().startswith("&&")), lines[1])
    indent = indented[: len(indented) - len(indented.lstrip())] or "    "
    end = source.text[span.end - 1]
    if any(starts) or not any(line.rstrip(f"\r {escape}").endswith("&&") for line in lines[:-1]):
        joint = f" {escape}{source.newline}{indent}&& {text}"
    else:
        joint = f" && {escape}{source.newline}{indent}{text}"
    return Edit(Span(span.end - 1, span.end), end + joint)


def insert_command(run: Run, command: Command, text: str) -> Edit | None:
    """Adds `&& text` right after a command of a RUN that is one list of commands with `&&`; None for any other, and for the
    last command."""
    script = run.script
    if script is None or run.onbuild is not None or run.heredocs or script.and_list is None:
        return None
    for one, other in pairwise(script.and_list):
        if one is command:
            joint = run.source.text[one.end : other.start]
            return Edit(Span(other.start, other.start), text + joint) if joint.count("&&") == 1 else None
    return None


def _append_line(run: Run, script: Script, text: str) -> Edit | None:
    if len(run.heredocs) != 1 or not script.commands:
        return None
    body, last = run.heredocs[0].body_span, script.commands[-1]
    source = run.source.text
    if script.start < body.start or not _plain(last) or source[last.end : body.end].strip():
        return None
    alone = script.and_list is not None or _begins_line(source, body.start, last.start)
    return Edit(Span(last.end, last.end), f" && {text}") if alone else None


def remove_command(run: Run, command: Command) -> Edit | None:
    """Takes a command and the `&&` or `;` after it out of a list, or its line out of a heredoc; None where it is the last,
    or in no such list."""
    script = run.script
    if script is None:
        return None
    if script.and_list is None:
        return _remove_statement(run, script, command)
    for one, other in pairwise(script.and_list):
        if one is command:
            return Edit(Span(one.start, other.start), "")
    return None


def _remove_statement(run: Run, script: Script, command: Command) -> Edit | None:
    """One that neither the one before nor the one behind depends on."""
    at = next((index for index, one in enumerate(script.commands) if one is command), len(script.commands))
    if at + 1 >= len(script.commands) or not _plain(command):
        return None
    source, escape = run.source.text, run.dockerfile.escape
    start, end = command.start, script.commands[at + 1].start
    gap = source[command.end : end]
    if run.heredocs:
        parted = "\n" in gap and not gap.strip(" \t\r\n;")
        alone = script.start >= run.heredocs[0].body_span.start and _begins_line(source, script.start, start)
    else:
        parted = ";" in gap and not gap.strip(f" \t\r\n;{escape}")
        alone = start == script.start or source[script.start : start].rstrip(f" \t\r\n{escape}").endswith(";")
    return Edit(Span(start, end), "") if parted and alone else None


def _plain(command: Command) -> bool:
    flags = (command.conditional, command.subshell, command.piped, command.background)
    return not any(flags) and command.raw_name not in ("exec", "exit")


def _begins_line(source: str, first: int, start: int) -> bool:
    """Whether a statement begins at `start`, on a line of its own; `first` is where the script begins."""
    above, newline, indent = source[first:start].rpartition("\n")
    return not indent.strip() and (not newline or not above.rstrip().endswith(_OPEN))
