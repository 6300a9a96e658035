"""`unsupported-restart-policy`."""

from __future__ import annotations

from k8slint import Bad, Findings, Fix, Good, Rule, Severity
from k8slint.kubernetes import PodSpec, is_literal
from k8slint.yaml import replace_scalar

_KINDS = frozenset(
    (
        ("apps", "DaemonSet"),
        ("apps", "Deployment"),
        ("apps", "ReplicaSet"),
        ("apps", "StatefulSet"),
        ("", "ReplicationController"),
    )
)


class UnsupportedRestartPolicy(Rule[PodSpec]):
    """A controller that keeps pods running accepts no `restartPolicy` but `Always`. The API server refuses a
    Deployment, StatefulSet, DaemonSet, ReplicaSet or ReplicationController with any other.

    Set `Always`, or remove the line. Use a Job for work that ends.

    Fix safety: safe; the object was refused, and no other value is possible.

    References: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
    """

    name = "unsupported-restart-policy"
    title = "A workload that keeps running must always restart"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("apiserver:refused",)
    examples = (
        Bad(
            """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  selector:
    matchLabels: {app: site}
  template:
    metadata:
      labels: {app: site}
    spec:
      restartPolicy: «OnFailure»
      containers:
        - name: site
          image: site:1
""",
            fixed="""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  selector:
    matchLabels: {app: site}
  template:
    metadata:
      labels: {app: site}
    spec:
      restartPolicy: Always
      containers:
        - name: site
          image: site:1
""",
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: once
spec:
  restartPolicy: Never
  containers:
    - name: once
      image: once:1
""",
            why="A Pod of its own may do without restarts.",
        ),
    )

    def check(self, pod: PodSpec) -> Findings:
        policy = pod.node.string("restartPolicy")
        if policy is None or policy.text in ("Always", "") or not is_literal(policy.text):
            return
        resource = pod.resource
        if (resource.group, resource.kind) in _KINDS:
            edit = replace_scalar(pod.source, policy, "Always")
            fix = None if edit is None else Fix("set `restartPolicy: Always`", (edit,))
            message = (
                f"the API server refuses a {resource.kind} with `restartPolicy: {policy.text}`; set `Always`, or use a Job for"
                " work that ends"
            )
            yield self.finding(policy.span, message, fix=fix)
