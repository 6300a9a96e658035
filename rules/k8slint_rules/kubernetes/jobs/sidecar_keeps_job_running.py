"""`sidecar-keeps-job-running`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.images import split_image
from k8slint.kubernetes import PodSpec
from k8slint.shell import names

_HELPERS = names(
    "cloud-sql-proxy cloudsql-proxy gce-proxy envoy proxyv2 oauth2-proxy fluent-bit fluentd filebeat promtail vector"
    " vault-agent cloudflared"
)
"""Last parts of the names of images that serve others and never end by themselves; from memory, November 2026."""


class SidecarKeepsJobRunning(Rule[PodSpec]):
    """A Job is complete when all containers of its pod have ended. A proxy or log agent next to the container that does
    the work never ends, so the Job never completes, and a CronJob may never start the next one.

    Move the helper into `initContainers` and give it `restartPolicy: Always`. Kubernetes then starts it first and stops
    it when the work is done (on by default since Kubernetes 1.29).

    Ignore it when the command of the helper makes it end together with the work.

    References: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#jobs-with-sidecar-containers
    """

    name = "sidecar-keeps-job-running"
    title = "A helper container keeps the Job from completing"
    category = "reliability"
    severity = Severity.WARNING
    profile = "maintenance"
    since = "0.2.0"
    examples = (
        Bad(
            """\
apiVersion: batch/v1
kind: Job
metadata:
  name: backup
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: dump
          image: example/dump:1
        - name: proxy
          image: «gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1»
"""
        ),
        Good(
            """\
apiVersion: batch/v1
kind: Job
metadata:
  name: backup
spec:
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: proxy
          image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1
          restartPolicy: Always
      containers:
        - name: dump
          image: example/dump:1
        - name: logs
          image: fluent/fluent-bit:4.1
          command: [sh, -c, "fluent-bit & wait-for-dump; kill %1"]
"""
        ),
    )

    def check(self, pod: PodSpec) -> Findings:
        resource = pod.resource
        if resource.group != "batch" or resource.kind not in ("Job", "CronJob") or len(pod.containers) < 2:
            return
        helpers = [
            container
            for container in pod.containers
            if container.image is not None
            and container.command is None
            and split_image(container.image.text).base_name in _HELPERS
        ]
        for container in helpers if len(helpers) < len(pod.containers) else ():
            if container.image is not None:
                message = (
                    f"`{container.name or container.image.text}` never ends, so the Job never completes; move it into"
                    " `initContainers` with `restartPolicy: Always`"
                )
                yield self.finding(container.image.span, message)
