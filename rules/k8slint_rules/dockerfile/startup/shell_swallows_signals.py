"""`shell-swallows-signals`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile import Cmd, Entrypoint
from k8slint_rules._shared.startup import is_one_program, kept


class ShellSwallowsSignals(Rule[Cmd | Entrypoint]):
    """A shell that stays in front of the program is process 1. The kernel shields process 1 from SIGTERM, and the shell does
    not pass the signal on.

    `docker stop`, the end of a pod and every rollout wait for the grace period and then kill the program: it has no chance to
    finish its requests or to close its files.

    Put `exec` before the last command, so that the program takes the place of the shell. Where several programs run, start an
    init that signals all of them, such as `dumb-init`. Whether the shell stays depends on which one `/bin/sh` is: dash stays,
    bash and busybox give way to a last command. Nothing is reported where `trap` or `wait` is used, and after an entrypoint of
    `dumb-init` or `tini -g`.

    Fix safety: unsafe; the program becomes process 1, which must handle signals itself. None is offered unless the text is a
    plain list with `&&`.

    References: https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example,
    https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
    """

    name = "shell-swallows-signals"
    title = "The shell keeps the signals from the program"
    category = "reliability"
    severity = Severity.WARNING
    aliases = ("hadolint:DL3025", "buildkit:JSONArgsRecommended")
    examples = (
        Bad(
            "FROM python:3.13\nCMD python manage.py migrate && «gunicorn app --bind :$PORT»\n",
            fixed="FROM python:3.13\nCMD python manage.py migrate && exec gunicorn app --bind :$PORT\n",
            unsafe=True,
        ),
        Bad(
            'FROM debian:12\nENTRYPOINT ["sh", "-c", "«server --port 80»"]\n',
            fixed='FROM debian:12\nENTRYPOINT ["sh", "-c", "exec server --port 80"]\n',
            unsafe=True,
        ),
        Bad("FROM alpine:3.20\nCMD server | «tee /var/log/server.log»\n", why="No shell steps back for a pipeline."),
        Good("FROM python:3.13\nCMD python manage.py migrate && exec gunicorn app --bind :$PORT\n"),
        Good(
            "FROM python:3.13-alpine\nCMD python manage.py migrate && gunicorn app\n",
            why="busybox's shell hands its place to the last command.",
        ),
        Good(
            'FROM debian:12\nENTRYPOINT ["dumb-init", "--"]\nCMD if [ "$DEBUG" ]; then server -v; else server; fi\n',
            why="dumb-init signals every process below it.",
        ),
        Bad(
            "FROM example/base:1\nCMD migrate && «server»\n",
            fixed="FROM example/base:1\nCMD migrate && exec server\n",
            unsafe=True,
            why="A note: the image may have bash.",
        ),
        Good(
            'FROM public.ecr.aws/amazonlinux/amazonlinux:2023\nENTRYPOINT ["sh", "-c", "java $OPTS -jar /a.jar"]\n',
            why="`sh` is bash here, which replaces itself.",
        ),
        Bad(
            "FROM debian:12\nCMD while true; do date; «sleep 1»; done\n",
            why="`exec` would end the loop: an init helps.",
        ),
        Good("FROM debian:12\nCMD server --daemon && sleep infinity\n", why="The last program only waits."),
        Good(
            'FROM debian:12\nENTRYPOINT ["sh", "-c", "exec server"]\nCMD ["sh", "-c", "server --debug"]\n',
            why="This CMD never runs: see `entrypoint-loses-arguments`.",
        ),
        Good('FROM debian:12\nCMD ["bash", "-c", "sleep 5 && server"]\n', why="So does bash."),
        Good("FROM debian:12\nCMD server\n", why="This one needs no shell at all: see `shell-form-command`."),
    )

    def check(self, instruction: Cmd | Entrypoint) -> Findings:
        if instruction.exec_form is None and (is_one_program(instruction) or instruction.arguments.startswith("[")):
            return
        found = kept(instruction)
        if found is None:
            return
        start = found.program.span.start
        program = found.program.name
        fix = None
        if found.replaceable:
            edit = Edit(Span(start, start), "exec ")
            fix = Fix(f"put `exec` before `{program}`", (edit,), Applicability.UNSAFE)
        if not found.listed:
            message = (
                f"a shell stays process 1 in front of `{program}` and passes no signal on, so `docker stop` waits and then"
                ' kills it; start an init that signals every process: `ENTRYPOINT ["dumb-init", "--"]`'
            )
            yield self.finding(found.program.span, message)
            return
        unless = "" if found.certain else "unless `/bin/sh` is bash in this image, "
        message = (
            f"{unless}a shell stays process 1 in front of `{program}` and passes no signal on, so `docker stop` waits and"
            f" then kills it; write `exec {program}`"
        )
        severity = self.severity if found.certain else Severity.INFO
        yield self.finding(found.program.span, message, fix=fix, severity=severity)
