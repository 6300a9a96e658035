"""A statement of a Dockerfile: one instruction's text, with its comments and heredocs and the way back to the source."""

from __future__ import annotations

from bisect import bisect_right

from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span

BLANK = "\t\v\f\r "
"""What parts tokens; other Unicode blanks do not."""


class Comment(Record):
    """A comment line. `span` begins at its `#`, `text` is what follows, stripped; `line` counts from 1.

    `inside` comments stand between the continuation lines of an instruction.
    """

    span: Span
    text: str
    line: int
    inside: bool = False


class Heredoc:
    """A here-document of RUN, COPY or ADD. `span` is its `<<NAME`; `body_span` whole lines; `end_span` the name that ends
    it, empty without.

    `quoted` bodies are taken as they stand; `strip_tabs` is `<<-`.
    """

    __slots__ = ("body_span", "end_span", "name", "quoted", "span", "strip_tabs")

    def __init__(self, name: str, span: Span, *, quoted: bool, strip_tabs: bool) -> None:
        self.name = name
        self.span = span
        self.quoted = quoted
        self.strip_tabs = strip_tabs
        self.body_span = self.end_span = Span(span.end, span.end)

    def close(self, body_span: Span, end_span: Span) -> None:
        self.body_span = body_span
        self.end_span = end_span


class Statement:
    """One instruction's text with its continuations joined, and the way back to the source.

    `text` is stripped at both ends. `block` covers its whole physical lines, the last line end left out, and
    `blank_lines` the empty lines between its continuation lines.
    """

    __slots__ = ("_at", "_starts", "blank_lines", "block", "comments", "heredocs", "start", "text")

    def __init__(
        self,
        text: str,
        start: int,
        starts: list[int] | None,
        at: list[int],
        block: Span,
        comments: tuple[Comment, ...],
        blank_lines: tuple[Span, ...],
    ) -> None:
        self.text = text
        self.start = start
        self._starts = starts
        self._at = at
        self.block = block
        self.comments = comments
        self.blank_lines = blank_lines
        self.heredocs: tuple[Heredoc, ...] = ()

    def offset(self, index: int) -> int:
        """Where in the source a character of `text` stands."""
        starts = self._starts
        if starts is None:
            return self.start + index
        piece = bisect_right(starts, index) - 1
        return self._at[piece] + index - starts[piece]

    def span(self, start: int, end: int) -> Span:
        """The source characters of `text[start:end]`, continuations between them included."""
        if self._starts is None:
            return Span(self.start + start, self.start + end)
        if end <= start:
            at = self.offset(start)
            return Span(at, at)
        return Span(self.offset(start), self.offset(end - 1) + 1)

    def tail(self, index: int) -> Statement:
        """The statement that `text[index:]` is: the trigger of an ONBUILD."""
        starts = None if self._starts is None else [start - index for start in self._starts]
        rest = Statement(self.text[index:], self.offset(index), starts, self._at, self.block, self.comments, ())
        rest.heredocs = self.heredocs
        return rest
