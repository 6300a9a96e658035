"""`misplaced-restart-policy`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.kubernetes import FINITE, PodSpec
from k8slint.yaml import has_comment, insert_before, remove_entry

_LISTS = ("containers", "initContainers")


class MisplacedRestartPolicy(Rule[PodSpec]):
    """`restartPolicy` belongs to the pod, next to `containers`, not inside one of them.

    In a Job the API server finds no policy for the pod, assumes `Always`, and refuses the Job. In other workloads,
    servers before Kubernetes 1.35 refuse the field. Newer servers apply it to that one container, while the pod stays
    at `Always`.

    Move the line up so that it is next to `containers`. Ignore the finding when one container should really behave
    differently; it is not reported when the pod has a policy of its own, the container has `restartPolicyRules`, or the
    containers have different policies.

    Fix safety: safe in a Job, which the server refused before; unsafe elsewhere, because the policy then applies to
    init containers too, and unsafe when a comment would be left over. No fix is offered when the containers of a Job
    disagree.

    References: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy
    """

    name = "misplaced-restart-policy"
    title = "`restartPolicy` is set on a container, not the pod"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("kube-score:cronjob-restartpolicy", "apiserver:refused")
    examples = (
        Bad(
            """\
apiVersion: batch/v1
kind: Job
metadata:
  name: greeter
spec:
  template:
    spec:
      containers:
        - name: greeter-container
          image: hello
          imagePullPolicy: Never
          «restartPolicy: Never»
""",
            fixed="""\
apiVersion: batch/v1
kind: Job
metadata:
  name: greeter
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: greeter-container
          image: hello
          imagePullPolicy: Never
""",
        ),
        Bad(
            "apiVersion: batch/v1\nkind: Job\nmetadata: {name: greeter}\nspec:\n  template:\n    spec:\n      containers:\n"
            "        - name: greeter\n          «restartPolicy: Never» # see the runbook\n          image: greeter:1\n",
            fixed="apiVersion: batch/v1\nkind: Job\nmetadata: {name: greeter}\nspec:\n  template:\n    spec:\n"
            "      restartPolicy: Never\n      containers:\n        - name: greeter\n          image: greeter:1\n",
            unsafe=True,
            why="The comment would be lost, so the fix is not safe.",
        ),
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: once
spec:
  serviceAccountName: once
  containers:
    - name: once
      «restartPolicy: OnFailure»
      image: once:1
""",
            fixed="""\
apiVersion: v1
kind: Pod
metadata:
  name: once
spec:
  serviceAccountName: once
  restartPolicy: OnFailure
  containers:
    - name: once
      image: once:1
""",
            unsafe=True,
        ),
        Good(
            """\
apiVersion: batch/v1
kind: Job
metadata:
  name: greeter
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: proxy
          image: proxy:1
          restartPolicy: Always
      containers:
        - name: greeter
          image: greeter:1
          restartPolicy: OnFailure
""",
            why="The pod has its policy. An init container that always restarts is a sidecar; a container may differ.",
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: trainer
spec:
  containers:
    - name: trainer
      image: trainer:1
      restartPolicy: Never
      restartPolicyRules:
        - action: Restart
          exitCodes: {operator: In, values: [42]}
""",
            why="Rules about restarts need the container's own policy.",
        ),
    )

    def check(self, pod: PodSpec) -> Findings:
        if pod.node.get("restartPolicy") is not None:
            return
        written = [(container, container.node.string("restartPolicy")) for container in pod.containers]
        values = {None if policy is None else policy.text for _, policy in written}
        refused = (pod.resource.group, pod.resource.kind) in FINITE
        if values == {None} or any(container.get("restartPolicyRules") is not None for container, _ in written):
            return
        if len(values) > 1 and not refused:
            return
        value = values.pop() if len(values) == 1 else None
        what = "the API server refuses the Job" if refused else "the pod still has `Always`"
        for container, policy in written:
            entry = container.node.entry("restartPolicy")
            if policy is not None and entry is not None:
                message = (
                    f"`restartPolicy` on a container does not count for the pod: {what}; move it next to `containers`"
                )
                yield self.finding(
                    entry.span,
                    message,
                    fix=_moved(pod, value, refused) if container is written[0][0] else None,
                    severity=None if refused else Severity.WARNING,
                )


def _moved(pod: PodSpec, value: str | None, refused: bool) -> Fix | None:
    """Takes the policy out of every container and writes it once, in front of them."""
    if value is None or value not in (("OnFailure", "Never") if refused else ("Always", "OnFailure", "Never")):
        return None
    if not refused and value != "Always" and pod.resource.kind != "Pod":
        return None
    edits = [insert_before(pod.source, pod.node, "restartPolicy", value, _LISTS)]
    safe = refused
    for container in pod.containers:
        entry = container.node.entry("restartPolicy")
        safe = safe and entry is not None and not has_comment(pod.source, entry.key.start, entry.value.end)
        edits.append(None if entry is None else remove_entry(pod.source, container.node, entry))
    exact = tuple(edit for edit in edits if edit is not None)
    if len(exact) < len(edits):
        return None
    return Fix("move `restartPolicy` to the pod", exact, Applicability.SAFE if safe else Applicability.UNSAFE)
