"""`bare-pod`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import Resource, is_literal
from k8slint_rules._shared.teaching import teaches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.kubernetes import PodSpec, Volume

_HOOKS = (
    "helm.sh/hook",
    "argocd.argoproj.io/hook",
    "kubernetes.io/config.source",
    "kubernetes.io/config.mirror",
    "kubernetes.io/config.hash",
)
"""Annotations of pods that a tool starts once, and of the kubelet's static pods."""


class BarePod(Rule[Resource]):
    """A Pod that no controller owns is gone for good when its node fails, is drained, or when somebody deletes it. The
    kubelet restarts its containers, but nobody creates the Pod again on another node.

    Make it a Deployment (or a StatefulSet or DaemonSet), even with one replica. Use a Job for work that ends.

    Ignore the finding for Pods that you start by hand. It is not reported in folders of examples (`examples/`, `docs/`,
    `samples/` and the like), for pods that do not restart, which are meant to run once, for static pods and other parts
    of the cluster itself (in `kube-system`, with a `system-…` priority class, or with files of `/etc/kubernetes`), and
    for hooks of Helm and Argo CD.

    References: https://kubernetes.io/docs/concepts/workloads/pods/#working-with-pods
    """

    name = "bare-pod"
    title = "No controller restarts this Pod elsewhere"
    category = "reliability"
    severity = Severity.INFO
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
        Bad(
            "apiVersion: v1\nkind: «Pod»\nmetadata: {name: web, labels: {tier: front}}\nspec:\n  priorityClassName: high\n"
            "  containers: [{name: web, image: 'web:1'}]\n  volumes: [{name: tmp, emptyDir: {}}]\n"
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
        Good(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: agent\nspec:\n  priorityClassName: system-node-critical\n"
            "  containers:\n    - name: agent\n      image: agent:1\n",
            why="A part of the cluster itself.",
        ),
        Good(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: certs\nspec:\n  containers:\n    - name: certs\n"
            "      image: certs:1\n  volumes:\n    - name: pki\n      hostPath: {path: /etc/kubernetes/pki}\n",
            why="It works on the files of a control plane.",
        ),
        Good(
            {
                "docs/examples/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  name: site\nspec:\n"
                "  containers:\n    - name: site\n      image: site:1\n"
            },
            why="It shows what a Pod is.",
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: site-0
  ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: site, uid: "1"}]
spec: {containers: [{name: site, image: 'site:1'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: etcd, labels: {tier: control-plane}}
spec: {containers: [{name: etcd, image: 'etcd:3'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: dns, namespace: kube-system}
spec: {containers: [{name: dns, image: 'dns:1'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: disk}
spec: {nodeName: node-1, containers: [{name: disk, image: 'disk:1'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: empty}
""",
            why="A controller owns it, or it belongs to the cluster, or to one node.",
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata: {name: one}
spec: {restartPolicy: "${RESTART}", containers: [{name: one, image: 'one:1'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: two}
spec: {priorityClassName: "{{ .class }}", containers: [{name: two, image: 'two:1'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: three}
spec:
  containers: [{name: three, image: 'three:1'}]
  volumes: [{name: files, hostPath: {path: "{{ .files }}"}}]
""",
            why="What a template puts in may be any of these.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        metadata, pod = resource.metadata, resource.pod
        if not resource.is_("", "Pod") or metadata is None or pod is None or resource.name is None or pod.finite:
            return
        if metadata.sequence("ownerReferences") is not None or any(resource.annotation(key) for key in _HOOKS):
            return
        if _is_static(resource, pod) or not pod.is_whole or teaches(resource.source.path):
            return
        message = (
            f"nothing creates the Pod `{resource.name}` again when its node is lost; use a Deployment, or a Job for work"
            " that ends"
        )
        yield self.finding(resource.kind_node.span, message)


def _is_static(resource: Resource, pod: PodSpec) -> bool:
    """Whether the kubelet of a node reads it from a file: such pods are a part of the cluster itself."""
    labels = resource.labels
    tier = None if labels is None else labels.string("tier")
    priority = pod.node.string("priorityClassName")
    if any(node is not None and not is_literal(node.text) for node in (tier, priority, resource.namespace_node)):
        return True
    if tier is not None and tier.text == "control-plane":
        return True
    if resource.namespace == "kube-system" or (priority is not None and priority.text.startswith("system-")):
        return True
    if pod.node.get("nodeName") is not None or any(_is_of_cluster(volume) for volume in pod.volumes):
        return True
    return "/kubernetes/manifests/" in f"/{resource.source.path}"


def _is_of_cluster(volume: Volume) -> bool:
    host = volume.node.mapping("hostPath")
    path = None if host is None else host.string("path")
    return path is not None and (f"{path.text}/".startswith("/etc/kubernetes/") or not is_literal(path.text))
