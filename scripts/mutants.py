"""Small wrong versions of a Python module, one fault each: what a test suite should notice."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

_SWAPPED = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Mutant:
    """A module with one fault: where, what was done, and the tree to compile."""

    def __init__(self, line: int, what: str, tree: ast.Module) -> None:
        self.line = line
        self.what = what
        self.tree = tree

    def __str__(self) -> str:
        return f"{self.line}: {self.what}"


def mutants(source: str, skip: frozenset[str] = frozenset()) -> Iterator[Mutant]:
    """Every mutant of a source. `skip` names variables whose assignments are left alone, such as tables of examples."""
    tree = ast.parse(source)
    number = 0
    while True:
        one = _One(number, skip)
        changed = one.visit(copy.deepcopy(tree))
        if one.what is None:
            return
        ast.fix_missing_locations(changed)
        yield Mutant(one.line, one.what, changed)
        number += 1


class _One(ast.NodeTransformer):
    """Makes the n-th possible change of a tree."""

    def __init__(self, number: int, skip: frozenset[str]) -> None:
        self.left = number
        self.skip = skip
        self.what: str | None = None
        self.line = 0

    def _hit(self, node: ast.AST, what: str) -> bool:
        if self.what is not None:
            return False
        self.left -= 1
        if self.left >= 0:
            return False
        self.what, self.line = what, getattr(node, "lineno", 0)
        return True

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        if any(isinstance(target, ast.Name) and target.id in self.skip for target in node.targets):
            return node
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return node
        for value in (False, True):
            if self._hit(node, f"`if {_short(node.test)}` is always {value}"):
                node.test = ast.Constant(value)
                return node
        return self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        word = "and" if isinstance(node.op, ast.And) else "or"
        for index, value in enumerate(node.values):
            if self._hit(node, f"without `{_short(value)}` of an `{word}`"):
                rest = node.values[:index] + node.values[index + 1 :]
                return rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        return self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        if self._hit(node, f"`{_short(node)}` the other way round"):
            node.ops = [_SWAPPED[type(node.ops[0])](), *node.ops[1:]]
            return node
        return self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        if isinstance(node.op, ast.Not) and self._hit(node, f"`{_short(node)}` without its not"):
            return node.operand
        return self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> ast.AST:
        return ast.Pass() if self._hit(node, "`continue` does nothing") else node

    def visit_Break(self, node: ast.Break) -> ast.AST:
        return ast.Pass() if self._hit(node, "`break` does nothing") else node


def _short(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 70 else f"{text[:69]}…"
