"""`probe-without-handler`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import HANDLERS, Container, misspelt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Span
    from k8slint.yaml import Mapping

_OF_PROBES = ("exec", "httpGet", "tcpSocket", "grpc")
_OF_HOOKS = ("exec", "httpGet", "tcpSocket", "sleep")


class ProbeWithoutHandler(Rule[Container]):
    """A probe does exactly one thing: `exec`, `httpGet`, `tcpSocket` or `grpc`. A hook does `exec`, `httpGet` or
    `sleep`. The API server refuses a probe or hook with none of them, and one with two.

    Write the one that you mean. For two checks, write a program that does both and call it with `exec`.

    References: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/,
    https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
    """

    name = "probe-without-handler"
    title = "A probe has no action, or two"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("apiserver:refused",)
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      «livenessProbe»:
        initialDelaySeconds: 5
      readinessProbe:
        httpGet: {path: /ready, port: 80}
        «tcpSocket»: {port: 80}
"""
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      livenessProbe:
        tcpSocket: {port: 80}
      lifecycle:
        preStop:
          sleep: {seconds: 5}
"""
        ),
    )

    def check(self, container: Container) -> Findings:
        # A patch may leave the handler to the object it changes, and Knative has a default.
        if not container.pod.is_whole:
            return
        for name, probe in container.probes():
            yield from self._judge(container.node.index[name].key.span, "probe", probe, _OF_PROBES)
        lifecycle = container.node.mapping("lifecycle")
        for name, hook in container.hooks():
            if lifecycle is not None:
                yield from self._judge(lifecycle.index[name].key.span, "hook", hook, _OF_HOOKS)

    def _judge(self, key: Span, what: str, node: Mapping, allowed: tuple[str, ...]) -> Findings:
        found = [entry for entry, _ in node.pairs() if entry.name in HANDLERS]
        if not found:
            near = next((entry for name in allowed if (entry := misspelt(node, name)) is not None), None)
            choices = ", ".join(f"`{name}`" for name in allowed)
            message = f"this {what} does not say what to do, so the API server refuses it; add one of {choices}"
            yield self.finding(key if near is None else near.key.span, message)
        for entry in found[1:]:
            message = f"this {what} already has `{found[0].name}`, so the API server refuses it; keep one of the two"
            yield self.finding(entry.key.span, message)
