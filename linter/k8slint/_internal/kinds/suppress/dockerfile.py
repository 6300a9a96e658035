"""Suppressions in Dockerfiles."""

from __future__ import annotations

import re
from bisect import bisect_right

from k8slint._internal.kinds.suppress.grammar import FILE, NEXT, STAGE, Directive, in_dockerfile, own
from k8slint._internal.kinds.suppress.model import OWN, Suppression
from k8slint._internal.kinds.suppress.removal import comment_removal
from k8slint._internal.text.record import replace
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.dockerfile.tree import Dockerfile, Instruction


def read(dockerfile: Dockerfile) -> tuple[Suppression, ...]:
    """All suppressions in the order of the text."""
    source = dockerfile.source
    text = source.text
    certain = not any(problem.fatal or problem.kind == "dockerfile-syntax" for problem in dockerfile.problems)
    reader = _Reader(dockerfile)
    found: list[Suppression] = []
    done: set[int] = set()
    for span, header in reader.comments():
        start = text.index("#", span.start)
        done.add(start)
        for directive in in_dockerfile(text[start : span.end], start):
            if header and directive.dialect == "buildkit":
                directive.reach = FILE
            covers = () if directive.reach == FILE else reader.covered(directive, span.end)
            found.append(_suppression(dockerfile, directive, Span(directive.start, span.end), covers, certain))
    if OWN in text.lower():
        found += reader.in_shell(done, certain)
    found.sort(key=lambda suppression: suppression.span.start)
    return tuple(found)


def _suppression(
    dockerfile: Dockerfile, directive: Directive, span: Span, covers: tuple[Span, ...], certain: bool
) -> Suppression:
    return Suppression(
        directive.dialect,
        directive.names,
        directive.spans,
        span,
        covers,
        directive.reach == FILE,
        comment_removal(dockerfile.source, span),
        directive.until,
        directive.error,
        certain,
    )


_SHELL = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "ONBUILD")
"""Instructions that may hold shell text, with comments of its own."""


class _Reader:
    def __init__(self, dockerfile: Dockerfile) -> None:
        self.dockerfile = dockerfile
        self.text = dockerfile.source.text
        self.instructions = list(dockerfile.instructions)
        self.starts = [instruction.span.start for instruction in self.instructions]

    def comments(self) -> Iterator[tuple[Span, bool]]:
        """Comment lines, and whether each is a parser directive (`syntax`, `escape`, `check`)."""
        head = [directive.span.start for directive in self.dockerfile.directives]
        for start in head:
            yield self._to_line_end(start), True
        for comment in self.dockerfile.comments:
            if comment.span.start not in head:
                yield self._to_line_end(comment.span.start), False

    def _to_line_end(self, start: int) -> Span:
        source = self.dockerfile.source
        return Span(start, source.line_span(source.line_at(start)).end)

    def covered(self, directive: Directive, end: int) -> tuple[Span, ...]:
        """What a comment line that ends at `end` covers: the instruction it stands in, or the next one; its stage if it
        asks for that, or if BuildKit reads it above a FROM.
        """
        number = bisect_right(self.starts, end)
        within = number > 0 and self.instructions[number - 1].span.end > end
        if not within and number == len(self.instructions):
            return ()
        instruction = self.instructions[number - 1 if within else number]
        whole = directive.reach == STAGE or (directive.dialect == "buildkit" and instruction.keyword == "FROM")
        return (self._stage(instruction) if whole else instruction.span,)

    def _stage(self, instruction: Instruction) -> Span:
        for stage in self.dockerfile.stages:
            if stage.span.start <= instruction.span.start < max(stage.span.end, stage.span.start + 1):
                return stage.span
        return instruction.span

    def _is_lost(self, at: int, instruction: Instruction) -> bool:
        """Whether what stands at `at` is meant as a comment, in an instruction that has none and no quotes around it."""
        if at >= instruction.span.end or instruction.keyword in _SHELL:
            return False
        return not any(quote in self.text[instruction.span.start : instruction.span.end] for quote in "'\"`")

    def in_shell(self, done: set[int], certain: bool) -> Iterator[Suppression]:
        """Our own directives in comments of shell text: at the end of a RUN, or in the body of a heredoc."""
        source = self.dockerfile.source
        for match in re.finditer(r"(?<!\S)#[ \t]*k8slint[ \t]*:", self.text, re.IGNORECASE):
            at = match.start()
            number = bisect_right(self.starts, at) - 1
            if at in done or number < 0:
                continue
            instruction = self.instructions[number]
            line = source.line_at(at)
            span = source.line_span(line)
            body = any(heredoc.body_span.start <= at < heredoc.body_span.end for heredoc in instruction.heredocs)
            if not body and self._is_lost(at, instruction):
                error = f"is not a comment here, but a part of the `{instruction.keyword}`; write it on the line above"
                directive = Directive(OWN, NEXT, at, [], [], error=error)
                yield _suppression(self.dockerfile, directive, Span(at, span.end), (), certain)
                continue
            if instruction.keyword != "RUN" or not (body or at < instruction.span.end <= span.end):
                continue
            meant = next(own(self.text[at : span.end], at), None)
            if meant is None:
                continue
            covers = [span]
            if span.start == at or self.text[span.start : at].isspace():
                covers.append(source.line_span(min(line + 1, len(source.line_starts))))
            found = _suppression(self.dockerfile, meant, Span(at, span.end), tuple(covers), certain)
            rest = self.text[at : instruction.span.end]
            if "'" in rest or '"' in rest or "`" in rest:
                # It might stand in quotes, and be no comment at all.
                found = replace(found, removal=None)
            yield found
