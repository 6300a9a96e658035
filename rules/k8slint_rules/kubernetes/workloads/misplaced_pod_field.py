"""`misplaced-pod-field`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import PodSpec
from k8slint.shell import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Mapping

_OF_PODS = names(
    "activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks"
    " ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname imagePullSecrets initContainers nodeName"
    " nodeSelector os overhead preemptionPolicy priority priorityClassName readinessGates runtimeClassName schedulerName"
    " schedulingGates serviceAccount serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain"
    " terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes"
)
"""Fields of a pod that no container has (core/v1 PodSpec and Container, Kubernetes 1.37, read in November 2026).
`restartPolicy`, `resources` and `securityContext` are fields of both."""
_OF_JOBS = names("activeDeadlineSeconds")
"""Fields of a Job's spec (batch/v1 JobSpec) that a pod has too."""


class MisplacedPodField(Rule[PodSpec]):
    """A field of the pod is written in a container, or next to the pod template instead of inside it. The API server
    does not know it there: `kubectl apply` fails with "unknown field", and older versions drop it without a word.

    With `volumes` one level too high, for example, the pod has no volumes at all, and its mounts are refused. Adding
    the volume again would not help: it has to move.

    Move the field into the pod's `spec`, next to `containers`.

    References: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
    """

    name = "misplaced-pod-field"
    title = "A pod field is in the wrong place"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ("apiserver:refused",)
    examples = (
        Bad(
            """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  «serviceAccountName»: site
  selector:
    matchLabels: {app: site}
  template:
    metadata:
      labels: {app: site}
    spec:
      containers:
        - name: site
          image: site:1
          «nodeSelector»: {disk: ssd}
          volumeMounts:
            - {name: data, mountPath: /data}
    «volumes»:
      - name: data
        emptyDir: {}
"""
        ),
        Bad(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n    - {name: site, image: site:1}\n"
            "«volumes»:\n  - {name: data, emptyDir: {}}\n"
        ),
        Good(
            """\
apiVersion: batch/v1
kind: Job
metadata:
  name: backup
spec:
  activeDeadlineSeconds: 600
  template:
    spec:
      restartPolicy: Never
      volumes:
        - name: data
          emptyDir: {}
      containers:
        - name: backup
          image: backup:1
          securityContext: {runAsUser: 1000}
""",
            why="A Job has a deadline of its own, and a container its own security context.",
        ),
        Good(
            "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: site}\nspec:\n  template:\n    spec:\n"
            "      containers: [{image: 'site:1', volumes: []}]\n",
            why="What a custom resource takes is not known.",
        ),
    )

    def check(self, pod: PodSpec) -> Findings:
        resource = pod.resource
        if resource.namespaced is None:
            return
        for container in pod.all_containers:
            yield from self._misplaced(container.node, "a container")
        holders = {id(pod.template): (pod.template, "the pod template")}
        if pod.template is resource.node:
            holders = {id(pod.template): (pod.template, "the object")}
        elif resource.spec is not None and resource.spec is not pod.template:
            holders[id(resource.spec)] = (resource.spec, f"a {resource.kind}'s `spec`")
        for holder, where in holders.values():
            yield from self._misplaced(holder, where, _OF_JOBS if resource.group == "batch" else frozenset())

    def _misplaced(self, holder: Mapping, where: str, known: frozenset[str] = frozenset()) -> Findings:
        for entry in holder.entries:
            if entry.name in _OF_PODS and entry.name not in known:
                message = (
                    f"`{entry.name}` is not a field of {where}, so the pod does not get it; move it into the pod's `spec`,"
                    " next to `containers`"
                )
                yield self.finding(entry.key.span, message)
