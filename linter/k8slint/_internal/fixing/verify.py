"""What a fix must not do: break the file, or change what none of its edits touches.

Both texts are parsed, and everything outside the edits must stand in the new tree where the edits move it to. So a text that
is inserted with wrong indentation, or that opens a quote, is caught by what it does to its neighbours.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeVar

    from k8slint._internal.kinds.dockerfile.tree import Dockerfile
    from k8slint._internal.kinds.parsed import Document
    from k8slint._internal.syntax.yaml.documents import Stream
    from k8slint._internal.syntax.yaml.tree import Mapping, Node
    from k8slint._internal.syntax.yaml.tree import Sequence as Items
    from k8slint._internal.text.edit import Edit
    from k8slint._internal.text.finding import Problem

    _Part = TypeVar("_Part")
    _Pair = tuple[Node, Node, int]
    """A node before and after, and where the text before it (its tag, its anchor) begins."""

SYNTAX = ("dockerfile-syntax", "yaml-syntax", "empty-dockerfile")
HIDING = ("malformed-document-separator", "missing-document-separator", "text-after-document-end")
"""Problems that, like fatal ones, keep what stands behind them from being read."""


def harm(before: Document, after: Document, edits: Iterable[Edit]) -> str | None:
    """What `edits`, which made `after` of `before`, did beyond what they say; None if nothing."""
    moves = Moves(edits)
    hidden = any(problem.fatal or problem.kind in HIDING for problem in before.problems)
    if after.kind != before.kind and not hidden:
        return f"it makes a file that is no longer read as one of kind `{before.kind}`"
    problem = _new_problem(before.problems, after.problems, moves)
    if problem is not None:
        line = after.source.line_at(problem.span.start)
        return f"it makes a new problem in line {line}: {problem.message}"
    if before.dockerfile is not None and after.dockerfile is not None:
        return _instructions_harm(before.dockerfile, after.dockerfile, moves)
    old, new = before.stream, after.stream
    if old is not None and new is not None:
        return _stream_harm(old, new, moves, before.problems)
    return None


class Moves:
    """Where the characters of a text are after edits."""

    __slots__ = ("_after", "_ends", "_starts", "edits", "inserted")

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.edits = sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))
        self._starts = [edit.span.start for edit in self.edits]
        self._ends = [edit.span.end for edit in self.edits]
        self._after = [0]
        self.inserted: list[tuple[int, int]] = []
        """Where the text of each edit stands in the new text."""
        shift = 0
        for edit in self.edits:
            self.inserted.append((edit.span.start + shift, edit.span.start + shift + len(edit.text)))
            shift += len(edit.text) - (edit.span.end - edit.span.start)
            self._after.append(shift)

    def start(self, offset: int) -> int | None:
        """Where what starts at `offset` starts now: behind what was inserted there. None if it was overwritten from before."""
        number = bisect_right(self._ends, offset)
        if number < len(self._starts) and self._starts[number] < offset:
            return None
        return offset + self._after[number]

    def shifted(self, offset: int) -> int:
        """Where a character is now that no edit overwrites."""
        return offset + self._after[bisect_right(self._ends, offset)]

    def end(self, offset: int) -> int | None:
        """Where what ends at `offset` ends now: before what was inserted there. None if it was overwritten."""
        number = bisect_right(self._ends, offset)
        if number < len(self._starts) and self._starts[number] < offset:
            return None
        while number and self._starts[number - 1] == self._ends[number - 1] == offset:
            number -= 1
        return offset + self._after[number]

    def overwrites(self, start: int, end: int) -> bool:
        """Whether an edit changes a character of the range, or inserts between two of them."""
        number = bisect_right(self._ends, start)
        return number < len(self._starts) and self._starts[number] < end

    def replaces(self, start: int, end: int) -> bool:
        """Whether one edit overwrites the whole range, which is not empty."""
        number = bisect_right(self._ends, start)
        return number < len(self._starts) and self._starts[number] <= start and self._ends[number] >= end

    def text_over(self, offset: int) -> tuple[int, int]:
        """Where the text of the edit that overwrites (or stands at) a character is now."""
        return self.inserted[min(bisect_right(self._ends, offset), len(self.inserted) - 1)]

    def touches(self, start: int, end: int) -> bool:
        """The same, or replaces or extends it at its edges. A new line beside a value is not meant to change it."""
        if self.overwrites(start, end):
            return True
        number = bisect_right(self._ends, start - 1)
        while number < len(self.edits) and self._starts[number] <= end:
            if self._ends[number] >= start and "\n" not in self.edits[number].text:
                return True
            number += 1
        return False

    def made(self, offset: int) -> bool:
        """Whether an offset into the new text lies in, or at the edge of, the text of an edit."""
        number = bisect_right(self.inserted, offset, key=itemgetter(0))
        return number > 0 and self.inserted[number - 1][1] >= offset


def _new_problem(before: Sequence[Problem], after: Sequence[Problem], moves: Moves) -> Problem | None:
    """A problem of the new text that the old one has not, unless the old one hid it."""
    if not after:
        return None
    old: dict[tuple[str, str], list[Problem]] = {}
    rest: dict[str, int] = {}
    for problem in before:
        old.setdefault(_likeness(problem), []).append(problem)
        rest[problem.kind] = rest.get(problem.kind, 0) + 1
    unknown = []
    for problem in after:
        same = old.get(_likeness(problem))
        if same:
            same.pop(0)
            rest[problem.kind] -= 1
        else:
            unknown.append(problem)
    gone = [problem for problems in old.values() for problem in problems if problem.fatal or problem.kind in HIDING]
    frontier = min((moves.start(problem.span.start) or 0 for problem in gone), default=None)
    for problem in unknown:
        if frontier is not None and problem.span.start >= frontier:
            continue
        if problem.kind in SYNTAX or not rest.get(problem.kind):
            return problem
        rest[problem.kind] -= 1
    return None


_DIGITS = dict.fromkeys(map(ord, "0123456789"))


def _likeness(problem: Problem) -> tuple[str, str]:
    """Kind and words of a problem, without line numbers, which move."""
    return problem.kind, problem.message.translate(_DIGITS)


def _instructions_harm(before: Dockerfile, after: Dockerfile, moves: Moves) -> str | None:
    """Every instruction that no edit touches must still be one, with the same extent."""
    now = {instruction.span.start: instruction for instruction in after.instructions}
    bad = [problem.span for problem in before.problems]
    for instruction in before.instructions:
        start, end = instruction.span.start, instruction.span.end
        if moves.overwrites(start, end) or any(span.start < end and start < span.end for span in bad):
            continue
        new_start, new_end = moves.start(start), moves.end(end)
        found = now.get(new_start) if new_start is not None else None
        if moves.touches(start, end) and found is not None:
            continue
        if found is None or found.keyword != instruction.keyword or found.span.end != new_end:
            line = before.source.line_at(start)
            return f"it changes the `{instruction.keyword}` of line {line}, which it does not edit"
    return None


def _stream_harm(before: Stream, after: Stream, moves: Moves, problems: Iterable[Problem]) -> str | None:
    """Documents of the same text have the same tree; the others are compared, but for those that could not be read."""
    text = before.source.text
    hidden = [problem.span for problem in problems if problem.fatal or problem.kind in HIDING]
    paired = len(before.documents) == len(after.documents)
    if not paired and not hidden:
        return f"it makes {len(after.documents)} documents of {len(before.documents)}"
    now = {document.root.start: document for document in after.documents if document.root is not None}
    for number, document in enumerate(before.documents):
        root, span = document.root, document.span
        if root is None or any(span.contains(other) for other in hidden):
            continue
        start = moves.start(root.start)
        found = after.documents[number] if paired else None if start is None else now.get(start)
        if found is None or found.root is None:
            return f"it loses the document of line {before.source.line_at(root.start)}"
        if text[span.start : span.end] != after.source.text[found.span.start : found.span.end]:
            offset = _tree_harm(root, found.root, moves)
            if offset is not None:
                return f"it changes line {before.source.line_at(offset)}, which it does not edit"
    return None


def _tree_harm(before: Node, after: Node, moves: Moves) -> int | None:
    """Offset, in the old text, of the first node found that changed although no edit touches it.

    A scalar may change when an edit touches it, another node may become something else when one edit replaces all of it,
    an entry or item may go when one edit covers it, tag and anchor may change when an edit stands where they do.
    """
    from k8slint._internal.syntax.yaml.tree import Alias, Mapping, Scalar
    from k8slint._internal.syntax.yaml.tree import Sequence as Items

    pairs: list[_Pair] = [(before, after, 0)]
    while pairs:
        old, new, since = pairs.pop()
        place: int | None = None
        if (old.tag != new.tag or old.anchor != new.anchor) and not moves.touches(since, max(old.start, since)):
            place = old.start
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            place = _entries_harm(old, new, moves, pairs)
        elif isinstance(old, Items) and isinstance(new, Items):
            place = _items_harm(old, new, moves, pairs)
        elif isinstance(old, Scalar):
            same = isinstance(new, Scalar) and old.text == new.text and old.style == new.style
            empty = old.start == old.end and moves.made(new.start)
            place = None if same or empty or moves.touches(old.start, old.end) else old.start
        elif not moves.replaces(old.start, old.end):
            same = isinstance(old, Alias) and isinstance(new, Alias) and old.name == new.name
            place = None if same else old.start
        if place is not None:
            return place
    return None


def _entries_harm(old: Mapping, new: Mapping, moves: Moves, pairs: list[_Pair]) -> int | None:
    left = {entry.key.start: entry for entry in new.entries}
    since = old.start
    overwritten = []
    for entry in old.entries:
        key = entry.key
        if moves.overwrites(key.start, key.start + 1):
            overwritten.append((entry, since))
        else:
            found = left.pop(moves.shifted(key.start), None)
            if found is None:
                return key.start
            pairs.append((key, found.key, since))
            pairs.append((entry.value, found.value, key.end))
        since = entry.value.end
    for entry, since in overwritten:
        found = _successor(entry.key.start, max(entry.key.end, entry.value.end), left, moves)
        if found is not None:
            pairs.append((entry.key, found.key, since))
            pairs.append((entry.value, found.value, entry.key.end))
        elif not moves.replaces(entry.key.start, entry.value.end):
            return entry.key.start
    return _unasked(old, left, moves)


def _items_harm(old: Items, new: Items, moves: Moves, pairs: list[_Pair]) -> int | None:
    left = {item.start: item for item in new.items}
    since = old.start
    overwritten = []
    for item in old.items:
        if item.start == item.end or moves.overwrites(item.start, item.start + 1):
            overwritten.append((item, since))
        else:
            found = left.pop(moves.shifted(item.start), None)
            if found is None:
                return item.start
            pairs.append((item, found, since))
        since = item.end
    for item, since in overwritten:
        found = _successor(item.start, item.end, left, moves)
        if found is not None:
            pairs.append((item, found, since))
        elif item.start != item.end and not moves.replaces(item.start, item.end):
            return item.start
    return _unasked(old, left, moves)


def _successor(start: int, end: int, left: dict[int, _Part], moves: Moves) -> _Part | None:
    """What stands now where an entry or item stood whose first character is overwritten."""
    place = moves.start(start)
    if place in left:
        return left.pop(place)
    if moves.replaces(start, end):
        return None
    low, high = moves.text_over(start)
    return left.pop(next((place for place in left if low <= place <= high), -1), None)


def _unasked(old: Node, left: Iterable[int], moves: Moves) -> int | None:
    """Where an entry or item came in that no edit wrote."""
    return next((old.start for start in left if not moves.made(start)), None)
