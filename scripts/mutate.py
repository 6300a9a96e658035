#!/usr/bin/env python3
"""Which changes to a module of the engine no test notices.

    scripts/mutate.py linter/k8slint/_internal/fixing/verify.py -- tests/unit/test_verify.py

Changes one place of the module at a time (see mutants.py), runs the tests, and prints what survived: a branch that no test
needs. What comes after `--` is given to pytest. Rules are for mutate_rules.py.

Each mutant runs in a process forked from this one, which has imported everything but the project. Exit 1 when fewer are
killed than `--least` per cent.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.util
import os
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from mutants import mutants

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
        for mutant in mutants(Path(file).read_text(encoding="utf-8")):
            if not low <= mutant.line <= high:
                continue
            if _passes(Path(file), ast.unparse(mutant.tree), tests):
                survived += 1
                print(f"{file}:{mutant}", flush=True)
            else:
                killed += 1
    share = 100 * killed / max(1, killed + survived)
    print(f"{killed} killed, {survived} survived: {share:.0f} %")
    return int(share < options.least)


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
