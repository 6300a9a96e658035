"""`missing-memory-request`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.kubernetes.containers import Container
from k8slint.kubernetes.memory import declared

if TYPE_CHECKING:
    from collections.abc import Iterator


class MissingMemoryRequest(Rule[Container]):
    """Without a memory request the scheduler takes the container for one that needs none: it packs such pods on a node
    until memory runs out, and then they are the first to be evicted or killed.

    Set `resources.requests.memory` to what the container uses in normal work. A memory limit is a request too, as long as
    there is none, and so are `resources` of the whole pod. Init containers are gone before that matters.

    In the strict profile, since `missing-memory-limit` speaks up at each of these places already, and a limit mends both.
    """

    name = "missing-memory-request"
    category = "reliability"
    severity = Severity.WARNING
    profile = "strict"
    aliases = (
        "kube-linter:unset-memory-requirements",
        "kube-score:container-resources",
        "polaris:memoryRequestsMissing",
        "checkov:CKV_K8S_12",
        "trivy:KSV-0016",
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
          cpu: 100m
"""
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  initContainers:
    - name: wait
      image: wait:1
  containers:
    - name: site
      image: site:1
      resources:
        limits:
          memory: 256Mi
""",
            why="The limit is the request as well.",
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site
spec:
  resources:
    requests:
      memory: 256Mi
  containers:
    - name: site
      image: site:1
""",
            why="The pod as a whole requests memory.",
        ),
    )

    def check(self, container: Container) -> Iterator[Finding]:
        if declared(container, "requests", "limits") is False:
            message = "no memory is requested, so the scheduler counts with none; set `resources.requests.memory`"
            yield self.finding(container.span, message)
