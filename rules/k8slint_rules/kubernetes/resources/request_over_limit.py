"""`request-over-limit`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Related, Rule, Severity
from k8slint.kubernetes import Container, quantity
from k8slint.yaml import Scalar, replace_scalar


class RequestOverLimit(Rule[Container]):
    """A container requests more of a resource than its limit allows. The API server refuses the object.

    Often the units are to blame: `1000m` of CPU is `1`, and `1Gi` of memory is `1024Mi`, not `1000Mi`.

    Lower the request, or raise the limit.

    Fix safety: unsafe; the limit is raised to the request, but the request may be the one that is wrong.

    References: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
    """

    name = "request-over-limit"
    title = "A container requests more than its limit"
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
        Bad(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n    - name: site\n      image: site:1\n"
            "      resources:\n        requests: {cpu: «2», memory: 1Gi, ephemeral-storage: «1.5e9»}\n"
            "        limits: {cpu: 1, memory: 1Gi, ephemeral-storage: 1e9}\n",
            fixed="apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n    - name: site\n"
            "      image: site:1\n      resources:\n        requests: {cpu: 2, memory: 1Gi, ephemeral-storage: 1.5e9}\n"
            "        limits: {cpu: 2, memory: 1Gi, ephemeral-storage: 1.5e9}\n",
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

    def check(self, container: Container) -> Findings:
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
            message = (
                f"the request of `{node.text}` is over the limit of `{limit.text}`, so the API server refuses the object;"
                " lower the request, or raise the limit"
            )
            edit = _raised(container, limit, node)
            fix = None if edit is None else Fix(f"raise the limit to `{node.text}`", (edit,), Applicability.UNSAFE)
            yield self.finding(node.span, message, related=(Related("", limit.span, "the limit"),), fix=fix)


def _raised(container: Container, limit: Scalar, request: Scalar) -> Edit | None:
    """Writes the request for the limit, a number as a number."""
    if not request.mark and not limit.mark and limit.properties is None:
        return Edit(limit.span, request.text)
    return replace_scalar(container.source, limit, request.text)
