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
    """Every rule class defined in a package, sorted by name. One module holds one rule."""
    found: dict[str, type[Rule[Any]]] = {}
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(info.name)
        found.update((cls.name, cls) for cls in rules_in(module))
    for _, cls in sorted(found.items()):
        yield cls


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
    text = index_text(package)
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
