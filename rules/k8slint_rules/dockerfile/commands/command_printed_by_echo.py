"""`command-printed-by-echo`."""

from __future__ import annotations

from itertools import pairwise

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Run
from k8slint.shell import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.shell import Command, ShellWord

_PROGRAMS = names(
    "apk apt apt-get cd chmod chown composer conda cp curl dnf gem git go groupadd ln make mkdir microdnf mv npm pacman pip"
    " pip3 pnpm python python3 rm sed tar touch useradd wget yarn yum zypper"
)


class CommandPrintedByEcho(Rule[Run]):
    """The line after `echo "…" \\` is a part of the same command if nothing separates the two. The shell prints its words
    and does not run it. The build goes on, and something is missing later: an old package index, a folder, a user.

    End the `echo` with `&&` before the backslash.

    k8slint reports this if a quoted text is followed, on the next line, by the name of a well-known program and its
    arguments.

    References: https://docs.docker.com/reference/dockerfile/#run
    """

    name = "command-printed-by-echo"
    title = "`echo` prints the command on the next line"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    words = ("echo",)
    examples = (
        Bad('FROM alpine:3.22\nRUN echo "Installing ..." \\\n    «apk» update && \\\n    apk add zip\n'),
        Good('FROM alpine:3.22\nRUN echo "Installing ..." && \\\n    apk update && \\\n    apk add zip\n'),
        Good(
            'FROM alpine:3.22\nRUN echo "make" make install && echo make \\\n    install && echo "build with" \\\n    make\n',
            why="One line, no quotes, or a single word: the words may be meant.",
        ),
        Good('FROM alpine:3.22\nRUN echo "a" \\\n    make it > /notes\n', why="The text is written into a file."),
    )

    def check(self, run: Run) -> Findings:
        for command in run.commands:
            word = _swallowed(command, run) if command.name == "echo" else None
            if word is not None:
                message = (
                    f"`echo` prints `{word.text}` and what follows, and does not run it; write `&&` between the two"
                )
                yield self.finding(word.span, message)


def _swallowed(command: Command, run: Run) -> ShellWord | None:
    """The name of a program that begins a line after a quoted text."""
    into = [run.source.slice(one.span) for one in command.redirects if one.operator in (">", ">>")]
    if not all(text.endswith("/dev/null") for text in into):
        return None
    for before, word in pairwise(command.arguments[:-1]):
        between = run.source.text[before.end : word.start]
        if before.raw.endswith(("'", '"')) and "\n" in between and word.text in _PROGRAMS:
            return word
    return None
