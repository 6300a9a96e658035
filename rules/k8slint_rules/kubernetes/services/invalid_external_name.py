"""`invalid-external-name`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import Resource, is_literal, misspelt
from k8slint_rules._shared.external_names import external_spec

_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class InvalidExternalName(Rule[Resource]):
    """A Service of type ExternalName needs an `externalName`, which must be a DNS name in lower case: letters, digits
    and inner hyphens, with dots in between. The API server refuses anything else.

    Write the name of the host. Addresses, ports and URLs are reported by `external-name-address`.

    References: https://kubernetes.io/docs/concepts/services-networking/service/#externalname
    """

    name = "invalid-external-name"
    title = "An external name is missing or not valid"
    category = "networking"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("apiserver:refused",)
    examples = (
        Bad("apiVersion: v1\nkind: Service\nmetadata:\n  name: db\nspec:\n  type: «ExternalName»\n"),
        Bad(
            """\
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  type: ExternalName
  externalName: «Database.Example.com»
---
apiVersion: v1
kind: Service
metadata:
  name: queue
spec:
  type: ExternalName
  externalName: «queue..example.com»
"""
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  type: ExternalName
  externalName: db-1.example.com.
""",
            why="The dot at the end is allowed.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        spec = external_spec(resource)
        if spec is None:
            return
        node = spec.scalar("externalName")
        if spec.get("externalName") is None or (node is not None and node.text == ""):
            near = misspelt(spec, "externalName")
            place = near.key.span if near is not None else (node or spec.index["type"].value).span
            message = "a Service of type ExternalName is refused without the name of a host; set `externalName`"
            yield self.finding(place, message)
        elif node is not None and is_literal(node.text) and not any(mark in node.text for mark in ":/"):
            labels = node.text.removesuffix(".").split(".")
            if len(node.text) > 253 or not all(map(_is_label, labels)):
                message = f"`{node.text}` is not a DNS name in lower case, so the Service is refused; write the name of a host"
                yield self.finding(node.span, message)


def _is_label(text: str) -> bool:
    return bool(text) and _ALLOWED.issuperset(text) and text[0] != "-" and text[-1] != "-"
