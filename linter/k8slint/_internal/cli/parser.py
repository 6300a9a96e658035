"""`argparse` in our words: for help, for what is wrong with a command line, and for command lines that are out of the usual."""

from __future__ import annotations

import argparse
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

_EPILOG = """\
exit codes:
  0  nothing found, or nothing as bad as --fail-on
  1  findings at or above --fail-on
  2  wrong usage or config, a file that could not be linted, or an internal error
"""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {_printable(message)}\n{self.prog}: try `{self.prog} --help`\n")

    def parsed(self, argv: Sequence[str]) -> argparse.Namespace:
        """As `parse_args`, but what is not known is named with what is near to it."""
        options, rest = self.parse_known_args(argv)
        if rest:
            known = [name for name in self._option_string_actions if name.startswith("--")]
            word = rest[0].partition("=")[0]
            if not word.startswith("-"):
                self.error(f"unknown argument `{word}`")
            from k8slint._internal.cli.synonyms import hint

            said = hint(self.prog.rpartition(" ")[2], word)
            self.error(f"unknown option `{word}`{f'; {said}' if said else near(word, known)}")
        return options

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            *most, last = [f"`{choice}`" for choice in action.choices if choice != "info"]
            text = f"must be {', '.join(most)} or {last}, not `{value}`{near(value, list(action.choices))}"
            raise argparse.ArgumentError(action, text)


def _printable(message: str) -> str:
    from k8slint._internal.report.printable import printable

    return printable(message)


def near(word: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word[:100], known, n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal. The base class asks for that through shutil, at each argument that is declared."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_width())


STYLE: dict[str, Any] = {"epilog": _EPILOG, "formatter_class": _Help, "allow_abbrev": False}


def _width() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:4]) > 10:
        return int(columns[:4]) - 2
    try:
        return max(os.get_terminal_size(1).columns, 12) - 2
    except OSError:
        return 78
