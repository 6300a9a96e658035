"""What the shell variables of a RUN hold at each of its commands, and words with them put in."""

from __future__ import annotations

from k8slint.shell.commands import Command
from k8slint.shell.words import ShellWord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from k8slint.source import Source

_DECLARING = frozenset(("export", "readonly", "declare", "typeset", "local"))
_TEMPORARY = "/tmp/mktemp"
"""Stands for what `mktemp` made: some path that nothing else has."""


class Values:
    """Variables by name; `env` are those of ENV and ARG. Call `note` with each command in text order."""

    __slots__ = ("_env", "_set", "_source")

    def __init__(self, source: Source, env: Mapping[str, str | None]) -> None:
        self._source = source
        self._env = env
        self._set: dict[str, str | None] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._set or name in self._env

    def __getitem__(self, name: str) -> str | None:
        """None for a value that cannot be known."""
        return self._set[name] if name in self._set else self._env.get(name)

    def note(self, command: Command) -> None:
        """Enters what a command assigns; what may not be assigned is unknown."""
        if command.name in _DECLARING:
            for word in command.arguments:
                name, equals, _ = word.raw.partition("=")
                if equals:
                    value = word.text[len(name) + 1 :] if word.text is not None else self._written(word.raw)
                    self._set[name] = None if command.conditional else value
        elif not command.words:
            for one in command.assignments:
                value = one.value
                if value is None and not one.appends:
                    value = self._written(self._source.text[one.start : one.end])
                self._set[one.name] = None if command.conditional or one.appends else value
        elif command.name in ("read", "unset", "eval", ".", "source", "getopts"):
            for word in command.arguments:
                if word.text is not None and word.text.isidentifier():
                    self._set[word.text] = None

    def _written(self, assignment: str) -> str | None:
        name, _, value = assignment.partition("=")
        if "mktemp" in value:
            return f"{_TEMPORARY}.{name}"
        return self._expand(value)

    def expanded(self, command: Command) -> Command:
        """The command with the variables of its words put in, where all of a word is known; the same one otherwise."""
        if all(word.text is not None for word in command.words):
            return command
        words = []
        for word in command.words:
            text = self._expand(word.raw) if word.text is None else None
            words.append(word if text is None else ShellWord(word.start, word.end, word.raw, text, "*" in text))
        return Command(
            command.start,
            command.end,
            tuple(words),
            command.assignments,
            command.redirects,
            command.context,
            command.pipeline,
            command.scope,
            command.form,
            command.outer_rights,
        )

    def _expand(self, raw: str) -> str | None:
        """`$X`, `${X}`, `${X:?…}` and `${X:-…}`, in double quotes or none; None for all else, and for an unknown value."""
        if "$" not in raw or "$(" in raw or set(raw) & set("'`\\") or "{" in raw.replace("${", ""):
            return None
        out: list[str] = []
        text = raw.replace('"', "")
        at = 0
        while (dollar := text.find("$", at)) >= 0:
            out.append(text[at:dollar])
            if text.startswith("{", dollar + 1):
                end = text.find("}", dollar)
                name, operator, rest = _braced(text[dollar + 2 : end])
                at = end + 1
                if end < 0 or "$" in rest or operator not in ("", ":?", "?", ":-", "-"):
                    return None
            else:
                at = dollar + 1
                while at < len(text) and (text[at].isalnum() or text[at] == "_"):
                    at += 1
                name, operator, rest = text[dollar + 1 : at], "", ""
            value = self[name]
            if value is None and operator in (":-", "-") and name not in self:
                value = rest
            if value is None:
                return None
            out.append(value)
        out.append(text[at:])
        return "".join(out) or None


def _braced(inner: str) -> tuple[str, str, str]:
    """Name, operator and word of `NAME:?word`."""
    at = 0
    while at < len(inner) and (inner[at].isalnum() or inner[at] == "_"):
        at += 1
    operator = inner[at : at + 2] if inner[at : at + 1] == ":" else inner[at : at + 1]
    return inner[:at], operator, inner[at + len(operator) :]
