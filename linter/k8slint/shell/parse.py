"""Shell text to commands: one tree-sitter parse and one walk a distinct text."""

from __future__ import annotations

from k8slint.shell.clean import Cleaned, clean
from k8slint.shell.commands import JSON, STRING, SUBSHELL, WORDS, Assignment, Command, Redirect, Script
from k8slint.shell.names import names
from k8slint.shell.walk import walk
from k8slint.shell.words import ShellWord
from k8slint.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Assignment", "Command", "Redirect", "Script", "ShellWord", "exec_command", "exec_commands", "parse"]

MAX_CHARACTERS = 131_072
"""A longer text is not parsed, since Linux takes none as one argument of `sh -c` (MAX_ARG_STRLEN, execve(2))."""
MAX_DEPTH = 3_000
"""Parentheses in parentheses; a deeper text is not parsed."""
SHELLS = names("sh ash bash dash ksh zsh")
_MEMO_CHARACTERS = 1_000_000
_memo: dict[tuple[str, str], Script | None] = {}
_held = 0


def parse(text: str, start: int, end: int, *, escape: str = "\\") -> Script | None:
    """The script in `text[start:end]`, its spans in `text`; None when it is not surely understood. Never raises.

    `escape` is the Dockerfile's escape character, whose continuation lines (with the comment lines and empty lines behind
    them) Docker drops before a shell sees them. "" stands for text that a shell reads as it is, such as a heredoc's.
    """
    body = text[start:end]
    key = (body, escape)
    if key in _memo:
        script = _memo[key]
        if script is None or script.start == start:
            return script
        return script.shifted(start - script.start)
    script = _parse(text, start, end, body, escape) if len(body) <= MAX_CHARACTERS else None
    _remember(key, script)
    return script


def _remember(key: tuple[str, str], script: Script | None) -> None:
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


def exec_commands(text: str, words: Sequence[tuple[str, Span]], span: Span) -> tuple[Command, ...]:
    """`exec_command`, and the commands of the script where it runs one: `["sh", "-c", "…"]`.

    The spans of `words` may hold their quotes or not. A script that is written with escapes is not looked into.
    """
    command = exec_command(words, span)
    place = _script_argument(command)
    if place is None:
        return (command,)
    start, end = place.start, place.end
    if text[start:end] == f'"{place.text}"':
        start, end = start + 1, end - 1
    elif text[start:end] != place.text:
        return (command,)
    inner = parse(text, start, end, escape="")
    return (command, *_inside(command, inner)) if inner is not None else (command,)


def _parse(text: str, start: int, end: int, body: str, escape: str) -> Script | None:
    from k8slint.shell.grammar import tree

    if body.count("(") > MAX_DEPTH and _deep(body):
        return None
    cleaned: Cleaned = clean(body, escape)
    root = tree(cleaned.ascii())
    if root is None or root.has_error:
        return None
    script = walk(root, cleaned, start, end)
    if script is not None and "-" in body and any(command.name in SHELLS for command in script.commands):
        return _with_arguments(script, text, escape)
    return script


def _deep(body: str) -> bool:
    """Whether parentheses nest deeper than `MAX_DEPTH`: a parse would take a gigabyte for ten thousand."""
    depth = 0
    for part in body.split("(")[1:]:
        depth = max(0, depth + 1 - part.count(")"))
        if depth > MAX_DEPTH:
            return True
    return False


def _with_arguments(script: Script, text: str, escape: str) -> Script:
    """Adds the commands of `sh -c '…'` where the quotes hold the script as it is written."""
    commands: list[Command] = []
    for command in script.commands:
        commands.append(command)
        word = _script_argument(command)
        if word is None or len(word.raw) < 2:
            continue
        quote = word.raw[0]
        content = word.raw[1:-1]
        plain = quote == "'" and "'" not in content
        if (plain or (quote == '"' and not set(content) & set('"\\`') and "$(" not in content)) and word.raw[
            -1
        ] == quote:
            inner = parse(text, word.start + 1, word.end - 1, escape=escape)
            if inner is not None:
                commands.extend(_inside(command, inner))
    return Script(script.start, script.end, tuple(commands), script.and_list, script.changes_state)


def _script_argument(command: Command) -> ShellWord | None:
    """The S of `sh -c S`, `bash -eo pipefail -c S`."""
    if command.name not in SHELLS:
        return None
    words = command.arguments
    for index, word in enumerate(words):
        text = word.text
        if text is None or text[:1] not in ("-", "+") or text[:2] == "--":
            if index and words[index - 1].text in _TAKING_OPTION:
                continue
            return None
        if text[0] == "-" and text.endswith("c"):
            return words[index + 1] if index + 1 < len(words) else None
    return None


_TAKING_OPTION = names("-o -eo -euo -exo -euxo -xeuo -ueo -O +o +O -xo -uo")


def _joined(outer: str | None, inner: str | None) -> str | None:
    return None if outer is None or inner is None else f"{outer} {inner}".strip()


def _inside(outer: Command, inner: Script) -> list[Command]:
    """Commands of a script that `outer` runs: what holds for it holds for them."""
    scope = (*outer.scope, outer.start)
    return [
        Command(
            command.start,
            command.end,
            command.words,
            command.assignments,
            command.redirects,
            command.context | outer.context | SUBSHELL,
            command.pipeline,
            (*scope, *command.scope),
            JSON if outer.form in (WORDS, JSON) else STRING,
            _joined(outer.rights, command.outer_rights),
        )
        for command in inner.commands
    ]
