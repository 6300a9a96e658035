"""`replicas-against-autoscaler`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Related, Rule, Severity
from k8slint.project import ProjectObject, remove_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.project import AutoscalerFact, Number


class ReplicasAgainstAutoscaler(Rule[ProjectObject]):
    """A workload sets `replicas`, and an autoscaler sets them too.

    Both write the same number. The autoscaler scales to 12 pods under load, somebody applies the manifest with
    `replicas: 2`, and ten pods are stopped at the busiest hour. Then the autoscaler starts again from two.

    Remove `replicas` from a workload that an autoscaler scales.

    Ignore this when your delivery tool ignores differences in `spec.replicas`.

    Fix safety: unsafe; on a live object the first `kubectl apply` without `replicas` scales to 1 until the autoscaler
    answers, unless the last applied configuration is edited first (see the reference).

    References:
    https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling
    """

    name = "replicas-against-autoscaler"
    title = "Replicas are set next to an autoscaler"
    category = "reliability"
    needs = ("manifest",)
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = ("kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured",)
    examples = (
        Bad(
            {
                "site.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  replicas: «12»
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
""",
                "scaler.yaml": """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  minReplicas: 2
  maxReplicas: 10
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: site
""",
            },
            fixed={
                "site.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
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
            },
            unsafe=True,
        ),
        Bad(
            """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  # one pod for each zone,
  # until we know better
  replicas: «3» # see the wiki
  # pods are matched by name
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
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  minReplicas: 2
  maxReplicas: 10
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: site
""",
            fixed="""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  # pods are matched by name
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
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  minReplicas: 2
  maxReplicas: 10
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: site
""",
            unsafe=True,
            why="The comments are about the number and go with it.",
        ),
        Good(
            """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  replicas: 3
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
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: other
spec:
  maxReplicas: 10
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: other
""",
            why="The autoscaler looks after another Deployment.",
        ),
        Good(
            {
                "base/site.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  replicas: 3
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
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  maxReplicas: 10
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: site
""",
                "base/kustomization.yaml": "resources:\n  - site.yaml\n",
                "prod/kustomization.yaml": "resources:\n  - ../base\npatches:\n  - path: patch.yaml\n",
                "prod/patch.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
spec:
  replicas: null
""",
            },
            why="The overlay takes the number out.",
        ),
    )

    def check(self, target: ProjectObject) -> Findings:
        replicas = target.fact.replicas
        scaler = next(iter(target.project.autoscalers_of(target)), None) if replicas is not None else None
        if replicas is None or scaler is None or scaler.fact.autoscaler is None or target.may_be_patched:
            return
        place = scaler.place(scaler.fact.autoscaler.span)
        related = (Related(place.path, place.span, f"{scaler.kind} `{scaler.name}` scales it"),)
        message = _message(replicas, scaler.fact.autoscaler, scaler)
        yield self.finding(replicas.span, message, related=related, fix=_fix(target, replicas))


def _message(replicas: Number, fact: AutoscalerFact, scaler: ProjectObject) -> str:
    least = fact.minimum.value if fact.minimum is not None else None
    most = fact.maximum.value if fact.maximum is not None else None
    if most is not None and replicas.value > most:
        what = f"`{replicas.value}` replicas are more than the {most} that `{scaler.name}` allows, so each apply starts pods"
        return f"{what} that are stopped again; remove `replicas`"
    if least is not None and replicas.value < least:
        what = f"`{replicas.value}` replicas are fewer than the {least} that `{scaler.name}` keeps, so each apply stops pods"
        return f"{what} that it needs; remove `replicas`"
    return f"each apply sets the number of pods back to `{replicas.value}`, whatever `{scaler.name}` chose; remove `replicas`"


def _fix(target: ProjectObject, replicas: Number) -> Fix | None:
    edit = remove_value(target.project, target.place(replicas.span))
    return None if edit is None else Fix("leave `replicas` to the autoscaler", (edit,), Applicability.UNSAFE)
