"""`invalid-job-restart-policy`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Related, Rule, Severity
from k8slint.kubernetes import PodSpec, is_literal, misspelt
from k8slint.yaml import insert_before, replace_scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Mapping


class InvalidJobRestartPolicy(Rule[PodSpec]):
    """The pods of a Job must end, so its template needs `restartPolicy: OnFailure` or `Never`. The default is `Always`,
    and the API server refuses a Job or CronJob with it. With a `podFailurePolicy`, only `Never` is allowed.

    `OnFailure` starts the container again in the same pod. With `Never`, the Job starts a new pod, and the failed one
    keeps its logs.

    Fix safety: unsafe; the object was refused before, but `OnFailure` (or `Never` with a `podFailurePolicy`) is a
    choice.

    References: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-template
    """

    name = "invalid-job-restart-policy"
    title = "A Job has a restart policy that is refused"
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
    «spec»:
      containers:
        - name: greeter
          image: greeter:1
""",
            fixed="""\
apiVersion: batch/v1
kind: Job
metadata:
  name: greeter
spec:
  template:
    spec:
      restartPolicy: OnFailure
      containers:
        - name: greeter
          image: greeter:1
""",
            unsafe=True,
        ),
        Bad(
            """\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      podFailurePolicy:
        rules:
          - action: Ignore
            onPodConditions: [{type: DisruptionTarget}]
      template:
        spec:
          restartPolicy: «Always»
          containers:
            - name: backup
              image: backup:1
""",
            fixed="""\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      podFailurePolicy:
        rules:
          - action: Ignore
            onPodConditions: [{type: DisruptionTarget}]
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: backup
              image: backup:1
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
      restartPolicy: OnFailure
      containers:
        - name: greeter
          image: greeter:1
"""
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
      containers:
        - name: greeter
          image: greeter:1
          restartPolicy: Never
""",
            why="It has one in the wrong place, which is `misplaced-restart-policy`.",
        ),
    )

    def check(self, pod: PodSpec) -> Findings:
        resource = pod.resource
        if resource.group != "batch" or resource.kind not in ("Job", "CronJob"):
            return
        policy = pod.node.scalar("restartPolicy")
        spec = resource.spec
        job = None if spec is None else spec if resource.kind == "Job" else _job_of(spec)
        failure = None if job is None else job.entry("podFailurePolicy")
        choice = "OnFailure" if failure is None else "Never"
        if policy is None:
            misplaced = any(container.get("restartPolicy") is not None for container in pod.containers)
            if misplaced or pod.node.get("restartPolicy") is not None or not pod.is_whole:
                return
            near = misspelt(pod.node, "restartPolicy")
            entry = near or pod.template.index["spec"]
            message = (
                f"a {resource.kind} without `restartPolicy` has `Always`, so the API server refuses it; set"
                f" `restartPolicy: {choice}`"
            )
            edit = insert_before(pod.source, pod.node, "restartPolicy", choice, ("containers", "initContainers"))
            yield self.finding(entry.key.span, message, fix=_fix(choice, None if near is not None else edit))
            return
        text = policy.text
        if text in ("Never", choice) or not is_literal(text):
            return
        related: tuple[Related, ...] = ()
        if text == "OnFailure" and failure is not None:
            message = (
                "the API server refuses a Job with a `podFailurePolicy` and `OnFailure`; set `restartPolicy: Never`"
            )
            related = (Related("", failure.key.span, "the policy"),)
        else:
            message = f"the API server refuses a {resource.kind} with `restartPolicy: {text}`; set `{choice}`"
        yield self.finding(
            policy.span, message, related=related, fix=_fix(choice, replace_scalar(pod.source, policy, choice))
        )


def _job_of(spec: Mapping) -> Mapping | None:
    template = spec.mapping("jobTemplate")
    return None if template is None else template.mapping("spec")


def _fix(choice: str, edit: Edit | None) -> Fix | None:
    return None if edit is None else Fix(f"set `restartPolicy: {choice}`", (edit,), Applicability.UNSAFE)
