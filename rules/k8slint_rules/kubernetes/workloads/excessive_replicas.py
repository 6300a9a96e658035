"""`excessive-replicas`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Options, Rule, Severity
from k8slint.kubernetes import POD_TEMPLATES
from k8slint.project import Project, patches_of, scaled_by


class ExcessiveReplicasOptions(Options):
    """limit: replicas that are still plausible; more of them are reported."""

    limit: int = 100


class ExcessiveReplicas(Rule[Project]):
    """Every replica takes memory, an address and a place on a node. A mistyped `1000` can bring a small cluster down,
    and a local one too: its objects survive a reboot, and everything starts again.

    Lower the number. If that many are meant, raise the option `limit` of this rule in the config.

    Not reported when an overlay may change the number.

    References: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#scaling-a-deployment
    """

    name = "excessive-replicas"
    title = "A workload asks for very many replicas"
    category = "reliability"
    needs = ("manifest",)
    severity = Severity.WARNING
    profile = "development"
    Options = ExcessiveReplicasOptions
    examples = (
        Bad(
            """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  replicas: «1000»
  selector:
    matchLabels:
      app: site
  template:
    metadata:
      labels:
        app: site
    spec:
      containers:
        - name: site
          image: site:1
"""
        ),
        Bad(
            "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n  replicas: «11»\n",
            options={"limit": 10},
        ),
        Good("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: site\nspec:\n  replicas: 100\n"),
        Good(
            {
                "base/web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 500\n",
                "base/kustomization.yaml": "resources: [web.yaml]\n",
                "prod/kustomization.yaml": "resources: [../base]\nreplicas:\n  - {name: web, count: 3}\n",
            },
            why="The overlay sets the number.",
        ),
        Good(
            "apiVersion: example.com/v1\nkind: Shards\nmetadata:\n  name: data\nspec:\n  replicas: 5000\n",
            why="What a custom resource counts is not known.",
        ),
    )

    def check(self, project: Project) -> Findings:
        for item in project.objects:
            replicas = item.fact.replicas
            if replicas is None or replicas.value <= self.options.limit or (item.group, item.kind) not in POD_TEMPLATES:
                continue
            patches = patches_of(project, item)
            if patches is None or any(patch.fact.replicas is not None for patch in patches):
                continue
            if next(scaled_by(project, item), None) is None:
                message = (
                    f"{replicas.value} replicas of `{item.name or item.kind}` are more than {self.options.limit} and may"
                    " bring the cluster down; lower the number, or raise `limit` in the config"
                )
                yield self.finding(item.place(replicas.span), message)
