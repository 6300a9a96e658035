"""What Docker leaves of an instruction's text: continuations, comment lines and the empty lines behind them dropped."""

from __future__ import annotations

from bisect import bisect_right

BLANKS = " \t"
_APART = frozenset(" \t;&|()")


class Cleaned:
    """A text ready for a shell parser, and the way back.

    `text` is what is parsed. Dropped stretches are spaces in it, so that offsets stay; where one lies inside a word, they
    are cut out instead and `offset` maps back.
    """

    __slots__ = ("_ends", "_lengths", "_starts", "backslashes", "cut", "dropped", "raw", "text")

    def __init__(self, raw: str, dropped: list[tuple[int, int]], cut: bool) -> None:
        self.raw = raw
        self.dropped = dropped
        self.cut = cut
        self._starts: list[int] | None = None
        self._lengths: list[int] = []
        self._ends: list[int] | None = None
        self.backslashes: set[int] = set()
        if not dropped:
            self.text = raw
            return
        parts: list[str] = []
        done = gone = 0
        if cut:
            self._starts = []
        for start, end in dropped:
            parts.append(raw[done:start])
            if self._starts is None:
                parts.append(" " * (end - start))
            else:
                gone += end - start
                self._starts.append(end - gone)
                self._lengths.append(gone)
            done = end
        parts.append(raw[done:])
        self.text = "".join(parts)

    def ascii(self) -> bytes:
        """The text with one byte a character: to a shell any other character is part of a word."""
        text = self.text
        if text.isascii():
            return text.encode("ascii")
        return "".join([char if char < "\x80" else "x" for char in text]).encode("ascii")

    def offset(self, at: int) -> int:
        """Offset into `raw` of the character at `at` of `text`."""
        if self._starts is None:
            return at
        index = bisect_right(self._starts, at)
        return at + self._lengths[index - 1] if index else at

    def begin(self, at: int) -> int:
        """Like `offset`; a backslash that the character needs is part of it."""
        start = self.offset(at)
        return start - 1 if start - 1 in self.backslashes else start

    def end(self, at: int) -> int:
        """Offset into `raw` behind the character before `at`."""
        return self.offset(at - 1) + 1 if self._starts is not None and at else at

    def value(self, start: int, end: int) -> str:
        """What is left of `raw[start:end]`."""
        raw, dropped = self.raw, self.dropped
        if not dropped:
            return raw[start:end]
        if self._ends is None:
            self._ends = [last for _, last in dropped]
        parts: list[str] = []
        at = start
        for index in range(bisect_right(self._ends, start), len(dropped)):
            first, last = dropped[index]
            if first >= end:
                break
            if first > at:
                parts.append(raw[at:first])
            at = last
        if at < end:
            parts.append(raw[at:end])
        return "".join(parts)


def clean(raw: str, escape: str, escapes: str = "") -> Cleaned:
    """Drops what Docker drops of `raw`. With `escape` "" only carriage returns before line ends go. A backslash before one
    of the characters `escapes` goes too: the text stands in a string that needs it.

    As BuildKit's parser does (`lineContinuationRegex` in frontend/dockerfile/parser/parser.go): a line goes on when it ends
    with one escape character, blanks behind it allowed; two are none. Where the first line that does not go on ends, a
    heredoc's body may begin.
    """
    dropped: list[tuple[int, int]] = []
    cut = False
    length = len(raw)
    at = 0
    while escape:
        newline = raw.find("\n", at)
        if newline < 0:
            last = len(raw.rstrip(" \t\r"))
            if last > at and raw[last - 1] == escape and raw[last - 2 : last - 1] != escape:
                dropped.append((last - 1, last))
            break
        last = newline
        while last > at and raw[last - 1] in " \t\r":
            last -= 1
        if last == at or raw[last - 1] != escape or (last - 1 > at and raw[last - 2] == escape):
            at = newline + 1
            break
        start = last - 1
        end = newline + 1
        while end < length:
            first = end
            while first < length and raw[first] in " \t\r":
                first += 1
            if first < length and raw[first] not in "#\n":
                break
            newline = raw.find("\n", first)
            if newline < 0:
                end = length
                break
            end = newline + 1
        dropped.append((start, end))
        if start > 0 and end < length and raw[start - 1] not in _APART and raw[end] not in _APART:
            cut = True
        at = end
    if "\r" in raw:
        cut = _drop_carriage_returns(raw, at, dropped) or cut
    backslashes = _backslashes(raw, escapes, dropped) if escapes and "\\" in raw else []
    if backslashes:
        dropped = sorted([*dropped, *[(at, at + 1) for at in backslashes]])
        cut = True
    cleaned = Cleaned(raw, dropped, cut)
    cleaned.backslashes.update(backslashes)
    if "`#" in raw:
        cleaned.text = _without_comments(cleaned.text)
    return cleaned


def _drop_carriage_returns(raw: str, at: int, dropped: list[tuple[int, int]]) -> bool:
    found = False
    while (at := raw.find("\r\n", at)) >= 0:
        dropped.append((at, at + 1))
        at += 2
        found = True
    return found


def _backslashes(raw: str, escapes: str, dropped: list[tuple[int, int]]) -> list[int]:
    """Where a backslash stands before one of `escapes`."""
    found = []
    gone = {first for first, _ in dropped}
    at = raw.find("\\")
    while 0 <= at < len(raw) - 1:
        step = 1
        if at not in gone and raw[at + 1] in escapes:
            found.append(at)
            step = 2
        at = raw.find("\\", at + step)
    return found


def _without_comments(text: str) -> str:
    """Spaces for each `` `# note` `` that is a word: a substitution of nothing, which writes comments between lines that go
    on. The parser takes none for a command."""
    parts: list[str] = []
    done = 0
    at = text.find("`#")
    while at >= 0:
        end = text.find("`", at + 2)
        if end < 0:
            break
        alone = (at == 0 or text[at - 1] in " \t\n") and text[end + 1 : end + 2] in ("", " ", "\t", "\r", "\n")
        if alone and "\n" not in text[at:end]:
            parts += (text[done:at], " " * (end + 1 - at))
            done = end + 1
        at = text.find("`#", end + 1)
    parts.append(text[done:])
    return "".join(parts)
