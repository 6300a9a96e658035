"""What every instruction of a Dockerfile has: where it stands, its flags, its words, and the stage that it is part of."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.dockerfile.flags import Flag
    from k8slint._internal.kinds.dockerfile.stages import Dockerfile, Stage
    from k8slint._internal.kinds.dockerfile.statement import Comment, Heredoc, Statement
    from k8slint._internal.kinds.dockerfile.words import Word
    from k8slint._internal.text.source import Source, Span


class Instruction:
    """Any instruction: what all of them have. `span` runs from the keyword to the last character, heredocs included;
    `block` is whole lines.

    `keyword` is in upper case, unless it holds other letters than ASCII's. `args_span` is what follows keyword and flags,
    heredoc bodies left out. `words` are the arguments as BuildKit parts them. `previous_comments` are those that BuildKit
    reads as its own: between it and the instruction before, from the last empty `#` on. `onbuild` is the ONBUILD that it is
    the trigger of.

    `comment` is what reads like a comment after the arguments, and `late_flags` are flags after the first argument. To
    BuildKit both are arguments; here they are not in `words`, so that a rule sees what was meant.
    """

    __slots__ = (
        "_span",
        "args_end",
        "args_start",
        "comment",
        "dockerfile",
        "flags",
        "keyword",
        "keyword_end",
        "late_flags",
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
        self.comment: Word | None = None
        self.late_flags: tuple[Word, ...] = ()
        self.stage: Stage | None = None
        self.dockerfile: Dockerfile
        self.onbuild: Instruction | None = None

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
        """Empty lines between its continuation lines, which a later Docker will refuse."""
        return self.statement.blank_lines

    @property
    def arguments(self) -> str:
        """The text of `args_span`, continuations joined."""
        return self.statement.text[self.args_start :]

    @property
    def line(self) -> int:
        return self.source.line_at(self.span.start)

    def flag(self, name: str) -> Flag | None:
        """The flag `--name`, None without one."""
        for flag in self.flags:
            if flag.name == name:
                return flag
        return None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.statement.text[:60]!r}, {self.span.start}..{self.span.end})"
