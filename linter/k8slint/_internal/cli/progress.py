"""A progress bar for work that takes long, drawn on standard error when that is a terminal."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from types import TracebackType

    from rich.progress import Progress, TaskID

PATIENCE = 1.0
"""Seconds that pass before anything is drawn."""


class Bar:
    """Draws nothing under pre-commit, with `-q`, or when the work is done sooner than `PATIENCE`."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._quiet = bool(options.quiet or os.environ.get("PRE_COMMIT")) or not sys.stderr.isatty()
        self._started = time.monotonic()
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def update(self, done: int, total: int) -> None:
        if self._quiet:
            return
        if self._progress is None:
            if time.monotonic() - self._started < PATIENCE or done == total:
                return
            self._progress, self._task = _start(total)
        if self._task is not None:
            self._progress.update(self._task, completed=done)


def _start(total: int) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import Progress

    progress = Progress(console=Console(file=sys.stderr), transient=True)
    progress.start()
    return progress, progress.add_task("Linting", total=total)
