#!/usr/bin/env python3
"""Writes docs/k8slint.1: the manual page, made from the parser of the command line.

python docs/man.py            writes the page
python docs/man.py --check    exits 1 when the one there is stale
"""

from __future__ import annotations

import argparse
import pathlib
import sys
from collections.abc import Iterator

from k8slint import __version__
from k8slint._internal.cli.arguments import summaries, whole
from k8slint._internal.cli.completion import subcommands
from k8slint._internal.rulekit.taxonomy import HOME

PAGE = pathlib.Path(__file__).resolve().parent / "k8slint.1"
CODES = (
    ("0", "Nothing found, or nothing as bad as --fail-on."),
    ("1", "Findings at or above --fail-on."),
    ("2", "Wrong usage or config, a file that could not be linted, or an internal error."),
    ("130", "Interrupted. Each file that fix has written is whole."),
)
VARIABLES = (
    ("NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE", "Whether to colour."),
    ("FORCE_HYPERLINK", "Whether names of rules link to their pages: 1 or 0."),
    ("COLUMNS", "The width of a line."),
    ("K8SLINT_PAGER, PAGER", 'What shows long pages of explain; "cat" or nothing for none.'),
    ("XDG_CACHE_HOME", "Where the cache lies; ~/.cache without it."),
)


def page() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH K8SLINT 1 "" "k8slint {__version__}" "User Commands"'
    yield ".SH NAME"
    yield "k8slint \\- lint Dockerfiles, Kubernetes manifests and Compose files as one system"
    yield ".SH SYNOPSIS"
    yield ".B k8slint"
    yield ".I COMMAND"
    yield "[\\fIOPTION\\fR]... [\\fIPATH\\fR]..."
    yield ".SH DESCRIPTION"
    yield _text(whole().description or "")
    yield ".SH COMMANDS"
    parsers = subcommands(whole())
    for name, text in summaries().items():
        yield from (".TP", f".B {name}", _text(text))
    for name, parser in parsers.items():
        yield f'.SH "OPTIONS OF {name.upper()}"'
        for action in parser._actions:
            if action.help != argparse.SUPPRESS:
                yield from (".TP", _flags(action), _text(action.help or ""))
    yield '.SH "EXIT STATUS"'
    for code, text in CODES:
        yield from (".TP", f".B {code}", _text(text))
    yield ".SH ENVIRONMENT"
    for name, text in VARIABLES:
        yield from (".TP", f".B {name}", _text(text))
    yield ".SH FILES"
    yield from (
        ".TP",
        ".B .k8slint.yaml",
        _text("The config, or [tool.k8slint] in pyproject.toml. The nearest one counts."),
    )
    yield '.SH "SEE ALSO"'
    yield _text(HOME)


def _flags(action: argparse.Action) -> str:
    value = str(action.metavar or "|".join(str(choice) for choice in action.choices or ()) or action.dest.upper())
    if not action.option_strings:
        return f".I {_text(value)}"
    names = ", ".join(f"\\fB{_text(option)}\\fR" for option in action.option_strings)
    return names if action.nargs == 0 else f"{names} \\fI{_text(value)}\\fR"


def _text(text: str) -> str:
    """Text in roff: dashes that are typed as such, no line that begins like a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("%%", "%")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def main() -> int:
    text = page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/k8slint.1 is stale; run `make docs`", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
