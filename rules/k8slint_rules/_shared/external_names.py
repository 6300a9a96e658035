"""Reading Services."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.kubernetes import Resource
    from k8slint.yaml import Mapping, Scalar


def external_spec(resource: Resource) -> Mapping | None:
    """The spec of a Service of type ExternalName, None for all else."""
    if resource.kind != "Service" or resource.api_version != "v1":
        return None
    spec = resource.spec
    kind = None if spec is None else spec.string("type")
    return spec if kind is not None and kind.text == "ExternalName" else None


def external_name(resource: Resource) -> Scalar | None:
    """The name that such a Service stands for."""
    spec = external_spec(resource)
    return None if spec is None else spec.string("externalName")
