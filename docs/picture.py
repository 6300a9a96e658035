#!/usr/bin/env python3
"""Draws docs/output.svg: what `k8slint check` says about a few files of fixtures/course, made from a real run.

python docs/picture.py            writes the picture
python docs/picture.py --check    exits 1 when the one there is stale
"""

from __future__ import annotations

import io
import pathlib
import re
import sys

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from k8slint import __version__
from k8slint._internal.config import Settings
from k8slint._internal.files.discover import discover
from k8slint._internal.report import Report
from k8slint._internal.report.paint import rich_text
from k8slint._internal.report.text import lines
from k8slint._internal.running import run
from k8slint._internal.running.engine import Engine, registry

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "output.svg"
FILES = ("fixtures/course/layers/Dockerfile", "fixtures/course/k8s/site.yaml")
SELECT = (
    "deleted-in-later-layer",
    "malformed-document-separator",
    "selector-template-mismatch",
    "service-selects-nothing",
    "excessive-replicas",
)
WIDTH = 118


def picture() -> str:
    course = ROOT / "fixtures" / "course"
    engine = Engine(registry(), Settings(root=str(course), select=SELECT))
    outcome = run.check(engine, discover([str(ROOT / path) for path in FILES], str(course)))
    report = Report(outcome.result, outcome.source, registry=engine.registry, root=str(course), version=__version__)
    console = Console(record=True, file=io.StringIO(), width=WIDTH, force_terminal=True, color_system="truecolor")
    console.print(Text.assemble(("$ ", "bold green"), "k8slint check"))
    text = rich_text(lines(report, WIDTH, wraps=True))
    console.print(text, end="")
    # The picture fetches no font: the reader's own monospace one does.
    layout = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL).replace("Fira Code, ", "")
    svg = console.export_svg(
        title="k8slint",
        unique_id="k8slint",
        code_format=layout.replace("{unique_id}-matrix {{", "{unique_id}-matrix {{\n        white-space: pre;"),
    )
    return svg + "\n"


def main() -> int:
    text = picture()
    if "--check" in sys.argv[1:]:
        if PICTURE.exists() and PICTURE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/output.svg is stale; run `make docs`", file=sys.stderr)
        return 1
    PICTURE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
