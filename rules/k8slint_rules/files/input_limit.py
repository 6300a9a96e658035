"""`input-limit`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


class InputLimit(Rule[Problem]):
    """k8slint reads files of strangers, so it bounds what one file may cost: its size, how deep it nests, how many aliases,
    words and findings it has. A file beyond a limit is not linted to its end.

    Files that people write by hand stay far below the limits. Generated files may not.

    Split the file, or exclude it in the config.

    References: https://en.wikipedia.org/wiki/Billion_laughs_attack
    """

    name = "input-limit"
    title = "The file is larger or deeper than k8slint reads"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: deep}\ndata: "
            + "{a: " * 199
            + "«{»a: 1}"
            + "}" * 199
            + "\n",
            why="Nested deeper than 200 levels.",
        ),
        Good("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"),
    )

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
