"""`.gitignore` files, read without git: those of a folder and of all above it, up to the root of the repository."""

from __future__ import annotations

import os

from k8slint import files
from k8slint.files.globs import Globs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Miss = Callable[[str, str, str], None]
    """Takes a path, the reason why it cannot be read, and the kind of problem."""

MAX_BYTES = 1_000_000
MAX_PATTERNS = 5_000
"""Patterns that hold in one folder."""


class IgnoreFiles:
    """The patterns that hold in one folder. Of several files the deepest one that says something decides, and then
    `.git/info/exclude` (git-scm.com/docs/gitignore). The user's own `core.excludesFile` lies outside and is not read.
    """

    __slots__ = ("_chain",)

    def __init__(self, chain: tuple[tuple[int, str, Globs], ...] = ()) -> None:
        # Deepest first. A file sees a path without its first `cut` characters, behind `lead`.
        self._chain = chain

    @classmethod
    def above(cls, root: str, path: str, miss: Miss) -> IgnoreFiles:
        """What holds in the folder `path` under `root` before its own `.gitignore` is read; nothing above the root of the
        repository counts. A folder outside the root is its own `root`.
        """
        lead, cut = "", len(root) + 1 if path.startswith("/") else 0
        folders: list[tuple[str, str]] = []
        folder = root
        outer: list[tuple[int, str, Globs]] = []
        while not os.path.lexists(os.path.join(folder, ".git")):
            parent, name = os.path.split(folder)
            if parent == folder:
                folders = []
                break
            lead = f"{name}/{lead}"
            folder = parent
            folders.append((folder, lead))
        else:
            outer += _loaded(os.path.join(folder, ".git", "info", "exclude"), "", cut, lead, miss)
        for above, its_lead in reversed(folders):
            outer[:0] = _loaded(os.path.join(above, ".gitignore"), "", cut, its_lead, miss)
        ignores = cls(tuple(outer))
        if path and not path.startswith("/"):
            ignores = ignores.entered(root, "", miss)
            names = path.split("/")
            for end in range(1, len(names)):
                inner = "/".join(names[:end])
                ignores = ignores.entered(os.path.join(root, inner), inner, miss)
        return ignores

    def entered(self, full: str, path: str, miss: Miss) -> IgnoreFiles:
        """What holds in a folder below, with its own `.gitignore`. `path` is its path from the root on."""
        loaded = _loaded(os.path.join(full, ".gitignore"), path, len(path) + 1 if path else 0, "", miss)
        if sum(len(globs) for _, _, globs in (*loaded, *self._chain)) > MAX_PATTERNS:
            miss(f"{path}/.gitignore".lstrip("/"), f"more than {MAX_PATTERNS:,} patterns hold here", "input-limit")
            return self
        return IgnoreFiles((*loaded, *self._chain)) if loaded else self

    def ignored(self, path: str, is_folder: bool) -> bool:
        """Whether an entry is ignored, given that no folder it lies in is."""
        for cut, lead, globs in self._chain:
            verdict = globs.verdict(lead + path[cut:], is_folder)
            if verdict is not None:
                return verdict
        return False


def _loaded(file: str, folder: str, cut: int, lead: str, miss: Miss) -> list[tuple[int, str, Globs]]:
    """The patterns of one file; none when it is not there or a link, which git does not follow either (since 2.32)."""
    if not os.path.isfile(file) or os.path.islink(file):
        return []
    try:
        text = files.read(file, limit=MAX_BYTES).decode("utf-8", "surrogateescape")
    except files.ReadError as error:
        miss(f"{folder}/.gitignore" if folder else ".gitignore", error.reason, error.kind)
        return []
    globs = Globs.of_lines(text.removeprefix("\ufeff"))
    return [(cut, lead, globs)] if globs else []
