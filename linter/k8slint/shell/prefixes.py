"""Programs that run the command behind them: `sudo -E apt-get …` is apt-get for whoever asks what runs."""

from __future__ import annotations

from k8slint.shell.names import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from k8slint.shell.words import ShellWord

_NONE: frozenset[str] = frozenset()
PREFIXES: dict[str, tuple[frozenset[str], int]] = {
    "builtin": (_NONE, 0),
    "busybox": (_NONE, 0),
    "chronic": (_NONE, 0),
    "command": (_NONE, 0),
    "doas": (names("-u -C -a"), 0),
    "dumb-init": (names("-r --rewrite"), 0),
    "eatmydata": (_NONE, 0),
    "env": (names("-u --unset -C --chdir"), 0),
    "exec": (names("-a"), 0),
    "fakeroot": (names("-l --lib --faked -s -i -b"), 0),
    "gosu": (_NONE, 1),
    "ionice": (names("-c --class -n --classdata"), 0),
    "linux32": (_NONE, 0),
    "nice": (names("-n --adjustment"), 0),
    "noglob": (_NONE, 0),
    "nohup": (_NONE, 0),
    "setsid": (_NONE, 0),
    "stdbuf": (names("-i --input -o --output -e --error"), 0),
    "su-exec": (_NONE, 1),
    "sudo": (names("-u --user -g --group -C --close-from -h --host -p --prompt -r -t -T -U -D --chdir -R"), 0),
    "time": (names("-f --format -o --output"), 0),
    "timeout": (names("-k --kill-after -s --signal"), 1),
    "tini": (names("-p -e"), 0),
    "unbuffer": (_NONE, 0),
}
"""Name: (its flags that take a value, operands of its own before the command).

Compared in November 2026 with `--help` of env, nice, nohup, stdbuf and timeout of coreutils 9.1, ionice and setsid of
util-linux 2.38; the others are from documentation alone.
"""

_ASSIGNING = names("env sudo doas")
_NOT_RUNNING = {
    "command": names("-v -V"),
    "env": names("-S --split-string"),
    "busybox": names("--install --list --help"),
    "sudo": names("-l --list -v --validate -K -k -e --edit"),
}
"""Flags that make the prefix a program of its own right."""


def strip(words: Sequence[ShellWord]) -> tuple[str | None, int, tuple[str, ...]]:
    """The program's name without its folder (None when unknown), the index of its word, and the prefixes before it."""
    index = 0
    prefixes: list[str] = []
    while index < len(words):
        text = words[index].text
        if text is None:
            return None, index, tuple(prefixes)
        name = text.rpartition("/")[2]
        if name not in PREFIXES:
            return name or None, index, tuple(prefixes)
        behind = _behind(name, words, index + 1)
        if behind is None:
            return name, index, tuple(prefixes)
        prefixes.append(name)
        index = behind
    return None, index, tuple(prefixes)


def _behind(name: str, words: Sequence[ShellWord], index: int) -> int | None:
    """The index of the command's word, None when the prefix stands alone."""
    valued, operands = PREFIXES[name]
    while index < len(words):
        word = words[index]
        text = word.text if word.text is not None else word.raw
        if text == "--":
            index += 1
            name = "" if name not in _ASSIGNING else name
            valued = _NONE
        elif len(text) > 1 and text[0] == "-":
            if text in _NOT_RUNNING.get(name, ()):
                return None
            index += 2 if text in valued else 1
        elif name in _ASSIGNING and "=" in text and text[0] != "/":
            index += 1
        elif operands:
            operands -= 1
            index += 1
        else:
            return index
    return None
