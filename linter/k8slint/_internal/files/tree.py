"""Files next to the linted ones, for rules that follow a reference: nothing outside the tree is ever seen."""

from __future__ import annotations

import os
import posixpath

from k8slint._internal import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


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


class Overlay(Tree):
    """Another tree (default: an empty one) with texts in front of it: they are there, whatever lies below them."""

    def __init__(self, below: Tree | None = None) -> None:
        self._below = below if below is not None else MemoryTree({})
        self._texts: dict[str, str | bytes] = {}
        self._front: MemoryTree | None = None

    def put(self, path: str, text: str | bytes) -> None:
        path = _normal(path)
        if path not in self._texts:
            self._front = None
        self._texts[path] = text

    def drop(self, path: str) -> None:
        if self._texts.pop(_normal(path), None) is not None:
            self._front = None

    def exists(self, path: str) -> bool:
        return self._folders.exists(path) or self._below.exists(path)

    def is_dir(self, path: str) -> bool:
        return self._folders.is_dir(path) or self._below.is_dir(path)

    def read(self, path: str) -> bytes | None:
        text = self._texts.get(_normal(path))
        if text is None:
            return self._below.read(path)
        return as_bytes(text) if isinstance(text, str) else text

    def list(self, path: str) -> list[str]:
        names = self._folders.list(path)
        below = self._below.list(path)
        return sorted({*names, *below}) if names else below

    @property
    def _folders(self) -> MemoryTree:
        if self._front is None:
            self._front = MemoryTree(dict.fromkeys(self._texts, ""))
        return self._front


def as_bytes(text: str) -> bytes:
    """A text as its file has it; surrogates are bytes that are not UTF-8, unless a caller's text has other ones."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _normal(path: str) -> str:
    path = posixpath.normpath(path)
    return "" if path == "." else path


def _inside(path: str) -> str | None:
    """A relative path in its shortest form, "" for the root; None when it leads out."""
    path = _normal(path)
    return None if path == ".." or path.startswith(("../", "/")) else path
