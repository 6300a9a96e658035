"""Command lines that one string holds, split without a parser of the shell."""

from __future__ import annotations


def split_command(text: str) -> tuple[str, ...] | None:
    """The words of a command given as one string: quotes and backslashes work, but no shell is involved.

    None when the string holds an operator, a parenthesis, a backquote or an open quote: Compose refuses it or drops what
    follows (compose-spec/compose-go types/command.go, which splits with mattn/go-shellwords).
    """
    words: list[str] = []
    word: list[str] = []
    quote, started, at = "", False, 0
    while at < len(text):
        char = text[at]
        at += 1
        if char == "\\" and quote != "'":
            if at == len(text):
                return None
            word.append({"t": "\t", "n": "\n"}.get(text[at], text[at]))
            started = True
            at += 1
        elif quote:
            if char == quote:
                quote, started = "", True
            else:
                word.append(char)
        elif char in " \t\r\n":
            if started:
                words.append("".join(word))
                word, started = [], False
        elif char in "'\"":
            quote = char
        elif char in ";&|<>()`":
            return None
        else:
            word.append(char)
            started = True
    if quote:
        return None
    if started:
        words.append("".join(word))
    return tuple(words)


def shell_words(text: str) -> tuple[str, ...] | None:
    """The words of a shell text that is one simple command, an `|| exit 1` after it left out; else None."""
    head, operator, tail = text.partition("||")
    if operator and not tail.strip().startswith(("exit", "false", "kill")):
        return None
    if any(char in head for char in "$`;&|<>()*?{}~\n#"):
        return None
    return split_command(head)
