#!/usr/bin/env python3
"""Writes docs/rules: a page for each built-in rule, made from its class, and a list of them all.

python docs/rules.py            writes the pages
python docs/rules.py --check    exits 1 when one is missing, stale or left over
"""

from __future__ import annotations

import pathlib
import sys

from k8slint._internal.authoring import docs
from k8slint._internal.running.engine import registry
from k8slint._internal.text.finding import Severity

FOLDER = pathlib.Path(__file__).resolve().parent / "rules"
FIX = {"": "", "safe": "safe", "unsafe": "unsafe"}


def pages() -> dict[str, str]:
    """Text by file name."""
    rules = registry()
    entries = [entry for entry in rules.entries if entry.pack == "builtin"]
    texts = {f"{entry.name}.md": docs.markdown(rules.rule_class(entry), entry) for entry in entries}
    rows = [
        f"| [{entry.name}]({entry.name}.md) | {entry.category} | {Severity(entry.severity).label} | {entry.profile} "
        f"| {FIX[entry.fixable]} | {entry.headline.replace('|', chr(92) + '|')} |"
        for entry in entries
    ]
    head = f"# The rules\n\nMade by `make docs` from the rule classes: {len(entries)} rules.\n\n"
    table = "| rule | category | severity | first profile | fix | what is wrong |\n|---|---|---|---|---|---|\n"
    texts["README.md"] = head + table + "\n".join(rows) + "\n"
    return texts


def main() -> int:
    wanted = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    if "--check" in sys.argv[1:]:
        stale = sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))
        if stale:
            print(f"docs/rules is stale ({', '.join(stale[:5])}); run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name in there.keys() - wanted.keys():
        (FOLDER / name).unlink()
    for name, text in wanted.items():
        if there.get(name) != text:
            (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
