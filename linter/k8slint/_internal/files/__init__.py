"""Reading a file that a stranger may have made: a regular file of bounded size, inside the root, through no link."""

from __future__ import annotations

import errno
import os
import stat

MAX_BYTES = 10_000_000
"""Bytes of a file that is read at all."""

FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
"""How a file is opened that a stranger may have made: never through a link, never waiting for a pipe."""
_WAY = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
"""How a folder is opened on the way to a file: where the system can, to pass through and not to list."""


class ReadError(Exception):
    """A file that cannot be read. `kind` is the problem it makes: "unreadable-file" or "input-limit"."""

    def __init__(self, reason: str, kind: str = "unreadable-file") -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind = kind


def read(path: str, *, root: str | None = None, limit: int = MAX_BYTES) -> bytes:
    """All bytes of a file. With a `root`, an absolute path, the file must lie in it, links in its folders resolved.

    Raises `ReadError`: missing, no permission, a link, a folder, a pipe or a device, outside the root, over `limit` bytes.
    """
    try:
        handle = os.open(path, FLAGS) if root is None else _open_inside(path, root)
    except (OSError, ValueError) as error:
        raise ReadError(reason(path, error)) from None
    try:
        return _read(handle, limit)
    except OSError as error:
        raise ReadError(_words(error)) from None
    finally:
        os.close(handle)


def open_folder(root: str, path: str) -> int:
    """A handle on the folder `path` below `root`, opened step by step through no link. Raises `OSError` and `ValueError`.

    What is opened relative to it lies where the path said, whatever becomes of the path.
    """
    folder = os.open(root, _WAY)
    for part in path.split("/"):
        if not part:
            continue
        try:
            below = os.open(part, _WAY | os.O_NOFOLLOW, dir_fd=folder)
        finally:
            os.close(folder)
        folder = below
    return folder


def _open_inside(path: str, root: str) -> int:
    """An open file that lies in `root`. Links in its path are resolved first, and must not lead out."""
    # Without its `..` first: behind a link they lead elsewhere than they seem to.
    path = os.path.abspath(path)
    base = root if root.endswith("/") else root + "/"
    if path.startswith(base):
        try:
            return _open_below(root, path[len(base) :])
        except OSError as error:
            if error.errno not in (errno.ELOOP, errno.ENOTDIR, errno.EMLINK):
                raise
    folder, name = os.path.split(path)
    if not inside(folder, root):
        raise ReadError("lies outside the project, by a link in its path; it is not read")
    real, real_root = os.path.realpath(folder, strict=True), os.path.realpath(root)
    return _open_below(real_root, os.path.relpath(os.path.join(real, name), real_root))


def _open_below(root: str, path: str) -> int:
    folder = open_folder(root, os.path.dirname(path))
    try:
        return os.open(os.path.basename(path), FLAGS, dir_fd=folder)
    finally:
        os.close(folder)


def head(path: str, size: int = 65_536) -> bytes:
    """The first bytes of a regular file. Raises `ReadError`."""
    try:
        handle = os.open(path, FLAGS)
        try:
            found = os.fstat(handle)
            return os.read(handle, size) if stat.S_ISREG(found.st_mode) else b""
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        raise ReadError(reason(path, error)) from None


def _read(handle: int, limit: int) -> bytes:
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        raise ReadError(f"is {kind_of(found.st_mode)}, not a regular file")
    if found.st_size > limit:
        raise _too_big(found.st_size, limit)
    data = os.read(handle, found.st_size + 1)
    if len(data) == found.st_size:
        return data
    parts, size = [data], len(data)
    while data and size <= limit:
        data = os.read(handle, min(limit + 1 - size, 1 << 20))
        parts.append(data)
        size += len(data)
    if size > limit:
        raise _too_big(size, limit)
    return b"".join(parts)


def _too_big(size: int, limit: int) -> ReadError:
    return ReadError(f"has {size:,} bytes or more; at most {limit:,} are read", "input-limit")


def inside(folder: str, root: str) -> bool:
    """Whether a folder lies in `root` or is it, with all links resolved. Raises `OSError` when it is not there."""
    folder = os.path.abspath(folder)
    if folder == root:
        return True
    base = root if root.endswith("/") else root + "/"
    if folder.startswith(base):
        at = len(base)
        while at > 0:
            at = folder.find("/", at) + 1
            if stat.S_ISLNK(os.lstat(folder[: at - 1] if at else folder).st_mode):
                break
        else:
            return True
    real, real_root = os.path.realpath(folder, strict=True), os.path.realpath(root)
    return real == real_root or real.startswith(real_root if real_root.endswith("/") else real_root + "/")


def kind_of(mode: int) -> str:
    """What a file that is not a regular one is, with its article."""
    if stat.S_ISDIR(mode):
        return "a folder"
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    if stat.S_ISFIFO(mode):
        return "a named pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a device"


def reason(path: str, error: OSError | ValueError) -> str:
    """Why a path cannot be read, in words that follow its name."""
    if isinstance(error, FileNotFoundError | NotADirectoryError) and not os.path.lexists(path):
        return "does not exist"
    if not isinstance(error, OSError):
        return "has a name that no file can have"
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        return _words(error)
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return _words(error)
    return f"is {kind_of(mode)}, not a regular file"


def _words(error: OSError) -> str:
    return f"cannot be read: {(error.strerror or str(error)).lower()}"
