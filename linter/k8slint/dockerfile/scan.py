"""Lines of a Dockerfile: directives, comments, continuations and heredocs, as BuildKit's parser takes them.

Follows moby/buildkit `frontend/dockerfile/parser` (`parser.go`, `directives.go`): comment lines and empty lines inside
a continuation are dropped, and what remains is joined without a blank.
"""

from __future__ import annotations

from bisect import bisect_right

from k8slint.finding import Problem, Related
from k8slint.record import Record
from k8slint.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile.heredocs import Heredoc
    from k8slint.source import Source

MAX_LINES = 50_000
MAX_LINE_BYTES = 65_535
"""BuildKit reads lines with Go's `bufio.Scanner`, whose tokens end here."""
MAX_STATEMENT = 500_000
"""Characters of one instruction, its continuation lines included."""

BLANK = "\t\v\f\r "
"""What parts tokens; other Unicode blanks do not."""
_WITH_HEREDOCS = frozenset(("run", "copy", "add", "onbuild"))
_DIRECTIVES = frozenset(("syntax", "escape", "check"))


class Comment(Record):
    """A comment line. `span` begins at its `#`, `text` is what follows, stripped; `line` counts from 1.

    `inside` comments stand between the continuation lines of an instruction.
    """

    span: Span
    text: str
    line: int
    inside: bool = False


class Directive(Record):
    """A parser directive, `# name=value`: `name` is syntax, escape or check, in lower case; `span` begins at the `#`."""

    name: str
    value: str
    span: Span
    value_span: Span
    line: int


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

    def index(self, offset: int) -> int:
        """Where in `text` a character of the source is; the way back from `offset`."""
        starts = self._starts
        if starts is None:
            return offset - self.start
        piece = bisect_right(self._at, offset) - 1
        return starts[piece] + offset - self._at[piece]

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


class Scan:
    """What one pass over the lines finds. Read it with `scan`."""

    __slots__ = ("comments", "directives", "escape", "problems", "source", "statements")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.escape = "\\"
        self.directives: list[Directive] = []
        self.comments: list[Comment] = []
        self.statements: list[Statement] = []
        self.problems: list[Problem] = []


def scan(source: Source) -> Scan:
    """Splits a text into statements. Never raises; what cannot be taken is in `problems`."""
    result = Scan(source)
    _Scanner(result).run()
    return result


class _Scanner:
    __slots__ = ("at", "line", "pending", "result", "size", "text")

    def __init__(self, result: Scan) -> None:
        self.result = result
        self.text = result.source.text
        self.size = len(self.text)
        self.at = 0
        self.line = 0
        self.pending: list[Comment] = []

    def next(self) -> tuple[int, str] | None:
        """Offset and text of the next line, its line end left out."""
        start = self.at
        if start >= self.size:
            return None
        stop = self.text.find("\n", start)
        if stop < 0:
            stop = self.size
        self.at = stop + 1
        self.line += 1
        line = self.text[start:stop]
        if stop - start > MAX_LINE_BYTES // 4 and len(line.encode("utf-8", "replace")) > MAX_LINE_BYTES:
            message = f"a line longer than {MAX_LINE_BYTES} bytes, which BuildKit refuses; split it with continuations"
            self.result.problems.append(Problem("dockerfile-syntax", Span(start, stop), message))
        if line.endswith("\r"):
            line = line.rstrip("\r")
        return start, line

    def run(self) -> None:
        result = self.result
        directives = True
        while (read := self.next()) is not None:
            start, line = read
            if self.line > MAX_LINES:
                message = f"more than {MAX_LINES} lines; the rest was not linted, split the file"
                result.problems.append(Problem("input-limit", Span(start, start + len(line)), message, fatal=True))
                return
            body = line.lstrip()
            if not body:
                directives = False
            elif body[0] == "#":
                indent = len(line) - len(body)
                if directives:
                    # A `#!` line hides the escape directive only: BuildKit skips it when it looks for the others.
                    directives = (self.line == 1 and body.startswith("#!")) or self.directive(start + indent, body)
                    if directives and body.startswith("#!"):
                        self.comment(start + indent, body)
                else:
                    self.comment(start + indent, body)
            else:
                directives = False
                self.statement(start, line, body)

    def comment(self, at: int, body: str, *, inside: bool = False) -> None:
        comment = Comment(Span(at, at + len(body.rstrip())), body[1:].strip(), self.line, inside)
        self.result.comments.append(comment)
        if not inside:
            if comment.text:
                self.pending.append(comment)
            else:
                self.pending.clear()

    def directive(self, at: int, body: str) -> bool:
        """Takes a directive line; any other comment ends them."""
        name, equals, value = body[1:].partition("=")
        name = name.strip()
        shown = value.strip()
        key = name.lower()
        if not equals or key not in _DIRECTIVES or not shown:
            self.comment(at, body)
            return False
        result = self.result
        value_at = at + 1 + body[1:].index("=") + 1 + len(value) - len(value.lstrip())
        span = Span(at, at + len(body.rstrip()))
        found = Directive(key, shown, span, Span(value_at, value_at + len(shown)), self.line)
        earlier = next((directive for directive in result.directives if directive.name == key), None)
        if earlier is not None:
            message = f"a second `{key}` directive, which BuildKit refuses; keep one"
            related = (Related("", earlier.span, "the first one"),)
            result.problems.append(Problem("dockerfile-syntax", span, message, related=related))
            return True
        result.directives.append(found)
        if key == "escape":
            if shown not in ("\\", "`"):
                message = f"`{shown}` is no escape character; write `\\` or a backtick"
                result.problems.append(Problem("dockerfile-syntax", found.value_span, message))
            elif not (result.comments and result.comments[0].text.startswith("!")):
                result.escape = shown
        return True

    def statement(self, start: int, line: str, body: str) -> None:
        """Takes an instruction: this line, its continuation lines and the bodies of its heredocs."""
        lead = len(line) - len(body)
        escape = self.result.escape
        starts: list[int] | None = None
        at = [start + lead]
        blank_lines: list[Span] = []
        block_end = start + len(line)
        kept = _continued(body, escape) if escape in body else None
        if kept is None:
            text = body
        else:
            text, block_end, starts = self.continuation(kept, at, blank_lines, block_end)
        if len(text) > MAX_STATEMENT:
            message = (
                f"an instruction of more than {MAX_STATEMENT} characters, which was not linted; move it into a script"
            )
            span = Span(start + lead, start + len(line))
            self.result.problems.append(Problem("input-limit", span, message, fatal=True))
            return
        stripped = text.strip()
        if starts is not None:
            before = len(text) - len(text.lstrip())
            starts = [piece - before for piece in starts]
        comments = tuple(self.pending)
        self.pending.clear()
        statement = Statement(stripped, at[0], starts, at, Span(start, block_end), comments, tuple(blank_lines))
        if starts is not None:
            statement.start = statement.offset(0)
        if "<<" in stripped and stripped.split(None, 1)[0].lower() in _WITH_HEREDOCS:
            self.heredocs(statement)
        self.result.statements.append(statement)

    def continuation(
        self, kept: str, at: list[int], blank_lines: list[Span], block_end: int
    ) -> tuple[str, int, list[int]]:
        """Joins the lines that follow a line that ends with the escape character."""
        parts = [kept]
        length = len(kept)
        starts = [0]
        escape = self.result.escape
        while (read := self.next()) is not None:
            start, line = read
            block_end = start + len(line)
            body = line.lstrip()
            if not body:
                blank_lines.append(Span(start, block_end))
                continue
            if body[0] == "#":
                self.comment(start + len(line) - len(body), body, inside=True)
                continue
            piece = _continued(line, escape) if escape in line else None
            kept = line if piece is None else piece
            starts.append(length)
            at.append(start)
            parts.append(kept)
            length += len(kept)
            if piece is None:
                break
        return "".join(parts), block_end, starts

    def heredocs(self, statement: Statement) -> None:
        from k8slint.dockerfile.heredocs import find

        found = find(statement)
        if not found:
            return
        for heredoc in found:
            self.heredoc_body(heredoc)
        statement.heredocs = tuple(found)
        statement.block = Span(statement.block.start, max(statement.block.end, found[-1].end_span.end))

    def heredoc_body(self, heredoc: Heredoc) -> None:
        """Reads on to the line that ends a heredoc. Without one, BuildKit refuses the file."""
        start = min(self.at, self.size)
        near: tuple[int, int, int, str] | None = None
        name = heredoc.name
        while (read := self.next()) is not None:
            offset, line = read
            shown = line.lstrip("\t") if heredoc.strip_tabs else line
            if shown == name:
                at = offset + len(line) - len(shown)
                heredoc.close(Span(start, offset), Span(at, at + len(name)))
                return
            if near is None and line.strip() == name:
                near = (offset, self.at, self.line, line)
        message = f"heredoc `{name}` has no end: put `{name}` alone on a line, at its very start"
        if near is None:
            heredoc.close(Span(start, self.size), Span(self.size, self.size))
            self.result.problems.append(Problem("dockerfile-syntax", heredoc.span, message))
            return
        offset, self.at, self.line, line = near
        at = offset + len(line) - len(line.lstrip())
        heredoc.close(Span(start, offset), Span(at, at + len(name)))
        related = (Related("", heredoc.end_span, "looks like its end, but has blanks around it"),)
        self.result.problems.append(Problem("dockerfile-syntax", heredoc.span, message, related=related))


def _continued(line: str, escape: str) -> str | None:
    """The line without its continuation character, or None when it does not continue: `\\\\` at the end does not."""
    tail = line.rstrip(" \t")
    if tail[-1:] != escape or tail[-2:-1] == escape:
        return None
    return tail[:-1]
