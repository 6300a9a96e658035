"""Reading a file that a stranger may have made: a regular file of bounded size, inside the root, through no link."""

from __future__ import annotations

import os
import stat

MAX_BYTES = 10_000_000
"""Bytes of a file that is read at all."""

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


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
        if root is not None:
            # Without its `..` first: behind a link they lead elsewhere than they seem to.
            path = os.path.abspath(path)
            if not inside(os.path.dirname(path), root):
                raise ReadError("lies outside the project, by a link in its path; it is not read")
        handle = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise ReadError(reason(path, error)) from None
    try:
        return _read(handle, limit)
    except OSError as error:
        raise ReadError(_words(error)) from None
    finally:
        os.close(handle)


def head(path: str, size: int = 65_536) -> bytes:
    """The first bytes of a regular file. Raises `ReadError`."""
    try:
        handle = os.open(path, _FLAGS)
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
