"""Rules in files that are named on the command line: `--plugin ./lint/no_latest.py`, or a folder of such files.

For rules that belong to one repository and are worth no package. The name must hold a slash, so that no file of a list, and
nothing that lies in the working folder, is loaded for its name alone.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType
    from typing import Any

    from k8slint._internal.rulekit.rule import Rule


def is_path(name: str) -> bool:
    """Whether `--plugin` names a file or a folder rather than a module."""
    return "/" in name or os.sep in name


class RuleFiles:
    """The rules of a file, or of every `.py` file of a folder, as a pack. Raises `ImportError` when there is none."""

    def __init__(self, path: str) -> None:
        self.modules = [load(file) for file in _files(path)]

    def k8slint_rules(self) -> list[type[Rule[Any]]]:
        """The hook."""
        return [cls for module in self.modules for cls in rules_in(module)]


def rules_in(module: ModuleType) -> Iterator[type[Rule[Any]]]:
    """The rules that a module defines, in the order of its text."""
    from k8slint._internal.rulekit.rule import Rule

    for value in vars(module).values():
        here = isinstance(value, type) and issubclass(value, Rule) and value.__module__ == module.__name__
        if here and "name" in vars(value):
            yield value


def load(path: str) -> ModuleType:
    """Runs a file as a module of its own name and place. Raises what running it raises."""
    from importlib.util import module_from_spec, spec_from_file_location

    name = os.path.abspath(path).removesuffix(".py")
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"`{path}` is not a Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _files(path: str) -> list[str]:
    if os.path.isdir(path):
        names = sorted(name for name in os.listdir(path) if name.endswith(".py"))
        files = [os.path.join(path, name) for name in names]
        if not files:
            raise ImportError(f"there is not a `.py` file in `{path}`")
        return files
    if not path.endswith(".py"):
        raise ImportError(f"`{path}` is not a `.py` file")
    if not os.path.isfile(path):
        raise ImportError(f"there is no file `{path}`")
    return [path]
