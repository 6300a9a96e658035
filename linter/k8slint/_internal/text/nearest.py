"""What a misspelt word was meant to be: one measure for keys, names and values."""

from __future__ import annotations

from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60
_MOST = 300


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` is a slip of; None without one, or where two are equally near.

    Case, `-` and `_` do not count, nor does a plural. Words of fewer than four letters have no slips, those of fewer than
    eight one, others two; a swap of neighbours counts once. Of many known words only the first few hundred are looked at.
    """
    if len(word) > _LONGEST:
        return None
    folded = fold(word)
    best: list[str] = []
    least = max(slips(folded), 1)
    for candidate in islice(known, _MOST):
        away = _away(folded, fold(candidate))
        if away is None or away > least:
            continue
        if away == 0:
            return candidate
        if away < least:
            best.clear()
        best.append(candidate)
        least = away
    return best[0] if len(best) == 1 else None


def _away(word: str, other: str) -> int | None:
    """How many slips two folded words are apart; None when they are too many."""
    if word == other:
        return 0
    if word.rstrip("s") == other.rstrip("s"):
        return 1
    most = slips(word)
    if abs(len(word) - len(other)) > most:
        return None
    found = distance(word, other)
    return found if found <= most else None


def fold(word: str) -> str:
    """A word in lower case without `-` and `_`."""
    return word.lower().replace("_", "").replace("-", "")


def slips(word: str) -> int:
    """How many slips a word may hold and still be taken for another one."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def distance(left: str, right: str) -> int:
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
