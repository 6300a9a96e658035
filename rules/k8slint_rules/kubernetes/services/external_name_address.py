"""`external-name-address`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import Resource, is_literal
from k8slint_rules._shared.external_names import external_name


class ExternalNameAddress(Rule[Resource]):
    """`externalName` is the name of a host: the DNS of the cluster answers with a CNAME to it. An IPv4 address is taken
    for a name made of digits, which no DNS knows. A URL, a port and an IPv6 address are refused.

    Write the name of the host alone. For an address, write a Service without a selector and an EndpointSlice that lists
    it.

    References: https://kubernetes.io/docs/concepts/services-networking/service/#externalname
    """

    name = "external-name-address"
    title = "An external name is an address or a URL"
    category = "networking"
    severity = Severity.ERROR
    profile = "development"
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  type: ExternalName
  externalName: «10.0.0.12»
"""
        ),
        Bad(
            """\
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  type: ExternalName
  externalName: «https://db.example.com/»
---
apiVersion: v1
kind: Service
metadata:
  name: queue
spec:
  type: ExternalName
  externalName: «"queue.example.com:5672"»
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
  externalName: my.database.example.com
"""
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  type: ClusterIP
  ports: [{port: 5432}]
  externalIPs: [10.0.0.12]
""",
            why="An address outside, but no ExternalName.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        node = external_name(resource)
        if node is None or not is_literal(node.text):
            return
        text = node.text
        if _is_ipv4(text):
            message = f"`{text}` is looked up as a name that no DNS knows; use an EndpointSlice for an address"
        elif "://" in text:
            message = f"`{text}` is a URL, not a host name, so the Service is refused; write the host name alone"
        elif text.count(":") > 1:
            message = f"`{text}` is not a host name, so the Service is refused; use an EndpointSlice for an address"
        elif ":" in text or "/" in text:
            message = f"`{text}` is more than a host name, so the Service is refused; write the host name alone"
        else:
            return
        yield self.finding(node.span, message)


def _is_ipv4(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 4 and all(part.isdecimal() and len(part) < 4 and int(part) < 256 for part in parts)
