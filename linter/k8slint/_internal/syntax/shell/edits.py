"""Edits of one command's words, whatever form the command is written in."""

from __future__ import annotations

from k8slint._internal.syntax.shell.commands import WORDS
from k8slint._internal.text.edit import Edit
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.shell.commands import Command
    from k8slint._internal.syntax.shell.words import ShellWord

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=/.,:+@% ")


def add_words(command: Command, word: ShellWord, text: str, *, before: bool = False) -> Edit | None:
    """Puts the words of `text` after (or before) a word of a command. None where the word is not written as it is read, and
    for text that would need quotes."""
    if word.raw != word.text or not _PLAIN.issuperset(text):
        return None
    if command.form == WORDS:
        text = ", ".join([f'"{one}"' for one in text.split()])
        return (
            Edit(Span(word.start, word.start), f"{text}, ") if before else Edit(Span(word.end, word.end), f", {text}")
        )
    return Edit(Span(word.start, word.start), f"{text} ") if before else Edit(Span(word.end, word.end), f" {text}")


def replace_word(command: Command, word: ShellWord, text: str) -> Edit | None:
    """Writes `text`, one word or several, in place of a word of a command. None where the word is not written as it is read,
    and for text that would need quotes."""
    if word.raw != word.text or not _PLAIN.issuperset(text):
        return None
    if command.form != WORDS:
        return Edit(word.span, text)
    if word.end - word.start != len(word.raw) + len('""'):
        return None
    return Edit(word.span, ", ".join([f'"{one}"' for one in text.split()]))
