"""`request-over-limit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Related, Rule, Severity
from k8slint.kubernetes import quantity
from k8slint.kubernetes.containers import Container
from k8slint.yaml.edits import replace_scalar
from k8slint.yaml.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator


class RequestOverLimit(Rule[Container]):
    """A container that requests more than its limit allows is refused by the API server, for each resource.

    Lower the request, or raise the limit. Mind the units: `1000m` of CPU is `1`, `1Gi` is 1024 `Mi`.

    Fix safety: unsafe; the limit is raised to the request. The object was refused before, but the request may be the one
    that is wrong.
    """

    name = "request-over-limit"
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
      resources:
        requests:
          cpu: 500m
          memory: «1Gi»
        limits:
          cpu: "1"
          memory: 512Mi
""",
            fixed="""\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
      resources:
        requests:
          cpu: 500m
          memory: 1Gi
        limits:
          cpu: "1"
          memory: 1Gi
""",
            unsafe=True,
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
      resources:
        requests: {cpu: 1000m, memory: 1024Mi}
        limits: {cpu: 1, memory: 1Gi}
""",
            why="The same amounts in other units.",
        ),
    )

    def check(self, container: Container) -> Iterator[Finding]:
        resources = container.resources
        requests = None if resources is None else resources.mapping("requests")
        limits = None if resources is None else resources.mapping("limits")
        if requests is None or limits is None:
            return
        for entry, node in requests.pairs():
            limit = limits.scalar(entry.name)
            asked, allowed = quantity.of(node), quantity.of(limit)
            if limit is None or asked is None or allowed is None or asked <= allowed or not isinstance(node, Scalar):
                continue
            message = f"a request of `{node.text}` is over the limit of `{limit.text}`; lower it, or raise the limit"
            edit = replace_scalar(container.source, limit, node.text if isinstance(node.value, str) else str(node.text))
            fix = None if edit is None else Fix(f"raise the limit to `{node.text}`", (edit,), Applicability.UNSAFE)
            yield self.finding(node.span, message, related=(Related("", limit.span, "the limit"),), fix=fix)
