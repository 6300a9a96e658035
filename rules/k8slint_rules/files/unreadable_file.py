"""`unreadable-file`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


class UnreadableFile(Rule[Problem]):
    """k8slint, Docker and nearly all other tools expect UTF-8. A file in another encoding is not linted. Docker and kubectl
    then read it wrong or not at all, with one exception: kubectl decodes UTF-16.

    Such files mostly come from Windows: the `>` of its PowerShell 5 writes UTF-16, and old editors write Latin-1, where the
    `ä` of a comment is enough.

    Save the file as UTF-8. "Reopen with encoding" in an editor shows what it is now.

    References: https://yaml.org/spec/1.2.2/#52-character-encodings, https://docs.docker.com/reference/dockerfile/
    """

    name = "unreadable-file"
    title = "The file is not UTF-8 text"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad('«»FROM alpine\nLABEL description="\0"\n', why="A NUL byte, which no text file has."),
        Good('FROM alpine\nLABEL description="Käse"\n'),
    )

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
