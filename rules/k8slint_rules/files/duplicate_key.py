"""`duplicate-key`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Problem, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


class DuplicateKey(Rule[Problem]):
    """A key that stands twice in one mapping: kubectl takes the last and drops the other without a word, whatever it said.
    Compose refuses the file.

    Keep one of the two.
    """

    name = "duplicate-key"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  port: "1"\n  «port»: "2"\n'),
        Good('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  port: "1"\n  Port: "2"\n'),
    )

    def check(self, problem: Problem) -> Iterator[Finding]:
        if problem.kind == self.name:
            yield self.report(problem)
