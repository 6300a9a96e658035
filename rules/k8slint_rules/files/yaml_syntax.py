"""`yaml-syntax`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Problem, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


class YamlSyntax(Rule[Problem]):
    """Neither kubectl nor Compose can read this document, and they refuse the whole file with it.

    The message says what stands in the way. The file's other documents are linted all the same.
    """

    name = "yaml-syntax"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  key: «"»open\n'),
        Good('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  key: "closed"\n'),
    )

    def check(self, problem: Problem) -> Iterator[Finding]:
        if problem.kind == self.name:
            yield self.report(problem)
