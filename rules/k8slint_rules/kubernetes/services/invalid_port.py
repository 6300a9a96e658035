"""`invalid-port`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import Resource, integer, mappings
from k8slint.yaml import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Node

_MOST = 65535
_LONGEST = 15
_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class InvalidPort(Rule[Resource]):
    """A port is not a number from 1 to 65535, or a port's name is not valid. The API server refuses the object.

    A name has at most 15 characters: lower-case letters, digits and hyphens, with at least one letter. A number in
    quotes is taken for a name, which needs a letter. `targetPort: 0` is accepted and means the same as leaving it out.

    Write the number without quotes, or a valid name.

    References: https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
    """

    name = "invalid-port"
    title = "A port is not a valid port"
    category = "networking"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
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
      port: «80000»
      targetPort: «0»
    - name: admin
      port: 81
      targetPort: «"8081"»
    - name: metrics
      port: 82
      targetPort: «Metrics»
    - {name: a, port: 83, targetPort: «a--b»}
    - {name: b, port: 84, targetPort: «-a»}
    - {name: c, port: 85, targetPort: «a-»}
    - {name: d, port: 86, targetPort: «70000»}
"""
        ),
        Bad(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n    - name: site\n      image: site:1\n"
            "      ports:\n        - containerPort: «0»\n        - {name: «a-very-long-port-name», containerPort: 81}\n"
            "      livenessProbe:\n        httpGet: {path: /, port: «70000»}\n"
        ),
        Good(
            "apiVersion: v1\nkind: Service\nmetadata:\n  name: site\nspec:\n  selector: {app: site}\n  ports:\n"
            "    - port: 80\n      targetPort: http-1\n      nodePort: 30080\n---\napiVersion: v1\nkind: Pod\n"
            "metadata: {name: site}\nspec:\n  containers:\n    - name: site\n      image: site:1\n"
            "      ports: [{name: http-1, containerPort: 8080}, {name: '', containerPort: 1}, {name: $NAME}]\n"
            "      livenessProbe: {tcpSocket: {port: http-1}}\n      readinessProbe: {exec: {command: [a]}}\n"
        ),
        Good(
            "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\nspec:\n  ports: [{port: 0}]\n"
            "  template:\n    spec:\n      containers: [{image: 'a:1', ports: [{containerPort: 0}]}]\n---\n"
            "apiVersion: v1\nkind: Service\nmetadata: {name: b}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: c}\n"
            "spec:\n  ports: [{port: 80, targetPort: ''}, {port: $PORT}, {port: 81, targetPort: '${PORT}'}]\n",
            why="A custom resource, and ports that are not known yet.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        if resource.is_("", "Service") and resource.spec is not None:
            for port in mappings(resource.spec, "ports"):
                yield from self._number(port, "port")
                yield from self._either(port, "targetPort", zero=True)
        pod = resource.pod if resource.namespaced is not None else None
        for container in pod.all_containers if pod is not None else ():
            for port in container.ports:
                yield from self._number(port, "containerPort")
                name = port.string("name")
                if name is not None and name.text and not _is_open(name.text):
                    yield from self._name(name)
            for _, probe in container.probes():
                for handler in ("httpGet", "tcpSocket", "grpc"):
                    action = probe.mapping(handler)
                    if action is not None:
                        yield from self._either(action, "port", zero=False)

    def _number(self, holder: Mapping, key: str) -> Findings:
        node = holder.get(key)
        number = integer(node)
        if node is not None and number is not None and not 0 < number <= _MOST:
            message = f"`{key}: {number}` is not a port, so the API server refuses it; write a number from 1 to {_MOST}"
            yield self.finding(node.span, message)

    def _either(self, holder: Mapping, key: str, *, zero: bool) -> Findings:
        node: Node | None = holder.get(key)
        if integer(node) == 0 and zero and node is not None:
            message = (
                f"`{key}: 0` is not a port, and the API server takes `port` in its place; write the port, or remove it"
            )
            yield self.finding(node.span, message, severity=Severity.WARNING)
        elif integer(node) is not None:
            yield from self._number(holder, key)
        elif isinstance(node, Scalar) and isinstance(node.value, str) and node.text and not _is_open(node.text):
            yield from self._name(node)

    def _name(self, node: Scalar) -> Findings:
        text = node.text
        if text.isdecimal():
            message = (
                f'`"{text}"` in quotes is the name of a port, and a name needs a letter; write `{text}` without quotes'
            )
        elif len(text) > _LONGEST:
            message = (
                f"`{text}` has more than {_LONGEST} characters, so the API server refuses it as the name of a port"
            )
        elif not _ALLOWED.issuperset(text) or "--" in text or text[0] == "-" or text[-1] == "-":
            message = (
                f"`{text}` is not the name of a port, so the API server refuses it; use lower-case letters, digits and single"
                " hyphens"
            )
        else:
            return
        yield self.finding(node.span, message)


def _is_open(text: str) -> bool:
    """Whether something still replaces the text."""
    return any(mark in text for mark in "${}<>")
