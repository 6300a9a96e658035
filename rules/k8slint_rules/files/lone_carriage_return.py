"""`lone-carriage-return`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


class LoneCarriageReturn(Rule[Problem]):
    """The lines of this manifest end with a carriage return alone, as editors of the first Macs wrote them. YAML takes that as
    a line end, kubectl's search for `---` does not: of several objects only the first is created, without an error.

    Most tools see one long line, so their line numbers are of no use, and a comment on the first line hides the whole file.

    Save the file with Unix line ends. `tr '\\r' '\\n' < old.yaml > new.yaml` does it.

    References: https://yaml.org/spec/1.2.2/#54-line-break-characters
    """

    name = "lone-carriage-return"
    title = "Lines end with a carriage return alone"
    category = "syntax"
    severity = Severity.WARNING
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad("«apiVersion: v1»\rkind: Namespace\rmetadata:\r  name: a\r", path="a.yaml"),
        Good(
            "apiVersion: v1\r\nkind: Namespace\r\nmetadata:\r\n  name: a\r\n", path="a.yaml", why="Windows line ends."
        ),
    )

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
