"""`missing-expose`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Rule, Severity
from k8slint.dockerfile.edits import insert_before_start
from k8slint.dockerfile.facts import read
from k8slint.dockerfile.tree import Cmd, Dockerfile, Entrypoint, Expose, ShellInstruction, Stage
from k8slint.images.listening import listening
from k8slint.project.built_image import BuiltImage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.source import Span


class MissingExpose(Rule[Dockerfile]):
    """The image starts a server and does not say on which port: whoever writes its `docker run -p`, Service or probe has to
    read the source, and `docker run -P` and proxies that look at the image find nothing.

    `EXPOSE` the port. Silent where the base image exposes it, or is not known.

    Fix safety: safe for a port that the command line names; the image gains a line of metadata and opens nothing. Unsafe
    for a program's default, which its configuration may change.
    """

    name = "missing-expose"
    category = "networking"
    severity = Severity.INFO
    aliases = ()
    examples = (
        Bad(
            'FROM python:3.13\nCOPY . .\n# start\nCMD «["uvicorn", "app:app", "--port", "8080"]»\n',
            fixed='FROM python:3.13\nCOPY . .\nEXPOSE 8080\n# start\nCMD ["uvicorn", "app:app", "--port", "8080"]\n',
        ),
        Bad(
            "FROM python:3.13\nCMD «flask run --host 0.0.0.0»\n",
            fixed="FROM python:3.13\nEXPOSE 5000\nCMD flask run --host 0.0.0.0\n",
            unsafe=True,
        ),
        Good('FROM python:3.13\nEXPOSE 8080\nCMD ["uvicorn", "app:app", "--port", "8080"]\n'),
        Good('FROM nginx:1.27\nCMD ["nginx", "-g", "daemon off;"]\n', why="The base image exposes 80."),
        Good(
            'FROM example/python-server:3\nCMD ["gunicorn", "-b", ":80", "app"]\n',
            why="An unknown image may expose it.",
        ),
        Good('FROM python:3.13\nCMD ["python", "batch.py"]\n', why="Nobody knows whether it listens."),
    )

    def check(self, dockerfile: Dockerfile) -> Iterator[Finding]:
        stage = dockerfile.final_stage
        if stage is None or not _may_lack(stage):
            return
        facts = read(dockerfile).stages
        if not facts:
            return
        image = BuiltImage(facts, facts[-1])
        fact = facts[-1]
        command = tuple(word for argv in (fact.entrypoint, fact.cmd) if argv is not None for word in (argv.words or ()))
        found = listening(command)
        if found is None or image.exposes(found.port) is not False:
            return
        started = _instruction(stage, [argv.span for argv in (fact.cmd, fact.entrypoint) if argv is not None])
        if started is None:
            return
        program = command[0].rpartition("/")[2]
        if found.certain:
            message = f"`{program}` listens on {found.port} and no `EXPOSE` says so; add `EXPOSE {found.port}`"
        else:
            message = (
                f"`{program}` listens on {found.port} unless it is configured otherwise, and no `EXPOSE` says so; add"
                f" `EXPOSE {found.port}`"
            )
        edit = insert_before_start(started, f"EXPOSE {found.port}")
        applicability = Applicability.SAFE if found.certain else Applicability.UNSAFE
        fix = Fix(f"expose {found.port}", (edit,), applicability)
        yield self.finding(started.command_span, message, fix=fix)


def _may_lack(stage: Stage) -> bool:
    """Whether a stage seems to start a known server, and neither it nor what it builds on exposes anything."""
    last: dict[type, ShellInstruction] = {}
    for at in stage.lineage:
        for instruction in reversed(at.instructions):
            if isinstance(instruction, Expose):
                return False
            if isinstance(instruction, (Cmd, Entrypoint)):
                last.setdefault(type(instruction), instruction)
    words: list[str] = []
    for kind in (Entrypoint, Cmd):
        found = last.get(kind)
        if found is not None:
            exec_form = found.exec_form
            words += found.arguments.split() if exec_form is None else [word.text for word in exec_form]
    return listening(words) is not None


def _instruction(stage: Stage, spans: list[Span]) -> ShellInstruction | None:
    """The CMD or ENTRYPOINT whose command stands at the first of `spans`."""
    for at in stage.lineage:
        for instruction in at.instructions:
            if isinstance(instruction, (Cmd, Entrypoint)) and instruction.command_span == spans[0]:
                return instruction
    return None
