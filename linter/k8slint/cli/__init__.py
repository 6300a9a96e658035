"""The command line. This module answers `--version` before anything else is imported."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs k8slint; `argv` without the program's name. Exit codes: 0 clean, 1 findings, 2 usage, config or internal trouble."""
    if argv is None:
        _leave_out_working_folder()
    arguments = sys.argv[1:] if argv is None else argv
    if len(arguments) == 1 and arguments[0] in ("--version", "-V"):
        from k8slint import __version__

        return _last_words(f"k8slint {__version__}\n")
    from k8slint.cli import app

    return app.run(arguments, exits=argv is None)


def _leave_out_working_folder() -> None:
    """Takes the working folder off the import path, where an empty part of `PYTHONPATH` puts it."""
    import os

    here = os.path.realpath(os.curdir)
    sys.path[:] = [entry for entry in sys.path if entry and os.path.realpath(entry) != here]


def _last_words(text: str) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, AttributeError):
        # Full, or closed from the start.
        return 2
    return 0
