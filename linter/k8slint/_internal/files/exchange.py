"""Two names of a folder change places in one step, and who still writes to a file: what Python's `os` does not offer.

Sources: rename(2) for `RENAME_EXCHANGE`, renamex_np(2) of macOS for `RENAME_SWAP` (both are 2), fcntl(2) for leases.
"""

from __future__ import annotations

import errno
import os

_SWAP = 2
_NOT_HERE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM)


def exchange(folder: int, one: str, other: str) -> bool:
    """Makes two names of an open folder change places. False when the system or the file system cannot. Raises `OSError`."""
    try:
        import ctypes

        library = ctypes.CDLL(None, use_errno=True)
        call = getattr(library, "renameat2", None) or library.renameatx_np
    except (ImportError, OSError, AttributeError, TypeError):
        return False
    if call(folder, os.fsencode(one), folder, os.fsencode(other), _SWAP) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NOT_HERE:
        return False
    raise OSError(code, os.strerror(code))


def written_elsewhere(handle: int) -> bool:
    """Whether another process has the file of `handle`, which is open to read, open to write. False where nobody can tell."""
    import fcntl
    from signal import SIGURG

    try:
        # The signal for whoever opens it while the lease is held: one that is ignored unless somebody asks for it.
        fcntl.fcntl(handle, fcntl.F_SETSIG, SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except (AttributeError, OSError) as error:
        return isinstance(error, OSError) and error.errno in (errno.EAGAIN, errno.EACCES) and _is_own(handle)
    return False


def _is_own(handle: int) -> bool:
    """Leases are for the owner of a file; to anybody else they are refused, which says nothing."""
    return os.fstat(handle).st_uid == os.geteuid()
