"""`deprecated-api-version`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Options, Rule, Severity
from k8slint.project import ProjectObject, renamed_safely, reread
from k8slint_rules._shared.api_moves import minor, move, moved
from k8slint_rules._shared.api_versions import lookup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.kubernetes import Resource
    from k8slint_rules._shared.api_versions import ApiVersion


class DeprecatedApiVersionOptions(Options):
    """kubernetes-version: an older place for the setting `kubernetes-version`, which all rules share."""

    kubernetes_version: str = ""


class DeprecatedApiVersion(Rule[ProjectObject]):
    """The API server still accepts this apiVersion, with a warning. A later version will refuse it.

    Write the apiVersion that replaces it, and change the fields that the message names. The setting `kubernetes-version` is
    the version of your clusters. Without it, the newest version is assumed.

    Not reported as long as that version has nothing to move to.

    Fix safety: safe when objects mean the same under the new apiVersion; unsafe for workloads that move to apps/v1,
    where the defaults differ. No fix is offered when fields have to move, and when a patch of an overlay names the
    object by its old apiVersion: both have to change together.

    References: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
    """

    name = "deprecated-api-version"
    title = "A later Kubernetes refuses this apiVersion"
    category = "deprecation"
    needs = ("manifest",)
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = ("kube-score:stable-version", "trivy:KSV-0107")
    Options = DeprecatedApiVersionOptions
    examples = (
        Bad(
            "apiVersion: «batch/v1beta1»\nkind: CronJob\nmetadata:\n  name: backup\n",
            fixed="apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\n",
            options={"kubernetes-version": "1.22"},
        ),
        Bad("apiVersion: «v1»\nkind: Endpoints\nmetadata:\n  name: db\n"),
        Good("apiVersion: v1\nkind: Service\nmetadata:\n  name: db\n"),
        Good(
            "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata:\n  name: backup\n",
            options={"kubernetes-version": "1.20"},
            why="Kubernetes 1.20 has no other one.",
        ),
    )

    def check(self, item: ProjectObject) -> Findings:
        target = minor(self.options.kubernetes_version or self.target.kubernetes_version)
        old = lookup(item.fact.api_version, item.kind)
        if old is None or old.removed_in(target) or not old.deprecated_in(target):
            return
        if old.replacement is None or old.replaceable_in(target):
            resource = reread(item.project, item)
            if resource is not None:
                yield self._finding(item, resource, old, target)

    def _finding(self, item: ProjectObject, resource: Resource, old: ApiVersion, target: int) -> Finding:
        since = f"is deprecated since Kubernetes 1.{old.deprecated}"
        until = f" and does not work from 1.{old.removed} on" if old.removed is not None else ""
        message = f"`{old.api_version}` for {old.kind} {since}{until}; {move(old, target)}"
        fix = renamed_safely(item.project, item, moved(resource, old, target))
        return self.finding(resource.api_version_node.span, message, fix=fix)
