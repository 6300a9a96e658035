"""What a misspelt word was meant to be."""

from __future__ import annotations

from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 24
_MOST = 100


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is at most two letters away (one for short ones; a swap counts once); None without one.

    Of very many known words only the first hundred is looked at.
    """
    if len(word) > _LONGEST:
        return None
    folded = word.lower()
    best, least = None, 3 if len(word) > 3 else 2
    for candidate in islice(known, _MOST):
        if abs(len(candidate) - len(word)) < least:
            distance = _distance(folded, candidate.lower())
            if distance < least:
                best, least = candidate, distance
    return best


def _distance(left: str, right: str) -> int:
    """Edits between two words: insertions, deletions, changes, and swaps of neighbours."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, previous, row = row, before, [i]
        for j, b in enumerate(right, 1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
    return row[-1]
