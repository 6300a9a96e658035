"""Shell patterns in `${name#pattern}`, `${name%pattern}` and `${name/pattern/text}`, matched in bounded time.

BuildKit turns them into regular expressions (`convertShellPatternToRegex`): `*` and `?` alone are special, there are no
brackets. Here a set of places in the pattern is carried along, so that no pattern can be slow.
"""

from __future__ import annotations

MAX_WORK = 200_000
"""Characters of the value times those of the pattern; twice the value's for a replacement."""

_ANY, _ONE = 0, 1


def trim(value: str, pattern: str, *, suffix: bool, greedy: bool) -> str | None:
    """`value` without the shortest (or longest) match of `pattern` at its start or end. None when that cannot be told."""
    tokens = _tokens(pattern)
    if tokens is None or len(value) * (len(tokens) + 1) > MAX_WORK:
        return None
    if suffix:
        tokens, value = tokens[::-1], value[::-1]
    ends = _ends(tokens, value, 0)
    if ends is not None:
        value = value[ends[greedy] :]
    return value[::-1] if suffix else value


def replace(value: str, pattern: str, replacement: str, *, every: bool) -> str | None:
    """`value` with the first longest match (or every one) replaced. None when that cannot be told."""
    tokens = _tokens(pattern)
    if tokens is None or len(value) ** 2 * (len(tokens) + 1) > MAX_WORK:
        return None
    if every and ("$" in replacement or not tokens):
        # Go's ReplaceAllString would read `$1` here, and would put the text between all characters.
        return None if replacement else value
    out: list[str] = []
    at = 0
    while at <= len(value):
        ends = _ends(tokens, value, at)
        if ends is None:
            out.append(value[at : at + 1])
            at += 1
            continue
        out.append(replacement)
        if ends[1] == at:
            out.append(value[at : at + 1])
        at = max(ends[1], at + 1)
        if not every:
            break
        if ends[1] == len(value):
            break
    out.append(value[at:])
    return "".join(out)


def _tokens(pattern: str) -> list[str | int] | None:
    tokens: list[str | int] = []
    characters = iter(pattern)
    escaped = False
    for character in characters:
        if escaped:
            escaped = False
            if character in "}/" or character in "*?\\":
                tokens.append(character)
            else:
                return None
        elif character == "\\":
            escaped = True
        elif character == "*":
            tokens.append(_ANY)
        elif character == "?":
            tokens.append(_ONE)
        else:
            tokens.append(character)
    return None if escaped else tokens


def _ends(tokens: list[str | int], value: str, start: int) -> tuple[int, int] | None:
    """The nearest and the farthest end of a match that begins at `start`."""
    last = len(tokens)
    places = _closure(tokens, {0})
    nearest = farthest = start if last in places else -1
    for at in range(start, len(value)):
        character = value[at]
        reached: set[int] = set()
        for place in places:
            if place == last:
                continue
            token = tokens[place]
            if token == _ANY:
                if character != "\n":
                    reached.add(place)
            elif token == character or (token == _ONE and character != "\n"):
                reached.add(place + 1)
        if not reached:
            break
        places = _closure(tokens, reached)
        if last in places:
            farthest = at + 1
            if nearest < 0:
                nearest = at + 1
    return None if nearest < 0 else (nearest, farthest)


def _closure(tokens: list[str | int], places: set[int]) -> set[int]:
    """The places and those behind the stars that stand there."""
    closed = set(places)
    for place in places:
        while place < len(tokens) and tokens[place] == _ANY:
            place += 1
            closed.add(place)
    return closed
