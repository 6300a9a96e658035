"""Temporary files of runs that were killed: how they are called, and removing those that hold nothing of value.

The name says which text was to be replaced by which. A file that holds one of these two was left by a fix; what holds
anything else is named and stays.
"""

from __future__ import annotations

import os
import stat

from k8slint._internal import files

_PREFIX, _SUFFIX = ".k8slint-", ".tmp"
_DIGITS = 16


def temporary_name(old: bytes, new: bytes) -> str:
    """A name for the file that is to take `new` to the place of `old`."""
    return f"{_PREFIX}{_digest(old)}-{_digest(new)}-{os.urandom(4).hex()}{_SUFFIX}"


def looks_left(name: str) -> bool:
    """Whether a file is called as fixes call their temporary ones."""
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


def remove(root: str, path: str) -> str | None:
    """Removes a temporary file below `root` that no run needs any more; else gives back why it stays."""
    try:
        folder = files.open_folder(root, os.path.dirname(path))
    except (OSError, ValueError) as error:
        return f"{files.reason(os.path.join(root, path), error)}; it stays"
    try:
        # The way to it may only be passed through; what is locked is the folder itself.
        own = os.open(os.curdir, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder)
        try:
            if not _lock(own):
                return "another run may be writing it; it stays"
            return _remove(own, os.path.basename(path))
        finally:
            os.close(own)
    except OSError as error:
        return f"cannot be removed: {(error.strerror or str(error)).lower()}"
    finally:
        os.close(folder)


def _lock(folder: int) -> bool:
    """Whether no other run writes in a folder, for as long as it is open."""
    import fcntl

    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove(folder: int, name: str) -> str | None:
    handle = os.open(name, files.FLAGS, dir_fd=folder)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_nlink > 1:
            return "does not belong to this user; it stays"
        holds = name.removeprefix(_PREFIX).split("-")[:2]
        if found.st_size > files.MAX_BYTES or _digest(os.read(handle, found.st_size + 1)) not in holds:
            return "holds neither the text before a fix nor the text after it; it stays: look at it, then remove it"
        os.unlink(name, dir_fd=folder)
    finally:
        os.close(handle)
    return None


def _digest(data: bytes) -> str:
    from _blake2 import blake2b

    return blake2b(data, digest_size=_DIGITS // 2).hexdigest()
