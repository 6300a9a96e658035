"""`duplicate-service-port`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.kubernetes import Resource, is_literal, mappings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Mapping, Scalar


class DuplicateServicePort(Rule[Resource]):
    """Two ports of a Service have the same name, or the same number and protocol. The API server refuses the Service.

    It happens when a port is copied to add another one and only one of its fields is changed.

    Give each port its own name and its own number. TCP and UDP may share a number.

    References: https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services
    """

    name = "duplicate-service-port"
    title = "Two ports of a Service are the same"
    category = "networking"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("apiserver:refused",)
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Service
metadata:
  name: site
spec:
  selector: {app: site}
  ports:
    - name: http
      port: 80
    - name: «http»
      port: 81
    - name: admin
      port: «80»
      targetPort: 9000
"""
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: dns
spec:
  selector: {app: dns}
  ports:
    - {name: dns, port: 53, protocol: UDP}
    - {name: dns-tcp, port: 53, protocol: TCP}
""",
            why="Two protocols may share a number.",
        ),
        Good(
            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n"
            "  ports: [{name: '', port: $A}, {name: '', port: $A}, {name: $B}, {name: $B, protocol: ''}]\n---\n"
            "apiVersion: v1\nkind: Endpoint\nmetadata: {name: b}\nspec:\n  ports: [{port: 80}, {port: 80}]\n---\n"
            "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: c}\nspec:\n"
            "  ports: [{port: 80}, {port: 80}]\n",
            why="Ports that are not known yet, and objects of other kinds.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        spec = resource.spec if resource.kind == "Service" and resource.api_version == "v1" else None
        names: dict[str, Scalar] = {}
        numbers: dict[tuple[str, str], Scalar] = {}
        for port in mappings(spec, "ports") if spec is not None else ():
            name, number = port.string("name"), port.scalar("port")
            if name is not None and name.text and is_literal(name.text):
                first = names.setdefault(name.text, name)
                if first is not name:
                    message = f"two ports are called `{name.text}`, so the API server refuses the Service; rename one"
                    yield self.finding(name.span, message, related=(Related("", first.span, "the first"),))
            if number is not None and is_literal(number.text):
                first = numbers.setdefault((number.text, _protocol(port)), number)
                if first is not number:
                    message = f"port `{number.text}` is listed twice, so the API server refuses the Service; keep one"
                    yield self.finding(number.span, message, related=(Related("", first.span, "the first"),))


def _protocol(port: Mapping) -> str:
    protocol = port.string("protocol")
    return "TCP" if protocol is None or not protocol.text else protocol.text
