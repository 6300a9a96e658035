"""`deprecated-api-version`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Options, Rule, Severity
from k8slint.kubernetes.api_moves import minor, move, moved
from k8slint.kubernetes.api_versions import lookup
from k8slint.kubernetes.tree import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator


class DeprecatedApiVersionOptions(Options):
    """kubernetes-version: an older place for the setting `kubernetes-version`, which all rules share."""

    kubernetes_version: str = ""


class DeprecatedApiVersion(Rule[Resource]):
    """The API server still takes this apiVersion, with a warning, and a later one will not.

    Write the apiVersion that replaces it, and adapt the fields where the message says so. The setting
    `kubernetes-version` is the version of your clusters; without it the newest is meant. Silent while that version has
    nothing to move to.

    Fix safety: safe where objects mean the same under the new apiVersion; unsafe for workloads that move to apps/v1, whose
    defaults differ; none where fields have to move.
    """

    name = "deprecated-api-version"
    category = "deprecation"
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

    def check(self, resource: Resource) -> Iterator[Finding]:
        old = lookup(resource.api_version, resource.kind)
        if old is None:
            return
        target = minor(self.options.kubernetes_version or self.target.kubernetes_version)
        if old.removed_in(target) or not old.deprecated_in(target):
            return
        if old.replacement is not None and not old.replaceable_in(target):
            return
        since = f"is deprecated since Kubernetes 1.{old.deprecated}"
        until = f" and gone in 1.{old.removed}" if old.removed is not None else ""
        message = f"`{old.api_version}` for {old.kind} {since}{until}; {move(old, target)}"
        yield self.finding(resource.api_version_node.span, message, fix=moved(resource, old, target))
