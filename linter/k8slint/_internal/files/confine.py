"""Paths that files name: joined the way their tools join them, and never outside the project."""

from __future__ import annotations

_REMOTE_PREFIXES = ("git@", "github.com/", "gitlab.com/", "bitbucket.org/", "git::", "oci:")


def folder(path: str) -> str:
    """The folder of a file, seen from the project root; "" is the root."""
    return path.rpartition("/")[0]


def name(path: str) -> str:
    """The last part of a path."""
    return path.rpartition("/")[2]


def join(base: str, relative: str) -> str | None:
    """`relative` as seen from the folder `base`, without `.` and `..`; "" is the project root.

    None for what leaves the root or cannot be placed in it: absolute paths, `~`, drive letters, URLs.
    """
    if is_remote(relative) or relative[:1] in ("/", "~", "\\") or relative[1:2] == ":":
        return None
    parts = base.split("/") if base else []
    for part in relative.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def is_remote(reference: str) -> bool:
    """Whether a build context or a kustomization's resource names something to fetch rather than a path."""
    return "://" in reference or "?ref=" in reference or reference.startswith(_REMOTE_PREFIXES)
