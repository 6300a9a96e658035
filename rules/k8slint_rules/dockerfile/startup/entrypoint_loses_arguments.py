"""`entrypoint-loses-arguments`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Related, Rule, Severity
from k8slint.dockerfile import Cmd, Entrypoint, Stage, to_exec_form
from k8slint_rules._shared.startup import drops_arguments


class EntrypointLosesArguments(Rule[Stage]):
    """An `ENTRYPOINT` in shell form is `/bin/sh -c "text"`. What comes after it is handed to the shell, and not to the program.

    So `CMD ["--port", "80"]`, the `args` of a pod, and what `docker run` adds have no effect: the program starts with its
    defaults, and no error is shown. The same is true of `ENTRYPOINT ["sh", "-c", "text"]`.

    Write the `ENTRYPOINT` as a JSON array of the program and its words. Where a shell is needed, pass the arguments on: `["sh",
    "-c", "exec server \\"$@\\"", "--"]`. Nothing is reported where the text uses `$@`, `$*` or a numbered argument.

    Fix safety: unsafe; the program gets the arguments that it never got. None is offered unless the entrypoint is one command
    of plain words and the `CMD` is a JSON array.

    References: https://docs.docker.com/reference/dockerfile/#understand-how-cmd-and-entrypoint-interact,
    https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example
    """

    name = "entrypoint-loses-arguments"
    title = "The program never gets its arguments"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ()
    words = ("entrypoint",)
    examples = (
        Bad(
            'FROM python:3.13\nENTRYPOINT python app.py\nCMD «["--port", "80"]»\n',
            fixed='FROM python:3.13\nENTRYPOINT ["python", "app.py"]\nCMD ["--port", "80"]\n',
            unsafe=True,
        ),
        Bad('FROM python:3.13 AS base\nENTRYPOINT python app.py --name $NAME\nFROM base\nCMD «["--port", "80"]»\n'),
        Bad('FROM debian:12\nENTRYPOINT ["sh", "-c", "exec server --host ${HOST}"]\nCMD «["--port", "80"]»\n'),
        Good('FROM debian:12\nENTRYPOINT ["sh", "-c", "exec server \\"$@\\"", "--"]\nCMD ["--port", "80"]\n'),
        Good('FROM python:3.13\nENTRYPOINT ["python", "app.py"]\nCMD ["--port", "80"]\n'),
        Good('FROM debian:12\nENTRYPOINT exec server "$0" "$@"\nCMD ["--port", "80"]\n', why="The text takes them."),
        Good(
            'FROM debian:12 AS base\nCMD ["a"]\nFROM base\nENTRYPOINT server\n',
            why="An ENTRYPOINT drops the CMD of what it builds on.",
        ),
    )

    def check(self, stage: Stage) -> Findings:
        commands = stage.of(Cmd)
        if not commands or not commands[-1].arguments:
            return
        entrypoint = stage.inherited(Entrypoint)
        if entrypoint is None or not drops_arguments(entrypoint):
            return
        cmd = commands[-1]
        if cmd.exec_form == ():
            return
        edit = (
            to_exec_form(entrypoint, halves=True) if cmd.exec_form is not None and entrypoint.stage is stage else None
        )
        fix = None if edit is None else Fix("write `ENTRYPOINT` as a JSON array", (edit,), Applicability.UNSAFE)
        if entrypoint.exec_form is None:
            message = (
                "the shell form of `ENTRYPOINT` drops its arguments, so the program never gets this; write `ENTRYPOINT` as a"
                " JSON array"
            )
        else:
            message = (
                "the text of `sh -c` in `ENTRYPOINT` does not use its arguments, so the program never gets this; end the"
                ' text with `\\"$@\\"` and put `"--"` after it'
            )
        related = (Related("", entrypoint.command_span, "a shell reads this, and drops what comes after it"),)
        yield self.finding(cmd.command_span, message, related=related, fix=fix)
