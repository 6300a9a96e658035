"""A program's arguments sorted into flags and operands, as getopt_long does it."""

from __future__ import annotations

from k8slint._internal.syntax.shell.words import ShellWord
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Flag(Record):
    """One flag as given: its name with dashes, its value if it has one, and the word it stands in."""

    name: str
    value: ShellWord | None
    word: ShellWord


class Options:
    """`flags` and `operands` in text order. `uncertain`: an unquoted variable may add some of either."""

    __slots__ = ("flags", "operands", "uncertain")

    def __init__(self, flags: list[Flag], operands: list[ShellWord], uncertain: bool) -> None:
        self.flags = flags
        self.operands = operands
        self.uncertain = uncertain

    def has(self, *flags: str) -> bool:
        return any(flag.name in flags for flag in self.flags)

    def count(self, *flags: str) -> int:
        return sum(flag.name in flags for flag in self.flags)

    def value(self, *flags: str) -> ShellWord | None:
        """The value of the last of `flags`, as programs take it."""
        found = None
        for flag in self.flags:
            if flag.name in flags and flag.value is not None:
                found = flag.value
        return found

    def values(self, *flags: str) -> list[ShellWord]:
        return [flag.value for flag in self.flags if flag.name in flags and flag.value is not None]


def scan(
    words: Sequence[ShellWord],
    valued: Iterable[str] = (),
    *,
    clusters: bool = True,
    stop_at_operand: bool = False,
) -> Options:
    """The flags and operands of a command's words. `valued` are the flags that take a value, with their dashes.

    `clusters`: `-xzf F` is `-x -z -f F`; without, `-ldflags` is one flag. `stop_at_operand`: flags behind the first operand
    are operands (POSIX).
    """
    taking = valued if isinstance(valued, (frozenset, set)) else frozenset(valued)
    flags: list[Flag] = []
    operands: list[ShellWord] = []
    uncertain = False
    index, end = 0, len(words)
    while index < end:
        word = words[index]
        index += 1
        text = word.text
        if text is None:
            raw = word.raw
            if raw[0] == "$" or raw[0] == "`":
                uncertain = True
            if raw[0] != "-":
                operands.append(word)
                continue
            text = raw
        if len(text) < 2 or text[0] != "-":
            operands.append(word)
            if stop_at_operand:
                operands.extend(words[index:])
                break
            continue
        if text == "--":
            operands.extend(words[index:])
            break
        if text[1] == "-" or not clusters or text in taking:
            name, equals, _ = text.partition("=")
            value: ShellWord | None = None
            if equals:
                value = _tail(word, len(name) + 1)
            elif name in taking and index < end:
                value = words[index]
                index += 1
            flags.append(Flag(name, value, word))
            continue
        for at in range(1, len(text)):
            name = "-" + text[at]
            if name in taking:
                if at + 1 < len(text):
                    flags.append(Flag(name, _tail(word, at + 1), word))
                elif index < end:
                    flags.append(Flag(name, words[index], word))
                    index += 1
                else:
                    flags.append(Flag(name, None, word))
                break
            if text[at] == "=" and flags and flags[-1].word is word:
                last = flags.pop()
                flags.append(Flag(last.name, _tail(word, at + 1), word))
                break
            flags.append(Flag(name, None, word))
    return Options(flags, operands, uncertain)


def _tail(word: ShellWord, skip: int) -> ShellWord:
    """The word behind the first `skip` characters; its span is exact where they are written plainly."""
    if word.text is None:
        return ShellWord(word.start + skip, word.end, word.raw[skip:], None, word.glob)
    text = word.text[skip:]
    if word.raw[:skip] == word.text[:skip]:
        return ShellWord(word.start + skip, word.end, word.raw[skip:], text, word.glob)
    return ShellWord(word.start, word.end, word.raw, text, word.glob)
