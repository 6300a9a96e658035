"""Puts styled lines on an output: as plain text without importing rich, or in colour through it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.text import Text

    from k8slint._internal.report import Output

    Segment = tuple[str, str]
    """Text that is safe to print, and the name of a style, "" for none."""
    Line = list[Segment]

STYLES = {
    "path": "bold",
    "heading": "bold",
    "strong": "bold",
    "rule": "bold magenta",
    "error": "bold red",
    "warning": "bold yellow",
    "note": "bold cyan",
    "related": "bold cyan",
    "object": "bold",
    "gutter": "cyan",
    "context": "",
    "help": "bold green",
    "code": "cyan",
    "added": "green",
    "removed": "red",
    "hunk": "cyan",
    "dim": "dim",
}
"""What each kind of text looks like: in the eight colours that terminals make readable, blue left out."""
LINK = " link "
"""Between a style and the address that the text links to."""

_BATCH = 64  # lines printed at once: a call of rich costs more than a line


def paint(lines: Iterable[Line], out: Output) -> None:
    """Writes the lines, each with a line end."""
    if out.colour:
        _rich(lines, out)
    else:
        for line in lines:
            out.write("".join([text for text, _ in line]).rstrip(" ") + "\n")


def _rich(lines: Iterable[Line], out: Output) -> None:
    from itertools import islice

    from rich.console import Console

    console = Console(
        file=out.stream,
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        width=out.width,
        markup=False,
        emoji=False,
        highlight=False,
        no_color=False,
    )
    rest = iter(lines)
    while batch := list(islice(rest, _BATCH)):
        console.print(rich_text(batch), soft_wrap=True, end="")


def rich_text(lines: Iterable[Line]) -> Text:
    """The lines as one text of rich's, each with a line end. Never markup: input in them means nothing to rich."""
    from rich.text import Span, Text

    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for line in lines:
        for text, style in line:
            if style:
                name, link, address = style.partition(LINK)
                spans.append(Span(at, at + len(text), STYLES.get(name, "") + link + address))
            parts.append(text)
            at += len(text)
        parts.append("\n")
        at += 1
    return Text("".join(parts), spans=spans, end="", no_wrap=True)


def coded(text: str, style: str = "") -> Line:
    """`text` with what stands in backticks styled as code; the backticks stay."""
    if "`" not in text:
        return [(text, style)]
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return [(text, style)]
    return [(f"`{part}`", "code") if i % 2 else (part, style) for i, part in enumerate(parts) if part or i % 2]
