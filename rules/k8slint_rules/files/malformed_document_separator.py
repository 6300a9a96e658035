"""`malformed-document-separator`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


class MalformedDocumentSeparator(Rule[Problem]):
    """A line that starts with `---` separates two documents. After the three dashes only a comment may follow, with a space
    before it. kubectl stops reading the file at `----` or `---apiVersion: v1` with "invalid Yaml document separator".

    The second form comes from templates: one that trims the line break after `---` renders fine in every editor and cannot be
    applied.

    Write exactly `---`, and what follows on the next line.

    Fix safety: safe; kubectl refuses the file as it is, and the line can mean nothing else. No fix is offered when a document
    next to the line cannot be read, because the dashes may then be a part of a quoted text.

    References: https://kubernetes.io/docs/concepts/workloads/management/#organizing-resource-configurations,
    https://yaml.org/spec/1.2.2/#document-markers
    """

    name = "malformed-document-separator"
    title = "A line of dashes is not a document separator"
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
        Bad(
            "«---apiVersion: v1»\nkind: Namespace\nmetadata:\n  name: a\n",
            fixed="---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n",
        ),
        Good("--- # first\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n"),
    )

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
