"""`empty-dockerfile`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


class EmptyDockerfile(Rule[Problem]):
    """A Dockerfile without an instruction builds nothing. `docker build` stops with "file with no instructions".

    Write the build, or delete the file.

    References: https://docs.docker.com/reference/dockerfile/#format
    """

    name = "empty-dockerfile"
    title = "The Dockerfile has no instruction"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad("«»# nothing here yet\n"),
        Good("FROM scratch\n"),
    )

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
