"""Files that reports go to."""

from __future__ import annotations

import os
import stat

from k8slint._internal.cli.app import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def open_output(path: str) -> TextIO:
    """A file to write a report into, emptied. A link is not followed: the linted tree may hold one under that name. Raises
    `UsageError`.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, 0o666)
    except (OSError, ValueError) as error:
        reason = "is a symbolic link" if os.path.islink(path) else getattr(error, "strerror", None) or str(error)
        raise UsageError(f"the report cannot be written to `{path}`: {reason}") from None
    kind = os.fstat(descriptor).st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISCHR(kind)):
        os.close(descriptor)
        raise UsageError(f"the report cannot be written to `{path}`: it is not a regular file")
    if stat.S_ISREG(kind):
        os.ftruncate(descriptor, 0)
    return open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
