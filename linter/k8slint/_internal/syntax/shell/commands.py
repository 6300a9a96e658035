"""Simple commands and scripts: plain values that rules read; no syntax tree behind them."""

from __future__ import annotations

from k8slint._internal.syntax.shell.parts import Assignment, Redirect
from k8slint._internal.syntax.shell.prefixes import FEEDING, RIGHTS, rights, strip
from k8slint._internal.syntax.shell.words import ShellWord
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from k8slint._internal.syntax.shell.packages import Invocation
    from k8slint._internal.syntax.shell.variables import Loop

__all__ = ["Assignment", "Command", "Redirect", "Script"]

CONDITIONAL = 1
BACKGROUND = 2
SUBSHELL = 4
DEFINED = 8
"""Bits of `Command.context`; DEFINED is the body of a function that nothing calls."""
PLAIN = 0
STRING = 1
WORDS = 2
JSON = 3
"""How a command is written, `Command.form`: as shell text; in a quoted string of one; as a JSON array, one string a word;
in a string of such an array."""


_QUOTING = frozenset("\\'\"$`\n")


class Command:
    """One simple command, as the shell would run it. `words` hold its name first and are empty for a bare assignment, or
    for the redirections of a compound command; a test (`[ … ]`, `[[ … ]]`) has its first word only.

    `conditional`: may not run although its script does (under `if`, `||`, a loop, `case`, in a function that nothing calls,
    or `&&` after a test). `pipeline` numbers the pipeline it is part of, None outside of one. `subshell`: runs in a copy of
    the shell, so its `cd` ends with it; `scope` numbers the subshells and pipeline parts around it, the outermost first.
    `name` is the program after `sudo`, `env X=1`, `time` and the like, without its folder; None when unknown. `raw_name` is
    the first word's value, `prefixes` the names that were stripped.

    `form` says how it is written: in a STRING and in JSON only plain text without quotes, backslashes and `$` may be put
    next to a word; among WORDS a word needs its own quotes and comma. `edits.add_words` knows all forms.
    """

    __slots__ = (
        "_invocation",
        "_moved",
        "_stripped",
        "_words",
        "assignments",
        "context",
        "end",
        "fed_by",
        "form",
        "outer_rights",
        "pipeline",
        "redirects",
        "scope",
        "start",
    )

    def __init__(
        self,
        start: int,
        end: int,
        words: tuple[ShellWord, ...],
        assignments: tuple[Assignment, ...] = (),
        redirects: tuple[Redirect, ...] = (),
        context: int = 0,
        pipeline: int | None = None,
        scope: tuple[int, ...] = (),
        form: int = PLAIN,
        outer_rights: str | None = "",
    ) -> None:
        self.start = start
        self.end = end
        self.form = form
        self.outer_rights = outer_rights
        self._words = words
        self._moved = 0
        self._invocation: Invocation | bool | None = None
        self.assignments = assignments
        self.redirects = redirects
        self.context = context
        self.pipeline = pipeline
        self.scope = scope
        self.fed_by: Command | None = None
        self._stripped: tuple[str | None, int, tuple[str, ...]] | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def words(self) -> tuple[ShellWord, ...]:
        if self._moved:
            by, self._moved = self._moved, 0
            self._words = tuple([word.shifted(by) for word in self._words])
        return self._words

    @property
    def conditional(self) -> bool:
        return bool(self.context & (CONDITIONAL | DEFINED))

    @property
    def background(self) -> bool:
        return bool(self.context & BACKGROUND)

    @property
    def subshell(self) -> bool:
        return bool(self.context & SUBSHELL)

    @property
    def piped(self) -> bool:
        return self.pipeline is not None

    @property
    def raw_name(self) -> str | None:
        return self._words[0].text if self._words else None

    @property
    def name(self) -> str | None:
        return (self._stripped or self._strip())[0]

    @property
    def name_word(self) -> ShellWord | None:
        """The word that `name` is read from."""
        index = (self._stripped or self._strip())[1]
        return self.words[index] if index < len(self.words) else None

    @property
    def prefixes(self) -> tuple[str, ...]:
        return (self._stripped or self._strip())[2]

    @property
    def rights(self) -> str | None:
        """What gives it other rights than the shell's, as one writes it before another command: `sudo -E`, `gosu app`;
        "" without such. None when nothing can be written so (`su app -c '…'`, `gosu "$X"`).

        What a shell runs under such a prefix has it too: `sudo sh -c 'apt-get update'`.
        """
        outer = self.outer_rights
        if outer is None or RIGHTS.isdisjoint(self.prefixes):
            return outer
        own = rights(self.words)
        if not _QUOTING.isdisjoint(own):
            return None
        return f"{outer} {own}" if outer else own

    @property
    def may_be_followed(self) -> bool:
        """Whether text after the end of the instruction's list of commands runs with this command's rights: as the same
        user, in a shell. `sudo sh -c "apt-get update" && rm -rf /var/lib/apt/lists/*` removes as another one.
        """
        return self.form in (PLAIN, STRING) and self.raw_name != "exec" and self.rights == ""

    @property
    def has_unknown_words(self) -> bool:
        """Whether it gets more words than are written: `xargs apt-get install`. What the command before it in the pipeline
        writes are these words; that is `fed_by`."""
        return not FEEDING.isdisjoint(self.prefixes)

    @property
    def arguments(self) -> tuple[ShellWord, ...]:
        """The words after `name_word`."""
        return self.words[(self._stripped or self._strip())[1] + 1 :]

    @property
    def environment(self) -> dict[str, str | None]:
        """Variables set for this command alone: `X=1 cmd`, `env X=1 cmd`, `sudo X=1 cmd`. None is an unknown value."""
        found = {assignment.name: assignment.value for assignment in self.assignments}
        for word in self._words[: (self._stripped or self._strip())[1]]:
            name, equals, _ = word.raw.partition("=")
            if equals and name.isidentifier():
                found[name] = None if word.text is None else word.text[len(name) + 1 :]
        return found

    def _strip(self) -> tuple[str | None, int, tuple[str, ...]]:
        self._stripped = strip(self._words)
        return self._stripped

    def has_flag(self, *names: str) -> bool:
        """Whether one of `names` (`-y`, `--yes`) is an argument: itself, `--yes=…`, or a letter of a cluster `-qy`.

        Looks up to `--`. A cluster is letters and digits only; a value glued to its flag (`-ofile`) looks like one.
        """
        for word in self._words[(self._stripped or self._strip())[1] + 1 :]:
            text = word.text
            if text is None or text[:1] != "-" or text == "-":
                continue
            if text == "--":
                break
            if text in names:
                return True
            if text[1] == "-":
                if "=" in text and text[: text.index("=")] in names:
                    return True
            elif len(text) > 2 and text[1:].isalnum():
                for name in names:
                    if len(name) == 2 and name[1] in text:
                        return True
        return False

    def option(self, *names: str) -> ShellWord | None:
        """The value of the first of the flags `names` that has one: `-o F`, `-oF`, `--output F`, `--output=F`."""
        words = self.arguments
        for index, word in enumerate(words):
            text = word.text
            if text is None:
                found = _glued_dynamic(word, names)
                if found is not None:
                    return found
                continue
            if text == "--":
                break
            for name in names:
                if text == name:
                    return words[index + 1] if index + 1 < len(words) else None
                if text.startswith(name) and len(name) > 1:
                    if text[len(name)] == "=" and name[:2] == "--":
                        return word.tail(text[len(name) + 1 :])
                    if len(name) == 2 and name[1] != "-":
                        return word.tail(text[2:])
        return None

    def operands(self, *value_flags: str) -> tuple[ShellWord, ...]:
        """Arguments that are neither flags nor the values of `value_flags`; all after `--`. A lone `-` is an operand."""
        found: list[ShellWord] = []
        words = self.arguments
        index = 0
        while index < len(words):
            word = words[index]
            text = word.text if word.text is not None else word.raw
            if text == "--":
                found.extend(words[index + 1 :])
                break
            if len(text) > 1 and text[0] == "-":
                if text in value_flags:
                    index += 1
            else:
                found.append(word)
            index += 1
        return tuple(found)

    def moved(
        self, context: int, scope: tuple[int, ...], form: int | None = None, outer_rights: str | None = ""
    ) -> Command:
        """A copy that runs elsewhere: `context` and `scope` are all that holds for it there."""
        copy = Command(
            self.start,
            self.end,
            self._words,
            self.assignments,
            self.redirects,
            context,
            self.pipeline,
            scope,
            self.form if form is None else form,
            outer_rights,
        )
        copy._moved = self._moved
        copy._stripped = self._stripped
        copy.fed_by = self.fed_by
        return copy

    def reading(
        self, words: tuple[ShellWord, ...], assignments: tuple[Assignment, ...], redirects: tuple[Redirect, ...]
    ) -> Command:
        """A copy with other words."""
        copy = Command(
            self.start,
            self.end,
            words,
            assignments,
            redirects,
            self.context,
            self.pipeline,
            self.scope,
            self.form,
            self.outer_rights,
        )
        copy.fed_by = self.fed_by
        return copy

    def shifted(self, by: int) -> Command:
        """A copy `by` characters further on; its words move when they are asked for."""
        copy = Command(
            self.start + by,
            self.end + by,
            self._words,
            tuple([a.shifted(by) for a in self.assignments]) if self.assignments else (),
            tuple([r.shifted(by) for r in self.redirects]) if self.redirects else (),
            self.context,
            self.pipeline + by if self.pipeline is not None else None,
            self.scope,
            self.form,
            self.outer_rights,
        )
        copy._moved = self._moved + by
        copy.fed_by = self.fed_by.shifted(by) if self.fed_by is not None else None
        copy._stripped = self._stripped
        return copy

    def __repr__(self) -> str:
        return f"Command({self.start}, {self.end}, {' '.join([word.raw for word in self._words])!r})"


class Script:
    """A shell text. `commands` are all simple commands in the order in which they (last) run, nested ones included: as they
    are written, but the body of a function after its last call, and what `trap … EXIT` names at the end.

    `and_list`: the commands when the whole text is one `a && b && c` of simple commands, with no comment, `;` or `&`;
    else None. `changes_state`: whether something after this text could notice that it ran in the same shell. `loops` are
    its `for` loops.
    """

    __slots__ = ("and_list", "changes_state", "commands", "end", "loops", "start")

    def __init__(
        self,
        start: int,
        end: int,
        commands: tuple[Command, ...],
        and_list: tuple[Command, ...] | None,
        changes_state: bool,
        loops: tuple[Loop, ...] = (),
    ) -> None:
        self.start = start
        self.end = end
        self.loops = loops
        self.commands = commands
        self.and_list = and_list
        self.changes_state = changes_state

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def last(self) -> Command | None:
        """The command that surely runs last in the shell itself, in no subshell and no pipeline; None without one."""
        last = self.commands[-1] if self.commands else None
        return last if last is not None and not last.context and not last.scope and not last.piped else None

    def shifted(self, by: int) -> Script:
        commands = [command.shifted(by) for command in self.commands]
        script = self.with_commands(commands)
        loops = tuple([loop.shifted(by) for loop in self.loops]) if self.loops else ()
        return Script(self.start + by, self.end + by, script.commands, script.and_list, self.changes_state, loops)

    def with_commands(self, commands: list[Command], extra: Sequence[Command] = ()) -> Script:
        """A copy with `commands`, one for each of its own, and `extra` ones after them."""
        listed = None
        if self.and_list is not None:
            copies = {id(old): new for old, new in zip(self.commands, commands, strict=True)}
            listed = tuple([copies[id(old)] for old in self.and_list])
        return Script(self.start, self.end, (*commands, *extra), listed, self.changes_state, self.loops)

    def __repr__(self) -> str:
        return f"Script({self.start}, {self.end}, {self.commands!r})"


def _glued_dynamic(word: ShellWord, names: tuple[str, ...]) -> ShellWord | None:
    """`--output=$X` and `-o$X`: the value is there, though unknown."""
    for name in names:
        rest = word.raw[len(name) :]
        if word.raw.startswith(name) and rest and (rest[0] == "=" or len(name) == 2):
            skip = 1 if rest[0] == "=" and len(name) > 2 else 0
            return ShellWord(word.start + len(name) + skip, word.end, rest[skip:], None, word.glob)
    return None
