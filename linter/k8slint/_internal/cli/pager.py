"""Long text on a terminal, a screen at a time."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from k8slint._internal.report import Output


@contextmanager
def paged(out: Output, stream: TextIO) -> Iterator[Output]:
    """An output whose text goes through the user's pager when it is longer than the screen, else straight to `stream`."""
    from k8slint._internal.report import Output

    program = pager() if out.wraps and sys.stdin.isatty() else None
    if program is None:
        yield out
        return
    text = io.StringIO()
    yield Output(text, colour=out.colour, width=out.width, wraps=True, links=out.links)
    if text.getvalue().count("\n") < os.get_terminal_size(stream.fileno()).lines or not _show(program, text.getvalue()):
        stream.write(text.getvalue())


def pager() -> list[str] | None:
    """The command of K8SLINT_PAGER or PAGER, else less; None for none. What lies in the working folder is not run."""
    import shlex

    wanted = os.environ.get("K8SLINT_PAGER", os.environ.get("PAGER", "less"))
    try:
        words = shlex.split(wanted)
    except ValueError:
        return None
    if not words or words[0] == "cat" or os.environ.get("TERM") in ("dumb", "unknown"):
        return None
    program = _found(words[0])
    return None if program is None else [program, *words[1:]]


def _found(name: str) -> str | None:
    """A program on the PATH, whose parts in and below the working folder do not count."""
    import shutil

    here = os.path.join(os.path.realpath(os.curdir), "")
    folders = [
        folder
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep)
        if os.path.isabs(folder) and not os.path.join(os.path.realpath(folder), "").startswith(here)
    ]
    if os.path.dirname(name):
        return name if os.path.isabs(name) and not os.path.realpath(name).startswith(here) else None
    return shutil.which(name, path=os.pathsep.join(folders))


def _show(program: list[str], text: str) -> bool:
    """Whether the pager ran."""
    import subprocess

    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    try:
        process = subprocess.Popen(program, stdin=subprocess.PIPE, env=environment, cwd="/")  # noqa: S603  (the user's own)
    except OSError:
        return False
    try:
        process.communicate(text.encode("utf-8", "backslashreplace"))
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    while True:
        try:
            process.wait()
            return True
        except KeyboardInterrupt:
            continue
