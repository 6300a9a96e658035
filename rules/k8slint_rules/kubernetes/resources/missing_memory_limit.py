"""`missing-memory-limit`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.project import ProjectWorkload
from k8slint_rules._shared.declared_memory import lacking_memory, those


class MissingMemoryLimit(Rule[ProjectWorkload]):
    """This container requests memory but has no memory limit.

    A container that leaks takes all memory of its node. The kernel then kills processes there, and these may belong to
    other pods. On a developer's machine, that node is the machine.

    Set `resources.limits.memory` on the container or the whole pod. A container that goes beyond its limit is killed
    and restarted, and nothing else is harmed.

    Each pod is reported once. Ignore the finding where the namespace has a LimitRange that k8slint cannot see. Files in
    folders of examples (`examples/`, `docs/`, `samples/` and the like) are not reported, nor are init containers,
    because they end before the others start, and neither are containers that a LimitRange of the project or the patches
    of all overlays give a limit. A container without limit and request is reported by `missing-memory-request`.

    References: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/,
    https://kubernetes.io/docs/concepts/policy/limit-range/
    """

    name = "missing-memory-limit"
    title = "A container may take all memory of its node"
    category = "reliability"
    needs = ("manifest",)
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
        Bad(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n    - name: «site»\n"
            "      image: site:1\n      resources: {requests: {memory: 1Gi}}\n    - name: proxy\n"
            "      image: proxy:1\n      resources: {requests: {memory: 1Gi}}\n",
            why="One finding for the pod.",
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
            {
                "limits.yaml": "apiVersion: v1\nkind: LimitRange\nmetadata: {name: memory}\nspec:\n  limits:\n"
                "    - type: Container\n      max: {memory: 1Gi}\n",
                "pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n    - name: site\n"
                "      image: site:1\n      resources: {requests: {memory: 100Mi}}\n",
            },
            why="The LimitRange of the namespace gives the limit.",
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
        Good(
            {
                "examples/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n"
                "    - name: site\n      image: site:1\n      resources: {requests: {memory: 1Gi}}\n"
            },
            why="It shows something else, and nobody runs it for long.",
        ),
    )

    def check(self, item: ProjectWorkload) -> Findings:
        if containers := lacking_memory(item, "limit"):
            what, has = those(containers)
            message = f"{what} {has} no memory limit, so a leak can take all memory of the node; set `resources.limits.memory`"
            yield self.finding(containers[0].span, message)
