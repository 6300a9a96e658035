"""`text-after-document-end`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Problem, Rule, Severity


class TextAfterDocumentEnd(Rule[Problem]):
    """`...` ends a document in YAML. kubectl then skips everything up to the next `---`, without an error or a warning: a
    Service that is written there is never created.

    The same happens to documents whose lines end with a carriage return alone, as old Mac editors wrote them: kubectl finds
    its separators only after a line feed.

    Write `---` in place of `...`, or remove it. `...` at the end of a file does no harm.

    Fix safety: unsafe; `---` in place of `...` brings an object to the cluster that was not there before.

    References: https://yaml.org/spec/1.2.2/#document-markers
    """

    name = "text-after-document-end"
    title = "kubectl never reads the text after `...`"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n...\n"
            "«apiVersion: v1»\nkind: Namespace\nmetadata:\n  name: b\n",
            fixed="apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n---\n"
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n",
            unsafe=True,
        ),
        Good("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n...\n# the end\n"),
    )

    def check(self, problem: Problem) -> Findings:
        if problem.kind == self.name:
            yield self.report(problem)
