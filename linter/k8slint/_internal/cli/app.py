"""Runs a command and turns whatever happens into an exit code: a user's mistake never shows a traceback."""

from __future__ import annotations

import os
import sys

from k8slint._internal.lazy import imported
from k8slint._internal.running import budget

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import NoReturn

_COMMANDS = {
    "check": "k8slint._internal.cli.check",
    "fix": "k8slint._internal.cli.fix",
    "rules": "k8slint._internal.cli.rules",
    "explain": "k8slint._internal.cli.explain",
    "config": "k8slint._internal.cli.config",
    "completion": "k8slint._internal.cli.completion",
    "new": "k8slint._internal.cli.new",
    "test": "k8slint._internal.cli.test",
}


class UsageError(Exception):
    """The command line asks for something that cannot be; the message says what to do."""


def run(argv: Sequence[str], *, exits: bool = False) -> int:
    """Runs a command line. With `exits` the process ends here, without tearing down what it built."""
    import gc

    if exits:
        # Trees of many small nodes: the collector's full passes cost up to four times the parse, and the process ends soon.
        gc.disable()
        budget.own()
    if not _mend_streams():
        _complain("standard output is closed")
        return _leave(2) if exits else 2
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    code = _guarded(argv)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = 2
    except (OSError, ValueError) as error:
        code = 2
        _complain(f"standard output could not be written: {error}")
    if exits:
        _leave(code)
    return code


def _mend_streams() -> bool:
    """Opens streams that were closed at the start on nothing, before a file takes their number. Whether output can be seen."""
    seen: bool = sys.stdout is not None
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    # Streams that the interpreter found closed are None, whatever their types say.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    return seen


def _leave(code: int) -> NoReturn:
    try:
        sys.stderr.flush()
    finally:
        os._exit(code)


def _guarded(argv: Sequence[str]) -> int:
    from k8slint._internal.cli.arguments import parse

    try:
        _no_file_is_an_option(argv)
        options = parse(argv)
    except UsageError as error:
        return _failed(error, None)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    try:
        _need_working_folder(options.command)
        command = imported(_COMMANDS[options.command])
        code: int = command.run(options)
    except KeyboardInterrupt:
        _complain("interrupted")
        return 130
    except BrokenPipeError:
        _silence()
        return 2
    except Exception as error:
        return _failed(error, options)
    return code


def _no_file_is_an_option(argv: Sequence[str]) -> None:
    """Refuses an option that is the name of a file, too: who handed over a list of files did not mean an option."""
    for word in argv:
        if word == "--":
            return
        if word.startswith("-") and word != "-" and "\0" not in word and os.path.lexists(word):
            raise UsageError(
                f"`{word}` is an option, and a file here; for the file, write `./{word}`, or `--` before it"
            )


def _need_working_folder(command: str) -> None:
    if command not in ("rules", "explain"):
        try:
            os.getcwd()
        except OSError:
            raise UsageError("the working folder does not exist any more; change to another one") from None


def _failed(error: Exception, options: argparse.Namespace | None) -> int:
    from k8slint._internal.report.printable import printable

    if _is_users(error):
        for line in getattr(error, "lines", (str(error),)):
            _complain(printable(line))
        return 2
    if isinstance(error, OSError) and error.filename is None:
        _silence()
        _complain(f"output could not be written: {error}")
        return 2
    _complain(printable(f"internal error: {type(error).__name__}: {error}"))
    if options is not None and options.verbose:
        import traceback

        sys.stderr.write("".join(f"  | {printable(line)}\n" for line in traceback.format_exc().splitlines()))
    else:
        _complain("run again with -v for the traceback, and please report it")
    return 2


def _is_users(error: Exception) -> bool:
    """Whether the message is meant for the user as it stands."""
    if isinstance(error, UsageError):
        return True
    from k8slint._internal.config import ConfigError
    from k8slint._internal.report import UnknownReporter
    from k8slint._internal.rulekit.registry import UnknownRule

    return isinstance(error, (ConfigError, UnknownRule, UnknownReporter))


def _complain(message: str) -> None:
    try:
        sys.stderr.write(f"k8slint: {message}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass


def _silence() -> None:
    """Points standard output nowhere, so that what is still buffered raises no second error."""
    try:
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
