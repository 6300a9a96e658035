"""`dockerfile-syntax`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Problem, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


class DockerfileSyntax(Rule[Problem]):
    """BuildKit cannot read this line, so the build fails before it starts.

    The message says what the builder expects. The rest of the file is linted all the same. A file that does not begin with
    `FROM` or `ARG`, and is only named like a Dockerfile, gets one finding: give it another name, or list it under `exclude`.

    References: https://docs.docker.com/reference/dockerfile/#format
    """

    name = "dockerfile-syntax"
    title = "Docker cannot read this line"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("hadolint:DL1000",)
    examples = (
        Bad("FROM alpine\n«RUNN» apk add --no-cache bash\n"),
        Good("FROM alpine\nrun apk add --no-cache bash\n", why="Instructions may be written in any case."),
    )

    def check(self, problem: Problem) -> Iterator[Finding]:
        if problem.kind == self.name:
            yield self.report(problem)
