"""`unnamed-service-port`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import Resource, mappings


class UnnamedServicePort(Rule[Resource]):
    """A Service with more than one port needs a name for each port. Without it the API server refuses the Service.

    A single port needs no name, so the error appears when somebody adds the second one, for example for metrics.

    Name each port after what it speaks, such as `http` or `metrics`. Ingresses and monitors refer to these names.

    References: https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services
    """

    name = "unnamed-service-port"
    title = "A Service with several ports leaves one unnamed"
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
    - port: «9090»
    - name: «""»
      port: 81
"""
        ),
        Good(
            """\
apiVersion: v1
kind: Service
metadata:
  name: site
spec:
  selector: {app: site}
  ports:
    - port: 80
""",
            why="A single port may do without a name.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        spec = resource.spec if resource.kind == "Service" and resource.api_version == "v1" else None
        ports = mappings(spec, "ports") if spec is not None else ()
        if len(ports) < 2:
            return
        for port in ports:
            name = port.scalar("name")
            if name is None or name.text == "":
                number = port.scalar("port")
                which = "this port" if number is None else f"port `{number.text}`"
                message = f"{which} has no name, so the API server refuses a Service with several ports; add `name: …`"
                yield self.finding((name or number or port).span, message)
