"""Writing a file so that it is never lost, torn or silently changed under somebody's hands.

The folder is opened step by step without following links, and everything happens relative to it: what the path means cannot
change in between. A whole new file is put beside the old one and takes its place in one rename, so whoever looks (or loses
power) sees the old bytes or the new ones. A killed process can leave the temporary file behind, never less than a whole file.
"""

from __future__ import annotations

import errno
import os
import signal
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_HELD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class WriteError(Exception):
    """A file that was not written, and why; unless `reason` says otherwise, it is as it was."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def write(path: str, old: bytes, new: bytes, *, root: str) -> None:
    """Replaces the bytes of a file, which must still be `old`. Mode, owner and extended attributes are kept.

    Raises `WriteError`, also for what is not a plain file of its own under `root`: a link, a file with several names
    (writing would split them), a file without permission to write. Interrupts wait until the file is whole.
    """
    try:
        folder, name = _open_folder(path, root)
    except OSError as error:
        raise WriteError(path, f"not written: {_words(error)}") from error
    held = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        try:
            signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
            _replace(path, folder, name, old, new)
        except OSError as error:
            raise WriteError(path, f"not written: {_words(error)}") from error
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
    finally:
        try:
            os.close(folder)
        except OSError:  # only ever read from
            pass


def _words(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _open_folder(path: str, root: str) -> tuple[int, str]:
    """The open folder of a file under `root`, and the file's name in it."""
    if os.path.islink(path):
        raise WriteError(path, "is a symbolic link; name the file that it points to")
    real_root = os.path.realpath(root)
    inside = os.path.relpath(os.path.realpath(path), real_root)
    parts = inside.split(os.sep)
    if parts[0] == os.pardir or inside == os.curdir or os.path.isabs(inside):
        raise WriteError(path, f"lies outside of {root}; nothing is written there")
    folder = os.open(real_root, _FOLDER)
    for part in parts[:-1]:
        try:
            below = os.open(part, _FOLDER, dir_fd=folder)
        finally:
            os.close(folder)
        folder = below
    return folder, parts[-1]


def _replace(path: str, folder: int, name: str, old: bytes, new: bytes) -> None:
    before = _check(path, folder, name, old)
    if new == old:
        return
    if not os.access(name, os.W_OK, dir_fd=folder, effective_ids=os.access in os.supports_effective_ids):
        raise WriteError(path, "is read-only; not written")
    temporary = f".k8slint-{os.urandom(8).hex()}.tmp"
    handle = os.open(temporary, _CREATE, 0o600, dir_fd=folder)
    try:
        try:
            _fill(path, handle, new, before)
            _copy_attributes(folder, name, handle)
            os.fsync(handle)
            if os.fstat(handle).st_size != len(new):
                raise WriteError(path, "not written: the disk did not take all of it")
        finally:
            os.close(handle)
        after = _check(path, folder, name, old)
        if (after.st_dev, after.st_ino) != (before.st_dev, before.st_ino):
            raise WriteError(path, "changed since it was linted; not written")
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        _remove(path, folder, temporary)
        raise
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise WriteError(path, f"written, but its folder could not be synced: {_words(error)}") from error


def _check(path: str, folder: int, name: str, expected: bytes) -> os.stat_result:
    """What the file is now. Raises `WriteError` unless it is a plain file of one name with the expected bytes."""
    handle = os.open(name, _READ, dir_fd=folder)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise WriteError(path, "is not a regular file; not written")
        if status.st_nlink > 1:
            raise WriteError(path, f"has {status.st_nlink} names (hard links), which writing would split; not written")
        if status.st_size != len(expected) or b"".join(_chunks(handle, len(expected) + 1)) != expected:
            raise WriteError(path, "changed since it was linted; not written")
    finally:
        os.close(handle)
    return status


def _chunks(handle: int, limit: int) -> Iterator[bytes]:
    while limit > 0 and (chunk := os.read(handle, limit)):
        limit -= len(chunk)
        yield chunk


def _fill(path: str, handle: int, data: bytes, like: os.stat_result) -> None:
    """Bytes, owner and mode of the new file."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    made = os.fstat(handle)
    if (made.st_uid, made.st_gid) != (like.st_uid, like.st_gid):
        try:
            os.fchown(handle, like.st_uid, like.st_gid)
        except OSError as error:
            raise WriteError(path, "belongs to another user or group, which could not be kept; not written") from error
    os.fchmod(handle, stat.S_IMODE(like.st_mode))


def _copy_attributes(folder: int, name: str, handle: int) -> None:
    """Extended attributes (access lists, labels), as far as the system lets us."""
    if not hasattr(os, "listxattr"):
        return
    source = os.open(name, _READ, dir_fd=folder)
    try:
        for attribute in os.listxattr(source):
            try:
                os.setxattr(handle, attribute, os.getxattr(source, attribute))
            except OSError as error:
                if error.errno not in (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENODATA, errno.EINVAL):
                    raise
    except OSError as error:
        if error.errno != errno.ENOTSUP:
            raise
    finally:
        os.close(source)


def _remove(path: str, folder: int, temporary: str) -> None:
    try:
        os.unlink(temporary, dir_fd=folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise WriteError(
            path, f"not written, and {temporary} beside it could not be removed: {_words(error)}"
        ) from error
