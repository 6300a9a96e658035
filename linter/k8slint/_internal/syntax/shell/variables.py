"""Variables of a shell text: what words mean where a variable's value is known."""

from __future__ import annotations

from k8slint._internal.syntax.shell.commands import JSON, STRING
from k8slint._internal.syntax.shell.names import names
from k8slint._internal.syntax.shell.words import ALWAYS_ESCAPABLE, ShellWord, expands

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from k8slint._internal.syntax.shell.commands import Assignment, Command, Redirect, Script

    Field = tuple[str, bool]

MAX_VALUE = 4_096
"""Characters of a value; a longer one is not followed."""
MAX_WORK = 500_000
"""Characters of values that are put into the words of one script; words after that are not known."""
MAX_WORDS = 100
"""Words that one is read as, when its variable holds several or goes through a loop."""
DECLARING = names("export readonly declare typeset local")
FORGETTING = names("unset read mapfile readarray getopts printf let")
ANYTHING = names(". source eval")
_GLOB = frozenset("*?[")


class Loop:
    """`for NAME in WORDS`, from its first to its last character."""

    __slots__ = ("end", "name", "start", "words")

    def __init__(self, start: int, end: int, name: str, words: tuple[ShellWord, ...]) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.words = words

    def shifted(self, by: int) -> Loop:
        return Loop(self.start + by, self.end + by, self.name, tuple([word.shifted(by) for word in self.words]))


def expanded(script: Script, env: Mapping[str, str | None]) -> Script:
    """The script with the value of each word that only needs variables which are known: set before it in the script, or in
    `env`. An unquoted one that holds several words becomes these, all in its place.

    A variable that is set where it may not be, or by something else than an assignment, is not known; nor is an empty one
    of `env`, which is there to be set from outside.
    """
    if not any("$" in word.raw for command in script.commands for word in command.words) and not any(
        redirect.target is not None and "$" in redirect.target.raw
        for command in script.commands
        for redirect in command.redirects
    ):
        return script
    reader = _Reader(script, env)
    return script.with_commands([reader.read(command) for command in script.commands])


class _Reader:
    """Reads the commands of a script in the order in which they run."""

    def __init__(self, script: Script, env: Mapping[str, str | None]) -> None:
        self.env = env
        self.tables: dict[tuple[int, ...], dict[str, str | None]] = {}
        self.blind = False
        self.left = MAX_WORK
        self.before: tuple[Command | None, Command | None] = (None, None)
        self.now = script.commands[0] if script.commands else None
        self.unsure: set[str] = set()
        for command in script.commands:
            if command.conditional or command.background:
                self.unsure.update(assignment.name for assignment in assigned(command))
        self.loops: dict[str, Loop] = {}
        for loop in script.loops:
            if loop.name in self.loops or any(word.text is None or word.glob for word in loop.words):
                self.unsure.add(loop.name)
            self.loops[loop.name] = loop

    def read(self, command: Command) -> Command:
        """The command as it is read where it stands; what it sets is known from then on."""
        self.now = command
        read = command
        if command.redirects or command.assignments or any(word.text is None for word in command.words):
            words: list[ShellWord] = []
            for word in command.words:
                words += self.words(word)
            redirects = tuple([self.redirect(redirect) for redirect in command.redirects])
            assignments = tuple([self.assignment(assignment, command) for assignment in command.assignments])
            read = command.reading(tuple(words), assignments, redirects)
        if command.fed_by is not None and command.fed_by is self.before[0] is not self.before[1]:
            read = read.reading(read.words, read.assignments, read.redirects)
            read.fed_by = self.before[1]
        self.before = (command, read)
        self.note(read)
        return read

    def words(self, word: ShellWord) -> list[ShellWord]:
        if word.text is not None or "$" not in word.raw or "\n" in word.raw:
            return [word]
        if self.now is not None and self.now.form in (STRING, JSON) and "\\" in word.raw:
            return [word]
        found = self.fields(word.raw)
        if found is None or len(found) > MAX_WORDS:
            return [word]
        return [ShellWord(word.start, word.end, word.raw, text, glob) for text, glob in found]

    def fields(self, raw: str) -> list[Field] | None:
        """What a word becomes; for the variable of a loop, in all its rounds."""
        loop = next((loop for loop in self.loops.values() if loop.name in raw and self.is_in(loop)), None)
        if loop is None or loop.name in self.unsure:
            return fields(raw, self.value)
        found: list[Field] = []
        if len(loop.words) > MAX_WORDS:
            return None
        for item in loop.words:
            self.left -= 20
            if self.left < 0:
                return None
            once = fields(raw, lambda name, text=item.text: text if name == loop.name else self.value(name))  # type: ignore[misc]
            if once is None:
                return None
            found += once
        return found

    def is_in(self, loop: Loop) -> bool:
        return self.now is not None and loop.start <= self.now.start < loop.end

    def redirect(self, redirect: Redirect) -> Redirect:
        target = redirect.target
        if target is None or target.text is not None or redirect.operator.startswith("<<"):
            return redirect
        found = self.words(target)
        if len(found) != 1 or found[0] is target:
            return redirect
        return redirect.__class__(redirect.start, redirect.end, redirect.operator, found[0], redirect.fd, redirect.body)

    def assignment(self, assignment: Assignment, command: Command) -> Assignment:
        """The assignment with its value; what it sets is known to the one after it."""
        raw = assignment.raw
        read = assignment
        if assignment.value is None and raw[:1] != "(":
            found = fields(raw, self.value, split=False)
            if found is not None:
                value = found[0][0] if found else ""
                read = assignment.__class__(
                    assignment.start, assignment.end, assignment.name, value, assignment.appends, raw
                )
        if not command.words:
            self.set(read)
        return read

    def note(self, command: Command) -> None:
        """What a command sets in its shell."""
        name = command.raw_name
        if name in ANYTHING:
            self.blind = True
        kept = assigned(command)
        if not kept and name not in FORGETTING and name not in DECLARING:
            return
        if name is not None:
            table = self.tables.setdefault(command.scope, {})
            for word in command.words[1:]:
                table[(word.text or word.raw).partition("=")[0].removesuffix("+")] = None
            for assignment in kept:
                self.set(assignment)

    def set(self, assignment: Assignment) -> None:
        value = assignment.value
        if assignment.appends and value is not None:
            before = self.value(assignment.name)
            value = None if before is None else before + value
        if self.now is not None:
            table = self.tables.setdefault(self.now.scope, {})
            table[assignment.name] = value if value is None or len(value) <= MAX_VALUE else None

    def value(self, name: str) -> str | None:
        if self.blind or name in self.unsure or name in self.loops or self.now is None:
            return None
        scope = self.now.scope
        for length in range(len(scope), -1, -1):
            table = self.tables.get(scope[:length])
            if table is not None and name in table:
                return self.paid(table[name])
        return self.paid(self.env.get(name) or None)

    def paid(self, value: str | None) -> str | None:
        """A value that goes into a word, None when there was too much of that."""
        self.left -= 1 if value is None else 20 + len(value)
        return value if self.left > 0 else None


def assigned(command: Command) -> tuple[Assignment, ...]:
    """The assignments that stay after a command."""
    return command.assignments if command.raw_name in _KEEPING else ()


_KEEPING = {None, *DECLARING}


def fields(raw: str, value: Callable[[str], str | None], *, split: bool = True) -> list[Field] | None:
    """The words that one becomes, each with whether it holds a pattern; None where something in it is not known.

    POSIX 2.6: values outside of quotes are split at blanks, except in an assignment (`split` false).
    """
    found: list[Field] = []
    parts: list[str] = []
    glob = braces = double = started = False
    at, end = 0, len(raw)
    while at < end:
        char = raw[at]
        if char == "'" and not double:
            close = raw.find("'", at + 1)
            if close < 0:
                return None
            parts.append(raw[at + 1 : close])
            started = True
            at = close + 1
            continue
        if char == '"':
            double = not double
            started = True
        elif char == "\\":
            follower = raw[at + 1 : at + 2]
            if not follower or (double and follower not in ALWAYS_ESCAPABLE):
                parts.append("\\")
            parts.append(follower)
            at += 2
            continue
        elif char == "`":
            return None
        elif char == "$":
            name, after = _variable(raw, at)
            if after == at:
                if expands(raw, at, double):
                    return None
                parts.append(char)
                at += 1
                continue
            text = value(name)
            if text is None:
                return None
            at = after
            if double or not split:
                parts.append(text)
                continue
            glob = glob or not _GLOB.isdisjoint(text)
            first, *rest = _pieces(text)
            parts.append(first)
            for piece in rest:
                if started or any(parts):
                    found.append(("".join(parts), glob))
                parts, started = [piece], False
            continue
        else:
            if not double:
                if char in "<>(":
                    return None
                if char in _GLOB:
                    glob = True
                elif char == "{":
                    braces = True
                elif braces and (char == "," or raw.startswith("..", at)):
                    return None
            parts.append(char)
        at += 1
    if started or any(parts):
        found.append(("".join(parts), glob))
    return found


def _pieces(text: str) -> list[str]:
    """Like `split`, but blanks at either end leave an empty piece there."""
    pieces = text.split()
    if not pieces:
        return ["", ""] if text else [""]
    if text[0].isspace():
        pieces.insert(0, "")
    if text[-1].isspace():
        pieces.append("")
    return pieces


def _variable(raw: str, at: int) -> tuple[str, int]:
    """The name in `$name`, `${name}` or `${name:?…}` at `at`, and where it ends; `at` for anything else."""
    braced = raw.startswith("{", at + 1)
    begin = end = at + 1 + braced
    while end < len(raw) and (raw[end] == "_" or (raw[end].isascii() and raw[end].isalnum())):
        end += 1
    name = raw[begin:end]
    if not name or name[0].isdigit():
        return "", at
    if not braced:
        return name, end
    if raw.startswith("}", end):
        return name, end + 1
    close = raw.find("}", end)
    rest = raw[end:close] if close > 0 else ""
    if rest.startswith((":?", "?", ":-", "-", ":=")) and not set(rest) & set("${\\\"'`"):
        return name, close + 1
    return "", at
