"""`removed-api-version`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Options, Rule, Severity
from k8slint.kubernetes.api_moves import minor, move, moved
from k8slint.kubernetes.api_versions import LATEST, lookup
from k8slint.kubernetes.tree import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.yaml.tree import Scalar


class RemovedApiVersionOptions(Options):
    """kubernetes-version: the version of the clusters that the manifests are for, such as `1.34`."""

    kubernetes_version: str = f"1.{LATEST}"


class RemovedApiVersion(Rule[Resource]):
    """The API server no longer knows this kind under this apiVersion. `kubectl apply` fails with "no matches for kind".
    The target of an autoscaler is looked up in the same way, by its API group.

    It bites after an upgrade of the cluster: the objects that run go on, and the next deployment fails.

    Write the apiVersion that replaces it, and change the fields that the message names. Set the option
    `kubernetes-version` of this rule to the version of your clusters. Without it, the newest version is assumed.

    Fix safety: safe when objects mean the same under the new apiVersion; unsafe for workloads that move to apps/v1,
    where the defaults differ. No fix is offered when fields have to move.

    References: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
    """

    name = "removed-api-version"
    title = "The apiVersion no longer exists"
    category = "deprecation"
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

    def check(self, resource: Resource) -> Iterator[Finding]:
        target = minor(self.options.kubernetes_version)
        old = lookup(resource.api_version, resource.kind)
        if old is not None and old.removed_in(target):
            message = (
                f"Kubernetes 1.{old.removed} no longer has `{old.api_version}` for {old.kind}; {move(old, target)}"
            )
            yield self.finding(resource.api_version_node.span, message, fix=moved(resource, old, target))
        yield from self._scaled(resource, target)

    def _scaled(self, resource: Resource, target: int) -> Iterator[Finding]:
        """An autoscaler's target is found by group and kind, whatever the version
        (k8s.io/kubernetes pkg/controller/podautoscaler/horizontal.go, scaleForResourceMappings)."""
        spec = resource.spec if resource.is_("autoscaling", "HorizontalPodAutoscaler") else None
        reference = None if spec is None else spec.mapping("scaleTargetRef")
        if reference is None:
            return
        version, kind = reference.string("apiVersion"), reference.string("kind")
        if version is None or kind is None:
            return
        old = lookup(version.text, kind.text)
        if (
            old is not None
            and old.removed_in(target)
            and old.replacement is not None
            and _group(version) == "extensions"
        ):
            message = (
                f"Kubernetes 1.{old.removed} no longer has {kind.text} in `{version.text}`; write `{old.replacement}`"
            )
            yield self.finding(version.span, message, fix=moved(resource, old, target, node=version))


def _group(version: Scalar) -> str:
    return version.text.partition("/")[0]
