"""`cd-in-run`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.dockerfile.tree import Run

if TYPE_CHECKING:
    from collections.abc import Iterator


class CdInRun(Rule[Run]):
    """A `RUN` that begins with `cd` works in a folder that the next instruction does not know of.

    Write a `WORKDIR` before it. It stays for what follows, and for the containers, so set it again where that matters.
    """

    name = "cd-in-run"
    category = "style"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("hadolint:DL3003", "trivy:DS-0013")
    words = ("cd",)
    examples = (
        Bad("FROM debian:12\nRUN «cd /app» && make\n"),
        Bad("FROM debian:12\nRUN <<EOF\n«cd $HOME»\nmake\nEOF\n"),
        Good("FROM debian:12\nWORKDIR /app\nRUN make\n"),
        Good(
            "FROM debian:12\nRUN curl -O https://example.com/a.tar && tar xf a.tar && cd a && make\n",
            why="A passing step in the midst of a build.",
        ),
        Good(
            "FROM debian:12\nRUN (cd /app && make)\nRUN cd /app\n", why="A subshell; the other has a rule of its own."
        ),
    )

    def check(self, run: Run) -> Iterator[Finding]:
        if "cd" not in run.source.slice(run.span) or run.exec_form is not None:
            return
        commands = run.commands
        if len(commands) < 2 or commands[0].raw_name != "cd" or len(commands[0].words) != 2:
            return
        first = commands[0]
        if first.subshell or first.piped or first.conditional or (run.script is not None and _is_last(run)):
            return
        folder = first.words[1].raw
        yield self.finding(first.span, f"`cd {folder}` holds for this `RUN` alone; write `WORKDIR {folder}` before it")


def _is_last(run: Run) -> bool:
    return run.script is not None and run.script.and_list is not None and run.script.and_list[-1].raw_name == "cd"
