"""`removed-api-version`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Options, Rule, Severity
from k8slint.kubernetes.api_moves import minor, move, moved
from k8slint.kubernetes.api_versions import lookup
from k8slint.kubernetes.tree import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.yaml.tree import Scalar


class RemovedApiVersionOptions(Options):
    """kubernetes-version: an older place for the setting `kubernetes-version`, which all rules share."""

    kubernetes_version: str = ""


class RemovedApiVersion(Rule[Resource]):
    """The API server no longer knows this kind under this apiVersion: `kubectl apply` fails with "no matches for kind". The
    target of an autoscaler is looked up in the same way, by its API group.

    Write the apiVersion that replaces it, and adapt the fields where the message says so. The setting
    `kubernetes-version` is the version of your clusters; without it the newest is meant.

    Fix safety: safe where objects mean the same under the new apiVersion; unsafe for workloads that move to apps/v1, whose
    defaults differ; none where fields have to move.
    """

    name = "removed-api-version"
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
        target = minor(self.options.kubernetes_version or self.target.kubernetes_version)
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
