"""What the kinds of the API are like: where their pods and selectors stand, and whether they live in a namespace.

Kinds are named by (group, kind), the core group being "". Sources, read in November 2026: Kubernetes 1.37
`api/discovery/aggregated_v2.json` for scopes and the Go types under `staging/src/k8s.io/api` for paths; for custom
resources the CRDs of argoproj/argo-rollouts, openshift/api, knative/serving, kedacore/keda, openkruise/kruise and
googleforgames/agones. Read a second time, in the Go types: Rollout, Revision, ScaledJob, BroadcastJob and Fleet. That the
groups and kinds of `_PODLESS_GROUPS` and `_PODLESS` make no pods was not looked up in their sources.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    Name = tuple[str, str]
    Path = tuple[str, ...]

_TEMPLATE = ("spec", "template")
_CRON_TEMPLATE = ("spec", "jobTemplate", "spec", "template")

POD_TEMPLATES: dict[Name, Path] = {
    ("", "Pod"): (),
    ("", "PodTemplate"): ("template",),
    ("", "ReplicationController"): _TEMPLATE,
    ("apps", "DaemonSet"): _TEMPLATE,
    ("apps", "Deployment"): _TEMPLATE,
    ("apps", "ReplicaSet"): _TEMPLATE,
    ("apps", "StatefulSet"): _TEMPLATE,
    ("extensions", "DaemonSet"): _TEMPLATE,
    ("extensions", "Deployment"): _TEMPLATE,
    ("extensions", "ReplicaSet"): _TEMPLATE,
    ("batch", "Job"): _TEMPLATE,
    ("batch", "CronJob"): _CRON_TEMPLATE,
    ("", "DeploymentConfig"): _TEMPLATE,
    ("apps.openshift.io", "DeploymentConfig"): _TEMPLATE,
    ("argoproj.io", "Rollout"): _TEMPLATE,
    ("serving.knative.dev", "Service"): _TEMPLATE,
    ("serving.knative.dev", "Configuration"): _TEMPLATE,
    ("serving.knative.dev", "Revision"): (),
    ("keda.sh", "ScaledJob"): ("spec", "jobTargetRef", "template"),
    ("apps.kruise.io", "CloneSet"): _TEMPLATE,
    ("apps.kruise.io", "DaemonSet"): _TEMPLATE,
    ("apps.kruise.io", "StatefulSet"): _TEMPLATE,
    ("apps.kruise.io", "BroadcastJob"): _TEMPLATE,
    ("agones.dev", "GameServer"): _TEMPLATE,
    ("agones.dev", "GameServerSet"): ("spec", "template", "spec", "template"),
    ("agones.dev", "Fleet"): ("spec", "template", "spec", "template"),
}
"""Where the object with the pods' `metadata` and `spec` stands; () is the object itself."""

FINITE = frozenset(
    (
        ("batch", "Job"),
        ("batch", "CronJob"),
        ("keda.sh", "ScaledJob"),
        ("apps.kruise.io", "BroadcastJob"),
    )
)
"""Kinds whose pods are meant to end."""

_LABEL_SELECTOR = (("spec", "selector"), False)
_PLAIN_SELECTOR = (("spec", "selector"), True)
_POD_SELECTOR = (("spec", "podSelector"), False)

SELECTORS: dict[Name, tuple[Path, bool]] = {
    ("", "Service"): _PLAIN_SELECTOR,
    ("", "ReplicationController"): _PLAIN_SELECTOR,
    ("", "DeploymentConfig"): _PLAIN_SELECTOR,
    ("apps.openshift.io", "DeploymentConfig"): _PLAIN_SELECTOR,
    ("apps", "DaemonSet"): _LABEL_SELECTOR,
    ("apps", "Deployment"): _LABEL_SELECTOR,
    ("apps", "ReplicaSet"): _LABEL_SELECTOR,
    ("apps", "StatefulSet"): _LABEL_SELECTOR,
    ("extensions", "DaemonSet"): _LABEL_SELECTOR,
    ("extensions", "Deployment"): _LABEL_SELECTOR,
    ("extensions", "ReplicaSet"): _LABEL_SELECTOR,
    ("batch", "Job"): _LABEL_SELECTOR,
    ("policy", "PodDisruptionBudget"): _LABEL_SELECTOR,
    ("networking.k8s.io", "NetworkPolicy"): _POD_SELECTOR,
    ("extensions", "NetworkPolicy"): _POD_SELECTOR,
    ("argoproj.io", "Rollout"): _LABEL_SELECTOR,
    ("apps.kruise.io", "CloneSet"): _LABEL_SELECTOR,
    ("apps.kruise.io", "DaemonSet"): _LABEL_SELECTOR,
    ("apps.kruise.io", "StatefulSet"): _LABEL_SELECTOR,
}
"""Where the selector of pods stands, and whether it is a plain map of labels."""

AUTOSCALERS: dict[Name, tuple[str, str, str | None]] = {
    ("autoscaling", "HorizontalPodAutoscaler"): ("minReplicas", "maxReplicas", None),
    ("keda.sh", "ScaledObject"): ("minReplicaCount", "maxReplicaCount", "Deployment"),
}
"""Their keys for the fewest and most replicas, and the kind of a `scaleTargetRef` that names none."""

_NAMESPACED = {
    "": "Binding ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController"
    " ResourceQuota Secret Service ServiceAccount",
    "apps": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
    "authorization.k8s.io": "LocalSubjectAccessReview",
    "autoscaling": "HorizontalPodAutoscaler",
    "batch": "CronJob Job",
    "certificates.k8s.io": "PodCertificateRequest",
    "checkpoint.k8s.io": "PodCheckpoint",
    "coordination.k8s.io": "Lease LeaseCandidate",
    "discovery.k8s.io": "EndpointSlice",
    "events.k8s.io": "Event",
    "extensions": "DaemonSet Deployment Ingress NetworkPolicy ReplicaSet",
    "lifecycle.k8s.io": "Eviction EvictionRequest",
    "networking.k8s.io": "Ingress NetworkPolicy",
    "policy": "PodDisruptionBudget",
    "rbac.authorization.k8s.io": "Role RoleBinding",
    "resource.k8s.io": "ResourceClaim ResourceClaimTemplate",
    "scheduling.k8s.io": "CompositePodGroup PodGroup Workload",
    "storage.k8s.io": "CSIStorageCapacity",
}
_CLUSTER_SCOPED = {
    "": "ComponentStatus Namespace Node PersistentVolume",
    "admissionregistration.k8s.io": "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding"
    " MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
    " ValidatingWebhookConfiguration",
    "apiextensions.k8s.io": "CustomResourceDefinition",
    "apiregistration.k8s.io": "APIService",
    "authentication.k8s.io": "SelfSubjectReview TokenReview",
    "authorization.k8s.io": "SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
    "certificates.k8s.io": "CertificateSigningRequest ClusterTrustBundle",
    "extensions": "PodSecurityPolicy",
    "flowcontrol.apiserver.k8s.io": "FlowSchema PriorityLevelConfiguration",
    "internal.apiserver.k8s.io": "StorageVersion",
    "networking.k8s.io": "IPAddress IngressClass ServiceCIDR",
    "node.k8s.io": "RuntimeClass",
    "policy": "PodSecurityPolicy",
    "rbac.authorization.k8s.io": "ClusterRole ClusterRoleBinding",
    "resource.k8s.io": "DeviceClass DeviceTaintRule ResourcePoolStatusRequest ResourceSlice",
    "scheduling.k8s.io": "PriorityClass",
    "storage.k8s.io": "CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass",
    "storagemigration.k8s.io": "StorageVersionMigration",
}

_scopes: dict[Name, bool] = {}


def is_namespaced(group: str, kind: str) -> bool | None:
    """Whether objects of a built-in kind live in a namespace; None for kinds that Kubernetes does not bring."""
    if not _scopes:
        for table, namespaced in ((_NAMESPACED, True), (_CLUSTER_SCOPED, False)):
            for known_group, names in table.items():
                _scopes.update(((known_group, name), namespaced) for name in names.split())
    return _scopes.get((group, kind))


_PODLESS_GROUPS = frozenset(
    (
        "acme.cert-manager.io",
        "autoscaling.k8s.io",
        "bitnami.com",
        "cert-manager.io",
        "cilium.io",
        "external-secrets.io",
        "gateway.networking.k8s.io",
        "kyverno.io",
        "metallb.io",
        "networking.gke.io",
        "networking.istio.io",
        "projectcalico.org",
        "secrets-store.csi.x-k8s.io",
        "security.istio.io",
        "snapshot.storage.k8s.io",
        "telemetry.istio.io",
        "traefik.containo.us",
        "traefik.io",
    )
)
_PODLESS = frozenset(
    (
        ("keda.sh", "ScaledObject"),
        ("keda.sh", "TriggerAuthentication"),
        ("monitoring.coreos.com", "AlertmanagerConfig"),
        ("monitoring.coreos.com", "PodMonitor"),
        ("monitoring.coreos.com", "Probe"),
        ("monitoring.coreos.com", "PrometheusRule"),
        ("monitoring.coreos.com", "ScrapeConfig"),
        ("monitoring.coreos.com", "ServiceMonitor"),
    )
)


def may_make_unseen_pods(group: str, kind: str) -> bool:
    """Whether an operator may turn such an object into pods whose labels no manifest shows."""
    name = (group, kind)
    if is_namespaced(group, kind) is not None or name in POD_TEMPLATES or name in _PODLESS:
        return False
    return group not in _PODLESS_GROUPS and not group.endswith(".config.k8s.io")
