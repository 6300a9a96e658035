"""`bare-pod`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.kubernetes.tree import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOOKS = (
    "helm.sh/hook",
    "argocd.argoproj.io/hook",
    "kubernetes.io/config.source",
    "kubernetes.io/config.mirror",
    "kubernetes.io/config.hash",
)
"""Annotations of pods that a tool starts once, and of the kubelet's static pods."""


class BarePod(Rule[Resource]):
    """A Pod that no controller owns is gone for good when its node fails or is drained, or when someone deletes it:
    the kubelet restarts its containers, but nobody makes the Pod anew.

    Make it a Deployment (a StatefulSet, a DaemonSet), even with one replica; a Job for work that ends.

    Silent for pods that do not restart, which are meant to run once, for static pods, and for hooks of Helm and Argo CD.
    """

    name = "bare-pod"
    category = "reliability"
    severity = Severity.WARNING
    profile = "maintenance"
    examples = (
        Bad(
            """\
apiVersion: v1
kind: «Pod»
metadata:
  name: site
spec:
  containers:
    - name: site
      image: site:1
"""
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: shell
spec:
  restartPolicy: Never
  containers:
    - name: shell
      image: busybox:1.38
""",
            why="It runs once.",
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: connection-test
  annotations:
    helm.sh/hook: test
spec:
  containers:
    - name: wget
      image: busybox:1.38
""",
            why="Helm starts it when `helm test` runs.",
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  generateName: probe-
spec:
  containers:
    - name: probe
      image: probe:1
""",
            why="Made by hand or by a program, one at a time.",
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: kube-scheduler
  namespace: kube-system
  labels:
    component: kube-scheduler
    tier: control-plane
spec:
  hostNetwork: true
  containers:
    - name: kube-scheduler
      image: registry.k8s.io/kube-scheduler:v1.37.1
""",
            why="A static pod: the kubelet itself starts it again.",
        ),
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.kind != "Pod" or resource.api_version != "v1":
            return
        metadata, pod = resource.metadata, resource.pod
        if metadata is None or pod is None or resource.name is None or pod.finite:
            return
        if metadata.sequence("ownerReferences") is not None or any(resource.annotation(key) for key in _HOOKS):
            return
        if _is_static(resource) or not all(container.image is not None for container in pod.containers):
            return
        message = "nobody makes this Pod anew when its node is lost; use a Deployment, or a Job for work that ends"
        yield self.finding(resource.kind_node.span, message)


def _is_static(resource: Resource) -> bool:
    labels = resource.labels
    tier = None if labels is None else labels.string("tier")
    if tier is not None and tier.text == "control-plane":
        return True
    return "/kubernetes/manifests/" in f"/{resource.source.path}"
