"""Files next to the linted ones, for rules that follow a reference: nothing outside the tree is ever seen."""

from __future__ import annotations

import os
import posixpath

from k8slint._internal import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Tree:
    """Files next to the linted ones, for rules that follow a reference. Paths are relative, with forward slashes; what
    leads out of the tree is not there.
    """

    def exists(self, path: str) -> bool:
        raise NotImplementedError

    def is_dir(self, path: str) -> bool:
        raise NotImplementedError

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None where there is none that may be read."""
        raise NotImplementedError

    def list(self, path: str) -> list[str]:
        """The names in a folder, sorted; empty where there is none."""
        raise NotImplementedError


class MemoryTree(Tree):
    """A tree that is made of texts."""

    def __init__(self, texts: Mapping[str, str | bytes]) -> None:
        self._texts = {posixpath.normpath(path): text for path, text in texts.items()}
        self._folders: dict[str, set[str]] = {"": set()}
        for path in self._texts:
            while path and path != "/":
                folder, name = posixpath.split(path)
                names = self._folders.setdefault(folder, set())
                if name in names:
                    break
                names.add(name)
                path = folder

    def exists(self, path: str) -> bool:
        path = _normal(path)
        return path in self._texts or path in self._folders

    def is_dir(self, path: str) -> bool:
        return _normal(path) in self._folders

    def read(self, path: str) -> bytes | None:
        text = self._texts.get(_normal(path))
        return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text

    def list(self, path: str) -> list[str]:
        """Names in a folder, sorted; none when it is not there."""
        return sorted(self._folders.get(_normal(path), ()))


class DiskTree(Tree):
    """The folder `root` and what lies under it. Links are not followed."""

    def __init__(self, root: str) -> None:
        self.root = os.path.abspath(root)

    def exists(self, path: str) -> bool:
        full = self._full(path)
        return full is not None and os.path.lexists(full)

    def is_dir(self, path: str) -> bool:
        full = self._full(path)
        return full is not None and os.path.isdir(full) and not os.path.islink(full)

    def read(self, path: str) -> bytes | None:
        full = self._full(path)
        if full is None:
            return None
        try:
            return files.read(full, root=self.root)
        except files.ReadError:
            return None

    def list(self, path: str) -> list[str]:
        """Names in a folder, sorted; none when it is not there or cannot be read."""
        full = self._full(path)
        if full is None or os.path.islink(full):
            return []
        try:
            return sorted(os.listdir(full))
        except OSError:
            return []

    def _full(self, path: str) -> str | None:
        inside = _inside(path)
        if inside is None or "\0" in inside:
            return None
        full = os.path.join(self.root, inside) if inside else self.root
        try:
            return full if files.inside(os.path.dirname(full) if inside else full, self.root) else None
        except (OSError, ValueError):
            return None


class EditedTree(Tree):
    """Another tree, with some of its files as they stand now."""

    def __init__(self, tree: Tree, current: Callable[[str], str | None]) -> None:
        self._tree = tree
        self._current = current

    def exists(self, path: str) -> bool:
        return self._tree.exists(path)

    def is_dir(self, path: str) -> bool:
        return self._tree.is_dir(path)

    def read(self, path: str) -> bytes | None:
        text = self._current(_normal(path))
        return self._tree.read(path) if text is None else text.encode("utf-8", "surrogateescape")

    def list(self, path: str) -> list[str]:
        return self._tree.list(path)


def _normal(path: str) -> str:
    path = posixpath.normpath(path)
    return "" if path == "." else path


def _inside(path: str) -> str | None:
    """A relative path in its shortest form, "" for the root; None when it leads out."""
    path = _normal(path)
    return None if path == ".." or path.startswith(("../", "/")) else path
