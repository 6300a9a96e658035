"""Small wrong versions of a Python module, one fault each: what a test suite should notice."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

_OTHER = {
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
    for node in _places(tree, skip):
        for what, changed in _changes(node):
            made = copy.deepcopy(tree, {id(node): changed})
            yield Mutant(node.lineno, what, ast.fix_missing_locations(made))


def _places(node: ast.AST, skip: frozenset[str]) -> Iterator[ast.expr | ast.stmt]:
    """What may be changed: neither types nor what only a type checker reads."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Assign) and any(isinstance(each, ast.Name) and each.id in skip for each in node.targets):
        return
    if isinstance(node, (ast.expr, ast.stmt)):
        yield node
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns"):
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, ast.AST):
                    yield from _places(child, skip)


def _changes(node: ast.expr | ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """The wrong versions of one place, each with words for it."""
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        # A loop without an end is noticed, and takes long.
        for value in (False,) if isinstance(node, ast.While) else (False, True):
            yield f"`{_short(node.test)}` is always {value}", _with(node, test=ast.Constant(value))
    elif isinstance(node, ast.BoolOp):
        for index, operand in enumerate(node.values):
            rest = node.values[:index] + node.values[index + 1 :]
            what = f"without `{_short(operand)}` in `{_short(node)}`"
            yield what, rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            changed = _with(node, ops=[*node.ops[:index], _OTHER[type(operator)](), *node.ops[index + 1 :]])
            yield f"`{_short(node)}` is `{_short(changed)}`", changed
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"without `not` in `{_short(node)}`", node.operand
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield f"plus and minus in `{_short(node)}`", _with(node, op=other)
    elif isinstance(node, (ast.Continue, ast.Break)) or _is_step(node):
        yield f"without `{_short(node)}`", ast.copy_location(ast.Pass(), node)


def _is_step(node: ast.AST) -> bool:
    """Whether a statement is a call or the like, as opposed to a docstring or a result."""
    return isinstance(node, (ast.AugAssign, ast.Expr)) and not isinstance(
        node.value, (ast.Constant, ast.Yield, ast.YieldFrom)
    )


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= 70 else f"{text[:69]}…"
