"""`shell-text-in-exec-form`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Cmd, Entrypoint, ShellInstruction, state_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Word

_OPERATORS = frozenset(("&&", "||", "|", ";", "&", ">", ">>", "<", "2>&1", "2>", "&>", "1>&2"))
_SHELL_WORDS = frozenset(("cd", "export", "source", ".", "exec", "set", "ulimit", "umask"))
"""Commands that only a shell has."""
_TAKES_ANY = frozenset(
    ("test", "[", "expr", "awk", "jq", "find", "xargs", "echo", "printf", "env", "su", "gosu", "sudo")
)
"""Programs whose arguments may look like a shell's operators."""


class ShellTextInExecForm(Rule[ShellInstruction]):
    """A JSON array runs without a shell: its first word is a program, and each other word is one argument as it is.

    `CMD ["python app.py"]` looks for a program whose name is `python app.py`, blank included, and the container ends with
    "executable file not found". In `CMD ["cd", "/app", "&&", "server"]` there is no program `cd`, and `&&` would be an
    argument.

    Write one word an element: `["python", "app.py"]`. Where a shell is needed, write the shell form, or
    `["sh", "-c", "cd /app && exec server"]`. Ignore this where the program itself reads such words.

    References: https://docs.docker.com/reference/dockerfile/#exec-form
    """

    name = "shell-text-in-exec-form"
    title = "A JSON array holds the text of a shell"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    words = ("[",)
    examples = (
        Bad('FROM debian:12\nCMD [«"python app.py"»]\n'),
        Bad('FROM debian:12\nCMD [«"cd"», "/app", "&&", "server"]\nRUN ["server", "a", «">"», "/log"]\n'),
        Good('FROM debian:12\nCMD ["python", "app.py"]\nHEALTHCHECK CMD ["sh", "-c", "curl localhost || exit 1"]\n'),
        Good('FROM debian:12\nENTRYPOINT ["/opt/My App/run", "a b"]\nRUN ["find", "/a", "-exec", "rm", "{}", ";"]\n'),
        Good('FROM debian:12\nENTRYPOINT ["/entry.sh"]\nCMD ["a && b"]\n', why="The script may hand it to a shell."),
    )

    def check(self, instruction: ShellInstruction) -> Findings:
        words = instruction.exec_form
        if not words or state_before(instruction).windows or instruction.stage is None:
            return
        if isinstance(instruction, Cmd) and instruction.stage.inherited(Entrypoint) is not None:
            return
        program = words[0].text
        if " " in program.strip() and "/" not in program:
            split = ", ".join(f'"{word}"' for word in program.split())
            message = f"no program is named `{program}`, so nothing starts; write each word on its own: `[{split}]`"
            yield self.finding(words[0].span, message)
        elif program in _SHELL_WORDS:
            message = f"`{program}` is a command of a shell, and a JSON array runs without one; write the shell form"
            yield self.finding(words[0].span, message)
        else:
            found = _operator(words)
            if found is not None:
                message = (
                    f"`{found.text}` means nothing without a shell, so `{program}` gets it as an argument;"
                    " write the shell form"
                )
                yield self.finding(found.span, message, severity=Severity.WARNING)


def _operator(words: tuple[Word, ...]) -> Word | None:
    name = words[0].text.rpartition("/")[2]
    if name in _TAKES_ANY or name.endswith("sh"):
        return None
    return next((word for word in words[1:] if word.text in _OPERATORS), None)
