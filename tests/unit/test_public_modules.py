"""The public modules: what type checkers are told and what is imported at run time are the same, and nothing else is public."""

import ast
import importlib
from pathlib import Path

import pytest

import k8slint

FOLDER = Path(k8slint.__file__).parent
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__main__")


def told(module):
    """Names in the `TYPE_CHECKING` part of a public module, with the module that each comes from."""
    tree = ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    names = {}
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        for alias in node.names:
            assert alias.asname == alias.name, "`from x import y as y` is what makes a name public"
            names[alias.name] = node.module
    return names


@pytest.mark.parametrize("module", MODULES)
def test_both_lists_of_names_agree(module):
    public = importlib.import_module("k8slint" if module == "__init__" else f"k8slint.{module}")
    names = told(module)
    assert public.__all__ == sorted(names)
    for name, home in names.items():
        value = getattr(public, name)
        expected = getattr(importlib.import_module(home), name, None)
        if expected is None:
            expected = importlib.import_module(f"{home}.{name}")
        assert value is expected


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"module 'k8slint\.shell' has no attribute 'Nothing'"):
        importlib.import_module("k8slint.shell").Nothing  # noqa: B018


def test_little_lies_in_the_package():
    there = {path.name for path in FOLDER.iterdir() if path.name != "__pycache__"}
    assert there == {f"{module}.py" for module in MODULES} | {"__main__.py", "_internal", "py.typed"}
    assert len(there) < 12
