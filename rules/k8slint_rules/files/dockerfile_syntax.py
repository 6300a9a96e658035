"""`dockerfile-syntax`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


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

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
