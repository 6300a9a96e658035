"""Writing a file so that it is never lost, torn or silently changed under somebody's hands.

The folder is opened step by step without following links, and everything happens relative to it: what the path means cannot
change in between. A whole new file changes places with the old one in one step, so whoever looks (or loses power) sees the
old bytes or the new ones. What came out is then compared with what was linted: a text that somebody saved in the last moment
goes back to its place. Where two files cannot change places, the new one is renamed over the old one, and that last moment
stays open.

Runs take turns in a folder. A killed one can leave the temporary file behind, never less than a whole file.
"""

from __future__ import annotations

import errno
import os
import signal
import stat

from k8slint._internal.files.exchange import exchange, written_elsewhere
from k8slint._internal.files.leftovers import temporary_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_HELD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_NAMELESS = getattr(os, "O_TMPFILE", 0) | os.O_WRONLY | os.O_CLOEXEC
_NO_NAMELESS = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT, errno.EXDEV)
"""Errors of file systems without nameless files, and of systems without /proc to give them a name by."""
_CHANGED = "changed since it was linted; not written"
_TRIES, _PAUSE = 150, 0.02
"""How often, and after how many seconds, a folder is tried that another run has locked."""


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
        _close(folder)


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
            _close(folder)
        folder = below
    return folder, parts[-1]


def _replace(path: str, folder: int, name: str, old: bytes, new: bytes) -> None:
    kept = _check(path, folder, name, old)
    try:
        if new == old:
            return
        if not os.access(name, os.W_OK, dir_fd=folder, effective_ids=os.access in os.supports_effective_ids):
            raise WriteError(path, "is read-only; not written")
        _lock(path, folder)
        temporary = temporary_name(old, new)
        handle = _successor(path, folder, temporary, new, kept)
        try:
            _close(_check(path, folder, name, old))
            if not _is(folder, name, kept):
                raise WriteError(path, _CHANGED)
            if exchange(folder, temporary, name):
                _take_out(path, folder, name, temporary, old, kept, handle)
            else:
                os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            _remove(path, folder, temporary, handle)
            raise
        finally:
            _close(handle)
    finally:
        _close(kept)
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise WriteError(path, f"written, but its folder could not be synced: {_words(error)}") from error


def _lock(path: str, folder: int) -> None:
    """Waits until no other run writes in the folder; where folders cannot be locked, nothing is waited for."""
    import fcntl
    import time

    for _ in range(_TRIES):
        try:
            return fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
        except OSError:
            return None
    raise WriteError(path, "another process has locked its folder; not written")


def _successor(path: str, folder: int, temporary: str, new: bytes, kept: int) -> int:
    """The new file, whole and on the disk, under its temporary name. It has no name before, where the system can do that."""
    if hasattr(os, "O_TMPFILE"):
        try:
            handle = os.open(os.curdir, _NAMELESS, 0o600, dir_fd=folder)
        except OSError as error:
            if error.errno not in _NO_NAMELESS:
                raise
        else:
            try:
                _fill(path, handle, new, kept)
                os.link(f"/proc/self/fd/{handle}", temporary, dst_dir_fd=folder, follow_symlinks=True)
                return handle
            except OSError as error:
                _close(handle)
                if error.errno not in _NO_NAMELESS:
                    raise
            except WriteError:
                _close(handle)
                raise
    handle = os.open(temporary, _CREATE, 0o600, dir_fd=folder)
    try:
        _fill(path, handle, new, kept)
    except BaseException:
        try:
            _remove(path, folder, temporary, handle)
        finally:
            _close(handle)
        raise
    return handle


def _take_out(path: str, folder: int, name: str, temporary: str, old: bytes, kept: int, handle: int) -> None:
    """Removes the old file, which has the temporary name now. If it is another one than was linted, it goes back."""
    try:
        if not _is(folder, temporary, kept) or not _holds(kept, old) or written_elsewhere(kept):
            raise WriteError(path, _CHANGED)
        os.unlink(temporary, dir_fd=folder)
    except BaseException:
        exchange(folder, temporary, name)
        if not _is(folder, temporary, handle):
            # Saved once more: that is what belongs under the name.
            exchange(folder, temporary, name)
        raise


def _close(handle: int) -> None:
    """What was written is on the disk already; what was only read cannot be lost."""
    try:
        os.close(handle)
    except OSError:
        pass


def _check(path: str, folder: int, name: str, expected: bytes) -> int:
    """The open file. Raises `WriteError` unless it is a plain file of one name with the expected bytes."""
    handle = os.open(name, _READ, dir_fd=folder)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise WriteError(path, "is not a regular file; not written")
        if status.st_nlink > 1:
            raise WriteError(path, f"has {status.st_nlink} names (hard links), which writing would split; not written")
        if not _holds(handle, expected):
            raise WriteError(path, _CHANGED)
    except BaseException:
        _close(handle)
        raise
    return handle


def _holds(handle: int, expected: bytes) -> bool:
    if os.fstat(handle).st_size != len(expected):
        return False
    os.lseek(handle, 0, os.SEEK_SET)
    return b"".join(_chunks(handle, len(expected) + 1)) == expected


def _is(folder: int, name: str, handle: int) -> bool:
    """Whether a name of the folder is that of an open file."""
    return os.path.samestat(os.stat(name, dir_fd=folder, follow_symlinks=False), os.fstat(handle))


def _chunks(handle: int, limit: int) -> Iterator[bytes]:
    while limit > 0 and (chunk := os.read(handle, limit)):
        limit -= len(chunk)
        yield chunk


def _fill(path: str, handle: int, data: bytes, kept: int) -> None:
    """Bytes, owner, mode and attributes of the new file, down to the disk."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
    made, like = os.fstat(handle), os.fstat(kept)
    if (made.st_uid, made.st_gid) != (like.st_uid, like.st_gid):
        try:
            os.fchown(handle, like.st_uid, like.st_gid)
        except OSError as error:
            raise WriteError(path, "belongs to another user or group, which could not be kept; not written") from error
    os.fchmod(handle, stat.S_IMODE(like.st_mode))
    _copy_attributes(kept, handle)
    os.fsync(handle)
    if os.fstat(handle).st_size != len(data):
        raise WriteError(path, "not written: the disk did not take all of it")


def _copy_attributes(kept: int, handle: int) -> None:
    """Extended attributes (access lists, labels), as far as the system lets us."""
    if not hasattr(os, "listxattr"):
        return
    try:
        for attribute in os.listxattr(kept):
            try:
                os.setxattr(handle, attribute, os.getxattr(kept, attribute))
            except OSError as error:
                if error.errno not in (errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENODATA, errno.EINVAL):
                    raise
    except OSError as error:
        if error.errno != errno.ENOTSUP:
            raise


def _remove(path: str, folder: int, temporary: str, handle: int) -> None:
    """Removes the new file. What else has come under its temporary name is somebody's text, and stays."""
    try:
        if not _is(folder, temporary, handle):
            raise WriteError(path, f"{_CHANGED}; what was saved before is kept in {temporary} next to it")
        os.unlink(temporary, dir_fd=folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise WriteError(
            path, f"not written, and {temporary} next to it could not be removed: {_words(error)}"
        ) from error
