"""`shell-form-command`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import POSIX_SHELL, Cmd, Entrypoint, ShellInstruction, state_before, to_exec_form
from k8slint_rules._shared.returning_commands import returns_at_once
from k8slint_rules._shared.startup import is_one_program, kept, never_runs, signals_reach_all


class ShellFormCommand(Rule[ShellInstruction]):
    """`CMD server` starts `/bin/sh -c "server"`. In many images the shell stays process 1, and does not pass signals on.

    `docker stop` then waits ten seconds and kills the container, and so does Kubernetes when a pod ends: open requests are cut
    off. The image also needs a shell, and arguments of `docker run` do not reach an `ENTRYPOINT` in this form.

    Write a JSON array: `CMD ["server", "--flag"]`. Where a shell is needed, end its text with `exec server`. After a `SHELL`
    instruction the form is taken as chosen.

    Fix safety: unsafe; the same words are run, but the program becomes process 1, which must handle signals itself. None is
    offered unless the text is one command of plain words.

    References: https://docs.docker.com/reference/build-checks/json-args-recommended/,
    https://docs.docker.com/reference/dockerfile/#shell-and-exec-form,
    https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
    """

    name = "shell-form-command"
    title = "A shell is started instead of the program"
    category = "reliability"
    severity = Severity.WARNING
    aliases = ("hadolint:DL3025", "buildkit:JSONArgsRecommended")
    examples = (
        Bad(
            "FROM python:3.13\nCMD «python app.py --name 'a b'»\n",
            fixed='FROM python:3.13\nCMD ["python", "app.py", "--name", "a b"]\n',
            unsafe=True,
        ),
        Bad(
            'FROM alpine:3.20\nENTRYPOINT «nginx -g "daemon off;"»\n',
            fixed='FROM alpine:3.20\nENTRYPOINT ["nginx", "-g", "daemon off;"]\n',
            unsafe=True,
        ),
        Bad(
            'FROM python:3.13\nENTRYPOINT ["python"]\nCMD «app.py»\n', why="python gets the words `/bin/sh -c app.py`."
        ),
        Good('FROM python:3.13\nCMD ["python", "app.py"]\nHEALTHCHECK CMD curl -f http://localhost/\n'),
        Good(
            "FROM python:3.13\nCMD exec python app.py --port $PORT\n",
            why="`exec` puts the program in the shell's place.",
        ),
        Good(
            "FROM debian:12\nCMD apachectl start\n", why="It returns at once in either form: `command-returns-at-once`."
        ),
        Good(
            "FROM microsoft/iis\nCMD powershell ./start -p %PORT%\n", why="A Windows image: cmd replaces the variable."
        ),
        Good('FROM python:3.13\nSHELL ["/bin/bash", "-c"]\nCMD python app.py\n', why="The shell is chosen."),
    )

    def check(self, instruction: ShellInstruction) -> Findings:
        if not isinstance(instruction, (Cmd, Entrypoint)):
            return
        if instruction.command_span.start == instruction.command_span.end or instruction.arguments.startswith("["):
            return
        if state_before(instruction).shell is not POSIX_SHELL:
            return
        if never_runs(instruction) or returns_at_once(instruction) is not None:
            return
        plain = is_one_program(instruction)
        if plain:
            if instruction.commands[0].raw_name == "exec":
                return
        elif (
            signals_reach_all(instruction)
            or kept(instruction) is not None
            or any(c.raw_name in ("exec", "trap") for c in instruction.commands)
        ):
            return
        edit = to_exec_form(instruction)
        fix = None if edit is None else Fix("write it as a JSON array", (edit,), Applicability.UNSAFE)
        what = f"`/bin/sh -c` runs this `{instruction.keyword}`, and it may stay process 1 and keep signals from the program"
        remedy = "write it as a JSON array"
        if not plain:
            remedy = "write these commands into a script that ends with `exec`, and start it with a JSON array"
        severity = self.severity if plain else Severity.INFO
        yield self.finding(instruction.command_span, f"{what}; {remedy}", fix=fix, severity=severity)
