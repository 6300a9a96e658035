"""`unnamed-service-port`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Related, Rule, Severity
from k8slint.kubernetes.nodes import mappings
from k8slint.kubernetes.tree import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.yaml.tree import Scalar


class UnnamedServicePort(Rule[Resource]):
    """A Service with several ports needs a name for each, and no two alike; the API server refuses it otherwise.

    Name them after what they speak (`http`, `metrics`): Ingresses and monitors refer to these names.
    """

    name = "unnamed-service-port"
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
    - name: «http»
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

    def check(self, resource: Resource) -> Iterator[Finding]:
        spec = resource.spec if resource.kind == "Service" and resource.api_version == "v1" else None
        ports = mappings(spec, "ports") if spec is not None else ()
        if len(ports) < 2:
            return
        seen: dict[str, Scalar] = {}
        for port in ports:
            name = port.scalar("name")
            if name is None or name.text == "":
                place = name or port.scalar("port") or port
                yield self.finding(place.span, "of several ports each needs a name; give it one")
                continue
            first = seen.setdefault(name.text, name)
            if first is not name:
                related = (Related("", first.span, "the first"),)
                yield self.finding(
                    name.span, f"the name `{name.text}` is taken; give each port its own", related=related
                )
