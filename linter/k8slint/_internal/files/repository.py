"""Where a project ends: the repository that a folder lies in, and what other users put above it."""

from __future__ import annotations

import os


def repository(start: str) -> str | None:
    """The nearest folder, from `start` on up, that has a `.git`. One that a stranger put above the folder does not count."""
    folder = os.path.abspath(start)
    while True:
        marker = os.path.join(folder, ".git")
        if os.path.lexists(marker) and not foreign(marker, start):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def foreign(path: str, start: str) -> bool:
    """Whether a file above the folder `start` belongs to neither the user, nor root, nor the owner of `start`.

    In a folder that everybody may write to, such as `/tmp`, anybody can put a config or a repository above somebody else's
    tree (CVE-2022-24765 was this in git).
    """
    start = os.path.abspath(start)
    if os.path.dirname(os.path.abspath(path)) == start:
        return False
    try:
        return os.lstat(path).st_uid not in (0, os.geteuid(), os.stat(start).st_uid)
    except OSError:
        return False


def strangers(start: str, names: tuple[str, ...]) -> list[str]:
    """The files of these names above a folder that are not obeyed, because other users put them there."""
    found = []
    folder = os.path.abspath(start)
    while (parent := os.path.dirname(folder)) != folder:
        if os.path.lexists(os.path.join(folder, ".git")) and not foreign(os.path.join(folder, ".git"), start):
            break
        folder = parent
        found += [path for name in names if foreign(path := os.path.join(folder, name), start)]
    return found
