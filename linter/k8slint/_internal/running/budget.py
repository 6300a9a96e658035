"""What one file may cost: the last line behind the stated limits, for what nobody thought of.

In a process of our own, a timer of its processor time looks every tenth of a second. In a process of somebody else, whose
signals are not ours, and in threads, a thread looks. What neither can stop is one call into C; those are bounded by the sizes
that they are given.
"""

from __future__ import annotations

import os
from _thread import allocate_lock, get_ident

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
_LOOK_EVERY = 16
"""How many works pass until the memory that the process holds is looked up again: it only has to be known roughly."""
_IDLE_TICKS = 20


class Exceeded(BaseException):
    """Too much time or memory. No `Exception`, so that nothing on the way takes it for a failure of its own."""


def own() -> None:
    """Says that the process is ours: from here on, its timer is used for what its main thread does."""
    try:
        from _signal import ITIMER_VIRTUAL, SIGVTALRM, setitimer, signal  # type: ignore[import-not-found]

        signal(SIGVTALRM, _watch.tick)
        setitimer(ITIMER_VIRTUAL, _TICK, _TICK)
    except (ImportError, ValueError, OSError):
        return
    _watch.thread, _watch.process = get_ident(), os.getpid()


def within(work: Callable[[], T], seconds: float = SECONDS) -> T:
    """Does `work`, for so long. Raises `Exceeded`.

    Nothing is bounded inside of another bounded work, whose limit applies.
    """
    if _watch.thread != get_ident():
        return _patrol.within(work, seconds)
    if _watch.armed:
        return work()
    _watch.prepare(seconds)
    try:
        try:
            _watch.armed = True
            return work()
        finally:
            _watch.armed = False
    except Exceeded:
        # Again, for a tick that came between `finally` and its first line.
        _watch.armed = False
        raise


def outside(work: Callable[[], T]) -> T:
    """Does `work` without counting it: what is done once a run, such as importing a rule, is not the fault of the file that
    came first."""
    entry = _patrol.works.get(get_ident())
    if entry is not None:
        until, entry.until = entry.until, float("inf")
        before = entry.clock()
        try:
            return work()
        finally:
            entry.until = until + entry.clock() - before
    if not _watch.armed:
        return work()
    before = _spent()
    _watch.armed = False
    try:
        return work()
    finally:
        _watch.until += _spent() - before
        _watch.armed = True


class _Watch:
    """The timer of a process that is ours."""

    def __init__(self) -> None:
        self.thread = 0
        self.process = 0
        self.armed = False
        self.until = 0.0
        self.before = 0
        self.seconds = 0.0
        self.works = 0

    def prepare(self, seconds: float) -> None:
        if self.process != os.getpid():  # a fork has no timers
            own()
        if self.works % _LOOK_EVERY == 0:
            self.before = resident()
        self.works += 1
        self.seconds = seconds
        self.until = _spent() + seconds

    def tick(self, *_: object) -> None:
        if self.armed and (reason := _too_much(_spent() > self.until, self.seconds, self.before)):
            raise Exceeded(reason)


_watch = _Watch()


class _Work:
    """Something that a thread does."""

    __slots__ = ("before", "clock", "reason", "seconds", "until")

    def __init__(self, thread: int, seconds: float) -> None:
        import time

        self.clock: Callable[[], float] = time.process_time
        try:
            number = time.pthread_getcpuclockid(thread)
            self.clock = lambda: time.clock_gettime(number)
        except (AttributeError, OSError):
            pass
        self.seconds = seconds
        self.until = self.clock() + seconds
        self.before = resident()
        self.reason = ""


class _Patrol:
    """A thread that looks after works in other threads, as long as there are any."""

    def __init__(self) -> None:
        self.lock = allocate_lock()
        self.works: dict[int, _Work] = {}
        self.walking = False

    def within(self, work: Callable[[], T], seconds: float) -> T:
        thread = get_ident()
        interrupt = _interrupter()
        if thread in self.works or interrupt is None:
            return work()
        entry = _Work(thread, seconds)
        with self.lock:
            self.works[thread] = entry
            if not self.walking:
                self.walking = _start(self.walk)
        try:
            try:
                return work()
            finally:
                self.leave(thread, interrupt)
        except Exceeded:
            # Again, for an interrupt that came between `finally` and its first line.
            self.leave(thread, interrupt)
            raise Exceeded(entry.reason) from None

    def leave(self, thread: int, interrupt: Callable[[int, type[Exceeded] | None], None]) -> None:
        with self.lock:
            if self.works.pop(thread, None) is not None:
                interrupt(thread, None)

    def walk(self) -> None:
        import time

        interrupt = _interrupter()
        idle = 0
        while interrupt is not None and idle < _IDLE_TICKS:
            time.sleep(_TICK)
            with self.lock:
                idle = 0 if self.works else idle + 1
                alone = len(self.works) == 1
                for thread, work in self.works.items():
                    # What several works hold together is nobody's.
                    before = work.before if alone else 0
                    reason = _too_much(work.clock() > work.until, work.seconds, before)
                    if reason:
                        work.reason = reason
                        interrupt(thread, Exceeded)
                if idle == _IDLE_TICKS:
                    self.walking = False


_patrol = _Patrol()


def _start(walk: Callable[[], None]) -> bool:
    from _thread import start_new_thread

    try:
        start_new_thread(walk, ())
    except RuntimeError:  # no more threads
        return False
    return True


def _after_fork() -> None:
    global _patrol
    _patrol = _Patrol()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def _interrupter() -> Callable[[int, type[Exceeded] | None], None] | None:
    """What raises an exception in another thread, or takes it back; None where that cannot be done."""
    try:
        from ctypes import c_ulong, py_object, pythonapi

        call = pythonapi.PyThreadState_SetAsyncExc
    except (ImportError, AttributeError):
        return None

    def interrupt(thread: int, error: type[Exceeded] | None) -> None:
        call(c_ulong(thread), None if error is None else py_object(error))

    return interrupt


def _too_much(late: bool, seconds: float, before: int) -> str:
    if late:
        return f"takes more than {seconds:g} s of processor time"
    if before and resident() > before + BYTES:
        return f"takes more than {BYTES // 1_000_000} MB of memory"
    return ""


def _spent() -> float:
    times = os.times()
    return times.user + times.system


def resident() -> int:
    """Bytes of memory that the process holds, or has held at most where only that is known; 0 where nothing is."""
    try:
        handle = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
        try:
            return int(os.read(handle, 100).split()[1]) * os.sysconf("SC_PAGE_SIZE")
        finally:
            os.close(handle)
    except (OSError, ValueError, IndexError):
        return _most_held()


def _most_held() -> int:
    import sys

    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:
        return 0
    return getrusage(RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
