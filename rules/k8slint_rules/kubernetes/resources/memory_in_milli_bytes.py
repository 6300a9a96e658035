"""`memory-in-milli-bytes`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.kubernetes import Container, quantity
from k8slint.yaml import Scalar, replace_scalar

_NAMES = ("memory", "ephemeral-storage")
_LEAST = 2**20
"""Bytes below which no container starts: runtimes refuse smaller limits (runc asks for some MiB, containerd for 4)."""


class MemoryInMilliBytes(Rule[Container]):
    """`m` means a thousandth, so `memory: 512m` is half a byte, and `memory: 512` is 512 bytes. The API server accepts
    both, the first with a warning. Then the container does not start, or the request has no meaning.

    Write `Mi` (1,048,576 bytes), `Gi` or `M`.

    Fix safety: unsafe; `512m` and `512` become `512Mi`, which is a guess.

    References: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory
    """

    name = "memory-in-milli-bytes"
    title = "An amount of memory is far too small"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
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
          memory: «256»
        limits:
          cpu: 512m
          memory: «512m»
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
          memory: 256Mi
        limits:
          cpu: 512m
          memory: 512Mi
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
        requests: {memory: "0", ephemeral-storage: 1e9}
        limits: {memory: 134217728, ephemeral-storage: 2G}
""",
            why="Bytes are fine where they are enough, and 0 asks for nothing.",
        ),
    )

    def check(self, container: Container) -> Findings:
        resources = container.resources
        if resources is None:
            return
        for part in ("requests", "limits"):
            listed = resources.mapping(part)
            for name in _NAMES if listed is not None else ():
                node = None if listed is None else listed.scalar(name)
                amount = quantity.of(node)
                if node is None or amount is None or not 0 < amount.nanos < _LEAST * 10**9:
                    continue
                if amount.suffix in ("", "m", "u", "n"):
                    what = "a byte or less" if amount.units <= 1 else f"{amount.units} bytes"
                    message = f"`{node.text}` is {what}, too little for a container to start; write `{_meant(node)}`"
                    yield self.finding(node.span, message, fix=_fix(container, node))


def _meant(node: Scalar) -> str:
    return node.text.rstrip("num") + "Mi"


def _fix(container: Container, node: Scalar) -> Fix | None:
    digits = node.text.removesuffix("m")
    if not digits.isdecimal():
        return None
    edit = replace_scalar(container.source, node, f"{digits}Mi")
    return None if edit is None else Fix(f"write `{digits}Mi`", (edit,), Applicability.UNSAFE)
