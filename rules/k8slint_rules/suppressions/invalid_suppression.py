"""`invalid-suppression`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


class InvalidSuppression(Rule[Problem]):
    """This comment looks like a suppression, but k8slint cannot follow it: it names a rule that does not exist, or its form is
    wrong. It silences nothing.

    After a rule has been renamed, or with a slip in its name, the finding comes back and nobody sees why.

    Write `# k8slint: ignore[rule-name] reason` on the line above, or `# k8slint: ignore-file[rule-name] reason` for the whole
    file. Names of other linters work too: `ignore[DL3008]`. Upper and lower case do not matter.

    References: https://docs.astral.sh/ruff/linter/#error-suppression
    """

    name = "invalid-suppression"
    title = "A comment tries to silence a rule and fails"
    category = "suppressions"
    severity = Severity.WARNING
    profile = "development"
    aliases = ()
    examples = (
        Bad("FROM alpine\n# k8slint: ignore[«no-such-rule»]\nRUN true\n"),
        Good("FROM alpine\n# k8slint: ignore[dockerfile-syntax]\nRUN true\n", beside=("dockerfile-syntax",)),
    )

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
