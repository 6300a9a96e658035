"""`unused-suppression`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


class UnusedSuppression(Rule[Problem]):
    """This comment silences a rule that finds nothing here. The code below it was repaired, or the comment has moved away from
    it. If the fault comes back later, the comment hides it.

    Remove the comment, or the name of the rule in it.

    A rule that was not selected for the run is never called unused. A category, a tool or `ALL` is, when none of its rules
    that ran finds anything.

    Fix safety: safe; only the comment goes, or the one name in it. Unsafe for a category, a tool or `ALL` of which some rules
    did not run: another profile may need it.

    References: https://docs.astral.sh/ruff/rules/unused-noqa/
    """

    name = "unused-suppression"
    title = "A comment silences nothing"
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

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
