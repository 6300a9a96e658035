"""`removed-api-version`."""

from __future__ import annotations

from k8slint import Bad, Findings, Fix, Good, Options, Rule, Severity
from k8slint.project import ProjectObject, renamed_safely, replace_value, reread
from k8slint_rules._shared.api_moves import minor, move, moved
from k8slint_rules._shared.api_versions import lookup


class RemovedApiVersionOptions(Options):
    """kubernetes-version: an older place for the setting `kubernetes-version`, which all rules share."""

    kubernetes_version: str = ""


class RemovedApiVersion(Rule[ProjectObject]):
    """The API server no longer knows this kind under this apiVersion. `kubectl apply` fails with "no matches for kind".
    The target of an autoscaler is looked up in the same way, by its API group.

    It bites after an upgrade of the cluster: the objects that run go on, and the next deployment fails.

    Write the apiVersion that replaces it, and change the fields that the message names. Set
    `kubernetes-version` in the config to the version of your clusters. Without it, the newest version is assumed.

    Fix safety: safe when objects mean the same under the new apiVersion; unsafe for workloads that move to apps/v1,
    where the defaults differ. No fix is offered when fields have to move, and when a patch of an overlay names the
    object by its old apiVersion: both have to change together.

    References: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
    """

    name = "removed-api-version"
    title = "The apiVersion no longer exists"
    category = "deprecation"
    needs = ("manifest",)
    severity = Severity.ERROR
    profile = "development"
    aliases = ("kube-linter:no-extensions-v1beta", "kube-score:stable-version", "trivy:KSV-0107", "apiserver:refused")
    Options = RemovedApiVersionOptions
    examples = (
        Bad(
            """\
apiVersion: «batch/v1beta1»
kind: CronJob
metadata:
  name: backup
""",
            fixed="""\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
""",
        ),
        Bad(
            """\
apiVersion: «extensions/v1beta1»
kind: Deployment
metadata:
  name: site
""",
            fixed="""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: site
""",
            unsafe=True,
        ),
        Bad(
            """\
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  scaleTargetRef:
    apiVersion: «extensions/v1beta1»
    kind: Deployment
    name: site
  maxReplicas: 3
""",
            fixed="""\
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata:
  name: site
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: site
  maxReplicas: 3
""",
        ),
        Bad("apiVersion: «networking.k8s.io/v1beta1»\nkind: Ingress\nmetadata:\n  name: site\n"),
        Bad(
            {
                "base/job.yaml": "apiVersion: «batch/v1beta1»\nkind: CronJob\nmetadata:\n  name: backup\n",
                "base/kustomization.yaml": "resources: [job.yaml]\n",
                "prod/kustomization.yaml": "resources: [../base]\npatches: [{path: job.yaml}]\n",
                "prod/job.yaml": "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata:\n  name: backup\nspec: {suspend: true}\n",
            },
            why="kustomize finds the target of the patch by its apiVersion, so both have to change together.",
        ),
        Good("apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\n"),
        Good(
            "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata:\n  name: backup\n",
            options={"kubernetes-version": "1.24"},
            why="1.25 is the first that lacks it.",
        ),
        Good(
            "apiVersion: example.com/v1beta1\nkind: CronJob\nmetadata:\n  name: backup\n",
            why="A custom resource of the same name.",
        ),
    )

    def check(self, item: ProjectObject) -> Findings:
        target = minor(self.options.kubernetes_version or self.target.kubernetes_version)
        old = lookup(item.fact.api_version, item.kind)
        resource = reread(item.project, item) if old is not None and old.removed_in(target) else None
        if old is not None and resource is not None:
            message = (
                f"Kubernetes 1.{old.removed} no longer has `{old.api_version}` for {old.kind}; {move(old, target)}"
            )
            fix = renamed_safely(item.project, item, moved(resource, old, target))
            yield self.finding(resource.api_version_node.span, message, fix=fix)
        yield from self._scaled(item, target)

    def _scaled(self, item: ProjectObject, target: int) -> Findings:
        """An autoscaler's target is found by group and kind, whatever the version
        (k8s.io/kubernetes pkg/controller/podautoscaler/horizontal.go, scaleForResourceMappings)."""
        scaler = item.fact.autoscaler
        version = None if scaler is None or item.group != "autoscaling" else scaler.target_version
        if scaler is None or version is None or not (version.value or "").startswith("extensions/"):
            return
        old = lookup(version.value or "", scaler.target_kind)
        if old is not None and old.removed_in(target) and old.replacement is not None:
            message = (
                f"Kubernetes 1.{old.removed} no longer has {scaler.target_kind} in `{version.value}`; write"
                f" `{old.replacement}`"
            )
            edit = replace_value(item.project, item.place(version.span), old.replacement)
            fix = None if edit is None else Fix(f"move to `{old.replacement}`", (edit,))
            yield self.finding(version.span, message, fix=fix)
