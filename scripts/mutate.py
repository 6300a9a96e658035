#!/usr/bin/env python3
"""Which changes to a module no test notices.

    scripts/mutate.py linter/k8slint/_internal/fixing/verify.py -- tests/unit/test_verify.py

Changes one place of the module at a time (a condition is always or never true, an operand is left out, a comparison is
another one, a `not`, a `continue` or a step is missing, plus becomes minus), runs the tests, and prints what survived: a
branch that no test needs. After `--` come the arguments of pytest.

Each mutant runs in a process forked from this one, which has imported everything but the project. Exit 1 when fewer are
killed than `--least` per cent.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import os
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

OTHER = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SECONDS = 60
"""Processor time for the tests of one mutant: one that never ends is noticed."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("modules", nargs="+", metavar="MODULE.py")
    parser.add_argument("--least", type=float, default=0, metavar="PERCENT")
    parser.add_argument("--lines", metavar="FROM-TO", help="only these lines of the modules")
    given = sys.argv[1:]
    cut = given.index("--") if "--" in given else len(given)
    options = parser.parse_args(given[:cut])
    tests = given[cut + 1 :]
    low, high = (int(part) for part in (options.lines or "1-1000000").split("-"))
    _warm_up()
    if not _passes(None, "", tests):
        print("mutate: the tests fail without any change", file=sys.stderr)
        return 2
    killed = survived = 0
    for file in options.modules:
        tree = ast.parse(Path(file).read_text())
        for line, what, mutant in mutants(tree):
            if not low <= line <= high:
                continue
            if _passes(Path(file), ast.unparse(mutant), tests):
                survived += 1
                print(f"{file}:{line}: {what}", flush=True)
            else:
                killed += 1
    share = 100 * killed / max(1, killed + survived)
    print(f"{killed} killed, {survived} survived: {share:.0f} %")
    return int(share < options.least)


def mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """Every changed copy of a module, with the line and what was changed."""
    for node in _places(tree):
        for what, change in _changes(node):
            fresh = copy.deepcopy(tree, {id(node): change})
            yield node.lineno, what, ast.fix_missing_locations(fresh)


def _places(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """What may be changed: neither types nor what only a type checker reads."""
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
        return
    if isinstance(node, (ast.expr, ast.stmt)):
        yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, ast.AST):
                yield from _places(child)


def _changes(node: ast.expr | ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        words = ast.unparse(node.test)
        for value in (False,) if isinstance(node, ast.While) else (True, False):
            yield f"`{words}` is always {value}", _with(node, test=ast.Constant(value))
    elif isinstance(node, ast.BoolOp):
        for operand in node.values:
            rest = [value for value in node.values if value is not operand]
            changed = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            yield f"without `{ast.unparse(operand)}` in `{ast.unparse(node)}`", changed
    elif isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            operators = [*node.ops[:number], OTHER[type(operator)](), *node.ops[number + 1 :]]
            changed = _with(node, ops=operators)
            yield f"`{ast.unparse(node)}` is `{ast.unparse(ast.fix_missing_locations(changed))}`", changed
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"without `not` in `{ast.unparse(node)}`", node.operand
    elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield f"plus and minus in `{ast.unparse(node)}`", _with(node, op=other)
    elif isinstance(node, (ast.Continue, ast.Break)) or (
        isinstance(node, ast.AugAssign | ast.Expr)
        and not isinstance(node.value, (ast.Constant, ast.Yield, ast.YieldFrom))
    ):
        yield f"without `{ast.unparse(node)}`", ast.copy_location(ast.Pass(), node)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _warm_up() -> None:
    """Imports, once for all mutants, what the tests need and what is not the project's."""
    for name in ("hypothesis", "pytest", "ruamel.yaml", "tree_sitter", "tree_sitter_bash"):
        importlib.import_module(name)


def _passes(file: Path | None, source: str, tests: list[str]) -> bool:
    """Whether the tests pass with another text for a module."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2) if file is not None else (1,):
            os.dup2(nothing, stream)
        if file is not None:
            sys.meta_path.insert(0, _Finder(file, source))
        import pytest

        code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--assert=plain", *tests]))
    finally:
        os._exit(code)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds the changed text in place of the file's."""

    def __init__(self, file: Path, source: str) -> None:
        file = file.resolve()
        parts = [file.stem]
        folder = file.parent
        while (folder / "__init__.py").exists():
            parts.insert(0, folder.name)
            folder = folder.parent
        self.name = ".".join(parts)
        self.file = str(file)
        self.source = source

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.file, loader=self)

    def get_source(self, fullname: str) -> str:
        return self.source


if __name__ == "__main__":
    sys.exit(main())
