"""What a run says, in the format asked for. Each format is a function in a module of its own, loaded when it is used."""

from __future__ import annotations

from k8slint.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from k8slint.engine import Result
    from k8slint.registry import Registry
    from k8slint.source import Source

    Render = Callable[["Report", "Output"], None]

NARROWEST, WIDTH = 40, 120
"""Columns: the fewest to draw in, and those of an output that is no terminal."""

_BUILTIN = {
    "full": "k8slint.report.text:render",
    "concise": "k8slint.report.concise:render",
    "json": "k8slint.report.json:render",
    "sarif": "k8slint.report.sarif:render",
    "github": "k8slint.report.github:render",
}


class Report(Record):
    """A run to tell about. `source` gives a path's text, or None; `root` is the absolute project root, "" when there is
    none; `fixed` counts findings that `fix` repaired; `elapsed` is in seconds.
    """

    result: Result
    source: Callable[[str], Source | None]
    registry: Registry | None = None
    root: str = ""
    version: str = ""
    fixed: int = 0
    verbose: int = 0
    quiet: bool = False
    elapsed: float | None = None


class Output:
    """Where a report goes, and how it may look there. `width` is in terminal cells."""

    __slots__ = ("colour", "stream", "width")

    def __init__(self, stream: TextIO, *, colour: bool = False, width: int = WIDTH) -> None:
        self.stream = stream
        self.colour = colour
        self.width = max(width, NARROWEST)

    @classmethod
    def to(cls, stream: TextIO, environ: Mapping[str, str] | None = None) -> Output:
        """An output that looks as `stream` and the environment allow, and never fails on a character."""
        import os

        environ = os.environ if environ is None else environ
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
        return cls(stream, colour=wants_colour(stream, environ), width=_width(stream, environ))

    def write(self, text: str) -> None:
        """Raises `OSError` when the text is lost (a full device, a closed pipe), at the latest on `flush`."""
        self.stream.write(text)

    def flush(self) -> None:
        self.stream.flush()


def wants_colour(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether to colour: never with NO_COLOR (https://no-color.org), always with FORCE_COLOR, else on a terminal."""
    if environ.get("NO_COLOR"):
        return False
    if (force := environ.get("FORCE_COLOR", "")) != "":
        return force != "0"
    return environ.get("TERM") not in ("dumb", "unknown") and _isatty(stream)


def _isatty(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def _width(stream: TextIO, environ: Mapping[str, str]) -> int:
    columns = environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and len(columns) < 6 and int(columns) > 0:
        return int(columns)
    if _isatty(stream):
        import os

        try:
            return os.get_terminal_size(stream.fileno()).columns or WIDTH
        except (OSError, ValueError):
            pass
    return WIDTH


# --- formats


class UnknownReporter(ValueError):
    """A name that is no output format."""


def reporters(registry: Registry | None = None) -> dict[str, str]:
    """Output formats by name, as `module:function`; packs may add formats, not replace the built-in ones."""
    return {**(registry.reporters if registry is not None else {}), **_BUILTIN}


def load(name: str, registry: Registry | None = None) -> Render:
    """The function that renders a format. Raises `UnknownReporter`, or what importing a pack's module raises."""
    known = reporters(registry)
    target = known.get(name)
    if target is None:
        raise UnknownReporter(f"unknown output format `{name}`; there are {', '.join(known)}")
    from importlib import import_module

    module, _, attribute = target.partition(":")
    render: Render = getattr(import_module(module), attribute)
    return render
