"""`not-an-object`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity, Span
from k8slint.kubernetes import OBJECT, Stray
from k8slint.yaml import Mapping, Scalar, Sequence


class NotAnObject(Rule[Stray]):
    """In a file of Kubernetes objects each document has to be an object. kubectl refuses a document that is a text, a list
    or a mapping without `apiVersion` and `kind`, and ends with an error.

    Such a document is often left over: a line that lost its `#`, the rest of an edit, or values that belong to the object
    above a misplaced `---`.

    Remove it, make it a comment, or remove the `---` that cuts it off.

    Only files that hold an object with `metadata` are looked at, and no file with ytt's `#@`.

    References: https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields
    """

    name = "not-an-object"
    title = "A document in a manifest is not an object"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ("apiserver:refused", "kubeconform:schema")
    examples = (
        Bad("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n---\n«end of file»\n"),
        Bad("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n---\n«labels»:\n  team: web\n"),
        Bad("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n---\n«- a»\n- b\n"),
        Good("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n---\n# end of file\n"),
        Good("- name: install\n  package: {name: curl}\n---\nx: 1\n", why="No object is in this file."),
    )

    def check(self, stray: Stray) -> Findings:
        node = stray.node
        if stray.lacks != OBJECT:
            return
        if isinstance(node, Scalar):
            shown = node.text if len(node.text) <= 40 else f"{node.text[:40]}…"
            what = f"the text `{' '.join(shown.split())}` is"
        elif isinstance(node, Sequence):
            what = "this list is"
        else:
            what = "this mapping has neither `apiVersion` nor `kind`, and is"
        span = node.entries[0].key.span if isinstance(node, Mapping) and node.entries else _first_line(stray)
        message = f"{what} a document of its own, which kubectl refuses; remove it, or the `---` that cuts it off"
        yield self.finding(span, message)


def _first_line(stray: Stray) -> Span:
    start, end = stray.node.start, stray.node.end
    line = stray.source.text.find("\n", start, end)
    return Span(start, end if line < 0 else start + len(stray.source.text[start:line].rstrip()))
