"""Single fields of an object as facts: values with their places, None where they cannot be known."""

from __future__ import annotations

from k8slint._internal.kinds.facts import Argv, Flag, Number, Text
from k8slint._internal.kinds.kubernetes.nodes import integer
from k8slint._internal.syntax.yaml.tree import Scalar, Sequence
from k8slint._internal.text.literal import is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.tree import Node

_NAME_CHARACTERS = frozenset("-._ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


def final(node: Node | None) -> str | None:
    """A string that nothing replaces any more."""
    content = node.value if isinstance(node, Scalar) else None
    return content if isinstance(content, str) and content and is_literal(content) else None


def text(node: Node | None) -> Text | None:
    """A scalar as a fact; its value is None where it is no string or where something still replaces it."""
    return Text(final(node), node.span) if isinstance(node, Scalar) else None


def number(node: Node | None) -> Number | None:
    value = integer(node)
    return None if value is None or node is None else Number(value, node.span)


def port(node: Node | None) -> tuple[Text | None, bool]:
    """A port by number or name, as written, and whether it is a name."""
    value = integer(node)
    if node is not None and value is not None:
        return Text(str(value), node.span), False
    found = text(node)
    return found, found is not None and found.value is not None


def flag(node: Node | None) -> Flag | None:
    if isinstance(node, Scalar):
        value = node.value
        if value is True or value is False:
            return Flag(value, node.span)
    return None


def argv(node: Node | None) -> Argv | None:
    """A command line; an empty list counts as none, as it does for the kubelet."""
    if not isinstance(node, Sequence) or not node.items:
        return None
    words: list[str] = []
    for item in node.resolved():
        word = _word(item)
        if word is None:
            return Argv(True, None, node.span)
        words.append(word)
    return Argv(True, tuple(words), node.span)


def _word(node: Node) -> str | None:
    if not isinstance(node, Scalar):
        return None
    value = node.value
    if value.__class__ is not str:
        return "" if value is None else None
    return None if "{{" in node.text else expanded(node.text)


def expanded(value: str) -> str | None:
    """`value` after the kubelet's expansion, None when that needs a variable.

    `$(NAME)` is replaced and `$$` is one `$`; any other `$` stands for itself (k8s.io/kubernetes
    `third_party/forked/golang/expansion/expand.go`). What is in the parentheses and no name, such as a shell's
    `$(date +%s)`, stays as it is, for no variable is called that.
    """
    at = value.find("$")
    if at < 0:
        return value
    parts: list[str] = []
    done = 0
    while at >= 0 and at + 1 < len(value):
        follower = value[at + 1]
        if follower == "(":
            close = value.find(")", at + 2)
            if close < 0:
                break
            if close > at + 2 and _NAME_CHARACTERS.issuperset(value[at + 2 : close]):
                return None
            at = value.find("$", close + 1)
        elif follower == "$":
            parts.append(value[done : at + 1])
            done = at + 2
            at = value.find("$", done)
        else:
            at = value.find("$", at + 1)
    parts.append(value[done:])
    return "".join(parts)
