"""`invalid-suppression`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Problem, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


class InvalidSuppression(Rule[Problem]):
    """A comment that looks like a suppression but is none: it names no rule there is, or is malformed, and silences nothing.

    Write `# k8slint: ignore[rule-name] reason`.
    """

    name = "invalid-suppression"
    category = "suppressions"
    severity = Severity.WARNING
    profile = "development"
    aliases = ()
    examples = (
        Bad("FROM alpine\n# k8slint: ignore[«no-such-rule»]\nRUN true\n"),
        Good("FROM alpine\n# k8slint: ignore[dockerfile-syntax]\nRUN true\n", beside=("dockerfile-syntax",)),
    )

    def check(self, problem: Problem) -> Iterator[Finding]:
        if problem.kind == self.name:
            yield self.report(problem)
