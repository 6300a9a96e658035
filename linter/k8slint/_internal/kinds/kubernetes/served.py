"""Which kinds Kubernetes itself serves, and what was meant by an apiVersion or a kind that it does not.

Source: the `x-kubernetes-group-version-kind` marks of the OpenAPI schemas of Kubernetes 1.25 to 1.37 (read in November
2026), kinds with `metadata` only. Short names: `kubectl api-resources` of 1.37.1.
"""

from __future__ import annotations

from k8slint._internal.text.literal import is_literal
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_STABLE = (
    (
        "",
        "v1",
        "Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume"
        " PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount",
    ),
    (
        "admissionregistration.k8s.io",
        "v1",
        "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy"
        " ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration",
    ),
    ("apiextensions.k8s.io", "v1", "CustomResourceDefinition"),
    ("apiregistration.k8s.io", "v1", "APIService"),
    ("apps", "v1", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"),
    ("authentication.k8s.io", "v1", "SelfSubjectReview TokenRequest TokenReview"),
    (
        "authorization.k8s.io",
        "v1",
        "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
    ),
    ("autoscaling", "v2", "HorizontalPodAutoscaler"),
    ("batch", "v1", "CronJob Job"),
    ("certificates.k8s.io", "v1", "CertificateSigningRequest ClusterTrustBundle PodCertificateRequest"),
    ("coordination.k8s.io", "v1", "Lease"),
    ("discovery.k8s.io", "v1", "EndpointSlice"),
    ("events.k8s.io", "v1", "Event"),
    ("flowcontrol.apiserver.k8s.io", "v1", "FlowSchema PriorityLevelConfiguration"),
    ("networking.k8s.io", "v1", "IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR"),
    ("node.k8s.io", "v1", "RuntimeClass"),
    ("policy", "v1", "PodDisruptionBudget"),
    ("rbac.authorization.k8s.io", "v1", "ClusterRole ClusterRoleBinding Role RoleBinding"),
    ("resource.k8s.io", "v1", "DeviceClass DeviceTaintRule ResourceClaim ResourceClaimTemplate ResourceSlice"),
    ("scheduling.k8s.io", "v1", "PriorityClass"),
    (
        "storage.k8s.io",
        "v1",
        "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass",
    ),
    ("storagemigration.k8s.io", "v1", "StorageVersionMigration"),
)
"""Group, its stable version, and the kinds of that version."""
_POLICIES = (
    "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
)
_CLAIMS = "ResourceClaim ResourceClaimTemplate ResourceSlice"
_ALSO = (
    ("admissionregistration.k8s.io", "v1alpha1 v1beta1", _POLICIES),
    ("authentication.k8s.io", "v1alpha1 v1beta1", "SelfSubjectReview"),
    ("autoscaling", "v1", "HorizontalPodAutoscaler"),
    ("certificates.k8s.io", "v1alpha1 v1beta1", "ClusterTrustBundle PodCertificateRequest"),
    ("networking.k8s.io", "v1alpha1 v1beta1", "IPAddress ServiceCIDR"),
    ("resource.k8s.io", "v1alpha1 v1alpha2 v1alpha3 v1beta1 v1beta2", f"DeviceClass DeviceTaintRule {_CLAIMS}"),
    ("storage.k8s.io", "v1alpha1 v1beta1", "CSIStorageCapacity VolumeAttributesClass"),
    ("storagemigration.k8s.io", "v1alpha1 v1beta1", "StorageVersionMigration"),
)
"""Other versions of these kinds in the same schemas, all of a group taken together. What was gone before is in
`k8slint._internal.kinds.kubernetes.api_versions`.
"""
_SHORT = {
    "cj": "CronJob",
    "cm": "ConfigMap",
    "crd": "CustomResourceDefinition",
    "csr": "CertificateSigningRequest",
    "deploy": "Deployment",
    "ds": "DaemonSet",
    "ep": "Endpoints",
    "hpa": "HorizontalPodAutoscaler",
    "ing": "Ingress",
    "limits": "LimitRange",
    "netpol": "NetworkPolicy",
    "no": "Node",
    "ns": "Namespace",
    "pc": "PriorityClass",
    "pdb": "PodDisruptionBudget",
    "po": "Pod",
    "pv": "PersistentVolume",
    "pvc": "PersistentVolumeClaim",
    "quota": "ResourceQuota",
    "rc": "ReplicationController",
    "rs": "ReplicaSet",
    "sa": "ServiceAccount",
    "sc": "StorageClass",
    "sts": "StatefulSet",
    "svc": "Service",
}
_OTHERS = (
    "Config List Template Status DeleteOptions DeploymentConfig BuildConfig"
    " ClusterCIDR CompositePodGroup Eviction EvictionRequest LeaseCandidate PetSet PodCheckpoint PodGroup PodPreset"
    " PodScheduling PodSchedulingContext PodSecurityPolicy ResourceClaimParameters ResourceClass ResourceClassParameters"
    " ResourcePoolStatusRequest Scale ScheduledJob StorageVersion ThirdPartyResource Workload"
)
"""Kinds that are near to others and yet none of them: a kubeconfig, lists, OpenShift's oldest, and what Kubernetes serves
or served without ever calling it stable.
"""
_ALIKE = 0.8

Home = tuple[str, str]
"""Group and stable version."""


class Meant(Record):
    """The kind that a name most likely means; `exact` when nothing but case, hyphens or a plural differs."""

    kind: str
    exact: bool


class _Tables:
    __slots__ = ("flat", "groups", "homes", "others")

    def __init__(self) -> None:
        self.homes: dict[str, list[Home]] = {}
        self.flat: dict[str, str] = {}
        self.others: set[tuple[str, str, str]] = set()
        for group, version, kinds in _STABLE:
            for kind in kinds.split():
                self.flat[kind.lower()] = kind
                self.homes.setdefault(kind, []).append((group, version))
        self.groups = frozenset(group for group, _, _ in _STABLE) | {"extensions"}
        for group, versions, kinds in _ALSO:
            self.others.update((group, version, kind) for version in versions.split() for kind in kinds.split())


_tables: list[_Tables] = []


def _known() -> _Tables:
    if not _tables:
        _tables.append(_Tables())
    return _tables[0]


def is_of_kubernetes(group: str) -> bool:
    """Whether no CustomResourceDefinition can be of this group: it is Kubernetes' own, or has no dot (the API server asks
    for one, ValidateCustomResourceDefinitionSpec).
    """
    return ("." not in group and is_literal(group)) or group in _known().groups


def is_served(group: str, version: str, kind: str) -> bool:
    """Whether a kind with a stable version is, or was lately, served in this version of its group as well."""
    return (group, version) in _known().homes.get(kind, ()) or (group, version, kind) in _known().others


def homes(kind: str) -> tuple[str, ...]:
    """The stable apiVersions of a kind of Kubernetes; none for any other."""
    return tuple([join(group, version) for group, version in _known().homes.get(kind, ())])


def join(group: str, version: str) -> str:
    return f"{group}/{version}" if group else version


def is_kind(kind: str) -> bool:
    """Whether Kubernetes itself has a kind of this name."""
    return kind in _known().homes


def is_near(group: str, kind: str) -> bool:
    """Whether a group looks like the one that serves `kind`: other case, `networking.k8s`, `rbac.k8s.io`, `apps.k8s.io`."""
    from difflib import SequenceMatcher

    low = group.lower()
    for own, _ in _known().homes.get(kind, ()):
        if not own:
            continue
        first = own.partition(".")[0]
        if low == own or low in (f"{first}.k8s.io", f"{first}.k8s", f"{first}.kubernetes.io"):
            return True
        if SequenceMatcher(None, low[:100], own).ratio() >= _ALIKE + 0.1:
            return True
    return False


_meant: dict[str, Meant | None] = {}
_MOST_MEANT = 2_000
"""Names that are remembered; to look one up costs a third of a millisecond."""


def meant(kind: str) -> Meant | None:
    """What a name that is not a kind of Kubernetes most likely means: `deployment`, `Deployments`, `Daemon-Set`, `Svc`,
    `Deploymen`."""
    if kind not in _meant:
        if len(_meant) >= _MOST_MEANT:
            _meant.clear()
        _meant[kind] = _find(kind)
    return _meant[kind]


def _find(kind: str) -> Meant | None:
    tables = _known()
    if kind in tables.homes or kind in _OTHERS.split() or not kind or len(kind) > 60:
        return None
    plain = kind.lower().replace("-", "").replace("_", "").replace(" ", "")
    for name in _singulars(plain):
        if name in tables.flat:
            return Meant(tables.flat[name], exact=True)
    if plain + "s" in tables.flat:
        return Meant(tables.flat[plain + "s"], exact=False)
    if plain in _SHORT:
        return Meant(_SHORT[plain], exact=False)
    from difflib import get_close_matches

    near = get_close_matches(plain, tables.flat, n=1, cutoff=_ALIKE)
    if not near and sorted(plain) in (letters := [sorted(name) for name in tables.flat]):
        near = [list(tables.flat)[letters.index(sorted(plain))]]
    return Meant(tables.flat[near[0]], exact=False) if near else None


def _singulars(name: str) -> Iterable[str]:
    yield name
    if name.endswith("ies"):
        yield name[:-3] + "y"
    if name.endswith("es"):
        yield name[:-2]
    if name.endswith("s"):
        yield name[:-1]
