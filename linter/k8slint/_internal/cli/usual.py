"""Reads the command lines that people write, without `argparse`: its import costs more than a run in which no file has changed.

What is not plain here, or wrong, is left to `argparse`, which reads the same declarations.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


class Unusual(Exception):
    """For `argparse`."""


class Read:
    """The options of a command line, as the attributes of `argparse.Namespace`."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


class _Option:
    def __init__(self, dest: str, action: str, kind: Callable[[str], Any], choices: Sequence[str] | None) -> None:
        self.dest = dest
        self.action = action
        self.kind = kind
        self.choices = choices


class Usual:
    """Takes declarations as an `ArgumentParser` does, and reads command lines by them."""

    def __init__(self) -> None:
        self._options: dict[str, _Option] = {}
        self._defaults: dict[str, Any] = {}
        self._rest: list[tuple[str, str]] = []

    def add_argument_group(self, *_: str) -> Usual:
        return self

    def set_defaults(self, **values: Any) -> None:
        self._defaults.update(values)

    def add_argument(
        self,
        *names: str,
        action: str = "store",
        type: Callable[[str], Any] = str,
        choices: Sequence[str] | None = None,
        default: Any = None,
        nargs: str = "",
        metavar: str = "",
        help: str = "",
    ) -> None:
        if not names[0].startswith("-"):
            self._rest.append((names[0], nargs))
            return
        dest = next((name for name in names if name.startswith("--")), names[0]).lstrip("-").replace("-", "_")
        self._defaults[dest] = False if action == "store_true" else default
        for name in names:
            self._options[name] = _Option(dest, action, type, choices)

    def read(self, words: Sequence[str]) -> Read:
        """Raises `Unusual`."""
        values = dict(self._defaults)
        rest: list[str] = []
        ended = False
        following = iter(words)
        for word in following:
            if word == "-" or not word.startswith("-"):
                if ended:  # `argparse` takes them in one piece
                    raise Unusual
                rest.append(word)
                continue
            ended = bool(rest)
            name, given, value = word.partition("=")
            option = self._options.get(name)
            if option is None:
                raise Unusual
            if option.action in ("store_true", "count"):
                if given:
                    raise Unusual
                values[option.dest] = True if option.action == "store_true" else values[option.dest] + 1
                continue
            if not given:
                value = next(following, "")
            values[option.dest] = _taken(option, value, values[option.dest])
        if len(self._rest) > 1:
            raise Unusual
        for dest, count in self._rest:
            if count not in ("*", "+") or (count == "+" and not rest):
                raise Unusual
            values[dest] = rest
        if rest and not self._rest:
            raise Unusual
        return Read(values)


def _taken(option: _Option, text: str, before: Any) -> Any:
    if not text or text.startswith("-") or (option.choices is not None and text not in option.choices):
        raise Unusual
    try:
        value = option.kind(text)
    except Exception:
        raise Unusual from None
    return [*(before or ()), value] if option.action == "append" else value
