"""`variable-in-exec-form`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Cmd, Entrypoint, ShellInstruction, references, state_before

_SHELLS = (
    "sh",
    "bash",
    "ash",
    "dash",
    "zsh",
    "ksh",
    "busybox",
    "cmd",
    "cmd.exe",
    "powershell",
    "pwsh",
    "envsubst",
    "env",
)


class VariableInExecForm(Rule[ShellInstruction]):
    """A JSON array is run without a shell, and nothing else replaces the variables in it.

    The program gets the five characters `$PORT`, and most often stops with "invalid port".

    Let a shell do it: `CMD exec server --port "$PORT"`, or `CMD ["sh", "-c", "exec server --port \\"$PORT\\""]`. Nothing is
    reported for shells, for a `CMD` that goes to an `ENTRYPOINT` of the file, and for names that the file does not set. Ignore
    this where the program itself replaces variables.

    References: https://docs.docker.com/reference/dockerfile/#exec-form,
    https://docs.docker.com/reference/dockerfile/#environment-replacement
    """

    name = "variable-in-exec-form"
    title = "Nothing replaces a variable in a JSON array"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ()
    words = ("$",)
    examples = (
        Bad('FROM alpine:3.20\nENV PORT=80\nCMD ["server", "--port", «"$PORT"»]\n'),
        Bad('FROM alpine:3.20\nARG URL\nRUN ["wget", «"${URL}/a"»]\nHEALTHCHECK CMD ["wget", «"$URL"»]\n'),
        Good('FROM alpine:3.20\nENV PORT=80\nCMD ["sh", "-c", "exec server --port $PORT"]\n'),
        Good(
            'FROM alpine:3.20\nENV PORT=80\nENTRYPOINT ["/start.sh"]\nCMD ["$PORT"]\n', why="The script may replace it."
        ),
        Good('FROM alpine:3.20\nRUN ["awk", "{print $NF}", "/etc/hosts"]\n', why="Not a variable of this file."),
    )

    def check(self, instruction: ShellInstruction) -> Findings:
        words = instruction.exec_form
        if not words or words[0].text.rpartition("/")[2].lower() in _SHELLS:
            return
        if isinstance(instruction, Cmd) and instruction.stage is not None and instruction.stage.inherited(Entrypoint):
            return
        env = state_before(instruction).env
        for word in words:
            for reference in references(word.text, ""):
                if reference.name in env:
                    message = (
                        f"nothing replaces `${reference.name}` in a JSON array, so the program gets these"
                        " characters; write the shell form"
                    )
                    yield self.finding(word.span, message)
                    break
