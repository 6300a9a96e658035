"""`k8slint rules`: which rules there are, and which a run with these settings would use."""

from __future__ import annotations

from k8slint._internal.cli import project
from k8slint._internal.cli.app import UsageError
from k8slint._internal.report.paint import coded
from k8slint._internal.report.printable import shown
from k8slint._internal.rulekit.taxonomy import CATEGORIES, OWN_PACK, rule_url
from k8slint._internal.text.finding import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from k8slint._internal.report.paint import Line
    from k8slint._internal.rulekit.registry import RuleEntry

_FIX = {"": "", "safe": "fix", "unsafe": "unsafe fix"}
_COLUMNS = 2 + 2 + 7 + 2 + 11 + 2 + 10 + 2
"""Cells of a line beside name and summary."""
_NARROW = 40
"""Cells below which a summary says too little."""


def run(options: argparse.Namespace) -> int:
    registry = project.registry_of(options)
    chosen = registry.entries
    if options.select or options.ignore or options.extend_select or options.profile or options.config:
        from k8slint._internal.files.discover import start_of

        settings = project.settings_of(options, registry, start_of([]))
        chosen = registry.choose(
            select=settings.select,
            ignore=settings.ignore,
            extend_select=settings.extend_select,
            profile=settings.profile,
            preview=settings.preview,
            as_of=settings.as_of,
        )
    if options.fixable:
        chosen = tuple(entry for entry in chosen if entry.fixable)
    if options.patterns:
        chosen = tuple(entry for entry in chosen if any(_matches(entry, pattern) for pattern in options.patterns))
        if not chosen:
            named = ", ".join(f"`{pattern}`" for pattern in options.patterns)
            raise UsageError(f"no rule has {named} in its name, aliases, category or title")
    out = project.output_of(options)
    if options.output_format == "json":
        from k8slint._internal.report.json import encode

        out.write(encode([_data(entry) for entry in chosen], indent=2) + "\n")
    else:
        from k8slint._internal.report.paint import paint

        paint(table(chosen, project.columns(out)), out)
    out.flush()
    return 2 if registry.errors else 0


def _matches(entry: RuleEntry, pattern: str) -> bool:
    """Whether a rule is one that somebody looks for by this word; `*` stands for anything."""
    from fnmatch import fnmatchcase

    words = [entry.name, entry.category, *entry.aliases, entry.headline]
    pattern = pattern.lower()[:200]
    if "*" in pattern:
        return any(fnmatchcase(word.lower(), pattern.replace("[", "[[]")) for word in words)
    return any(pattern in word.lower() for word in words)


def _data(entry: RuleEntry) -> dict[str, object]:
    return {
        "name": entry.name,
        "category": entry.category,
        "severity": Severity(entry.severity).label,
        "profile": entry.profile,
        "fix": entry.fixable or None,
        "aliases": list(entry.aliases),
        "title": entry.headline,
        "summary": entry.summary,
        "since": entry.since,
        "preview": entry.preview,
        "url": rule_url(entry.name) if entry.pack == OWN_PACK else None,
        "pack": entry.pack,
        "options": entry.options,
    }


def table(entries: Iterable[RuleEntry], width: int | None = None) -> Iterable[Line]:
    """The rules by category, a line each, cut to `width` cells; where few are left for the summary, it has its own line."""
    entries = list(entries)
    names = max((len(entry.name) for entry in entries), default=0)
    beside = names + _COLUMNS
    below = width is not None and width - beside < _NARROW
    if width is not None and beside > width:
        yield from _narrow(entries, width)
        return
    for category in sorted({entry.category for entry in entries}):
        words = f": {CATEGORIES[category]}" if category in CATEGORIES else ""
        yield [(category, "heading"), (_cut(words, None if width is None else width - len(category)), "dim")]
        for entry in entries:
            if entry.category != category:
                continue
            severity = Severity(entry.severity).label
            line: Line = [
                ("  ", ""),
                (f"{entry.name:<{names}}", "rule"),
                ("  ", ""),
                (f"{severity:<7}", severity),
                ("  ", ""),
                (f"{entry.profile:<11}", "dim"),
                ("  ", ""),
                (f"{_FIX[entry.fixable]:<10}", "help"),
            ]
            summary = _cut(shown(entry.headline), None if width is None else width - 6 if below else width - beside)
            if below:
                yield line
                yield [("      ", ""), *coded(summary)]
            else:
                yield [*line, ("  ", ""), *coded(summary)]
        yield []
    yield _total(entries)


def _narrow(entries: list[RuleEntry], width: int) -> Iterator[Line]:
    """The rules for a terminal that has no room for columns."""
    from k8slint._internal.report.wrap import wrapped

    for category in sorted({entry.category for entry in entries}):
        yield [(category, "heading")]
        for entry in entries:
            if entry.category == category:
                severity = Severity(entry.severity).label
                facts = [severity, entry.profile, *([_FIX[entry.fixable]] if entry.fixable else [])]
                yield [("  ", ""), (entry.name, "rule")]
                yield [("    ", ""), (", ".join(facts), "dim")]
                yield from wrapped([("    ", ""), *coded(shown(entry.headline))], width, 4)
        yield []
    yield from wrapped(_total(entries), width, 4)


def _total(entries: list[RuleEntry]) -> Line:
    fixable = sum(1 for entry in entries if entry.fixable)
    noun = "rule" if len(entries) == 1 else "rules"
    return [(f"{len(entries)} {noun}, {fixable} with a fix; `k8slint explain RULE` tells more.", "")]


def _cut(text: str, width: int | None) -> str:
    """A text of at most `width` cells, cut between words."""
    if width is None or len(text) <= width:
        return text
    kept = text[: max(width - 1, 0)]
    return f"{kept.rpartition(' ')[0] or kept}…"
