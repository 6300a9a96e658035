"""`input-limit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Problem, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


class InputLimit(Rule[Problem]):
    """A file beyond one of k8slint's stated limits (size, nesting, aliases, words, findings) is not linted to its end.

    No file that people write comes near them; split a generated one, or exclude it in the config.
    """

    name = "input-limit"
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

    def check(self, problem: Problem) -> Iterator[Finding]:
        if problem.kind == self.name:
            yield self.report(problem)
