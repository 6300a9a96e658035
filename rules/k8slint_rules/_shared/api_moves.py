"""Moving objects to the apiVersion that replaces theirs."""

from __future__ import annotations

from k8slint import Applicability, Fix
from k8slint.yaml import replace_scalar
from k8slint_rules._shared.api_versions import LATEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.kubernetes import Resource
    from k8slint_rules._shared.api_versions import ApiVersion

_WORKLOADS = frozenset(("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"))


def minor(version: str) -> int:
    """The minor of a Kubernetes version: 34 of `1.34`, `v1.34.2`; the newest known one of anything else."""
    parts = version.strip().removeprefix("v").split(".")
    if len(parts) > 1 and parts[0] == "1" and parts[1].isdecimal() and len(parts[1]) < 4:
        return int(parts[1])
    return LATEST


def move(old: ApiVersion, target: int) -> str:
    """What to do about it, as the end of a message."""
    if old.replacement is None:
        return old.changes
    where = f"move to `{old.replacement}`"
    if not old.replaceable_in(target):
        return f"{where}, which Kubernetes 1.{old.since} brings"
    return f"{where}: {old.changes}" if old.changes else where


def moved(resource: Resource, old: ApiVersion, target: int) -> Fix | None:
    """Writes the new apiVersion of an object; None where fields have to move with it."""
    if old.replacement is None or not old.replaceable_in(target):
        return None
    applicability = _applicability(resource, old)
    # An item of a typed list without an apiVersion of its own has the list's.
    if applicability is None or resource.kind_node.text != resource.kind:
        return None
    edit = replace_scalar(resource.source, resource.api_version_node, old.replacement)
    return None if edit is None else Fix(f"move to `{old.replacement}`", (edit,), applicability)


def _applicability(resource: Resource, old: ApiVersion) -> Applicability | None:
    """How far a change of the apiVersion alone can be trusted."""
    if old.pure_rename:
        return Applicability.SAFE
    spec = resource.spec
    if old.kind == "PodDisruptionBudget" and spec is not None:
        # Only `{}` changes its meaning.
        selector = spec.mapping("selector")
        return None if selector is not None and not selector.entries else Applicability.SAFE
    if old.replacement == "apps/v1" and old.kind in _WORKLOADS:
        if spec is not None and (spec.get("rollbackTo") or spec.get("templateGeneration")):
            return None
        return Applicability.UNSAFE
    return None
