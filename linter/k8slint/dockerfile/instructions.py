"""The instructions of a Dockerfile. Every one knows where it stands, and the stage that it is part of."""

from __future__ import annotations

from k8slint.dockerfile import mounts
from k8slint.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile.caches import Left
    from k8slint.dockerfile.flags import Flag
    from k8slint.dockerfile.heredocs import Heredoc
    from k8slint.dockerfile.mounts import RunMount
    from k8slint.dockerfile.scan import Comment, Statement
    from k8slint.dockerfile.tree import Dockerfile, Stage
    from k8slint.dockerfile.words import Word
    from k8slint.shell.commands import Command, Script
    from k8slint.source import Source, Span


class Instruction:
    """Any instruction. `span` runs from the keyword to the last character, heredocs included; `block` is whole lines.

    `keyword` is in upper case. `args_span` is what follows keyword and flags, heredoc bodies left out. `words` are the
    arguments as BuildKit parts them. `previous_comments` are those that BuildKit reads as its own: between it and the
    instruction before, from the last empty `#` on. `onbuild` is the ONBUILD that it is the trigger of.
    """

    __slots__ = (
        "_span",
        "args_end",
        "args_start",
        "dockerfile",
        "flags",
        "keyword",
        "keyword_end",
        "onbuild",
        "stage",
        "statement",
        "words",
    )

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        self.statement = statement
        self.keyword = keyword
        self.keyword_end = keyword_end
        self.flags = flags
        self.args_start = args
        self.args_end = len(statement.text)
        self._span: Span | None = None
        self.words: tuple[Word, ...] = ()
        self.stage: Stage | None = None
        self.dockerfile: Dockerfile
        self.onbuild: Onbuild | None = None

    @property
    def span(self) -> Span:
        if self._span is None:
            whole = self.statement.span(0, self.args_end)
            heredocs = self.statement.heredocs
            if heredocs and heredocs[-1].end_span.end > whole.end:
                whole = whole.__class__(whole.start, heredocs[-1].end_span.end)
            self._span = whole
        return self._span

    @property
    def keyword_span(self) -> Span:
        return self.statement.span(0, self.keyword_end)

    @property
    def source(self) -> Source:
        return self.dockerfile.source

    @property
    def args_span(self) -> Span:
        return self.statement.span(self.args_start, self.args_end)

    @property
    def heredocs(self) -> tuple[Heredoc, ...]:
        return self.statement.heredocs

    @property
    def block(self) -> Span:
        return self.statement.block

    @property
    def previous_comments(self) -> tuple[Comment, ...]:
        return self.statement.comments

    @property
    def blank_lines(self) -> tuple[Span, ...]:
        """Empty lines between its continuation lines, which Docker will refuse one day."""
        return self.statement.blank_lines

    @property
    def arguments(self) -> str:
        """The text of `args_span`, continuations joined."""
        return self.statement.text[self.args_start :]

    @property
    def line(self) -> int:
        return self.source.line_at(self.span.start)

    def flag(self, name: str) -> Flag | None:
        for flag in self.flags:
            if flag.name == name:
                return flag
        return None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.statement.text[:60]!r}, {self.span.start}..{self.span.end})"


class From(Instruction):
    """`FROM image [AS alias]`. `image` is None only when it is missing."""

    __slots__ = ("alias", "image")

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.image: Word | None = None
        self.alias: Word | None = None


class ShellInstruction(Instruction):
    """RUN, CMD, ENTRYPOINT and HEALTHCHECK: a command in shell form or, with `exec_form`, as a JSON array of words.

    `command_start` is where the command begins in the statement: behind HEALTHCHECK's CMD, else where the arguments do.
    """

    __slots__ = ("_script", "command_start", "exec_form")

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.exec_form: tuple[Word, ...] | None = None
        self.command_start = args
        self._script: Script | bool | None = False

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
        if first.startswith("#!") and not _is_shell(first[2:].strip()):
            return None
        return body.body_span

    @property
    def heredoc_script(self) -> Heredoc | None:
        """The heredoc whose body is the whole command."""
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
        body = self.heredoc_script
        shebang = body is not None and self.source.text.startswith("#!", body.body_span.start)
        if not shebang:
            from k8slint.dockerfile.state import before

            if not before(self).posix:
                return None
        from k8slint.shell.parse import parse

        return parse(self.source.text, span.start, span.end, escape="" if body else self.dockerfile.escape)

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every simple command of the script, or the exec form as one."""
        words = self.exec_form
        if words:
            from k8slint.shell.parse import exec_command

            span = words[0].span.__class__(words[0].span.start, words[-1].span.end)
            return (exec_command([(word.text, word.span) for word in words], span),)
        script = self.script
        return script.commands if script is not None else ()


class Run(ShellInstruction):
    """`caches` is what `caches.left` remembers; not set before."""

    __slots__ = ("caches",)
    caches: tuple[Left, ...]

    @property
    def mounts(self) -> tuple[RunMount, ...]:
        return mounts.read(self.flags) if self.flags else ()


class Cmd(ShellInstruction):
    __slots__ = ()


class Entrypoint(ShellInstruction):
    __slots__ = ()


class Healthcheck(ShellInstruction):
    """`HEALTHCHECK CMD …`, or with `none` HEALTHCHECK NONE."""

    __slots__ = ("none",)

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.none = False

    @property
    def shell_span(self) -> Span | None:
        return None if self.none else super().shell_span


class Shell(Instruction):
    """`SHELL ["program", "argument"]`. `exec_form` is None when it is not JSON, which BuildKit refuses."""

    __slots__ = ("exec_form",)

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.exec_form: tuple[Word, ...] | None = None


class Transfer(Instruction):
    """COPY and ADD. `sources` hold no heredocs; `destination` is None when there is only one argument."""

    __slots__ = ("destination", "json", "sources")

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.sources: tuple[Word, ...] = ()
        self.destination: Word | None = None
        self.json = False

    @property
    def from_(self) -> Flag | None:
        return self.flag("from")


class Copy(Transfer):
    __slots__ = ()


class Add(Transfer):
    __slots__ = ()


class Pair(Record):
    """`name=value`. `name` has its quotes removed; `value` is None for `ARG name`."""

    name: str
    name_span: Span
    value: Word | None
    span: Span


class Pairs(Instruction):
    """ENV, LABEL and ARG. `legacy` is the form without `=`: `ENV name the rest of the line`."""

    __slots__ = ("legacy", "pairs")

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.pairs: tuple[Pair, ...] = ()
        self.legacy = False


class Env(Pairs):
    __slots__ = ()


class Label(Pairs):
    __slots__ = ()


class Arg(Pairs):
    __slots__ = ()


class Listing(Instruction):
    """An instruction that takes words one by one: EXPOSE and VOLUME."""

    __slots__ = ()


class Expose(Listing):
    __slots__ = ()

    @property
    def ports(self) -> tuple[Word, ...]:
        return self.words


class Volume(Listing):
    __slots__ = ()

    @property
    def paths(self) -> tuple[Word, ...]:
        return self.words


class Single(Instruction):
    """An instruction whose arguments are one word, blanks included: USER, WORKDIR, STOPSIGNAL and MAINTAINER."""

    __slots__ = ()

    @property
    def word(self) -> Word | None:
        return self.words[0] if self.words else None


class User(Single):
    __slots__ = ()

    @property
    def user(self) -> Word | None:
        return self.word


class Workdir(Single):
    __slots__ = ()

    @property
    def path(self) -> Word | None:
        return self.word


class Stopsignal(Single):
    __slots__ = ()

    @property
    def signal(self) -> Word | None:
        return self.word


class Maintainer(Single):
    __slots__ = ()


class Onbuild(Instruction):
    """`ONBUILD instruction`. `trigger` runs in builds that start from this image."""

    __slots__ = ("trigger",)

    def __init__(
        self, statement: Statement, keyword: str, keyword_end: int, flags: tuple[Flag, ...], args: int
    ) -> None:
        super().__init__(statement, keyword, keyword_end, flags, args)
        self.trigger: Instruction | None = None


class Unknown(Instruction):
    """No instruction that BuildKit knows."""

    __slots__ = ()


KINDS: dict[str, type[Instruction]] = {
    "ADD": Add,
    "ARG": Arg,
    "CMD": Cmd,
    "COPY": Copy,
    "ENTRYPOINT": Entrypoint,
    "ENV": Env,
    "EXPOSE": Expose,
    "FROM": From,
    "HEALTHCHECK": Healthcheck,
    "LABEL": Label,
    "MAINTAINER": Maintainer,
    "ONBUILD": Onbuild,
    "RUN": Run,
    "SHELL": Shell,
    "STOPSIGNAL": Stopsignal,
    "USER": User,
    "VOLUME": Volume,
    "WORKDIR": Workdir,
}


def _is_shell(line: str) -> bool:
    """Whether a `#!` line names a POSIX shell."""
    from k8slint.dockerfile.state import is_posix_shell

    return is_posix_shell(tuple(line.split()))
