"""`rbac-rule-grants-nothing`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import Resource, is_literal, mappings
from k8slint.shell import names
from k8slint.yaml import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Mapping

_RESOURCES = {
    "": names(
        "bindings componentstatuses configmaps endpoints events limitranges namespaces nodes persistentvolumeclaims"
        " persistentvolumes pods podtemplates replicationcontrollers resourcequotas secrets serviceaccounts services"
    ),
    "apps": names("controllerrevisions daemonsets deployments replicasets statefulsets"),
    "autoscaling": names("horizontalpodautoscalers"),
    "batch": names("cronjobs jobs"),
    "coordination.k8s.io": names("leases"),
    "discovery.k8s.io": names("endpointslices"),
    "events.k8s.io": names("events"),
    "extensions": names("daemonsets deployments ingresses networkpolicies replicasets podsecuritypolicies"),
    "networking.k8s.io": names("ingressclasses ingresses networkpolicies"),
    "policy": names("poddisruptionbudgets podsecuritypolicies"),
    "rbac.authorization.k8s.io": names("clusterrolebindings clusterroles rolebindings roles"),
    "scheduling.k8s.io": names("priorityclasses"),
    "storage.k8s.io": names("csidrivers csinodes csistoragecapacities storageclasses volumeattachments"),
    "apiextensions.k8s.io": names("customresourcedefinitions"),
}
"""Built-in resources by group: Kubernetes 1.37, api/discovery/aggregated_v2.json, read in November 2026; `extensions` as it was
until 1.21."""


class RbacRuleGrantsNothing(Rule[Resource]):
    """A rule of a Role or ClusterRole names a resource in an API group that does not have it, or a group that does not
    exist. The API server accepts the rule, and it grants nothing: requests are answered with "forbidden" as if it were
    not there.

    `daemonsets` and `deployments` are in the group `apps`, `leases` in `coordination.k8s.io`, `ingresses` in
    `networking.k8s.io`. Pods, Services, Secrets and ConfigMaps are in the core group, which is written `""`. A group
    has no version: write `apps`, not `apps/v1`. Resources are written in the plural.

    Write the group that the message names, in a rule of its own when the others need another group.

    Not reported when the rule also names a group that Kubernetes does not bring.

    References: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources
    """

    name = "rbac-rule-grants-nothing"
    title = "A rule of a Role grants nothing"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    examples = (
        Bad(
            """\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: agent
rules:
  - apiGroups: [""]
    resources: [«daemonsets», pods, «leases»]
    verbs: [get, list]
  - apiGroups: [«v1»]
    resources: [configmaps]
    verbs: [get]
  - apiGroups: [""]
    resources: [«configmap»]
    verbs: [get]
  - apiGroups: [«apps/v1»]
    resources: [deployments]
    verbs: [get]
  - apiGroups: [networking.k8s.io]
    resources: [«Ingress», «pods/log»]
    verbs: [get]
"""
        ),
        Good(
            """\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: agent
rules:
  - apiGroups: ["", apps]
    resources: [pods, pods/log, deployments, "*/scale"]
    verbs: [get]
  - apiGroups: ["*"]
    resources: [anything]
    verbs: [get]
  - apiGroups: [example.com]
    resources: [deployments]
    verbs: [get]
  - nonResourceURLs: [/healthz]
    verbs: [get]
  - apiGroups: ["${GROUP}/x", ""]
    resources: [deployments]
    verbs: [get]
  - apiGroups: [""]
    resources: ["*", "${RESOURCE}", "pods/*", 1]
    verbs: [get]
  - apiGroups: [extensions]
    resources: [podsecuritypolicies, deployments]
    verbs: [use]
---
apiVersion: example.com/v1
kind: ClusterRole
metadata:
  name: other
rules:
  - apiGroups: [v1]
    resources: [daemonsets]
""",
            why="Each resource is in one of the groups, or the group is not known.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        if resource.group != "rbac.authorization.k8s.io" or resource.kind not in ("Role", "ClusterRole"):
            return
        for rule in mappings(resource.node, "rules"):
            yield from self._look(rule)

    def _look(self, rule: Mapping) -> Findings:
        groups = [item for item in rule.items("apiGroups") if isinstance(item, Scalar)]
        wrong = [
            group for group in groups if group.text in ("v1", "core") or ("/" in group.text and is_literal(group.text))
        ]
        for group in wrong:
            meant = "" if group.text in ("v1", "core", "core/v1") else group.text.partition("/")[0]
            yield self.finding(
                group.span, f'there is no API group `{group.text}`, so this rule grants nothing; write `"{meant}"`'
            )
        if wrong or not groups or any(group.text not in _RESOURCES for group in groups):
            return
        for item in rule.items("resources"):
            if isinstance(item, Scalar) and "*" not in item.text and is_literal(item.text):
                yield from self._resource(item, [group.text for group in groups])

    def _resource(self, item: Scalar, groups: list[str]) -> Findings:
        name = item.text.partition("/")[0]
        homes = [group for group, resources in _RESOURCES.items() if name in resources and group != "extensions"]
        given = " or ".join(f'`"{group}"`' for group in groups)
        if homes and not any(name in _RESOURCES[group] for group in groups):
            message = f'`{name}` are not in the API group {given}, so this grants nothing; write `"{homes[0]}"`'
            yield self.finding(item.span, message)
        elif not homes:
            forms = (f"{name.lower()}s", f"{name.lower()}es", name.lower())
            plural = next((form for form in forms if form != name and _is_known(form)), None)
            if plural is not None:
                yield self.finding(
                    item.span, f"there is no resource `{name}`, so this grants nothing; write `{plural}`"
                )


def _is_known(name: str) -> bool:
    return any(name in resources for resources in _RESOURCES.values())
