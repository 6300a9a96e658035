"""Which variables a word of an instruction asks for, and where."""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile.instructions import (
    Arg,
    Env,
    Expose,
    Instruction,
    Label,
    Pairs,
    Run,
    Stopsignal,
    Transfer,
    User,
    Volume,
    Workdir,
)
from k8slint._internal.kinds.dockerfile.state import state_before
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from k8slint._internal.kinds.dockerfile.stages import Stage
    from k8slint._internal.kinds.dockerfile.words import Word
    from k8slint._internal.text.source import Span

_EXPANDED = (Env, Arg, Label, Transfer, Expose, User, Volume, Workdir, Stopsignal)
_SETTING = frozenset((".", "source", "eval", "set", "exec"))
"""Commands after which a shell may know any variable."""


class Reference(Record):
    """`$name`, or `${name}` with what stands in the braces. `start` and `end` are its place in the text. `optional` is true
    where the text says itself what holds without it (`${name:-x}`), and inside of such a text."""

    name: str
    start: int
    end: int
    optional: bool


def references(text: str, escape: str = "\\") -> list[Reference]:
    """The variables of a text as BuildKit's lexer finds them (moby/buildkit `shell/lex.go`); none between single quotes."""
    found: list[Reference] = []
    if "$" not in text:
        return found
    at, size = 0, len(text)
    doubled = False
    open_at: list[int] = []
    depth = 0
    while at < size:
        character = text[at]
        if character == escape:
            at += 2
            continue
        if character == "'" and not doubled:
            closing = text.find("'", at + 1)
            at = size if closing < 0 else closing + 1
            continue
        if character == '"':
            doubled = not doubled
        elif character == "}" and open_at:
            number = open_at.pop()
            if number >= 0:
                first = found[number]
                depth -= first.optional
                found[number] = Reference(first.name, first.start, at + 1, first.optional)
        elif character == "$":
            braced = text.startswith("{", at + 1)
            begin = at + 2 if braced else at + 1
            end = begin
            while end < size and text[end].isascii() and (text[end].isalnum() or text[end] == "_"):
                end += 1
            name = text[begin:end]
            if name and not name[0].isdigit():
                optional = depth > 0 or (braced and text[end : end + 1] in (":", "-", "+", "?"))
                found.append(Reference(name, at, end, optional))
                if braced:
                    open_at.append(len(found) - 1)
                    depth += optional
            elif braced:
                open_at.append(-1)
            at = max(end, at + 1)
            continue
        at += 1
    return found


def span_of(word: Word, reference: Reference) -> Span:
    """Where a reference of `word.raw` stands in the file."""
    return word.statement.span(word.start + reference.start, word.start + reference.end)


class Unset(Record):
    """A variable that an instruction asks for and that neither the stage nor its shell sets before. `in_shell` tells a RUN."""

    name: str
    span: Span
    instruction: Instruction
    in_shell: bool


def unset(stage: Stage, in_shell: Collection[str] = ()) -> Iterator[Unset]:
    """The variables of a stage that only its base image can set; those with a default of their own are left out.

    In a RUN only the names `in_shell` are looked for, as a shell gets variables from many places.
    """
    for instruction in stage.instructions:
        if isinstance(instruction, Run):
            if in_shell and "$" in instruction.source.slice(instruction.span):
                yield from _unset_in_shell(instruction, in_shell)
            continue
        if not isinstance(instruction, _EXPANDED) or "$" not in instruction.arguments:
            continue
        env = state_before(instruction).env
        own = {pair.name for pair in instruction.pairs} if isinstance(instruction, Env) else ()
        for word in _words(instruction):
            for reference in references(word.raw, instruction.dockerfile.escape):
                if not reference.optional and reference.name not in env and reference.name not in own:
                    yield Unset(reference.name, span_of(word, reference), instruction, False)


def _unset_in_shell(run: Run, names: Collection[str]) -> Iterator[Unset]:
    """The same for a shell's text; none where it reads variables from elsewhere."""
    script = run.script
    if script is None or any(command.name in _SETTING for command in script.commands):
        return
    env = state_before(run).env
    known = set_in_shell(run.source.text[script.start : script.end])
    for command in script.commands:
        for word in command.words:
            if "$" not in word.raw:
                continue
            for reference in references(word.raw):
                name = reference.name
                if name in names and not reference.optional and name not in env and name not in known:
                    span = word.span.__class__(word.start + reference.start, word.start + reference.end)
                    yield Unset(name, span, run, True)


def set_in_shell(text: str) -> set[str]:
    """The variables that a shell's text sets: by assignment, or as an argument of `for`, `read` and the like."""
    import re

    names = set(re.findall(r"(?<![\w$])([A-Za-z_]\w*)\+?=", text))
    for line in re.findall(r"\b(?:for|read|local|declare|typeset|getopts|mapfile)\b([^\n;]*)", text):
        names.update(re.findall(r"(?<![\w$])[A-Za-z_]\w*", line))
    return names


def _words(instruction: Instruction) -> Iterator[Word]:
    if isinstance(instruction, Pairs):
        for pair in instruction.pairs:
            if pair.value is not None:
                yield pair.value
    else:
        yield from instruction.words
