"""Which findings suppressions silence, and which suppressions silence nothing."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice

from k8slint._internal.kinds.suppress.model import OWN, Suppression
from k8slint._internal.text.edit import Applicability, Edit, Fix
from k8slint._internal.text.finding import Problem
from k8slint._internal.text.record import replace
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from k8slint._internal.rulekit.registry import Registry
    from k8slint._internal.text.finding import Finding

    Use = tuple[int, int]
    """Number of a suppression and of the name in it (0 when it names none)."""

_FAR = 1 << 62
MAX_SAID = 500
"""What is said about the suppressions of one file; looking for the name that was meant costs a millisecond each."""


def apply(
    findings: Iterable[Finding],
    suppressions: Sequence[Suppression],
    names_of: Callable[[str], Collection[str]],
    today: str = "",
) -> tuple[list[Finding], set[Use]]:
    """The findings that nothing silences, and the uses of the suppressions that have not ended before `today`.

    `names_of` gives every name of a rule in lower case: its own, its category, "all", and its aliases as `tool:id`.
    """
    reaches = _reaches(suppressions, today)
    words: dict[str, frozenset[str]] = {}
    kept: list[Finding] = []
    used: set[Use] = set()
    for found in findings:
        rule = found.rule
        if rule not in words:
            words[rule] = _words(names_of(rule), reaches)
        uses = [use for word in words[rule] for use in reaches[word].at(found.span.start)]
        if uses:
            used.update(uses)
        else:
            kept.append(found)
    return kept, used


class _Reach:
    """Where one word silences."""

    __slots__ = ("_ends", "_spans", "_starts")

    def __init__(self) -> None:
        self._spans: list[tuple[int, int, Use]] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int, use: Use) -> None:
        self._spans.append((start, end, use))

    def at(self, offset: int) -> Iterator[Use]:
        if len(self._starts) != len(self._spans):
            self._spans.sort()
            furthest = -1
            for start, end, _ in self._spans:
                furthest = max(furthest, end)
                self._starts.append(start)
                self._ends.append(furthest)
        number = bisect_right(self._starts, offset) - 1
        while number >= 0 and self._ends[number] >= offset:
            _, end, use = self._spans[number]
            if end >= offset:
                yield use
            number -= 1


def _reaches(suppressions: Sequence[Suppression], today: str = "") -> dict[str, _Reach]:
    reaches: dict[str, _Reach] = {}
    for number, suppression in enumerate(suppressions):
        if suppression.error:
            continue
        if suppression.until:
            today = today or _today()
            if suppression.until < today:
                continue
        for position, name in enumerate(suppression.names or ("all",)):
            reach = reaches.setdefault(name, _Reach())
            if suppression.whole_file:
                reach.add(0, _FAR, (number, position))
            for span in suppression.covers:
                reach.add(span.start, span.end, (number, position))
    return reaches


def _today() -> str:
    import time

    return time.strftime("%Y-%m-%d")


def _words(names: Collection[str], reaches: dict[str, _Reach]) -> frozenset[str]:
    """The words of `reaches` that mean a rule with these names: also a tool, a bare id, a pattern with `*`."""
    words = set(names)
    for name in names:
        tool, colon, code = name.partition(":")
        if colon:
            words.add(tool)
            words.add(code)
    meant = words & reaches.keys()
    for word in reaches:
        if "*" in word and word not in meant:
            from fnmatch import fnmatchcase

            if any(fnmatchcase(name, word) for name in words):
                meant.add(word)
    return frozenset(meant)


def unused(
    suppressions: Sequence[Suppression],
    used: Collection[Use],
    registry: Registry,
    selected: Collection[str],
    *,
    text: str = "",
    alone: bool = False,
) -> Iterator[Problem]:
    """What is wrong with k8slint's own suppressions: malformed ones, names that are no rules, and those that silenced nothing.
    A rule's name is only called unused when all that it means was `selected` for the run; a category, a tool or ALL when any
    of it was, since every profile leaves some of its rules out (its removal is unsafe then). `text` is the file's, to quote
    names as they are written;
    `alone` tells that other files might have more to say.

    A suppression of these very problems counts like any other, but none hides what is said about itself.
    """
    rules_run = frozenset(selected)

    def said_of(number: int, suppression: Suppression) -> Iterator[tuple[Use, Problem]]:
        return _said(number, suppression, used, registry, rules_run, text, alone)

    own = [(number, s) for number, s in enumerate(suppressions) if s.dialect == OWN]
    judged = (item for number, suppression in own for item in said_of(number, suppression))
    said = list(islice(judged, MAX_SAID))
    reaches = _reaches([s if s.dialect == OWN and s.names else _NONE for s in suppressions])
    silencers: set[Use] = set()
    left = []
    for use, problem in said:
        about = (problem.kind, "suppressions")
        uses = [
            by for word in about if word in reaches for by in reaches[word].at(problem.span.start) if by[0] != use[0]
        ]
        if uses:
            silencers.update(uses)
        else:
            left.append((use, problem))
    for use, problem in left:
        if problem.kind != "unused-suppression" or use not in silencers:
            yield problem


_NONE = Suppression("", (), (), Span(0, 0), (), False, error="none")


def _said(
    number: int,
    suppression: Suppression,
    used: Collection[Use],
    registry: Registry,
    selected: frozenset[str],
    text: str,
    alone: bool,
) -> Iterator[tuple[Use, Problem]]:
    if suppression.error:
        yield (number, 0), Problem("invalid-suppression", suppression.span, suppression.error)
        return
    if not suppression.names:
        if suppression.certain and (number, 0) not in used:
            fix = _removal(suppression)
            yield (
                (number, 0),
                Problem("unused-suppression", suppression.span, "this comment silences nothing; remove it", fix=fix),
            )
        return
    idle = []
    partly = set()
    for position, name in enumerate(suppression.names):
        written = _written(suppression, position, text)
        try:
            rules = registry.resolve(name)
        except ValueError as error:
            message = str(error).replace(f"`{name}`", f"`{written}`", 1)
            yield (number, position), Problem("invalid-suppression", suppression.spans[position], message)
            continue
        broad = ":" not in name and len(rules) > 1 and not any(letter.isdigit() for letter in name)
        judged = not rules.isdisjoint(selected) and not alone if broad else rules <= selected
        if suppression.certain and (number, position) not in used and judged:
            idle.append(position)
            if not rules <= selected:
                partly.add(position)
    for position in idle:
        every = len(idle) == len(suppression.names)
        fix = _removal(suppression) if every else _cut(suppression, position)
        message = f"`{_written(suppression, position, text)}` silences nothing here; remove it"
        if fix is not None and (position in partly or (every and partly)):
            fix = replace(fix, applicability=Applicability.UNSAFE)
        yield (number, position), Problem("unused-suppression", suppression.spans[position], message, fix=fix)


def _written(suppression: Suppression, position: int, text: str) -> str:
    """A name as it stands in the file."""
    span = suppression.spans[position]
    written = text[span.start : span.end]
    return written if written and len(written) <= len(suppression.names[position]) + 6 else suppression.names[position]


def _removal(suppression: Suppression) -> Fix | None:
    if suppression.removal is None:
        return None
    return Fix("remove the suppression", (suppression.removal,))


def _cut(suppression: Suppression, position: int) -> Fix | None:
    """One name goes, with what separates it from the next one, or the last from the one before."""
    if suppression.removal is None:
        return None
    spans = suppression.spans
    if position + 1 < len(spans):
        span = Span(spans[position].start, spans[position + 1].start)
    else:
        span = Span(spans[position - 1].end, spans[position].end)
    return Fix(f"remove `{suppression.names[position]}` from the suppression", (Edit(span, ""),))
