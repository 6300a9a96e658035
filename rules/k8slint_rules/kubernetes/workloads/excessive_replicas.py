"""`excessive-replicas`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Options, Rule, Severity
from k8slint.kubernetes import POD_TEMPLATES, Resource, integer


class ExcessiveReplicasOptions(Options):
    """limit: replicas that are still plausible; more of them are reported."""

    limit: int = 100


class ExcessiveReplicas(Rule[Resource]):
    """Every replica takes memory, an address and a place on a node. A mistyped `1000` can bring a small cluster down,
    and a local one too: its objects survive a reboot, and everything starts again.

    Lower the number. If that many are meant, raise the option `limit` of this rule in the config.

    Not reported when every overlay lowers the number.

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

    def check(self, resource: Resource) -> Findings:
        node = None if resource.spec is None else resource.spec.get("replicas")
        count = integer(node)
        if node is None or count is None or count <= self.options.limit:
            return
        if (resource.group, resource.kind) in POD_TEMPLATES:
            message = (
                f"{count} replicas of `{resource.name or resource.kind}` are more than {self.options.limit} and may bring the"
                " cluster down; lower the number, or raise `limit` in the config"
            )
            yield self.finding(node.span, message)
