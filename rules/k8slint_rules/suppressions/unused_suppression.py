"""`unused-suppression`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Problem, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnusedSuppression(Rule[Problem]):
    """A comment silences a rule that finds nothing there: it hides the next real finding.

    Remove it.

    Fix safety: safe; only the comment goes, or the one rule name in it.
    """

    name = "unused-suppression"
    category = "suppressions"
    severity = Severity.WARNING
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            "FROM alpine:3.20\n# k8slint: ignore[«dockerfile-syntax»]\nRUN true\n",
            fixed="FROM alpine:3.20\nRUN true\n",
            beside=("dockerfile-syntax",),
        ),
        Good(
            "FROM alpine:3.20\n# k8slint: ignore[dockerfile-syntax] the builder of the house knows it\nRUNN true\n",
            beside=("dockerfile-syntax",),
            why="It silences a finding.",
        ),
    )

    def check(self, problem: Problem) -> Iterator[Finding]:
        if problem.kind == self.name:
            yield self.report(problem)
