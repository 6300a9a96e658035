"""What the shell variables of a RUN hold at each of its commands, for whoever asks what a program finds in its environment."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from k8slint._internal.syntax.shell.commands import Command
    from k8slint._internal.syntax.shell.words import ShellWord

_DECLARING = frozenset((None, "export", "readonly", "declare", "typeset"))


class Values:
    """Variables by name; `env` are those of ENV and ARG. Call `note` with each command in the order in which they run."""

    __slots__ = ("_env", "_set", "_temporary")

    def __init__(self, env: Mapping[str, str | None]) -> None:
        self._env = env
        self._set: dict[str, str | None] = {}
        self._temporary: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._set or name in self._env

    def __getitem__(self, name: str) -> str | None:
        """None for a value that cannot be known."""
        return self._set[name] if name in self._set else self._env.get(name)

    def note(self, command: Command) -> None:
        """Enters what a command assigns; what may not be assigned is unknown."""
        if command.raw_name not in _DECLARING:
            return
        for one in command.assignments:
            self._set[one.name] = None if command.conditional or one.appends else one.value
            if "mktemp" in one.raw and not command.conditional:
                self._temporary.add(one.name)
            else:
                self._temporary.discard(one.name)

    def is_temporary(self, word: ShellWord) -> bool:
        """Whether a word begins with a variable that holds what `mktemp` made."""
        raw = word.raw.lstrip('"')
        name = raw[2:] if raw.startswith("${") else raw[1:]
        end = 0
        while end < len(name) and (name[end].isalnum() or name[end] == "_"):
            end += 1
        return raw[:1] == "$" and name[:end] in self._temporary
