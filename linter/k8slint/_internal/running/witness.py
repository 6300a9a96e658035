"""A tree that notes what it was asked: when every answer is still the same, what was concluded from them still holds."""

from __future__ import annotations

from k8slint._internal.files.tree import Tree
from k8slint._internal.rulekit.registry import hash_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Witness(Tree):
    """Passes every question on to `tree`. `questions` are `[operation, path, answer]`, each asked once, as plain JSON."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._asked: dict[tuple[str, str], Any] = {}

    @property
    def questions(self) -> list[list[Any]]:
        return [[operation, path, answer] for (operation, path), answer in self._asked.items()]

    def exists(self, path: str) -> bool:
        found = self._tree.exists(path)
        self._asked["exists", path] = found
        return found

    def is_dir(self, path: str) -> bool:
        found = self._tree.is_dir(path)
        self._asked["is_dir", path] = found
        return found

    def read(self, path: str) -> bytes | None:
        data = self._tree.read(path)
        self._asked["read", path] = _digest(data)
        return data

    def list(self, path: str) -> list[str]:
        names = self._tree.list(path)
        self._asked["list", path] = names
        return names


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hash_text(data.decode("utf-8", "surrogateescape"))


def unchanged(questions: list[list[Any]], tree: Tree) -> bool:
    """Whether the tree still gives the same answers."""
    for operation, path, answer in questions:
        now: object = _digest(tree.read(path)) if operation == "read" else getattr(tree, operation)(path)
        if now != answer:
            return False
    return True
