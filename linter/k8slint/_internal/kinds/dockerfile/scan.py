"""Lines of a Dockerfile: directives, comments, continuations and heredocs, as BuildKit's parser takes them.

Follows moby/buildkit `frontend/dockerfile/parser` (`parser.go`, `directives.go`): comment lines and empty lines inside
a continuation are dropped, and what remains is joined without a blank.
"""

from __future__ import annotations

from bisect import bisect_left

from k8slint._internal.kinds.dockerfile.heredocs import find
from k8slint._internal.kinds.dockerfile.statement import Comment, Statement
from k8slint._internal.text.finding import Problem, Related
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.dockerfile.statement import Heredoc
    from k8slint._internal.text.source import Source

MAX_LINES = 50_000
MAX_LINE_BYTES = 65_535
"""BuildKit reads lines with Go's `bufio.Scanner`, whose tokens end here."""
MAX_STATEMENT = 500_000
"""Characters of one instruction, its continuation lines included."""

_WITH_HEREDOCS = frozenset(("run", "copy", "add", "onbuild"))
_DIRECTIVES = frozenset(("syntax", "escape", "check"))


class Directive(Record):
    """A parser directive, `# name=value`: `name` is syntax, escape or check, in lower case; `span` begins at the `#`."""

    name: str
    value: str
    span: Span
    value_span: Span
    line: int


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
    __slots__ = ("at", "carriage", "indexes", "line", "lines", "pending", "result")

    def __init__(self, result: Scan) -> None:
        text = result.source.text
        self.result = result
        self.lines = text.split("\n")
        if not self.lines[-1]:
            self.lines.pop()
        self.line = 0
        """How many lines were read: the number of the last one, from 1."""
        self.at = 0
        """Where the next line begins."""
        self.carriage = "\r" in text
        self.pending: list[Comment] = []
        self.indexes: dict[str, dict[str, list[int]]] = {}
        if len(text) > MAX_LINE_BYTES // 4:
            self.refuse_long_lines()

    def refuse_long_lines(self) -> None:
        start = 0
        for line in self.lines:
            end = start + len(line)
            if end - start > MAX_LINE_BYTES // 4 and len(line.encode("utf-8", "replace")) > MAX_LINE_BYTES:
                message = f"a line of more than {MAX_LINE_BYTES} bytes, which BuildKit refuses; split it"
                self.result.problems.append(Problem("dockerfile-syntax", Span(start, end), message))
            start = end + 1

    def run(self) -> None:
        result = self.result
        lines = self.lines
        if len(lines) > MAX_LINES:
            start = sum(map(len, lines[:MAX_LINES])) + MAX_LINES
            message = f"more than {MAX_LINES} lines; the rest was not linted, split the file"
            span = Span(start, start + len(lines[MAX_LINES]))
            result.problems.append(Problem("input-limit", span, message, fatal=True))
            del lines[MAX_LINES:]
        directives = True
        while self.line < len(lines):
            line = lines[self.line]
            start = self.at
            self.at = start + len(line) + 1
            self.line += 1
            body = line.strip() if line else ""
            if not body:
                directives = False
            elif body[0] == "#":
                start += line.index("#")
                if directives:
                    # A `#!` line hides the escape directive only: BuildKit skips it when it looks for the others.
                    shebang = self.line == 1 and body.startswith("#!")
                    directives = shebang or self.directive(start, body)
                    if not shebang:
                        continue
                self.comment(start, body)
            else:
                directives = False
                self.statement(start, line.rstrip("\r") if self.carriage else line)

    def comment(self, at: int, body: str) -> None:
        comment = Comment(Span(at, at + len(body)), body[1:].strip(), self.line)
        self.result.comments.append(comment)
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
        span = Span(at, at + len(body))
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
                message = f"`{shown}` is not an escape character; write `\\` or a backtick"
                result.problems.append(Problem("dockerfile-syntax", found.value_span, message))
            elif not (result.comments and result.comments[0].text.startswith("!")):
                result.escape = shown
        return True

    def statement(self, start: int, line: str) -> None:
        """Takes an instruction: this line, its continuation lines and the bodies of its heredocs."""
        body = line.lstrip()
        first = start + len(line) - len(body)
        comments: tuple[Comment, ...] = ()
        if self.pending:
            comments = tuple(self.pending)
            self.pending = []
        escape = self.result.escape
        kept = _continued(body, escape) if escape in body else None
        if kept is not None:
            statement = self.continuation(start, first, kept, comments)
        else:
            statement = Statement(body.rstrip(), first, None, [], Span(start, start + len(line)), comments, ())
        text = statement.text
        if len(text) > MAX_STATEMENT:
            message = f"an instruction of more than {MAX_STATEMENT} characters, which was not linted; use a script"
            span = Span(first, start + len(line))
            self.result.problems.append(Problem("input-limit", span, message, fatal=True))
            return
        if "<<" in text and text.split(None, 1)[0].lower() in _WITH_HEREDOCS:
            self.heredocs(statement)
        self.result.statements.append(statement)

    def continuation(self, start: int, first: int, kept: str, comments: tuple[Comment, ...]) -> Statement:
        """Joins the lines that follow a line that ends with the escape character."""
        parts, starts, places = [kept], [0], [first]
        blank_lines: list[Span] = []
        length = len(kept)
        escape = self.result.escape
        lines, number, at = self.lines, self.line, self.at
        end = at - 1
        while number < len(lines):
            line = lines[number]
            number += 1
            begin = at
            at += len(line) + 1
            if self.carriage:
                line = line.rstrip("\r")
            end = begin + len(line)
            if not line or line.isspace():
                blank_lines.append(Span(begin, end))
                continue
            if "#" in line and (body := line.strip())[0] == "#":
                place = begin + line.index("#")
                span = Span(place, place + len(body))
                self.result.comments.append(Comment(span, body[1:].strip(), number, inside=True))
                continue
            starts.append(length)
            places.append(begin)
            if escape in line:
                tail = line.rstrip(" \t")
                if tail[-1:] == escape and tail[-2:-1] != escape:
                    parts.append(tail[:-1])
                    length += len(tail) - 1
                    continue
            parts.append(line)
            break
        self.line, self.at = number, at
        joined = "".join(parts)
        text = joined.lstrip()
        before = len(joined) - len(text)
        if before:
            starts = [piece - before for piece in starts]
        statement = Statement(text.rstrip(), first, starts, places, Span(start, end), comments, tuple(blank_lines))
        statement.start = statement.offset(0)
        return statement

    def heredocs(self, statement: Statement) -> None:
        found = find(statement)
        if not found:
            return
        for heredoc in found:
            self.heredoc_body(heredoc)
        statement.heredocs = tuple(found)
        statement.block = Span(statement.block.start, max(statement.block.end, found[-1].end_span.end))

    def heredoc_body(self, heredoc: Heredoc) -> None:
        """Reads on to the line that ends a heredoc. Without one, BuildKit refuses the file."""
        source = self.result.source
        size = len(source.text)
        start = min(self.at, size)
        name = heredoc.name
        tabs = heredoc.strip_tabs
        number = self.next_line("tabs" if tabs else "exact", name)
        if number is not None:
            offset = self.go_behind(number)
            line = self.lines[number].rstrip("\r")
            at = offset + (len(line) - len(line.lstrip("\t")) if tabs else 0)
            heredoc.close(Span(start, offset), Span(at, at + len(name)))
            return
        message = f"heredoc `{name}` has no end; put `{name}` alone on a line, at its very start"
        number = self.next_line("near", name)
        if number is None:
            heredoc.close(Span(start, size), Span(size, size))
            self.line, self.at = len(self.lines), size
            self.result.problems.append(Problem("dockerfile-syntax", heredoc.span, message))
            return
        offset = self.go_behind(number)
        line = self.lines[number]
        at = offset + len(line) - len(line.lstrip())
        heredoc.close(Span(start, offset), Span(at, at + len(name)))
        related = (Related("", heredoc.end_span, "looks like its end, but has blanks around it"),)
        self.result.problems.append(Problem("dockerfile-syntax", heredoc.span, message, related=related))

    def next_line(self, how: str, text: str) -> int | None:
        """The number, from 0, of the next line that is `text`. Looked up, for a file may hold thousands of open heredocs."""
        index = self.indexes.get(how)
        if index is None:
            index = self.indexes[how] = {}
            for number, line in enumerate(self.lines):
                line = line.strip() if how == "near" else line.rstrip("\r")
                index.setdefault(line.lstrip("\t") if how == "tabs" else line, []).append(number)
        numbers = index.get(text, ())
        place = bisect_left(numbers, self.line)
        return numbers[place] if place < len(numbers) else None

    def go_behind(self, number: int) -> int:
        """Goes on behind a line; gives the offset of its first character."""
        offset = self.result.source.line_starts[number]
        self.line = number + 1
        self.at = offset + len(self.lines[number]) + 1
        return offset


def _continued(line: str, escape: str) -> str | None:
    """The line without its continuation character, or None when it does not continue: `\\\\` at the end does not."""
    tail = line.rstrip(" \t")
    if tail[-1:] != escape or tail[-2:-1] == escape:
        return None
    return tail[:-1]
