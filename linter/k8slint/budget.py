"""What one file may cost: the last line behind the stated limits, for what nobody thought of.

A timer of the process's own processor time looks every tenth of a second. What it cannot stop is one call into C; those are
bounded by the sizes that they are given.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

SECONDS = 4.0
"""Processor time for the rules over one file, and for those over the project."""
BYTES = 600_000_000
"""Memory that one file may add to the process."""

_TICK = 0.1


class Exceeded(BaseException):
    """Too much time or memory. No `Exception`, so that nothing on the way takes it for a failure of its own."""


class _Watch:
    """The one watch of the process."""

    def __init__(self) -> None:
        self.installed = False
        self.armed = False
        self.until = 0.0
        self.most = 0
        self.seconds = 0.0
        self.thread = 0

    def tick(self, *_: object) -> None:
        if not self.armed:
            return
        if _spent() > self.until:
            raise Exceeded(f"takes more than {self.seconds:g} s of processor time")
        if self.most and resident() > self.most:
            raise Exceeded(f"takes more than {BYTES // 1_000_000} MB of memory")


_watch = _Watch()


def within(work: Callable[[], T], seconds: float = SECONDS) -> T:
    """Does `work`, for so long. Raises `Exceeded`.

    Nothing is bounded inside of another bounded work (that one's limit holds), in a thread that is not the main one, or
    where the system has no such timer.
    """
    if _watch.armed or not _install():
        return work()
    from _signal import ITIMER_VIRTUAL, setitimer  # type: ignore[import-not-found]

    before = resident()
    _watch.seconds = seconds
    _watch.until = _spent() + seconds
    _watch.most = before + BYTES if before else 0
    try:
        try:
            _watch.armed = True
            setitimer(ITIMER_VIRTUAL, _TICK, _TICK)
            return work()
        finally:
            _watch.armed = False
            setitimer(ITIMER_VIRTUAL, 0)
    except Exceeded:
        # Again, for a tick that came between `finally` and its first line.
        _watch.armed = False
        setitimer(ITIMER_VIRTUAL, 0)
        raise


def outside(work: Callable[[], T]) -> T:
    """Does `work` without counting it: what is done once a run, such as importing a rule, is not the fault of the file that
    came first."""
    if not _watch.armed:
        return work()
    before = _spent()
    _watch.armed = False
    try:
        return work()
    finally:
        _watch.until += _spent() - before
        _watch.armed = True


def _install() -> bool:
    """Whether the watch works in this thread. Only the main one can install it."""
    from _thread import get_ident

    if not _watch.installed:
        try:
            from _signal import SIGVTALRM, signal

            signal(SIGVTALRM, _watch.tick)
        except (ImportError, ValueError):
            return False
        _watch.installed = True
        _watch.thread = get_ident()
    return _watch.thread == get_ident()


def _spent() -> float:
    times = os.times()
    return times.user + times.system


def resident() -> int:
    """Bytes of memory that the process holds; 0 where that cannot be known."""
    try:
        handle = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
        try:
            return int(os.read(handle, 100).split()[1]) * os.sysconf("SC_PAGE_SIZE")
        finally:
            os.close(handle)
    except (OSError, ValueError, IndexError):
        return 0
