"""Whether a tree is one list of simple commands with `&&`."""

from __future__ import annotations

from k8slint._internal.syntax.shell.names import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

COMMANDS = names("command declaration_command unset_command test_command variable_assignment variable_assignments")


def and_list_of(root: Node) -> list[int] | None:
    """Ids of the simple commands of a tree that is one AND list of nothing else."""
    if root.child_count != 1:
        return None
    node = _unwrapped(root.children[0])
    found: list[int] = []
    while node.type == "list":
        children = node.children
        if len(children) != 3 or children[1].type != "&&":
            return None
        leaf = _simple(children[2])
        if leaf is None:
            return None
        found.append(leaf)
        node = _unwrapped(children[0])
    leaf = _simple(node)
    if leaf is None:
        return None
    found.append(leaf)
    found.reverse()
    return found


def _unwrapped(node: Node) -> Node:
    """The list in `a && b > f`: the grammar puts the redirection around all of it, the shell gives it to `b` alone."""
    if node.type == "redirected_statement":
        body = _redirected_body(node)
        if body is not None and body.type == "list":
            return body
    return node


def _simple(node: Node) -> int | None:
    if node.type == "redirected_statement":
        body = _redirected_body(node)
        if body is None:
            return node.id if node.child_by_field_name("body") is None and not _has_heredoc(node) else None
        node = body
    return node.id if node.type in COMMANDS else None


def _redirected_body(node: Node) -> Node | None:
    return None if _has_heredoc(node) else node.child_by_field_name("body")


def _has_heredoc(node: Node) -> bool:
    return any(child.type == "heredoc_redirect" for child in node.children)
