"""`unreadable-file`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Problem, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnreadableFile(Rule[Problem]):
    """A file that cannot be read as UTF-8 text is not linted, and neither Docker nor kubectl reads it as meant.

    Save it as UTF-8; an editor's "reopen with encoding" shows what it is now.
    """

    name = "unreadable-file"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad('«»FROM alpine\nLABEL description="\0"\n', why="A NUL byte: no text file has one."),
        Good('FROM alpine\nLABEL description="Käse"\n'),
    )

    def check(self, problem: Problem) -> Iterator[Finding]:
        if problem.kind == self.name:
            yield self.report(problem)
