"""Shell text to commands: one tree-sitter parse and one walk a distinct text."""

from __future__ import annotations

from k8slint._internal.syntax.shell.clean import clean
from k8slint._internal.syntax.shell.commands import WORDS, Assignment, Command, Redirect, Script
from k8slint._internal.syntax.shell.limits import excess
from k8slint._internal.syntax.shell.nested import (
    RUNNING,
    SHELLS,
    heredoc_commands,
    reads_program,
    script_of_exec_form,
    with_nested,
)
from k8slint._internal.syntax.shell.walk import walk
from k8slint._internal.syntax.shell.words import ShellWord
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Assignment", "Command", "Redirect", "Script", "ShellWord", "exec_command", "exec_commands", "parse"]

MAX_DEPTH = 8
"""Scripts in scripts; what a deeper one runs is not known."""
_MEMO_CHARACTERS = 1_000_000
_memo: dict[tuple[str, str, str], Script | None] = {}
_held = 0


def parse(text: str, start: int, end: int, *, escape: str = "\\", escapes: str = "", depth: int = 0) -> Script | None:
    """The script in `text[start:end]`, its spans in `text`; None when it is not surely understood. Never raises.

    `escape` is the Dockerfile's escape character, whose continuation lines (with the comment lines and empty lines after
    them) Docker drops before a shell sees them. "" stands for text that a shell reads as it is, such as a heredoc's.
    `escapes` are characters that are written with a backslash, as in a JSON string. `depth` counts the scripts around it.
    """
    body = text[start:end]
    key = (body, escape, escapes)
    if key in _memo:
        script = _memo[key]
        if script is None or script.start == start:
            return script
        return script.shifted(start - script.start)
    script = _parse(text, start, end, body, escape, escapes, depth) if excess(body) is None else None
    _remember(key, script)
    return script


def _remember(key: tuple[str, str, str], script: Script | None) -> None:
    """Keeps a bounded amount: a command weighs tens of times its text."""
    global _held
    if _held > _MEMO_CHARACTERS:
        _memo.clear()
        _held = 0
    _memo[key] = script
    _held += len(key[0])


def exec_command(words: Sequence[tuple[str, Span]], span: Span) -> Command:
    """An exec form's arguments as a command: no shell, so every word is literal."""
    listed = tuple([ShellWord(place.start, place.end, text, text, False) for text, place in words])
    return Command(span.start, span.end, listed, form=WORDS)


def exec_commands(
    text: str, words: Sequence[tuple[str, Span]], span: Span, *, escape: str = "\\"
) -> tuple[Command, ...]:
    """`exec_command`, and the commands of the script where it runs one: `["sh", "-c", "…"]`.

    The spans of `words` may hold their quotes or not.
    """
    command = exec_command(words, span)

    def read(start: int, end: int, escapes: str) -> Script | None:
        return parse(text, start, end, escape=escape, escapes=escapes, depth=1)

    return (command, *script_of_exec_form(command, text, read))


def heredoc_script(text: str, start: int, end: int, body: Span, *, quoted: bool, escape: str) -> Script | None:
    """The script of `<<EOF bash -ex`: the command that `text[start:end]` names reads the heredoc, if it is one command."""
    script = parse(text, start, end, escape=escape)
    if script is None or script.and_list is None or len(script.and_list) != 1:
        return script
    command = script.and_list[0]
    if command.name not in SHELLS or not reads_program(command) or len(script.commands) != 1:
        return script
    inner = heredoc_commands(
        command, body, text, lambda first, last, _: parse(text, first, last, escape="", depth=1), quoted=quoted
    )
    return script.with_commands([command], inner)


def _parse(text: str, start: int, end: int, body: str, escape: str, escapes: str, depth: int) -> Script | None:
    from k8slint._internal.syntax.shell.grammar import tree

    cleaned = clean(body, escape, escapes)
    root = tree(cleaned.ascii())
    if root is None or root.has_error:
        return None
    script = walk(root, cleaned, start, end)
    if script is not None and "|" in body and ("xargs" in body or "parallel" in body):
        _feed(script)
    if script is None or depth == MAX_DEPTH or not any(command.name in RUNNING for command in script.commands):
        return script

    def read(first: int, last: int, inner: str) -> Script | None:
        return parse(text, first, last, escape=escape, escapes=inner, depth=depth + 1)

    return with_nested(script, text, escapes, read)


def _feed(script: Script) -> None:
    """Tells commands that get words from the one before them which it is."""
    before: Command | None = None
    for command in script.commands:
        if before is not None and command.piped and before.pipeline == command.pipeline and command.has_unknown_words:
            command.fed_by = before
        before = command
