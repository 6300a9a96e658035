"""`flag-after-arguments`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile import Healthcheck, Instruction, Run, insert_flag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Word
    from k8slint.shell import ShellWord

_OF_RUN = ("--mount=type=", "--network=none", "--network=default", "--security=insecure")
_OF_HEALTHCHECK = ("--interval=", "--start-period=", "--start-interval=")
"""Flags that hardly any program has. `--timeout=` and `--retries=` belong to many."""
_CONTAINERS = frozenset(("docker", "podman", "buildah", "nerdctl", "ctr", "unshare", "systemd-nspawn", "bwrap"))
"""Programs with such flags of their own."""


class FlagAfterArguments(Rule[Instruction]):
    """The flags of an instruction come first: `COPY --chown=app a /b`. After the first argument they are arguments too.

    `COPY a /b --chown=app` copies the files `a` and `/b` into a folder named `--chown=app`, which most often ends the build
    with "not found". `RUN make --mount=type=cache,target=/c` hands the flag to `make`, and nothing is mounted.

    Write the flags between the keyword and the first argument. Ignore this where the program itself knows the flag.

    Fix safety: unsafe; the instruction then does something else than before.

    References: https://docs.docker.com/reference/dockerfile/#copy, https://docs.docker.com/reference/dockerfile/#run
    """

    name = "flag-after-arguments"
    title = "A flag after the arguments has no effect"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    words = ("--",)
    examples = (
        Bad(
            "FROM debian:12\nCOPY app /app «--chown=1000»\nADD --chmod=755 a «--link» /b\n",
            fixed="FROM debian:12\nCOPY --chown=1000 app /app\nADD --chmod=755 --link a /b\n",
            unsafe=True,
        ),
        Bad("FROM debian:12 «--platform=linux/amd64»\n", fixed="FROM --platform=linux/amd64 debian:12\n", unsafe=True),
        Bad("FROM debian:12\nRUN make «--mount=type=cache,target=/root/.cache»\n"),
        Bad("FROM debian:12\nHEALTHCHECK CMD curl -f http://localhost «--interval=30s»\n"),
        Good("FROM debian:12\nCOPY --chown=1000 app /app\nHEALTHCHECK --interval=30s CMD curl -f http://localhost\n"),
        Good("FROM docker:28\nRUN docker run --mount=type=bind,src=/a,dst=/b a\n", why="docker has that flag."),
    )

    def check(self, instruction: Instruction) -> Findings:
        for word in instruction.late_flags:
            fix = _moved(instruction, word)
            message = (
                f"`{word.raw}` comes after an argument of `{instruction.keyword}`, so Docker takes it as an argument"
                f" too; write it before the first argument"
            )
            yield self.finding(word.span, message, fix=fix)
        if isinstance(instruction, (Run, Healthcheck)):
            yield from self._in_command(instruction)

    def _in_command(self, instruction: Run | Healthcheck) -> Findings:
        flags = _OF_RUN if isinstance(instruction, Run) else _OF_HEALTHCHECK
        for command in instruction.commands:
            if any(word.text in _CONTAINERS for word in command.words):
                continue
            for word in command.arguments:
                if word.raw.startswith(flags):
                    keyword = instruction.keyword
                    message = (
                        f"`{_shown(word)}` comes after the command has begun, so `{command.name or 'the command'}` gets"
                        f" it and `{keyword}` does not; write it right after `{keyword}`"
                    )
                    severity = self.severity if isinstance(instruction, Run) else Severity.WARNING
                    yield self.finding(word.span, message, severity=severity)


def _shown(word: ShellWord) -> str:
    return word.raw if len(word.raw) <= 40 else word.raw[:39] + "…"


def _moved(instruction: Instruction, word: Word) -> Fix | None:
    """The flag right after the keyword; None for several of them, for one that is there already, or where it stands on a line
    with nothing else."""
    if instruction.flag(word.raw[2:].partition("=")[0]) is not None:
        return None
    source = instruction.source
    start = word.span.start
    while source.text[start - 1] in " \t":
        start -= 1
    if len(instruction.late_flags) > 1 or source.text[start - 1] == "\n" or source.slice(word.span) != word.raw:
        return None
    edits = (insert_flag(instruction, word.raw), Edit(Span(start, word.span.end), ""))
    return Fix(f"write `{word.raw}` before the arguments", edits, Applicability.UNSAFE)
