"""`misplaced-restart-policy`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Rule, Severity
from k8slint.kubernetes.kinds import FINITE
from k8slint.kubernetes.pods import PodSpec
from k8slint.yaml.edits import remove_entry
from k8slint.yaml.insert import insert_before

if TYPE_CHECKING:
    from collections.abc import Iterator

_LISTS = ("containers", "initContainers")


class MisplacedRestartPolicy(Rule[PodSpec]):
    """`restartPolicy` belongs to the pod: beside `containers`, not in one of them. In a Job the API server then finds none
    at all, takes `Always`, and refuses the Job; elsewhere servers before Kubernetes 1.35 refuse the field, and newer ones
    let it speak for that container only, while the pod stays at `Always`.

    Move it up to the pod. Silent where the pod has a policy of its own, the container has `restartPolicyRules`, or the
    containers differ: that is meant.

    Fix safety: safe in a Job, which was refused before; unsafe elsewhere, since it then holds for init containers too.
    None is offered where the containers of a Job disagree.
    """

    name = "misplaced-restart-policy"
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

    def check(self, pod: PodSpec) -> Iterator[Finding]:
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
        what = "a Job is refused without it" if refused else "the pod's is still `Always`"
        for container, policy in written:
            entry = container.node.entry("restartPolicy")
            if policy is not None and entry is not None:
                message = f"`restartPolicy` belongs to the pod and {what}; move it beside `containers`"
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
    for container in pod.containers:
        entry = container.node.entry("restartPolicy")
        edits.append(None if entry is None else remove_entry(pod.source, container.node, entry))
    exact = tuple(edit for edit in edits if edit is not None)
    if len(exact) < len(edits):
        return None
    return Fix("move `restartPolicy` to the pod", exact, Applicability.SAFE if refused else Applicability.UNSAFE)
