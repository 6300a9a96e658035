"""Spreads analyses over forked processes. Modules and rules are imported before the fork, so that a worker starts at once."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from k8slint._internal.running.analyse import Analysis, Failure

WORTH_BYTES = 2_000_000
WORTH_FILES = 300
"""Below this much uncached work (about half a second) forking costs more than it saves."""
_WORKERS_A_PROCESSOR = 4


def worth_it(jobs: int, sizes: Sequence[int]) -> bool:
    return (
        jobs > 1 and len(sizes) > 1 and hasattr(os, "fork") and (len(sizes) > WORTH_FILES or sum(sizes) > WORTH_BYTES)
    )


def processors() -> int:
    """How many processes can run at once."""
    try:
        return len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return os.cpu_count() or 1


def spread(
    analyse: Callable[[int], Analysis], sizes: Sequence[int], jobs: int
) -> Iterator[tuple[int, Analysis | Failure]]:
    """Yields `(index, analysis)` of all tasks, in no order; a `Failure` for those of a worker that died.

    `analyse(index)` runs in a worker; `sizes` (bytes) serve to give all workers equally much, the biggest first. There are
    at most four times as many workers as processors. What no process can be started for is done here.
    """
    import select
    from signal import SIG_BLOCK, SIG_SETMASK, SIGINT, SIGKILL, pthread_sigmask

    from k8slint._internal.running.analyse import Failure

    shares: list[list[int]] = [[] for _ in range(min(jobs, len(sizes), _WORKERS_A_PROCESSOR * processors()))]
    loads = [0] * len(shares)
    for index in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        lightest = loads.index(min(loads))
        shares[lightest].append(index)
        loads[lightest] += sizes[index] + 500
    pipes: dict[int, tuple[int, set[int], bytearray]] = {}
    left: list[int] = []
    ready = select.poll()
    try:
        # No interrupt between the start of a worker and the note of it: it could not be stopped any more.
        held = pthread_sigmask(SIG_BLOCK, (SIGINT,))
        try:
            for share in shares:
                try:
                    reader, pid = _start(analyse, share, tuple(pipes), held)
                except OSError:  # no more processes, or no more descriptors
                    left += share
                    continue
                pipes[reader] = (pid, set(share), bytearray())
                ready.register(reader, select.POLLIN)
        finally:
            pthread_sigmask(SIG_SETMASK, held)
        for index in left:
            yield index, analyse(index)
        while pipes:
            for reader, _ in ready.poll():
                pid, waiting, buffer = pipes[reader]
                block = os.read(reader, 1 << 16)
                if block:
                    buffer += block
                    for index, analysis in _messages(buffer):
                        waiting.discard(index)
                        yield index, analysis
                    continue
                del pipes[reader]
                ready.unregister(reader)
                os.close(reader)
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                for index in sorted(waiting):
                    yield index, Failure("", 0, f"the process that linted it ended early (exit {status})")
    finally:
        for reader, (pid, _, _) in pipes.items():
            os.kill(pid, SIGKILL)
            os.waitpid(pid, 0)
            os.close(reader)


def _start(
    analyse: Callable[[int], Analysis], share: list[int], others: tuple[int, ...], mask: Iterable[int]
) -> tuple[int, int]:
    import json
    from signal import SIG_SETMASK, pthread_sigmask

    from k8slint._internal.running.encode import encode

    reader, writer = os.pipe()
    try:
        pid = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        raise
    if pid:
        os.close(writer)
        return reader, pid
    code = 1
    try:
        pthread_sigmask(SIG_SETMASK, mask)
        os.close(reader)
        for other in others:
            os.close(other)
        with open(writer, "wb") as file:
            for index in share:
                message = json.dumps([index, encode(analyse(index))], separators=(",", ":")).encode("ascii")
                file.write(b"%d\n" % len(message))
                file.write(message)
        code = 0
    finally:
        os._exit(code)


def _messages(buffer: bytearray) -> Iterator[tuple[int, Analysis]]:
    """Takes whole messages off the front of `buffer`."""
    import json

    from k8slint._internal.running.encode import decode

    start = 0
    while (newline := buffer.find(b"\n", start)) >= 0:
        end = newline + 1 + int(buffer[start:newline])
        if end > len(buffer):
            break
        index, analysis = json.loads(buffer[newline + 1 : end])
        start = end
        yield index, decode(analysis)
    del buffer[:start]
