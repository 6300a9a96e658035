"""Shell text to commands: one tree-sitter parse and one walk a distinct text."""

from __future__ import annotations

from k8slint.shell.clean import Cleaned, clean
from k8slint.shell.commands import Assignment, Command, Redirect, Script, exec_command
from k8slint.shell.walk import walk
from k8slint.shell.words import ShellWord

__all__ = ["Assignment", "Command", "Redirect", "Script", "ShellWord", "exec_command", "parse"]

MAX_CHARACTERS = 1_000_000
"""A longer text is not parsed: no shell takes it as one argument either (Linux MAX_ARG_STRLEN is 131,072)."""
_MEMO_ENTRIES = 4096
_memo: dict[tuple[str, str], Script | None] = {}


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
    if len(_memo) >= _MEMO_ENTRIES:
        _memo.clear()
    _memo[key] = script
    return script


def _parse(text: str, start: int, end: int, body: str, escape: str) -> Script | None:
    from k8slint.shell.grammar import tree

    cleaned: Cleaned = clean(body, escape)
    root = tree(cleaned.ascii())
    if root.has_error:
        return None
    return walk(root, cleaned, start, end)
