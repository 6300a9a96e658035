"""Reading single fields of an object's nodes, whatever stands there."""

from __future__ import annotations

from k8slint._internal.syntax.yaml.tree import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.tree import Node


def mappings(node: Mapping, name: str) -> tuple[Mapping, ...]:
    """The items of a list that are mappings; anything else in it is left to the schema."""
    return tuple(item for item in node.items(name) if isinstance(item, Mapping))


def boolean(node: Mapping | None, name: str) -> bool | None:
    """A field's truth value; None when it is missing or no boolean."""
    found = None if node is None else node.scalar(name)
    value = None if found is None else found.value
    return value if isinstance(value, bool) else None


def integer(node: Node | None) -> int | None:
    """A scalar's whole number, as the API server takes it (`80.0` is 80); None for anything else."""
    if not isinstance(node, Scalar):
        return None
    value = node.value
    if isinstance(value, int):
        return None if isinstance(value, bool) else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
        return int(value)
    return None
