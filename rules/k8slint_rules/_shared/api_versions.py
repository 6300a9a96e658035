"""API versions that are gone or going, and what replaces them.

Versions are the minor of Kubernetes 1.x. Source: the `+k8s:prerelease-lifecycle-gen` marks of k8s.io/api and the
deprecated API migration guide, as of Kubernetes 1.37 (November 2026); k8s.io/apiextensions-apiserver and
k8s.io/kube-aggregator for CustomResourceDefinition and APIService. What is gone from 1.25 on agrees with the published
schemas of 1.25 to 1.37; what is gone from 1.16 and 1.22 on agrees with the guide where the guide has it (it has
NetworkPolicy come in 1.8 and CSIDriver in 1.19, one minor later than here). The versions from 38 on are plans, which
Kubernetes moves: an older copy of the marks has ClusterTrustBundle v1beta1 go in 1.39. The words of `changes` sum up
the guide where it has the kind, and say only that one has to look where it does not.
"""

from __future__ import annotations

from k8slint import Record

LATEST = 37
"""The newest minor the table knows."""


class ApiVersion(Record):
    """An old version of a kind.

    It is deprecated from `deprecated` and no longer served from `removed` on (minors; None: not announced).
    `replacement` is the apiVersion to move to, served from the minor `since` on; None when nothing replaces the kind.
    With `pure_rename` objects stay valid, and mean the same, when only their apiVersion changes; else `changes` says
    what else the move takes.
    """

    api_version: str
    kind: str
    deprecated: int | None
    removed: int | None
    replacement: str | None
    since: int | None
    pure_rename: bool = False
    changes: str = ""

    def deprecated_in(self, minor: int) -> bool:
        return self.deprecated is not None and self.deprecated <= minor

    def removed_in(self, minor: int) -> bool:
        return self.removed is not None and self.removed <= minor

    def replaceable_in(self, minor: int) -> bool:
        """Whether the replacement is served there."""
        return self.replacement is not None and (self.since is None or self.since <= minor)


_RENAME = "rename"
_WORKLOAD = (
    "set `spec.selector` to the template's labels; drop `rollbackTo` and `templateGeneration`; several defaults differ"
)
_INGRESS = (
    "`backend` is `defaultBackend`; `serviceName` and `servicePort` are `service.name` and `service.port.number` or"
    " `.name`; every path needs a `pathType`"
)
_WEBHOOK = (
    "set `sideEffects` and `admissionReviewVersions`; failurePolicy, timeoutSeconds and matchPolicy default differently"
)
_CRD = "schemas and columns move into `versions`; `scope` must be set; `JSONPath` is `jsonPath`"
_SHARES = "`assuredConcurrencyShares` is `nominalConcurrencyShares`"
_RESTRUCTURED = "the objects were restructured"
_FIELDS = "check the fields against the new version"

_ADMISSION = "admissionregistration.k8s.io"
_POLICIES = "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
_MUTATIONS = "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding"
_FLOW = "flowcontrol.apiserver.k8s.io"
_RBAC = "ClusterRole ClusterRoleBinding Role RoleBinding"

_TABLE: tuple[tuple[str, str, int | None, int | None, str | None, int | None, str], ...] = (
    ("extensions/v1beta1", "DaemonSet Deployment ReplicaSet", 8, 16, "apps/v1", 9, _WORKLOAD),
    ("apps/v1beta1", "Deployment StatefulSet", 8, 16, "apps/v1", 9, _WORKLOAD),
    ("apps/v1beta1", "ControllerRevision", 8, 16, "apps/v1", 9, _RENAME),
    ("apps/v1beta2", "DaemonSet Deployment ReplicaSet StatefulSet", 9, 16, "apps/v1", 9, _WORKLOAD),
    ("apps/v1beta2", "ControllerRevision", 9, 16, "apps/v1", 9, _RENAME),
    ("extensions/v1beta1", "NetworkPolicy", 9, 16, "networking.k8s.io/v1", 7, _RENAME),
    ("extensions/v1beta1", "PodSecurityPolicy", 11, 16, None, None, "use Pod Security Admission's namespace labels"),
    ("extensions/v1beta1", "Ingress", 14, 22, "networking.k8s.io/v1", 19, _INGRESS),
    ("networking.k8s.io/v1beta1", "Ingress", 19, 22, "networking.k8s.io/v1", 19, _INGRESS),
    ("networking.k8s.io/v1beta1", "IngressClass", 19, 22, "networking.k8s.io/v1", 19, _RENAME),
    ("networking.k8s.io/v1beta1", "IPAddress ServiceCIDR", 34, 37, "networking.k8s.io/v1", 33, _RENAME),
    ("rbac.authorization.k8s.io/v1alpha1", _RBAC, 17, 22, "rbac.authorization.k8s.io/v1", 8, _RENAME),
    ("rbac.authorization.k8s.io/v1beta1", _RBAC, 17, 22, "rbac.authorization.k8s.io/v1", 8, _RENAME),
    ("scheduling.k8s.io/v1alpha1", "PriorityClass", 14, 22, "scheduling.k8s.io/v1", 14, _RENAME),
    ("scheduling.k8s.io/v1beta1", "PriorityClass", 14, 22, "scheduling.k8s.io/v1", 14, _RENAME),
    ("scheduling.k8s.io/v1alpha1", "PodGroup Workload", None, 36, "scheduling.k8s.io/v1beta1", 37, _RESTRUCTURED),
    ("scheduling.k8s.io/v1alpha2", "PodGroup Workload", None, 37, "scheduling.k8s.io/v1beta1", 37, _RESTRUCTURED),
    ("coordination.k8s.io/v1beta1", "Lease", 19, 22, "coordination.k8s.io/v1", 14, _RENAME),
    ("coordination.k8s.io/v1alpha2", "LeaseCandidate", 35, 38, "coordination.k8s.io/v1beta1", 33, _FIELDS),
    ("coordination.k8s.io/v1beta1", "LeaseCandidate", 36, 39, None, None, "no later version is out yet"),
    ("storage.k8s.io/v1beta1", "CSINode", 17, 22, "storage.k8s.io/v1", 17, _RENAME),
    ("storage.k8s.io/v1beta1", "CSIDriver", 19, 22, "storage.k8s.io/v1", 18, _RENAME),
    ("storage.k8s.io/v1beta1", "StorageClass", 19, 22, "storage.k8s.io/v1", 6, _RENAME),
    ("storage.k8s.io/v1beta1", "VolumeAttachment", 19, 22, "storage.k8s.io/v1", 13, _RENAME),
    ("storage.k8s.io/v1alpha1", "VolumeAttachment", 21, 24, "storage.k8s.io/v1", 13, _RENAME),
    ("storage.k8s.io/v1alpha1", "CSIStorageCapacity", 21, 24, "storage.k8s.io/v1", 24, _RENAME),
    ("storage.k8s.io/v1beta1", "CSIStorageCapacity", 24, 27, "storage.k8s.io/v1", 24, _RENAME),
    ("storage.k8s.io/v1alpha1", "VolumeAttributesClass", 32, 35, "storage.k8s.io/v1", 34, _RENAME),
    ("storage.k8s.io/v1beta1", "VolumeAttributesClass", 34, 37, "storage.k8s.io/v1", 34, _RENAME),
    ("apiregistration.k8s.io/v1beta1", "APIService", 19, 22, "apiregistration.k8s.io/v1", 10, _RENAME),
    ("authentication.k8s.io/v1beta1", "TokenReview", 19, 22, "authentication.k8s.io/v1", 6, _RENAME),
    ("authentication.k8s.io/v1beta1", "SelfSubjectReview", 30, 33, "authentication.k8s.io/v1", 28, _RENAME),
    (
        "authorization.k8s.io/v1beta1",
        "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
        19,
        22,
        "authorization.k8s.io/v1",
        6,
        "`spec.group` is `spec.groups`",
    ),
    (
        f"{_ADMISSION}/v1beta1",
        "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
        16,
        22,
        f"{_ADMISSION}/v1",
        16,
        _WEBHOOK,
    ),
    (f"{_ADMISSION}/v1alpha1", _POLICIES, 29, 32, f"{_ADMISSION}/v1", 30, _FIELDS),
    (f"{_ADMISSION}/v1beta1", _POLICIES, 31, 34, f"{_ADMISSION}/v1", 30, _FIELDS),
    (f"{_ADMISSION}/v1alpha1", _MUTATIONS, 35, 38, f"{_ADMISSION}/v1", 36, _FIELDS),
    (f"{_ADMISSION}/v1beta1", _MUTATIONS, 37, 40, f"{_ADMISSION}/v1", 36, _FIELDS),
    ("apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 16, 22, "apiextensions.k8s.io/v1", 16, _CRD),
    (
        "certificates.k8s.io/v1beta1",
        "CertificateSigningRequest",
        19,
        22,
        "certificates.k8s.io/v1",
        19,
        "`signerName` and `usages` must be set",
    ),
    ("certificates.k8s.io/v1alpha1", "ClusterTrustBundle", 34, 37, "certificates.k8s.io/v1", 37, _RESTRUCTURED),
    ("certificates.k8s.io/v1beta1", "ClusterTrustBundle", 37, 40, "certificates.k8s.io/v1", 37, _RESTRUCTURED),
    ("batch/v1beta1", "CronJob", 21, 25, "batch/v1", 21, _RENAME),
    (
        "discovery.k8s.io/v1beta1",
        "EndpointSlice",
        21,
        25,
        "discovery.k8s.io/v1",
        21,
        "`topology` is `nodeName` and `zone`",
    ),
    ("events.k8s.io/v1beta1", "Event", 22, 25, "events.k8s.io/v1", 19, "several fields have other names"),
    ("node.k8s.io/v1beta1", "RuntimeClass", 22, 25, "node.k8s.io/v1", 20, _RENAME),
    (
        "policy/v1beta1",
        "PodDisruptionBudget",
        21,
        25,
        "policy/v1",
        21,
        "an empty `selector` selects every pod of the namespace, not none",
    ),
    ("policy/v1beta1", "PodSecurityPolicy", 21, 25, None, None, "use Pod Security Admission's namespace labels"),
    (
        "autoscaling/v2beta1",
        "HorizontalPodAutoscaler",
        22,
        25,
        "autoscaling/v2",
        23,
        "each metric's target is `target: {type, averageUtilization}` or the like",
    ),
    ("autoscaling/v2beta2", "HorizontalPodAutoscaler", 23, 26, "autoscaling/v2", 23, _RENAME),
    (f"{_FLOW}/v1beta1", "FlowSchema", 23, 26, f"{_FLOW}/v1", 29, _RENAME),
    (f"{_FLOW}/v1beta2", "FlowSchema", 26, 29, f"{_FLOW}/v1", 29, _RENAME),
    (f"{_FLOW}/v1beta3", "FlowSchema", 29, 32, f"{_FLOW}/v1", 29, _RENAME),
    (f"{_FLOW}/v1beta1", "PriorityLevelConfiguration", 23, 26, f"{_FLOW}/v1", 29, _SHARES),
    (f"{_FLOW}/v1beta2", "PriorityLevelConfiguration", 26, 29, f"{_FLOW}/v1", 29, _SHARES),
    (
        f"{_FLOW}/v1beta3",
        "PriorityLevelConfiguration",
        29,
        32,
        f"{_FLOW}/v1",
        29,
        "a `nominalConcurrencyShares` of 0 stays 0",
    ),
    (
        "resource.k8s.io/v1alpha2",
        "PodSchedulingContext ResourceClaim ResourceClaimParameters ResourceClaimTemplate ResourceClass"
        " ResourceClassParameters ResourceSlice",
        None,
        31,
        "resource.k8s.io/v1",
        34,
        _RESTRUCTURED,
    ),
    (
        "resource.k8s.io/v1alpha3",
        "DeviceClass PodSchedulingContext ResourceClaim ResourceClaimTemplate ResourceSlice",
        None,
        34,
        "resource.k8s.io/v1",
        34,
        _RESTRUCTURED,
    ),
    (
        "resource.k8s.io/v1beta1",
        "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice",
        35,
        38,
        "resource.k8s.io/v1",
        34,
        _RESTRUCTURED,
    ),
    (
        "resource.k8s.io/v1beta2",
        "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice",
        36,
        39,
        "resource.k8s.io/v1",
        34,
        _FIELDS,
    ),
    (
        "storagemigration.k8s.io/v1alpha1",
        "StorageVersionMigration",
        None,
        35,
        "storagemigration.k8s.io/v1",
        37,
        _RESTRUCTURED,
    ),
    (
        "storagemigration.k8s.io/v1beta1",
        "StorageVersionMigration",
        37,
        40,
        "storagemigration.k8s.io/v1",
        37,
        _RESTRUCTURED,
    ),
    ("v1", "ComponentStatus", 19, None, None, None, "nothing replaces it"),
    ("v1", "Endpoints", 33, None, "discovery.k8s.io/v1", 21, "write an EndpointSlice"),
)

_versions: dict[tuple[str, str], ApiVersion] = {}


def lookup(api_version: str, kind: str) -> ApiVersion | None:
    """What is known about an old version; None for versions that nothing is wrong with and for custom kinds."""
    if not _versions:
        for version in every():
            _versions[version.api_version, version.kind] = version
    return _versions.get((api_version, kind))


def every() -> tuple[ApiVersion, ...]:
    """The whole table, a row a kind."""
    return tuple(
        ApiVersion(
            old, kind, deprecated, removed, new, since, changes is _RENAME, "" if changes is _RENAME else changes
        )
        for old, kinds, deprecated, removed, new, since, changes in _TABLE
        for kind in kinds.split()
    )
