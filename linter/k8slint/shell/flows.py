"""What flows where: pipelines, and downloads that run."""

from __future__ import annotations

from k8slint.shell.fetch import urls
from k8slint.shell.names import names
from k8slint.shell.parse import SHELLS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.shell.commands import Command, Script

INTERPRETERS = SHELLS | names("python python3 perl ruby node php pwsh")
_PASSING = names("tee sudo cat sed tr gunzip zcat base64 xz bzip2 gzip")


def pipelines(script: Script) -> Iterator[list[Command]]:
    """The commands of each pipeline, in text order, nested ones left out."""
    groups: dict[int, list[Command]] = {}
    for command in script.commands:
        if command.pipeline is not None:
            groups.setdefault(command.pipeline, []).append(command)
    yield from groups.values()


def piped_into_interpreter(script: Script) -> Iterator[tuple[Command, Command]]:
    """Each `curl URL | sh`: the download and what runs it."""
    for commands in pipelines(script):
        fetching: Command | None = None
        for command in commands:
            if fetching is not None and command.name in INTERPRETERS and _reads_program(command):
                yield fetching, command
                break
            if urls(command):
                fetching = command
            elif command.name not in _PASSING:
                fetching = None


def _reads_program(command: Command) -> bool:
    """Whether an interpreter takes its program from standard input: it is given no file, no `-c` and no `-m`."""
    for word in command.arguments:
        text = word.text if word.text is not None else word.raw
        if text in ("-", "-s", "/dev/stdin", "--"):
            return True
        if text[:1] != "-":
            return False
        if text[:2] != "--" and set(text) & {"c", "m", "e"} and command.name not in SHELLS:
            return False
        if text[:2] != "--" and "c" in text:
            return False
        if text[:2] != "--" and "s" in text:
            return True
    return True
