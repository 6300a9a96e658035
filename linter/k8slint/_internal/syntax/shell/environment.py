"""The variables that a script takes from its environment."""

from __future__ import annotations

from k8slint._internal.syntax.shell.variables import ANYTHING, DECLARING, FORGETTING, assigned
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.syntax.shell.commands import Command, Script


class Use(Record):
    """A variable that a script reads. `optional` where the text says what applies without it (`${name:-x}`)."""

    name: str
    span: Span
    optional: bool


def read_from_outside(script: Script) -> tuple[Use, ...]:
    """The variables that a script reads and never sets, so that they come from its environment, in text order.

    Looks at the words, redirections and assignments of commands; not into tests and heredocs of other programs. Nothing
    where `source` or `eval` may set them.
    """
    given = {loop.name for loop in script.loops}
    found: dict[tuple[int, str], Use] = {}
    for command in script.commands:
        name = command.raw_name
        if name in ANYTHING:
            return ()
        given.update(assignment.name for assignment in assigned(command))
        if name in FORGETTING or name in DECLARING:
            given.update((word.text or word.raw).partition("=")[0] for word in command.words[1:])
        for start, raw in _texts(command):
            for use in _uses(start, raw):
                found[use.span.start, use.name] = use
    return tuple([found[key] for key in sorted(found) if found[key].name not in given])


def _texts(command: Command) -> Iterator[tuple[int, str]]:
    for word in command.words:
        # What a substitution runs is a command of its own.
        if "$" in word.raw and "$(" not in word.raw and "`" not in word.raw:
            yield word.start, word.raw
    for redirect in command.redirects:
        if redirect.target is not None and "$" in redirect.target.raw and redirect.operator[:2] != "<<":
            yield redirect.target.start, redirect.target.raw
    for assignment in command.assignments:
        raw = assignment.raw
        if "$" in raw and "$(" not in raw and "`" not in raw and assignment.end - assignment.start > len(raw):
            yield assignment.end - len(raw), raw


def _uses(start: int, raw: str) -> Iterator[Use]:
    at, end = 0, len(raw)
    double = False
    while at < end:
        char = raw[at]
        if char == "\\":
            at += 2
            continue
        if char == "'" and not double:
            at = raw.find("'", at + 1) + 1 or end
            continue
        if char == '"':
            double = not double
        elif char == "$":
            braced = raw.startswith("{", at + 1)
            begin = after = at + 1 + braced
            while after < end and (raw[after] == "_" or (raw[after].isascii() and raw[after].isalnum())):
                after += 1
            name = raw[begin:after]
            if name and not name[0].isdigit():
                optional = braced and raw[after : after + 1] in (":", "-", "+", "?", "=")
                last = raw.find("}", after) + 1 if braced else after
                yield Use(name, Span(start + at, start + (last or after)), optional)
            elif braced:
                return
            at = max(after, at + 1)
            continue
        at += 1
