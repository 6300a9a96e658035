"""Which shells a Dockerfile's commands run in, and which of them are of the Bourne family."""

from __future__ import annotations

POSIX_SHELL = ("/bin/sh", "-c")
WINDOWS_SHELL = ("cmd", "/S", "/C")
_POSIX = frozenset(("sh", "bash", "dash", "ash", "ksh", "ksh93", "mksh", "zsh", "busybox"))
_WRAPPERS = frozenset(("env", "tini", "dumb-init", "catchsegv", "nice", "exec", "sudo"))


def is_posix_shell(shell: tuple[str, ...]) -> bool:
    """Whether a shell, given by its words, is one of the Bourne family; a wrapper such as `env` is looked behind."""
    for word in shell:
        name = word.replace("\\", "/").rpartition("/")[2].lower().removesuffix(".exe")
        if name in _POSIX:
            return True
        if not (name in _WRAPPERS or word.startswith("-") or "=" in word):
            return False
    return False
