"""What a run says, in the format asked for. Each format is a function in a module of its own, loaded when it is used."""

from __future__ import annotations

from k8slint._internal.rulekit.taxonomy import OWN_PACK, rule_url
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from k8slint._internal.rulekit.registry import Registry
    from k8slint._internal.running.engine import Result
    from k8slint._internal.text.source import Source

    Render = Callable[["Report", "Output"], None]

NARROWEST, WIDTH = 40, 120
"""Columns: the fewest to draw in, and those of an output that is no terminal."""

_BUILTIN = {
    "full": "k8slint._internal.report.text:render",
    "concise": "k8slint._internal.report.concise:render",
    "json": "k8slint._internal.report.json:render",
    "sarif": "k8slint._internal.report.sarif:render",
    "github": "k8slint._internal.report.github:render",
}


class Report(Record):
    """A run to tell about. `source` gives a path's text, or None; `root` is the absolute project root, "" when there is
    none, and `below` the path to it from the root of its repository ("charts/web", "" when they are the same); `fixes` are the
    findings that `fix` repaired, as (path, rule, title), to be listed with `show_fixes`; `elapsed` is in seconds; `left_out`
    counts the files in folders of test data, copies or old files.
    """

    result: Result
    source: Callable[[str], Source | None]
    registry: Registry | None = None
    root: str = ""
    version: str = ""
    fixes: tuple[tuple[str, str, str], ...] = ()
    show_fixes: bool = False
    verbose: int = 0
    quiet: bool = False
    elapsed: float | None = None
    below: str = ""
    left_out: int = 0

    @property
    def fixed(self) -> int:
        """How many findings were repaired."""
        return len(self.fixes)

    def url(self, rule: str) -> str:
        """The address of a rule's page; "" for a rule that has none."""
        entry = self.registry.by_name.get(rule) if self.registry is not None else None
        return rule_url(rule) if entry is not None and entry.pack == OWN_PACK else ""


class Output:
    """Where a report goes, and how it may look there. `width` is in terminal cells; `wraps` says that lines are broken
    there, between words, `links` that the terminal knows hyperlinks (OSC 8).
    """

    __slots__ = ("colour", "links", "stream", "width", "wraps")

    def __init__(
        self, stream: TextIO, *, colour: bool = False, width: int = WIDTH, wraps: bool = False, links: bool = False
    ) -> None:
        self.stream = stream
        self.colour = colour
        self.width = max(width, NARROWEST)
        self.wraps = wraps
        self.links = links

    @classmethod
    def to(cls, stream: TextIO, environ: Mapping[str, str] | None = None) -> Output:
        """An output that looks as `stream` and the environment allow, and never fails on a character."""
        import os

        environ = os.environ if environ is None else environ
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
        return cls(
            stream,
            colour=wants_colour(stream, environ),
            width=_width(stream, environ),
            wraps=_isatty(stream),
            links=wants_links(stream, environ),
        )

    def write(self, text: str) -> None:
        """Raises `OSError` when the text is lost (a full device, a closed pipe), at the latest on `flush`."""
        self.stream.write(text)

    def flush(self) -> None:
        self.stream.flush()


def wants_colour(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether to colour: never with NO_COLOR (https://no-color.org), always with FORCE_COLOR or CLICOLOR_FORCE, never with
    CLICOLOR=0 (https://bixense.com/clicolors), else on a terminal.
    """
    if environ.get("NO_COLOR"):
        return False
    if (force := environ.get("FORCE_COLOR", "")) != "":
        return force != "0"
    if environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    if environ.get("CLICOLOR") == "0":
        return False
    return environ.get("TERM") not in ("dumb", "unknown") and _isatty(stream)


_LINKING = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio")
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour")


def wants_links(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether the terminal is one that is known to take hyperlinks (OSC 8); FORCE_HYPERLINK decides for any."""
    if (force := environ.get("FORCE_HYPERLINK", "")) != "":
        return force != "0"
    if not _isatty(stream) or environ.get("CI") or environ.get("TERM") in ("dumb", "unknown"):
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM") in _LINKING
        or environ.get("TERM") in _LINKING_TERMS
        or (vte.isascii() and vte.isdigit() and int(vte[:6]) >= 5000)
        or bool(environ.get("WT_SESSION") or environ.get("KONSOLE_VERSION"))
    )


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


_INNER = {
    "summary": "k8slint._internal.report.text:render_summary",
    "fixes": "k8slint._internal.report.text:render_fixes",
    "statistics": "k8slint._internal.report.statistics:render",
    "statistics-json": "k8slint._internal.report.statistics:render_json",
}


def load(name: str, registry: Registry | None = None) -> Render:
    """The function that renders a format. Raises `UnknownReporter`, or what importing a pack's module raises."""
    known = reporters(registry)
    target = known.get(name) or _INNER.get(name)
    if target is None:
        raise UnknownReporter(f"unknown output format `{name}`; there are {', '.join(known)}")
    from k8slint._internal.lazy import imported

    module, _, attribute = target.partition(":")
    render: Render = getattr(imported(module), attribute)
    return render
