"""From statements to instructions: the arguments of each kind, and what BuildKit refuses in them.

Follows moby/buildkit `parser/line_parsers.go` (how arguments are parted) and `instructions/parse.go` (how many there must be).
"""

from __future__ import annotations

from k8slint._internal.kinds.dockerfile import flags as builder_flags
from k8slint._internal.kinds.dockerfile.heredocs import parse as parse_heredoc
from k8slint._internal.kinds.dockerfile.instructions import (
    KINDS,
    Arg,
    Expose,
    From,
    Healthcheck,
    Instruction,
    Listing,
    Maintainer,
    Onbuild,
    Pair,
    Pairs,
    Run,
    Shell,
    ShellInstruction,
    Single,
    Transfer,
    Unknown,
)
from k8slint._internal.kinds.dockerfile.misplaced import comment_start, is_value, split_flags
from k8slint._internal.kinds.dockerfile.statement import BLANK
from k8slint._internal.kinds.dockerfile.words import (
    NotStrings,
    Word,
    blank_words,
    first_blank,
    json_words,
    quoted_words,
)
from k8slint._internal.text.finding import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from k8slint._internal.kinds.dockerfile.statement import Statement
    from k8slint._internal.text.source import Span

MAX_WORDS = 10_000
"""Words of one instruction."""


class Reader:
    """Reads statements one by one; collects problems on the way."""

    __slots__ = ("escape", "podman", "problems")

    def __init__(self, escape: str, problems: list[Problem], *, podman: bool = False) -> None:
        self.escape = escape
        self.problems = problems
        self.podman = podman
        """Whether the file is named like one of Podman's, whose builder takes keys of `--mount` that BuildKit does not."""

    def read(self, statement: Statement) -> Instruction:
        text = statement.text
        first = text.split(None, 1)[0] if text else ""
        # Other letters than ASCII's are no keyword's, though some become ASCII as capitals (`ı`, `ſ`).
        keyword = first.upper() if first.isascii() else first
        kind = KINDS.get(keyword)
        end = len(first)
        if kind is None or (end < len(text) and text[end] not in BLANK):
            return self.unknown(statement)
        at = end
        size = len(text)
        while at < size and text[at].isspace():
            at += 1
        flags: tuple[builder_flags.Flag, ...] = ()
        if text.startswith("--", at):
            flags, at = builder_flags.split(statement, at)
            if not (keyword == "HEALTHCHECK" and text[at:].lower().strip() == "none"):
                for span, message in builder_flags.faults(keyword, flags):
                    self.problem(span, message)
        instruction = kind(statement, keyword, end, flags, at)
        if "#" in text and "#" in text[at:]:
            size = self.without_comment(instruction, at, size)
        _READERS[kind](self, instruction, at, size)
        if len(instruction.words) > MAX_WORDS:
            message = f"more than {MAX_WORDS} words in one instruction; the rest was not linted, split it"
            self.problems.append(Problem("input-limit", instruction.keyword_span, message, fatal=True))
            instruction.words = instruction.words[:MAX_WORDS]
        return instruction

    def problem(self, span: Span, message: str) -> None:
        self.problems.append(Problem("dockerfile-syntax", span, message))

    def missing(self, instruction: Instruction, what: str) -> None:
        self.problem(instruction.keyword_span, f"`{instruction.keyword}` without arguments; add {what}")

    def without_comment(self, instruction: Instruction, at: int, end: int) -> int:
        """Where the arguments end that were meant: before a comment in the line, which BuildKit knows only as whole lines."""
        statement, keyword = instruction.statement, instruction.keyword
        found = comment_start(keyword, statement.text, at, self.escape)
        if found < 0:
            return end
        stop = found
        while stop < end and statement.offset(stop) - statement.offset(found) == stop - found:
            stop += 1
        last = found + len(statement.text[found:stop].rstrip())
        instruction.comment = Word(statement, found, last, self.escape, expands=False)
        if stop < end or is_value(keyword, statement.text, at):
            return end  # What stands on later lines is more arguments.
        while statement.text[found - 1] in BLANK:
            found -= 1
        return found

    # --- each kind

    def unknown(self, statement: Statement) -> Instruction:
        text = statement.text
        end = first_blank(text, 0, len(text))
        shown = text[:end]
        keyword = shown.upper() if shown.isascii() else shown
        if not shown:
            span = statement.block
            self.problem(span, "this line continues nothing; remove it")
        elif shown.split()[0].isascii() and shown.split()[0].upper() in KINDS:
            message = f"`{shown.split()[0]}` is followed by a blank that is not a plain space; replace it with a space"
            at = len(shown.split()[0])
            self.problem(statement.span(at, at + 1), message)
        else:
            from k8slint._internal.kinds.dockerfile.nearest import nearest

            near = nearest(shown, KINDS)
            if near is not None:
                remedy = f"did you mean `{near}`?"
            else:
                remedy = f"if it continues the line above, end that line with `{self.escape}`"
            cut = shown if len(shown) <= 40 else shown[:40] + "…"
            self.problem(statement.span(0, end), f"unknown instruction `{cut}`; {remedy}")
        at = end
        while at < len(text) and text[at].isspace():
            at += 1
        return Unknown(statement, keyword, end, (), at)

    def from_(self, instruction: From, at: int, end: int) -> None:
        words, instruction.late_flags = split_flags("FROM", self.blank_words(instruction, at, end))
        instruction.words = words
        if not words:
            self.problem(instruction.keyword_span, "`FROM` without an image; name one, or `scratch`")
            return
        instruction.image = words[0]
        if len(words) == 1:
            return
        if len(words) == 3 and words[1].raw.lower() == "as":
            instruction.alias = words[2]
            name = words[2].raw.lower()
            good = name[0].isascii() and name[0].isalpha()
            if not good or not all(c.isascii() and (c.isalnum() or c in "-_.") for c in name):
                self.problem(
                    words[2].span,
                    f"`{words[2].raw}` is not a valid stage name; use a letter first, then letters, digits, `-`, `_`, `.`",
                )
            return
        if words[1].raw.lower() == "as" and len(words) == 2:
            self.problem(words[1].span, "`AS` without a name; name the stage, or remove it")
        else:
            span = instruction.args_span.__class__(words[1].span.start, words[-1].span.end)
            self.problem(span, "`FROM` takes an image and, after it, only `AS name`; remove the rest")
            if words[1].raw.lower() == "as":
                instruction.alias = words[2]

    def shell_form(self, instruction: ShellInstruction, at: int, end: int) -> None:
        instruction.command_start = at
        try:
            instruction.exec_form = json_words(instruction.statement, at, end, self.escape, expands=False)
        except NotStrings:
            self.not_strings(instruction, at, end)
        if instruction.exec_form is not None:
            instruction.words = instruction.exec_form
        if isinstance(instruction, Run) and instruction.flags:
            from k8slint._internal.kinds.dockerfile import mounts

            for span, message in mounts.faults(instruction.flags, podman=self.podman):
                self.problem(span, message)

    def healthcheck(self, instruction: Healthcheck, at: int, end: int) -> None:
        text = instruction.statement.text
        if at == end:
            self.missing(instruction, "`CMD` and a command, or `NONE`")
            return
        stop = at
        while stop < end and not text[stop].isspace():
            stop += 1
        kind = text[at:stop].upper()
        start = stop
        while start < end and text[start].isspace():
            start += 1
        kind_word = Word(instruction.statement, at, stop, self.escape, expands=False)
        if kind == "NONE":
            instruction.none = True
            instruction.words = (kind_word,)
            if start < end:
                span = instruction.statement.span(start, end)
                self.problem(span, "`HEALTHCHECK NONE` takes no arguments; remove them")
            return
        if kind != "CMD":
            self.problem(
                kind_word.span, f"`HEALTHCHECK` takes `CMD` or `NONE`, not `{kind_word.raw}`; write `CMD` before it"
            )
            self.shell_form(instruction, at, end)
        else:
            self.shell_form(instruction, start, end)
            if start == end or instruction.exec_form == ():
                self.problem(kind_word.span, "`HEALTHCHECK CMD` without a command; add one, or write `NONE`")
            instruction.words = (kind_word, *instruction.words)
        if instruction.flags:
            from k8slint._internal.kinds.dockerfile.durations import faults

            for span, message in faults(instruction.flags):
                self.problem(span, message)

    def shell(self, instruction: Shell, at: int, end: int) -> None:
        if at == end:
            self.missing(instruction, 'a JSON array, such as `["/bin/sh", "-c"]`')
            return
        try:
            found = json_words(instruction.statement, at, end, self.escape, expands=False)
        except NotStrings:
            self.not_strings(instruction, at, end)
            return
        if found is None:
            message = '`SHELL` takes only a JSON array; write it as `["program", "argument"]` with double quotes'
            self.problem(instruction.args_span, message)
        elif not found:
            self.problem(instruction.args_span, "`SHELL` with an empty array; name a program")
        else:
            instruction.exec_form = instruction.words = found

    def transfer(self, instruction: Transfer, at: int, end: int) -> None:
        words = self.list_words(instruction, at, end)
        if words is None:
            return
        words, instruction.late_flags = split_flags(instruction.keyword, words)
        instruction.words = words
        source = instruction.from_
        if source is not None and source.value and "$" in source.value and not self.podman:
            message = (
                f"`--from` takes no variable, so the build stops at `{source.value}`; give it a name with"
                f" `FROM {source.value} AS name` and write `--from=name`"
            )
            self.problem(source.value_span or source.span, message)
        if len(words) < 2:
            keyword = instruction.keyword
            if words:
                self.problem(words[0].span, f"`{keyword}` with one argument only; add a destination")
            else:
                self.missing(instruction, "a source and a destination")
            instruction.sources = words
            return
        instruction.destination = words[-1]
        if not instruction.heredocs:
            instruction.sources = words[:-1]
            return
        instruction.sources = tuple([source for source in words[:-1] if parse_heredoc(source.raw) is None])
        if parse_heredoc(words[-1].raw) is not None:
            message = f"`{instruction.keyword}` with a heredoc as destination; add a path after it"
            self.problem(words[-1].span, message)

    def listing(self, instruction: Instruction, at: int, end: int) -> None:
        if at == end:
            self.missing(instruction, "a port" if isinstance(instruction, Expose) else "a path")
            return
        if isinstance(instruction, Expose):
            self.blank_words(instruction, at, end)
            return
        words = self.list_words(instruction, at, end)
        if words == ():
            self.problem(instruction.args_span, "`VOLUME` with an empty array; add a path")
        for path in words or ():
            if not path.content.strip():
                self.problem(path.span, "`VOLUME` with an empty path; write one, or remove it")

    def single(self, instruction: Single, at: int, end: int) -> None:
        if at == end:
            self.missing(instruction, _SINGLE[instruction.keyword])
            return
        whole = Word(instruction.statement, at, end, self.escape, expands=not isinstance(instruction, Maintainer))
        instruction.words = (whole,)
        self.check_words(instruction)

    def pairs(self, instruction: Pairs, at: int, end: int) -> None:
        statement = instruction.statement
        words = quoted_words(statement, at, end, self.escape)
        if not words:
            self.missing(instruction, "`name=value`")
            return
        instruction.words = tuple(words)
        text = statement.text
        if "=" not in words[0].raw and not isinstance(instruction, Arg):
            instruction.legacy = True
            stop = first_blank(text, at, end)
            start = stop
            while start < end and text[start] in BLANK:
                start += 1
            name = Word(statement, at, stop, self.escape)
            if start == end:
                message = f"`{instruction.keyword}` without a value for `{name.raw}`; write `{name.raw}=value`"
                self.problem(name.span, message)
                return
            value = Word(statement, start, end, self.escape)
            span = statement.span(at, end)
            instruction.words = (name, value)
            instruction.pairs = (Pair(name.text, name.span, value, span),)
        else:
            instruction.pairs = tuple([pair for item in words if (pair := self.pair(instruction, item)) is not None])
        self.check_words(instruction)

    def pair(self, instruction: Pairs, item: Word) -> Pair | None:
        name, equals, _ = item.raw.partition("=")
        if not equals:
            if isinstance(instruction, Arg):
                return Pair(item.text, item.span, None, item.span)
            message = (
                f"`{item.raw}` in `{instruction.keyword}` has no value; "
                f"write `{item.raw}=value`, or quote what belongs together"
            )
            self.problem(item.span, message)
            return None
        if not name:
            self.problem(item.span, f"`{instruction.keyword}` with an empty name; write one before the `=`")
            return None
        statement, at = item.statement, item.start
        name_word = Word(statement, at, at + len(name), self.escape)
        value_word = Word(statement, at + len(name) + 1, item.end, self.escape)
        return Pair(name_word.text, name_word.span, value_word, item.span)

    def onbuild(self, instruction: Onbuild, at: int, end: int) -> None:
        if at == end:
            self.missing(instruction, "an instruction")
            return
        statement = instruction.statement.tail(at)
        keyword = statement.text[: first_blank(statement.text, 0, end - at)]
        if keyword.upper() in ("ONBUILD", "FROM", "MAINTAINER"):
            span = statement.span(0, len(keyword))
            self.problem(span, f"`{keyword.upper()}` cannot be a trigger of `ONBUILD`; remove it")
            return
        trigger = self.read(statement)
        trigger.onbuild = instruction
        instruction.trigger = trigger

    # --- words

    def list_words(self, instruction: Instruction, at: int, end: int) -> tuple[Word, ...] | None:
        """Words of a JSON array, or between blanks; None when BuildKit refuses them."""
        try:
            found = json_words(instruction.statement, at, end, self.escape, expands=True)
        except NotStrings:
            self.not_strings(instruction, at, end)
            return None
        if found is None:
            return self.blank_words(instruction, at, end)
        if isinstance(instruction, Transfer):
            instruction.json = True
        instruction.words = found
        return found

    def blank_words(self, instruction: Instruction, at: int, end: int) -> tuple[Word, ...]:
        instruction.words = tuple(blank_words(instruction.statement, at, end, self.escape))
        self.check_words(instruction)
        return instruction.words

    def not_strings(self, instruction: Instruction, at: int, end: int) -> None:
        span = instruction.statement.span(at, end)
        self.problem(
            span,
            "this JSON array holds something other than strings, which BuildKit refuses; put each element in double quotes",
        )

    def check_words(self, instruction: Instruction) -> None:
        """Reports quotes that stay open and variables that BuildKit cannot read."""
        text = instruction.statement.text
        if not ('"' in text or "'" in text or "${" in text):
            return
        from k8slint._internal.kinds.dockerfile.expand import fault

        joined = 0
        for index, item in enumerate(instruction.words):
            error = fault(item.raw, self.escape) if item.expands and index >= joined else None
            if error is None:
                continue
            if isinstance(instruction, (Transfer, Listing)) and item.raw[error.offset] in "'\"":
                joined = self.torn_by_blanks(instruction, index, item.raw[error.offset])
                if joined:
                    continue
            self.problem(item.statement.span(item.start + error.offset, item.end), error.message)

    def torn_by_blanks(self, instruction: Instruction, index: int, quote: str) -> int:
        """Reports a quoted path with blanks, and returns the number of the word after it; 0 when its quote never closes."""
        words = instruction.words
        for end in range(index + 1, len(words)):
            if quote in words[end].raw:
                statement, keyword = instruction.statement, instruction.keyword
                message = (
                    f"quotes do not join words in `{keyword}`, so BuildKit reads {end - index + 1} broken paths here and"
                    f' stops; write a JSON array: `{keyword} ["…", "…"]`'
                )
                self.problem(statement.span(words[index].start, words[end].end), message)
                return end + 1
        return 0


_SINGLE = {"USER": "a user", "WORKDIR": "a path", "STOPSIGNAL": "a signal", "MAINTAINER": "a name"}
_READERS: dict[type[Instruction], Any] = {
    kind: reader
    for reader, kinds in (
        (Reader.transfer, ("ADD", "COPY")),
        (Reader.pairs, ("ARG", "ENV", "LABEL")),
        (Reader.shell_form, ("CMD", "ENTRYPOINT", "RUN")),
        (Reader.listing, ("EXPOSE", "VOLUME")),
        (Reader.from_, ("FROM",)),
        (Reader.healthcheck, ("HEALTHCHECK",)),
        (Reader.onbuild, ("ONBUILD",)),
        (Reader.shell, ("SHELL",)),
        (Reader.single, ("MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR")),
    )
    for kind in [KINDS[name] for name in kinds]
}
