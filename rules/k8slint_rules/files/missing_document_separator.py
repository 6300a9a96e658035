"""`missing-document-separator`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


class MissingDocumentSeparator(Rule[Problem]):
    """Two objects in one file need a line `---` between them. Without it YAML sees one mapping in which `apiVersion`, `kind`
    and `metadata` are set twice. kubectl keeps the later value of each, so the first object is never created, and what only
    the first one had ends up in the second.

    This happens when files are joined with `cat`, or when a template ends without a line break before its `---`.

    Put `---` on a line of its own between the two.

    Fix safety: unsafe; the first object comes to the cluster, where it was not before.

    References: https://kubernetes.io/docs/concepts/workloads/management/#organizing-resource-configurations
    """

    name = "missing-document-separator"
    title = "Two objects have no `---` between them"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n"
            "«apiVersion»: v1\nkind: Namespace\nmetadata:\n  name: b\n",
            fixed="apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n---\n"
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n",
            unsafe=True,
        ),
        Good(
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n---\n"
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n"
        ),
    )

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
