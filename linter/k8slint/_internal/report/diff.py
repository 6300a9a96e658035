"""Unified diffs of a text before and after a fix, safe to print.

Lines end at `\\n` alone, so a carriage return is part of its line and shown as `\\r`. Time is linear in the length of
the texts: lines that occur once in both are matched first, and what lies between them is compared only while it is small.
"""

from __future__ import annotations

from bisect import bisect_left

from k8slint._internal.report.paint import paint
from k8slint._internal.report.printable import printable, shown_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.report import Output
    from k8slint._internal.report.paint import Line

    Change = tuple[int, int, int, int]
    """Lines [a, b) of the old text become lines [c, d) of the new one."""

CONTEXT = 3
MOST_COMPARED = 250_000
"""Pairs of lines that one comparison may take; what is larger is shown as removed and added."""


def render(path: str, old: str, new: str, out: Output) -> None:
    """Writes the diff; nothing when the texts are equal."""
    paint(diff_lines(path, old, new), out)


def patch(path: str, old: str, new: str) -> str:
    """The diff as `patch -p0` and `git apply -p0` take it: the texts as they are."""
    before, after = split_lines(old), split_lines(new)
    changes = list(compare(before, after))
    if not changes:
        return ""
    name = _quoted(path)
    parts = [f"--- {name}\n+++ {name}\n"]
    for hunk in _hunks(changes):
        start, end = _reach(hunk, before)
        parts.append(_hunk_head(hunk, start, end) + "\n")
        at = start
        for a, b, c, d in hunk:
            parts += [_raw(" ", line) for line in before[at:a]]
            parts += [_raw("-", line) for line in before[a:b]]
            parts += [_raw("+", line) for line in after[c:d]]
            at = b
        parts += [_raw(" ", line) for line in before[at:end]]
    return "".join(parts)


_ACTING = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
"""What acts on a terminal or reorders a line; a tab and the CR of a line end do not."""


def is_harmless(text: str, *, in_ci: bool) -> bool:
    """Whether a patch may be written as it is: no terminal that it ends up on, and no CI that logs it, would obey it."""
    import re

    if re.search(_ACTING, text):
        return False
    return not in_ci or not any(
        line[1:].lstrip().startswith("::") or ("##" in line and "#\\x23" in printable(line))
        for line in text.splitlines()
    )


def _raw(mark: str, line: str) -> str:
    return f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"


def _quoted(path: str) -> str:
    """A path in the head of a patch: as git quotes it when it must, and ended by a tab when it has blanks."""
    if any(character < " " or character in '"\\\x7f' for character in path):
        inner = "".join(f"\\{ord(c):03o}" if c < " " or c == "\x7f" else f"\\{c}" if c in '"\\' else c for c in path)
        return f'"{inner}"'
    return f"{path}\t" if " " in path else path


def diff_lines(path: str, old: str, new: str) -> Iterator[Line]:
    """The diff as styled lines, with `---` and `+++` headers."""
    before, after = split_lines(old), split_lines(new)
    changes = list(compare(before, after))
    if changes:
        yield [(f"--- {shown_path(path)}", "strong")]
        yield [(f"+++ {shown_path(path)}", "strong")]
    for hunk in _hunks(changes):
        yield from _hunk_lines(hunk, before, after)


def split_lines(text: str) -> list[str]:
    """Lines with their line ends, as a diff counts them: by `\\n` alone."""
    lines = text.split("\n")
    last = lines.pop()
    return [line + "\n" for line in lines] + ([last] if last else [])


def _hunks(changes: list[Change]) -> Iterator[list[Change]]:
    """Changes that are so close that their context meets."""
    hunk: list[Change] = []
    for change in changes:
        if hunk and change[0] - hunk[-1][1] > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _hunk_lines(hunk: list[Change], before: list[str], after: list[str]) -> Iterator[Line]:
    start, end = _reach(hunk, before)
    yield [(_hunk_head(hunk, start, end), "hunk")]
    at = start
    for a, b, c, d in hunk:
        yield from _marked(" ", before[at:a], "")
        yield from _marked("-", before[a:b], "removed")
        yield from _marked("+", after[c:d], "added")
        at = b
    yield from _marked(" ", before[at:end], "")


def _reach(hunk: list[Change], before: list[str]) -> tuple[int, int]:
    """The lines of the old text that a hunk shows, context included."""
    first, last = hunk[0], hunk[-1]
    return first[0] - min(CONTEXT, first[0], first[2]), last[1] + min(CONTEXT, len(before) - last[1])


def _hunk_head(hunk: list[Change], start: int, end: int) -> str:
    first, last = hunk[0], hunk[-1]
    low, high = first[2] - (first[0] - start), last[3] + (end - last[1])
    return f"@@ -{_extent(start, end)} +{_extent(low, high)} @@"


def _extent(start: int, end: int) -> str:
    """A range of lines as a hunk's head writes it (POSIX diff -u): counted from 1, an empty one from the line before."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _marked(mark: str, lines: list[str], style: str) -> Iterator[Line]:
    for line in lines:
        ends = line.endswith("\n")
        text = line[:-1] if ends else line
        shown = "\t".join([printable(part) for part in text.split("\t")])
        if shown.lstrip().startswith("::"):  # a command to GitHub's runner, which leaves out the blanks before it
            shown = shown.replace("::", "\\x3a:", 1)
        yield [(mark + shown, style)]
        if not ends:
            yield [("\\ No newline at end of file", "dim")]


# --- comparing


def compare(before: list[str], after: list[str]) -> Iterator[Change]:
    """The changes that make `after` of `before`, in order."""
    a, c = 0, 0
    for b, d in [*_anchors(before, after), (len(before), len(after))]:
        yield from _between(before, after, a, b, c, d)
        a, c = b, d


def _anchors(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """The longest rising run of lines that occur once in both texts (patience diff)."""
    places = _once(after)
    pairs = [(old, places[line]) for line, old in _once(before).items() if line in places]
    ends: list[int] = []  # smallest last line of a run of each length
    tails: list[int] = []
    back: list[int] = []
    for index, (_, new) in enumerate(pairs):
        length = bisect_left(ends, new)
        if length == len(ends):
            ends.append(new)
            tails.append(index)
        else:
            ends[length] = new
            tails[length] = index
        back.append(tails[length - 1] if length else -1)
    run: list[tuple[int, int]] = []
    at = tails[-1] if tails else -1
    while at >= 0:
        run.append(pairs[at])
        at = back[at]
    return run[::-1]


def _once(lines: list[str]) -> dict[str, int]:
    """Lines that occur once, with their place, in order."""
    places: dict[str, int] = {}
    for index, line in enumerate(lines):
        places[line] = -1 if line in places else index
    return {line: index for line, index in places.items() if index >= 0}


def _between(before: list[str], after: list[str], a: int, b: int, c: int, d: int) -> Iterator[Change]:
    """The changes between two anchors."""
    while a < b and c < d and before[a] == after[c]:
        a, c = a + 1, c + 1
    while a < b and c < d and before[b - 1] == after[d - 1]:
        b, d = b - 1, d - 1
    if a == b and c == d:
        return
    if a == b or c == d or (b - a) * (d - c) > MOST_COMPARED:
        yield a, b, c, d
        return
    from difflib import SequenceMatcher

    for kind, low, high, left, right in SequenceMatcher(None, before[a:b], after[c:d], autojunk=False).get_opcodes():
        if kind != "equal":
            yield a + low, a + high, c + left, c + right
