import pytest

from k8slint._internal.kinds.kubernetes import kinds
from k8slint_rules._shared import api_versions


@pytest.mark.parametrize(
    ("group", "kind", "wanted"),
    [
        ("", "Pod", True),
        ("", "Namespace", False),
        ("", "Node", False),
        ("apps", "Deployment", True),
        ("extensions", "Deployment", True),
        ("", "Deployment", None),
        ("rbac.authorization.k8s.io", "Role", True),
        ("rbac.authorization.k8s.io", "ClusterRole", False),
        ("storage.k8s.io", "StorageClass", False),
        ("storage.k8s.io", "CSIStorageCapacity", True),
        ("serving.knative.dev", "Service", None),
        ("", "pod", None),
    ],
)
def test_namespaced(group, kind, wanted):
    assert kinds.is_namespaced(group, kind) is wanted


@pytest.mark.parametrize(
    ("group", "kind", "wanted"),
    [
        ("", "ConfigMap", False),
        ("apps", "Deployment", False),
        ("argoproj.io", "Rollout", False),
        ("monitoring.coreos.com", "ServiceMonitor", False),
        ("cert-manager.io", "Certificate", False),
        ("monitoring.coreos.com", "Prometheus", True),
        ("argoproj.io", "Application", True),
        ("example.com", "Database", True),
    ],
)
def test_unseen_pods(group, kind, wanted):
    assert kinds.may_make_unseen_pods(group, kind) is wanted


def test_every_table_names_kinds_once_and_kinds_with_pods_are_namespaced():
    for name in kinds.POD_TEMPLATES:
        assert kinds.is_namespaced(*name) in (True, None)
    assert kinds.POD_TEMPLATES.keys() >= kinds.FINITE


@pytest.mark.parametrize(
    ("api_version", "kind", "deprecated", "removed", "replacement", "rename"),
    [
        ("extensions/v1beta1", "Deployment", 8, 16, "apps/v1", False),
        ("extensions/v1beta1", "NetworkPolicy", 9, 16, "networking.k8s.io/v1", True),
        ("extensions/v1beta1", "Ingress", 14, 22, "networking.k8s.io/v1", False),
        ("batch/v1beta1", "CronJob", 21, 25, "batch/v1", True),
        ("policy/v1beta1", "PodDisruptionBudget", 21, 25, "policy/v1", False),
        ("policy/v1beta1", "PodSecurityPolicy", 21, 25, None, False),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", 23, 26, "autoscaling/v2", True),
        ("rbac.authorization.k8s.io/v1beta1", "RoleBinding", 17, 22, "rbac.authorization.k8s.io/v1", True),
        ("v1", "Endpoints", 33, None, "discovery.k8s.io/v1", False),
    ],
)
def test_old_versions(api_version, kind, deprecated, removed, replacement, rename):
    found = api_versions.lookup(api_version, kind)
    assert (found.deprecated, found.removed, found.replacement) == (deprecated, removed, replacement)
    assert found.pure_rename is rename
    assert rename or found.changes


@pytest.mark.parametrize(
    ("api_version", "kind"), [("apps/v1", "Deployment"), ("v1", "Pod"), ("batch/v1beta1", "Job"), ("", "")]
)
def test_versions_with_nothing_wrong(api_version, kind):
    assert api_versions.lookup(api_version, kind) is None


def test_minors_at_which_a_version_goes():
    found = api_versions.lookup("batch/v1beta1", "CronJob")
    assert [found.deprecated_in(minor) for minor in (20, 21, 25)] == [False, True, True]
    assert [found.removed_in(minor) for minor in (24, 25, 37)] == [False, True, True]
    assert [found.replaceable_in(minor) for minor in (20, 21)] == [False, True]
    assert not api_versions.lookup("v1", "Endpoints").removed_in(99)
    assert not api_versions.lookup("policy/v1beta1", "PodSecurityPolicy").replaceable_in(37)


def test_table_is_sound():
    rows = api_versions.every()
    assert len({(row.api_version, row.kind) for row in rows}) == len(rows)
    for row in rows:
        assert row.deprecated is not None or row.removed is not None
        if row.deprecated is not None and row.removed is not None:
            assert row.deprecated < row.removed
        assert (row.replacement is None) == (row.since is None)
        assert row.replacement != row.api_version
        if row.pure_rename:
            assert row.replacement is not None
            assert api_versions.lookup(row.replacement, row.kind) is None
