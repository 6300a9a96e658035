"""Labels and label selectors, read from their nodes."""

from __future__ import annotations

from k8slint._internal.kinds.facts import Requirement, Selector
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar, resolve
from k8slint._internal.text.literal import is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.tree import Node
    from k8slint._internal.text.source import Span

_WITH_VALUES = ("In", "NotIn")
_WITHOUT_VALUES = ("Exists", "DoesNotExist")


def read_labels(node: Node | None) -> tuple[dict[str, str], bool]:
    """The labels of a mapping, and whether they are all of them: False when a key or value cannot be known."""
    labels: dict[str, str] = {}
    if node is None:
        return labels, True
    if not isinstance(node, Mapping):
        return labels, isinstance(node, Scalar) and node.value is None
    sure = True
    for name, entry in node.index.items():
        value = resolve(entry.value)
        content = value.value if isinstance(value, Scalar) else False
        if isinstance(content, str) and is_literal(content) and is_literal(name):
            labels[name] = content
        elif content is not None:
            sure = False
    return labels, sure


def read_selector(node: Node | None, *, plain: bool, span: Span | None = None) -> Selector | None:
    """A selector node as a value. `plain` ones (a Service's) are a map, others have matchLabels and matchExpressions.

    None without a node; `known` is False where a part of it cannot be known or the API refuses it. `span` replaces the
    node's own.
    """
    if node is None:
        return None
    where = node.span if span is None else span
    if not isinstance(node, Mapping):
        return Selector({}, (), where, known=False)
    if plain:
        labels, sure = read_labels(node)
        return Selector(labels, (), where, sure)
    labels, sure = read_labels(node.get("matchLabels"))
    expressions: list[Requirement] = []
    listed = node.get("matchExpressions")
    if listed is not None:
        if node.sequence("matchExpressions") is None:
            sure = False
        for item in node.items("matchExpressions"):
            requirement = _requirement(item)
            if requirement is None:
                sure = False
            else:
                expressions.append(requirement)
    return Selector(labels, tuple(expressions), where, sure)


def _requirement(node: Node) -> Requirement | None:
    if not isinstance(node, Mapping):
        return None
    key, operator = node.string("key"), node.string("operator")
    if key is None or operator is None or not is_literal(key.text):
        return None
    values = []
    for item in node.items("values"):
        if not (isinstance(item, Scalar) and item.value.__class__ is str and is_literal(item.text)):
            return None
        values.append(item.text)
    if operator.text not in (_WITH_VALUES if values else _WITHOUT_VALUES):
        return None
    return Requirement(key.text, operator.text, tuple(values))
