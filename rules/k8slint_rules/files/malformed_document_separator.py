"""`malformed-document-separator`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Problem, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


class MalformedDocumentSeparator(Rule[Problem]):
    """A line that starts with `---` separates documents, and nothing but a comment may follow on it: kubectl refuses
    the whole file for `----`.

    Write exactly `---`.

    Fix safety: safe; the line can mean nothing else. None is offered when words follow the dashes.
    """

    name = "malformed-document-separator"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            "kind: Namespace\napiVersion: v1\nmetadata: {name: a}\n«----»\n"
            "kind: Namespace\napiVersion: v1\nmetadata: {name: b}\n",
            fixed="kind: Namespace\napiVersion: v1\nmetadata: {name: a}\n---\n"
            "kind: Namespace\napiVersion: v1\nmetadata: {name: b}\n",
        ),
        Good("--- # first\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n"),
    )

    def check(self, problem: Problem) -> Iterator[Finding]:
        if problem.kind == self.name:
            yield self.report(problem)
