"""Writes a pack's `index.json` from its rule classes: `python -m k8slint._internal.authoring.index k8slint_rules [--check]`."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
from typing import TYPE_CHECKING, Any

from k8slint._internal.rulekit.registry import entry_of, row_of
from k8slint._internal.rulekit.rulefile import rules_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from k8slint._internal.rulekit.rule import Rule


def rule_classes(package: ModuleType) -> Iterator[type[Rule[Any]]]:
    """Every rule class defined in a package, sorted by name. One module holds one rule.

    Raises `ImportError` for a file that is not a part of the package, and `ValueError` for two rules of one name.
    """
    for folder in package.__path__:
        _no_file_is_left_out(folder)
    found: dict[str, type[Rule[Any]]] = {}
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for cls in rules_in(importlib.import_module(info.name)):
            if cls.name in found:
                raise ValueError(f"two rules are named `{cls.name}`: {found[cls.name].__module__} and {cls.__module__}")
            found[cls.name] = cls
    for _, cls in sorted(found.items()):
        yield cls


def _no_file_is_left_out(folder: str) -> None:
    """Python takes a folder without `__init__.py` for no part of a package, and would leave its rules out silently."""
    for place, _, names in os.walk(folder):
        if "__init__.py" not in names and any(name.endswith(".py") for name in names):
            raise ImportError(f"`{place}` has no `__init__.py`, so its rules are not found; add an empty one")


def index_text(package: ModuleType) -> str:
    """The index: one JSON array, a line a rule, so that diffs read well."""
    rows = [json.dumps(row_of(entry_of(cls, "")), ensure_ascii=False) for cls in rule_classes(package)]
    return "[\n" + ",\n".join(rows) + "\n]\n"


def index_path(package: ModuleType) -> str:
    return os.path.join(os.path.dirname(str(package.__file__)), "index.json")


def main(arguments: list[str]) -> int:
    """Writes the index, or with `--check` says whether it is fresh."""
    names = [argument for argument in arguments if not argument.startswith("-")]
    if len(names) != 1:
        print("usage: python -m k8slint._internal.authoring.index PACKAGE [--check]", file=sys.stderr)
        return 2
    package = importlib.import_module(names[0])
    try:
        text = index_text(package)
    except (ImportError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    path = index_path(package)
    if "--check" in arguments:
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return 0
        print(f"{path} is stale; run `make index`", file=sys.stderr)
        return 1
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
