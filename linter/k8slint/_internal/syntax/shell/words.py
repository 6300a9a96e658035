"""A shell word: where it stands, and what it means when that is certain."""

from __future__ import annotations

from k8slint._internal.text.source import Span

SPECIAL = frozenset("\\'\"`$*?[{<>(\n")
ALWAYS_ESCAPABLE = '$`"\\\n'


class ShellWord:
    """A word of a command. `raw` is its text in the file; `text` the value the program sees, None when only the shell knows
    (a variable, a substitution, a brace list). A pattern or a leading `~` stays in `text` as written; `glob` tells a pattern.
    """

    __slots__ = ("end", "glob", "raw", "start", "text")

    def __init__(self, start: int, end: int, raw: str, text: str | None, glob: bool) -> None:
        self.start = start
        self.end = end
        self.raw = raw
        self.text = text
        self.glob = glob

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def shifted(self, by: int) -> ShellWord:
        return ShellWord(self.start + by, self.end + by, self.raw, self.text, self.glob)

    def tail(self, text: str) -> ShellWord:
        """The word that `text`, the last characters of this one's value, makes: the F of `--output=F`.

        Its span is exact where the word ends as it is written, else the whole word's.
        """
        if self.raw.endswith(text) and text:
            return ShellWord(self.end - len(text), self.end, text, text, self.glob)
        return ShellWord(self.start, self.end, self.raw, text, self.glob)

    def __repr__(self) -> str:
        return f"ShellWord({self.start}, {self.end}, {self.raw!r}, {self.text!r})"


def literal(raw: str) -> tuple[str | None, bool]:
    """The value of a word after quote removal, and whether it holds an unquoted pattern.

    POSIX 2.2 and 2.6.7. The value is None when it needs an expansion, and for `$'…'` and brace lists, which shells differ on.
    """
    if SPECIAL.isdisjoint(raw):
        return raw, False
    parts: list[str] = []
    glob = False
    braces = False
    at, end = 0, len(raw)
    double = False
    while at < end:
        char = raw[at]
        if char == "'" and not double:
            close = raw.find("'", at + 1)
            if close < 0:
                return None, glob
            parts.append(raw[at + 1 : close])
            at = close + 1
            continue
        if char == '"':
            double = not double
        elif char == "\\":
            follower = raw[at + 1 : at + 2]
            if not follower or (double and follower not in ALWAYS_ESCAPABLE):
                parts.append("\\")
            if follower != "\n":
                parts.append(follower)
            at += 2
            continue
        elif char == "`" or (char == "$" and expands(raw, at, double)):
            return None, glob
        else:
            if not double:
                if char in "<>(":
                    return None, glob
                if char in "*?[":
                    glob = True
                elif char == "{":
                    braces = True
                elif braces and (char == "," or raw.startswith("..", at)):
                    return None, glob
            parts.append(char)
        at += 1
    return "".join(parts), glob


def expands(raw: str, at: int, double: bool) -> bool:
    """Whether the `$` at `at` begins an expansion."""
    follower = raw[at + 1 : at + 2]
    return bool(follower) and (
        follower in "_{(@*#?$!-" or (follower.isascii() and follower.isalnum()) or (follower in "'\"" and not double)
    )
