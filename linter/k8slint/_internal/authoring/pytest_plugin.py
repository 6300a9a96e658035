"""The pytest plugin: `pytest --pyargs my_pack` runs the examples of every rule that an installed pack defines.

Only files of installed packs are looked at, so the plugin is silent everywhere else.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from typing import TYPE_CHECKING, Any

import pytest

from k8slint._internal.rulekit import packs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from k8slint._internal.rulekit.rule import Bad, Good, Rule

_KEY = pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_KEY] = {folder: module for module, folder in _pack_folders()}


def _pack_folders() -> Iterator[tuple[str, str]]:
    """Import name of each pack with the folder, or the file, that holds it."""
    for pack in packs.installed():
        root = pack.module.partition(":")[0]
        try:
            spec = importlib.util.find_spec(root)
        except (ImportError, ValueError):
            continue
        if spec is not None and spec.origin is not None:
            is_package = spec.submodule_search_locations is not None
            yield root, os.path.realpath(os.path.dirname(spec.origin) if is_package else spec.origin)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix != ".py":
        return None
    path = os.path.realpath(file_path)
    for folder, module in parent.config.stash[_KEY].items():
        if path == folder or path.startswith(folder + os.sep):
            name = _module_name(path, folder, module)
            return RuleFile.from_parent(parent, path=file_path, name=f"{name} examples", module=name)
    return None


def _module_name(path: str, folder: str, module: str) -> str:
    if path == folder:
        return module
    parts = os.path.relpath(path, folder).removesuffix(".py").split(os.sep)
    return ".".join([module, *(part for part in parts if part != "__init__")])


class RuleFile(pytest.File):
    """A module of a pack: one item an example."""

    def __init__(self, *, module: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.module = module

    def collect(self) -> Iterator[pytest.Item]:
        from k8slint._internal.rulekit.rulefile import rules_in

        for value in rules_in(importlib.import_module(self.module)):
            yield RuleItem.from_parent(self, name=f"{value.name}", rule=value, example=None)
            for number, example in enumerate(value.examples, 1):
                kind = type(example).__name__.lower()
                yield RuleItem.from_parent(self, name=f"{value.name} {kind} {number}", rule=value, example=example)


class RuleItem(pytest.Item):
    """One example, or (without one) the rule class itself."""

    def __init__(self, *, rule: type[Rule[Any]], example: Bad | Good | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rule = rule
        self.example = example

    def runtest(self) -> None:
        from k8slint._internal.authoring import testing

        found = testing.class_problems(self.rule) if self.example is None else testing.problems(self.rule, self.example)
        wrong = list(found)
        if wrong:
            raise AssertionError("\n".join(wrong))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        if isinstance(excinfo.value, AssertionError):
            return f"{self.rule.name}: {excinfo.value}"
        return str(excinfo.getrepr(style="short"))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name
