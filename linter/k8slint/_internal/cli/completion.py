"""`k8slint completion`: scripts that complete commands, options and names of rules, made from the parser."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from k8slint._internal.rulekit.registry import Registry

_RULES = ("--select", "--ignore", "--extend-select")
_FORMATS = ("full", "concise", "json", "sarif", "github")


def run(options: argparse.Namespace) -> int:
    from k8slint._internal.running.engine import registry

    sys.stdout.write(script(options.shell, registry()))
    sys.stdout.flush()
    return 0


def script(shell: str, registry: Registry) -> str:
    """The script for a shell: bash, zsh or fish."""
    from k8slint._internal.cli.arguments import whole

    commands = {name: list(_options(parser)) for name, parser in subcommands(whole()).items()}
    words = _selectors(registry)
    if shell == "fish":
        return _fish(commands, words)
    return _bash(commands, words, zsh=shell == "zsh")


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parser of each command."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def _options(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        if action.option_strings and action.help != argparse.SUPPRESS:
            yield action


def _selectors(registry: Registry) -> list[str]:
    """Names of rules and categories, and ALL."""
    categories = {entry.category for entry in registry.entries}
    return ["ALL", *sorted(categories), *registry.by_name]


def _values(action: argparse.Action, words: Sequence[str]) -> list[str]:
    """What an option may be followed by, where that is one of a few words."""
    if any(name in _RULES for name in action.option_strings):
        return list(words)
    if action.metavar == "FORMAT[=FILE]":
        return list(_FORMATS)
    return [str(choice) for choice in action.choices or ()]


def _bash(commands: dict[str, list[argparse.Action]], words: Sequence[str], *, zsh: bool) -> str:
    lines = ["# Completes k8slint; made by `k8slint completion`."]
    if zsh:
        lines[0:0] = ["#compdef k8slint"]
        lines += ["autoload -U +X bashcompinit && bashcompinit"]
    lines += [
        "_k8slint() {",
        "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}",
        "  COMPREPLY=()",
        '  if [ "$COMP_CWORD" -eq 1 ]; then',
        f"    COMPREPLY=($(compgen -W '{' '.join(commands)} help version --help --version' -- \"$word\")); return",
        "  fi",
        f"  local rules='{' '.join(words)}'",
        '  case "$command" in',
    ]
    for name, actions in commands.items():
        lines.append(f"    {name})")
        valued = [(action, _values(action, words)) for action in actions]
        if any(values for _, values in valued):
            lines.append('      case "$before" in')
            for action, values in valued:
                if values:
                    given = '"$rules"' if values == list(words) else f"'{' '.join(values)}'"
                    pattern = "|".join(action.option_strings)
                    lines.append(f'        {pattern}) COMPREPLY=($(compgen -W {given} -- "$word")); return ;;')
            lines.append("      esac")
        names = [option for action in actions for option in action.option_strings]
        lines.append(
            f'      case "$word" in -*) COMPREPLY=($(compgen -W \'{" ".join(names)}\' -- "$word")); return ;; esac'
        )
        if name == "explain":
            lines.append('      COMPREPLY=($(compgen -W "$rules" -- "$word")); return')
        if name == "completion":
            lines.append("      COMPREPLY=($(compgen -W 'bash zsh fish' -- \"$word\")); return")
        lines.append("      ;;")
    lines += ["  esac", '  COMPREPLY=($(compgen -f -- "$word"))', "}", "complete -o filenames -F _k8slint k8slint"]
    return "\n".join(lines) + "\n"


def _fish(commands: dict[str, list[argparse.Action]], words: Sequence[str]) -> str:
    from k8slint._internal.cli.arguments import summaries

    lines = ["# Completes k8slint; made by `k8slint completion`.", f"set -l commands {' '.join(commands)}"]
    alone = 'complete -c k8slint -f -n "not __fish_seen_subcommand_from $commands"'
    for name, text in summaries().items():
        lines.append(f"{alone} -a {name} -d {_quoted(text)}")
    lines.append(f"set -l rules {' '.join(words)}")
    for name, actions in commands.items():
        seen = f'complete -c k8slint -n "__fish_seen_subcommand_from {name}"'
        for action in actions:
            flags = " ".join(
                f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
                for option in action.option_strings
            )
            values = _values(action, words)
            given = ' -x -a "$rules"' if values == list(words) else f" -x -a '{' '.join(values)}'" if values else ""
            takes = " -r" if action.nargs != 0 and not given else ""
            lines.append(f"{seen} {flags}{takes}{given} -d {_quoted(action.help or '')}")
        if name == "explain":
            lines.append(f'{seen} -f -a "$rules"')
        if name == "completion":
            lines.append(f"{seen} -f -a 'bash zsh fish'")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{text}'"
