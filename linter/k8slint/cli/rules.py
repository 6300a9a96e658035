"""`k8slint rules`: which rules there are, and which a run with these settings would use."""

from __future__ import annotations

from k8slint.cli import project
from k8slint.finding import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from k8slint.registry import Registry, RuleEntry
    from k8slint.report.paint import Line

_FIX = {"": "", "safe": "fix", "unsafe": "unsafe fix"}


def run(options: argparse.Namespace) -> int:
    registry = project.registry_of(options)
    chosen = registry.entries
    asked = options.select or options.ignore or options.extend_select or options.profile or options.config
    if asked:
        from k8slint.files.discover import start_of

        settings = project.settings_of(options, registry, start_of([]))
        chosen = registry.choose(
            select=settings.select,
            ignore=settings.ignore,
            extend_select=settings.extend_select,
            profile=settings.profile,
        )
    out = project.output_of(options)
    if options.output_format == "json":
        from k8slint.report.json import encode

        out.write(encode([_data(entry) for entry in chosen], indent=2) + "\n")
    else:
        from k8slint.report.paint import paint

        paint(_lines(registry, chosen), out)
    out.flush()
    return 2 if registry.errors else 0


def _data(entry: RuleEntry) -> dict[str, object]:
    return {
        "name": entry.name,
        "category": entry.category,
        "severity": Severity(entry.severity).label,
        "profile": entry.profile,
        "fix": entry.fixable or None,
        "aliases": list(entry.aliases),
        "summary": entry.summary,
        "pack": entry.pack,
        "options": entry.options,
    }


def _lines(registry: Registry, entries: Iterable[RuleEntry]) -> Iterable[Line]:
    from k8slint.report.printable import shown

    entries = list(entries)
    width = max((len(entry.name) for entry in entries), default=0)
    categories = sorted({entry.category for entry in entries})
    for category in categories:
        yield [(category, "heading")]
        for entry in entries:
            if entry.category != category:
                continue
            severity = Severity(entry.severity).label
            yield [
                ("  ", ""),
                (f"{entry.name:<{width}}", "rule"),
                ("  ", ""),
                (f"{severity:<7}", severity),
                ("  ", ""),
                (f"{entry.profile:<11}", "dim"),
                ("  ", ""),
                (f"{_FIX[entry.fixable]:<10}", "help"),
                ("  ", ""),
                (shown(_first_sentence(entry.summary)), ""),
            ]
        yield []
    fixable = sum(1 for entry in entries if entry.fixable)
    yield [(f"{len(entries)} rules, {fixable} with a fix; `k8slint explain RULE` tells more.", "")]


def _first_sentence(text: str) -> str:
    head, stop, _ = text.partition(". ")
    return head + stop.strip()
