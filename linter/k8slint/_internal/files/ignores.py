"""`.gitignore` files, read without git: those of a folder and of all above it, up to the root of the repository."""

from __future__ import annotations

import os

from k8slint._internal import files
from k8slint._internal.files.globs import Globs
from k8slint._internal.files.repository import repository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Miss = Callable[[str, str, str], None]
    """Takes a path, the reason why it cannot be read, and the kind of problem."""

MAX_BYTES = 1_000_000
MAX_PATTERNS = 5_000
"""Patterns that apply in one folder."""
MAX_WILD = 50_000
"""Characters of those among them that have to be matched, because they are more than a name, a path or an ending."""


class IgnoreFiles:
    """The patterns that hold in one folder. Of several files the deepest one that says something decides, and then
    `.git/info/exclude` (git-scm.com/docs/gitignore). The user's own `core.excludesFile` lies outside and is not read.
    """

    __slots__ = ("_chain", "_root", "wild")

    def __init__(self, root: str, chain: tuple[tuple[int, str, Globs], ...] = ()) -> None:
        self._root = root
        # Deepest first. A file sees a path without its first `cut` characters, behind `lead`.
        self._chain = chain
        self.wild = sum(globs.wild for _, _, globs in chain)

    @classmethod
    def above(cls, root: str, path: str, miss: Miss) -> IgnoreFiles:
        """What holds in the folder `path` under `root` before its own `.gitignore` is read; nothing above the root of the
        repository counts. A folder outside the root is its own `root`.
        """
        cut = len(root) + 1 if path.startswith("/") else 0
        ignores = cls(root)
        top = repository(root)
        if top is not None:
            inner = os.path.relpath(root, top).split(os.sep) if root != top else []
            lead = "/".join((*inner, ""))
            ignores = ignores._with(_loaded(top, ".git/info/exclude", "", cut, lead if inner else "", miss), "", miss)
            for number in range(len(inner)):
                lead = "/".join((*inner[number:], ""))
                outer = "/".join((*inner[:number], ".gitignore"))
                ignores = ignores._with(_loaded(top, outer, "", cut, lead, miss), "", miss)
        if path and not path.startswith("/"):
            ignores = ignores.entered("", miss)
            names = path.split("/")
            for end in range(1, len(names)):
                ignores = ignores.entered("/".join(names[:end]), miss)
        return ignores

    def entered(self, path: str, miss: Miss) -> IgnoreFiles:
        """What holds in a folder below, with its own `.gitignore`. `path` is its path from the root on."""
        if path.startswith("/"):
            inside = os.path.relpath(path, self._root)
            inside = "" if inside == os.curdir else inside
        else:
            inside = path
        file = f"{inside}/.gitignore" if inside else ".gitignore"
        return self._with(_loaded(self._root, file, path, len(path) + 1 if path else 0, "", miss), path, miss)

    def _with(self, loaded: list[tuple[int, str, Globs]], path: str, miss: Miss) -> IgnoreFiles:
        if not loaded:
            return self
        together = IgnoreFiles(self._root, (*loaded, *self._chain))
        file = f"{path}/.gitignore".lstrip("/")
        if sum(len(globs) for _, _, globs in together._chain) > MAX_PATTERNS:
            miss(file, f"more than {MAX_PATTERNS:,} patterns apply here; these are left out", "input-limit")
            return self
        if together.wild > MAX_WILD:
            what = f"patterns with wildcards of more than {MAX_WILD:,} characters apply here; these are left out"
            miss(file, what, "input-limit")
            return self
        return together

    def ignored(self, path: str, is_folder: bool) -> bool:
        """Whether an entry is ignored, given that no folder it lies in is."""
        for cut, lead, globs in self._chain:
            verdict = globs.verdict(lead + path[cut:], is_folder)
            if verdict is not None:
                return verdict
        return False


def _loaded(root: str, file: str, folder: str, cut: int, lead: str, miss: Miss) -> list[tuple[int, str, Globs]]:
    """The patterns of one file below `root`; none when it is not there or lies behind a link, which git does not follow
    either (since 2.32).
    """
    full = root
    for part in file.split("/"):
        full = os.path.join(full, part)
        if os.path.islink(full):
            return []
    if not os.path.isfile(full):
        return []
    try:
        text = files.read(full, root=root, limit=MAX_BYTES).decode("utf-8", "surrogateescape")
    except files.ReadError as error:
        miss(f"{folder}/.gitignore" if folder else ".gitignore", error.reason, error.kind)
        return []
    globs = Globs.of_lines(text.removeprefix("\ufeff"), MAX_PATTERNS + 1)
    return [(cut, lead, globs)] if globs else []
