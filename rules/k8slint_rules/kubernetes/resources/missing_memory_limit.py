"""`missing-memory-limit`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.kubernetes.containers import Container
from k8slint.kubernetes.memory import declared

if TYPE_CHECKING:
    from collections.abc import Iterator


class MissingMemoryLimit(Rule[Container]):
    """Without a memory limit a container that leaks takes all memory of its node, and the kernel then kills whatever it
    likes there, other pods included; on a developer's machine, that is the machine.

    Set `resources.limits.memory`, for the container or the whole pod; it is killed and restarted when it goes beyond.
    Init containers are left out: they are gone before the others start.
    """

    name = "missing-memory-limit"
    category = "reliability"
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = (
        "kube-linter:unset-memory-requirements",
        "kube-score:container-resources",
        "polaris:memoryLimitsMissing",
        "checkov:CKV_K8S_13",
        "trivy:KSV-0018",
    )
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  containers:
    - name: «site»
      image: site:1
      resources:
        requests:
          memory: 100Mi
        limits:
          cpu: "1"
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
      resources: {limits: {memory: 256Mi}}
"""
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  resources:
    limits:
      memory: 1Gi
  containers:
    - name: site
      image: site:1
    - name: proxy
      image: proxy:1
""",
            why="The containers share the limit of their pod.",
        ),
    )

    def check(self, container: Container) -> Iterator[Finding]:
        if declared(container, "limits") is False:
            message = "a leak here takes the memory of the whole node; set `resources.limits.memory`"
            yield self.finding(container.span, message)
