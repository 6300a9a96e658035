"""`missing-memory-request`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.project import ProjectWorkload
from k8slint_rules._shared.declared_memory import lacking_memory, those


class MissingMemoryRequest(Rule[ProjectWorkload]):
    """This container has neither a memory request nor a memory limit.

    The scheduler counts such a container as one that needs no memory. It packs them on a node until memory runs out,
    and they are the first to be evicted or killed. Without a limit, a leak in one of them takes the memory of the whole
    node.

    Set `resources.requests.memory` to what the container uses in normal work, and `resources.limits.memory` to what it
    may use at most. A limit alone is enough: it is the request too.

    Each pod is reported once. Ignore the finding where the namespace has a LimitRange that k8slint cannot see. Files in
    folders of examples (`examples/`, `docs/`, `samples/` and the like) are not reported, nor are init containers
    and Jobs, because they end and give their memory back, and neither are containers that a LimitRange of the project
    or the patches of all overlays give memory.

    References: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/,
    https://kubernetes.io/docs/concepts/policy/limit-range/
    """

    name = "missing-memory-request"
    title = "A container says nothing about its memory"
    category = "reliability"
    needs = ("manifest",)
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = (
        "kube-linter:unset-memory-requirements",
        "kube-score:container-resources",
        "polaris:memoryLimitsMissing",
        "polaris:memoryRequestsMissing",
        "checkov:CKV_K8S_12",
        "checkov:CKV_K8S_13",
        "trivy:KSV-0016",
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
          cpu: 100m
"""
        ),
        Bad(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n    - name: «site»\n"
            "      image: site:1\n    - name: proxy\n      image: proxy:1\n",
            why="One finding for the pod.",
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
        Good(
            "apiVersion: v1\nkind: LimitRange\nmetadata: {name: memory}\nspec:\n  limits:\n    - type: Container\n"
            "      defaultRequest: {memory: 100Mi}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n"
            "  containers:\n    - name: site\n      image: site:1\n",
            why="The LimitRange of the namespace gives the request.",
        ),
        Good(
            {
                "base/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n"
                "    - name: site\n      image: site:1\n",
                "base/kustomization.yaml": "resources: [pod.yaml]\n",
                "prod/kustomization.yaml": "resources: [../base]\npatches:\n  - path: memory.yaml\n",
                "prod/memory.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n"
                "    - name: site\n      resources: {limits: {memory: 1Gi}}\n",
            },
            why="The overlay gives the limit.",
        ),
        Good(
            {
                "examples/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: site}\nspec:\n  containers:\n"
                "    - name: site\n      image: site:1\n"
            },
            why="It shows something else, and nobody runs it for long.",
        ),
        Good(
            "apiVersion: batch/v1\nkind: Job\nmetadata: {name: certs}\nspec:\n  template:\n    spec:\n"
            "      restartPolicy: Never\n      containers:\n        - name: certs\n          image: certs:1\n",
            why="It ends.",
        ),
    )

    def check(self, item: ProjectWorkload) -> Findings:
        if containers := lacking_memory(item, "request"):
            what, has = those(containers)
            message = (
                f"{what} {has} no memory request and no memory limit, so a leak can take all memory of the node, and this pod"
                " is killed first; set `resources.requests.memory` and `resources.limits.memory`"
            )
            yield self.finding(containers[0].span, message)
