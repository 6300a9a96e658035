"""RUN, CMD, ENTRYPOINT and HEALTHCHECK: instructions that hold a command."""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile import mounts
from k8slint._internal.kinds.dockerfile.instruction import Instruction
from k8slint._internal.kinds.dockerfile.shells import is_posix_shell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from k8slint._internal.kinds.dockerfile.flags import Flag
    from k8slint._internal.kinds.dockerfile.mounts import RunMount
    from k8slint._internal.kinds.dockerfile.statement import Heredoc, Statement
    from k8slint._internal.kinds.dockerfile.words import Word
    from k8slint._internal.syntax.shell.commands import Command, Script
    from k8slint._internal.text.source import Span

    class ShellContext(Protocol):
        """What the shell of an instruction finds: whether it is a POSIX shell, and the variables with their values."""

        @property
        def posix(self) -> bool: ...

        @property
        def env(self) -> Mapping[str, str | None]: ...


class ShellInstruction(Instruction):
    """RUN, CMD, ENTRYPOINT or HEALTHCHECK: a command in shell form or, with `exec_form`, as a JSON array of words.

    `command_start` is where the command begins in the statement: after HEALTHCHECK's CMD, else where the arguments do.
    """

    __slots__ = ("_exec_commands", "_script", "command_start", "exec_form")

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.exec_form: tuple[Word, ...] | None = None
        self.command_start = args
        self._script: Script | bool | None = False
        self._exec_commands: tuple[Command, ...] | None = None

    @property
    def command_span(self) -> Span:
        """The command as written, heredocs included."""
        start = self.statement.span(self.command_start, self.args_end).start
        return self.span.__class__(start, max(start, self.span.end))

    @property
    def shell_span(self) -> Span | None:
        """The text that a shell reads; None in exec form and for a heredoc that names another interpreter.

        A command that is one heredoc alone (`RUN <<EOF`) is replaced by its body, which runs in the shell, or, with a
        first line `#!`, as a file (moby/buildkit `dockerfile2llb/convert.go`, dispatchRun).
        """
        if self.exec_form is not None:
            return None
        body = self.heredoc_script
        if body is None:
            return self.command_span
        first = self.source.text[body.body_span.start : body.body_span.end].partition("\n")[0]
        if first.startswith("#!") and not is_posix_shell(tuple(first[2:].split())):
            return None
        return body.body_span

    @property
    def heredoc_script(self) -> Heredoc | None:
        """The heredoc whose body is the whole command; None without such."""
        heredocs = self.heredocs
        if len(heredocs) == 1 and heredocs[0].span == self._command_line:
            return heredocs[0]
        return None

    @property
    def _command_line(self) -> Span:
        return self.statement.span(self.command_start, self.args_end)

    @property
    def script(self) -> Script | None:
        """The command in shell form; None when it is not for a POSIX shell or is not understood."""
        if self._script is False:
            self._script = self._parsed()
        return self._script or None  # type: ignore[return-value]

    def _parsed(self) -> Script | None:
        span = self.shell_span
        if span is None or span.start == span.end:
            return None
        if not self._is_posix():
            return None
        from k8slint._internal.syntax.shell.parse import heredoc_script, parse

        text, escape = self.source.text, self.dockerfile.escape
        if self.heredoc_script is not None:
            return self._valued(parse(text, span.start, span.end, escape=""))
        heredocs = self.heredocs
        if len(heredocs) == 1 and heredocs[0].span.start == span.start:
            first, line = heredocs[0], self._command_line
            return self._valued(
                heredoc_script(text, first.span.end, line.end, first.body_span, quoted=first.quoted, escape=escape)
            )
        return self._valued(parse(text, span.start, span.end, escape=escape))

    def _valued(self, script: Script | None) -> Script | None:
        """The script as it is run. What a CMD's variables hold is only known when the container starts."""
        return script

    def _is_posix(self) -> bool:
        """Whether the text that `shell_span` gives is for a POSIX shell; a `#!` line was looked at there."""
        body = self.heredoc_script
        if body is not None and self.source.text.startswith("#!", body.body_span.start):
            return True
        return self.dockerfile.shell_context(self).posix

    @property
    def excess(self) -> str | None:
        """What a command that a POSIX shell would read has too much of, so that it is not read here."""
        span = self.shell_span
        if span is None:
            return None
        from k8slint._internal.syntax.shell.limits import excess

        found = excess(self.source.text[span.start : span.end])
        return found if found is not None and self._is_posix() else None

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every simple command of the script, or the exec form as one, with those of the script that it gives a shell."""
        words = self.exec_form
        if words:
            if self._exec_commands is None:
                self._exec_commands = self._unwrapped(words)
            return self._exec_commands
        script = self.script
        return script.commands if script is not None else ()

    def _unwrapped(self, words: tuple[Word, ...]) -> tuple[Command, ...]:
        from k8slint._internal.syntax.shell.parse import exec_commands

        span = words[0].span.__class__(words[0].span.start, words[-1].span.end)
        listed = [(word.text, word.span) for word in words]
        commands = exec_commands(self.source.text, listed, span, escape=self.dockerfile.escape)
        if len(commands) == 1:
            return commands
        from k8slint._internal.syntax.shell.commands import Script

        script = self._valued(Script(span.start, span.end, commands, None, changes_state=False))
        return script.commands if script is not None else commands


class Run(ShellInstruction):
    """`RUN command`: what the build runs, in shell form or exec form."""

    __slots__ = ()

    def _valued(self, script: Script | None) -> Script | None:
        if script is None or "$" not in self.source.text[script.start : script.end]:
            return script
        from k8slint._internal.syntax.shell.variables import expanded

        return expanded(script, self.dockerfile.shell_context(self).env)

    @property
    def mounts(self) -> tuple[RunMount, ...]:
        return mounts.read(self.flags) if self.flags else ()


class Cmd(ShellInstruction):
    """`CMD command`: what a container runs, or the arguments that its ENTRYPOINT gets."""

    __slots__ = ()


class Entrypoint(ShellInstruction):
    """`ENTRYPOINT command`: the program of a container."""

    __slots__ = ()


class Healthcheck(ShellInstruction):
    """`HEALTHCHECK CMD command`: asks whether the container works; `none` tells `HEALTHCHECK NONE`."""

    __slots__ = ("none",)

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.none = False

    @property
    def shell_span(self) -> Span | None:
        return None if self.none else super().shell_span
