"""The options of each command."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import Any, NoReturn

    from k8slint._internal.cli.parser import Parser


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Raises `SystemExit` with 2 for wrong usage, with 0 after printing help or the version."""
    name = argv[0] if argv else ""
    if name == "help":
        argv = [*argv[1:2], "--help"]
        name = argv[0]
    elif name == "version":
        argv = ["--version"]
    if name not in _COMMANDS:
        _without_command(argv)
    from k8slint._internal.cli.usual import Unusual, Usual

    text, declare = _COMMANDS[name]
    usual: Any = Usual()
    declare(usual)
    try:
        options: argparse.Namespace = usual.read(argv[1:])
    except Unusual:
        from k8slint._internal.cli.parser import STYLE, Parser

        command = Parser(prog=f"k8slint {name}", description=text, usage=_usage(name), **STYLE)
        declare(command)
        options = command.parsed(argv[1:])
    options.command = name
    return options


def _usage(name: str) -> str:
    """The first line of a command's help. All options in it would fill a screen before the first is explained."""
    what = {
        "rules": "[PATTERN]...",
        "explain": "RULE...",
        "config": "",
        "completion": "bash|zsh|fish",
        "new": "rule NAME",
        "test": "PACK...",
    }
    return f"%(prog)s [OPTION]... {what.get(name, '[PATH]...')}".rstrip()


def _without_command(argv: Sequence[str]) -> NoReturn:
    """Help, the version, or what is wrong with a command line that begins with no command."""
    import sys

    from k8slint._internal.cli.parser import near

    parser = whole()
    name = argv[0] if argv else ""
    if not argv:
        parser.print_help(sys.stderr)
        parser.exit(2)
    if name in ("-h", "--help", "-V", "--version"):
        parser.parse_args([name])
    if not name.startswith("-"):
        from k8slint._internal.cli.synonyms import command

        said = command(name)
        hint = f"; {said}" if said else near(name, list(_COMMANDS))
        hint = hint or f"; there are {', '.join(f'`{one}`' for one in _COMMANDS)}"
        if os.path.lexists(name):
            hint = f"; to lint it, say `k8slint check {name}`"
        parser.error(f"unknown command `{name}`{hint}")
    if any(word in _COMMANDS for word in argv):
        parser.error(f"`{name}` stands before the command; options come after it")
    from k8slint._internal.cli.synonyms import hint as hint_of

    said = hint_of("check", name)
    parser.error(f"unknown option `{name}`{f'; {said}' if said else near(name, ['--help', '--version'])}")


def whole() -> Parser:
    """All commands: for help, for what names none, and for who writes about them."""
    from k8slint import __version__
    from k8slint._internal.cli.parser import STYLE, Parser

    parser = Parser(
        prog="k8slint",
        description="Lints Dockerfiles and Kubernetes manifests as one system, and repairs what can be repaired exactly.",
        **STYLE,
    )
    parser.add_argument("-V", "--version", action="version", version=f"k8slint {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, prog="k8slint")
    for name, (text, declare) in _COMMANDS.items():
        declare(commands.add_parser(name, help=text, description=text, usage=_usage(name), **STYLE))
    return parser


def _check(parser: argparse.ArgumentParser) -> None:
    _paths(parser)
    group = _output(parser)
    group.add_argument(
        "--statistics", action="store_true", help="say how many findings each rule has, in place of the findings"
    )
    group.add_argument("--exit-zero", action="store_true", help="exit 0 even when there are findings")
    _selection(parser)
    _judging(parser)
    _running(parser)


def _fix(parser: argparse.ArgumentParser) -> None:
    _paths(parser)
    group = parser.add_argument_group("fixes")
    group.add_argument("--unsafe", action="store_true", help="apply fixes too that may change what image or cluster do")
    group.add_argument(
        "--diff", action="store_true", help="print the changes as a diff, write nothing; exit 1 if there are any"
    )
    group.add_argument(
        "-i", "--interactive", action="store_true", help="show each fix as a diff and ask whether to apply it"
    )
    group = _output(parser)
    group.add_argument("--show-fixes", action="store_true", help="say which rules were fixed in which files")
    group.add_argument("--exit-zero", action="store_true", help="exit 0 even when findings are left")
    _selection(parser)
    _judging(parser)
    _running(parser)


def _rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "patterns",
        nargs="*",
        metavar="PATTERN",
        help="only rules whose name, alias or title has this in it; `*` stands for anything",
    )
    parser.add_argument("--fixable", action="store_true", help="only rules that have a fix")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="default: text")
    _common(parser)
    _selection(parser)


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rule",
        nargs="+",
        metavar="RULE",
        help="a name, an alias such as `hadolint:DL3059` or `DL3059`, or a category",
    )
    _common(parser)


def _settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--schema", action="store_true", help="print the JSON schema of .k8slint.yaml")
    parser.add_argument("--output-format", choices=("text", "json"), help="default: text on a terminal, json in a pipe")
    _common(parser)
    _config(parser)


def _completion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell that the script is for")
    parser.set_defaults(verbose=0)


def _new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("rule",), metavar="rule", help="what to write: a `rule`")
    parser.add_argument("name", metavar="NAME", help="the pattern that is wrong, such as `sudo-in-run`")
    parser.add_argument(
        "--subject",
        default="Run",
        metavar="CLASS",
        help="what the rule looks at, such as Run, Container (default: Run)",
    )
    parser.add_argument("--fix", action="store_true", help="begin with a fix too")
    parser.add_argument("--to", default=".", metavar="FOLDER", help="where to write it (default: the working folder)")
    _common(parser)


def _test(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", nargs="+", metavar="PACK", help="a `.py` file, a folder of them, or a package")
    _common(parser)


_COMMANDS = {
    "check": ("Say what is wrong in the container files of a project.", _check),
    "fix": ("Repair what can be repaired exactly, and say what is left.", _fix),
    "rules": ("List the rules.", _rules),
    "explain": ("Explain rules: what goes wrong, the remedy, examples, options.", _explain),
    "config": ("Show the config that a run would use, or the schema of the config file.", _settings),
    "completion": ("Print the script that completes commands and options in a shell.", _completion),
    "new": ("Write the file of a new rule, ready to be filled in.", _new),
    "test": ("Run the examples of rules.", _test),
}


def summaries() -> dict[str, str]:
    """What each command is for, in a sentence."""
    return {name: text for name, (text, _) in _COMMANDS.items()}


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files and folders to report on (default: the working folder); `-` reads standard input",
    )
    group = parser.add_argument_group("files")
    group.add_argument(
        "--exclude", action="append", metavar="GLOBS", help="leave these out, in place of the config's `exclude`"
    )
    group.add_argument("--extend-exclude", action="append", metavar="GLOBS", help="leave these out too")
    group.add_argument("--force-exclude", action="store_true", help="leave out excluded files even when they are named")
    group.add_argument("--stdin-filename", metavar="PATH", help="the path that standard input stands for")


def _running(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("running")
    group.add_argument(
        "--jobs", type=_jobs, metavar="N", help="processes to use (default: as many as there are processors)"
    )
    group.add_argument("--no-cache", action="store_true", help="neither read nor write the cache")
    _common(group)


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= 1024:
        raise _refused(f"`{text}` is not a number from 1 to 1024")
    return int(text)


def _day(text: str) -> str:
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not all(part.isascii() and part.isdigit() for part in parts):
        raise _refused(f"`{text}` is not a day such as 2026-11-30")
    return text


def _refused(message: str) -> Exception:
    from argparse import ArgumentTypeError

    return ArgumentTypeError(message)


def _selection(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(
        "rules", "names, categories, other tools' names (`hadolint:DL3059`), or ALL; with commas"
    )
    group.add_argument("--select", action="append", metavar="RULES", help="run these instead of the profile's")
    group.add_argument("--ignore", action="append", metavar="RULES", help="leave these out")
    group.add_argument("--extend-select", action="append", metavar="RULES", help="run these too")
    group.add_argument(
        "--profile",
        choices=("development", "maintenance", "strict"),
        metavar="PROFILE",
        help="development, maintenance (default), strict",
    )
    group.add_argument("--preview", action="store_true", help="run the rules that are on trial too")
    _config(group)


def _judging(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("judging")
    group.add_argument(
        "--no-suppressions", action="store_true", help="report what comments and annotations silence, too"
    )
    group.add_argument("--today", type=_day, metavar="DAY", help="the day for what depends on one, such as 2026-11-30")


def _config(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--config", metavar="FILE", help="read the config from this file")
    parser.add_argument("--isolated", action="store_true", help="read no config file")


def _common(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--plugin",
        action="append",
        default=[],
        metavar="MODULE",
        help="load rules that are not installed: a module, or a file or folder as `./lint/my_rule.py`",
    )
    parser.add_argument(
        "-v", "--verbose", action="count", default=0, help="say more: files set aside, timings, tracebacks"
    )
    parser.add_argument(
        "-q",
        "--quiet",
        action="count",
        default=0,
        help="findings without the summary, or only what was fixed; twice: nothing",
    )
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")


def _output(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("report")
    group.add_argument(
        "-f",
        "--output-format",
        action="append",
        metavar="FORMAT[=FILE]",
        help="full (default), concise, json, sarif, github; several times, with files, for several at once",
    )
    group.add_argument("-o", "--output", metavar="FILE", help="write the report to this file")
    group.add_argument(
        "--fail-on",
        choices=("note", "info", "warning", "error"),
        metavar="SEVERITY",
        help="exit 1 from this severity up: note, warning (default), error",
    )
    return group
