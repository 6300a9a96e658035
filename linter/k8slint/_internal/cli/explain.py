"""`k8slint explain`: the page of each rule that is named, and of each category; a tool or ALL is listed."""

from __future__ import annotations

import sys

from k8slint._internal.cli import project
from k8slint._internal.rulekit.taxonomy import CATEGORIES, PROFILES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from k8slint._internal.report import Output
    from k8slint._internal.report.paint import Line
    from k8slint._internal.rulekit.registry import Registry


def run(options: argparse.Namespace) -> int:
    from k8slint._internal.cli.pager import paged

    registry = project.registry_of(options)
    names: dict[str, None] = {}
    groups: dict[str, frozenset[str]] = {}
    for given in options.rule:
        meant = registry.resolve(given)
        if registry.is_group(given):
            groups[given.strip().lower()] = meant
        else:
            names.update(dict.fromkeys(sorted(meant)))
    out = project.output_of(options)
    with paged(out, sys.stdout) as target:
        _write(registry, list(names), groups, target)
        target.flush()
    return 2 if registry.errors else 0


def _write(registry: Registry, names: list[str], groups: dict[str, frozenset[str]], out: Output) -> None:
    from k8slint._internal.authoring import docs
    from k8slint._internal.cli.rules import table
    from k8slint._internal.report.paint import paint

    first = True
    for name in names:
        entry = registry.by_name[name]
        if not first:
            out.write("\n")
        docs.explain(registry.rule_class(entry), entry, out)
        first = False
    for group, members in groups.items():
        if not first:
            out.write("\n")
        entries = [registry.by_name[name] for name in sorted(members)]
        if group in CATEGORIES:
            paint(_category(group, registry, min(out.width, docs.WIDEST)), out)
        paint(table(entries, project.columns(out)), out)
        first = False


def _category(name: str, registry: Registry, width: int) -> Iterator[Line]:
    """What there is to say of a category, before its rules are listed."""
    from k8slint._internal.authoring.docs import wrapped

    entries = [entry for entry in registry.entries if entry.category == name]
    yield [(name, "rule")]
    yield []
    yield from wrapped(f"Rules about {CATEGORIES[name]}.", width, [], 0)
    yield []
    counts = [(profile, sum(entry.profile == profile for entry in entries)) for profile in PROFILES]
    words = ", ".join(f"{number} in `{profile}`" for profile, number in counts if number)
    yield from wrapped(f"By the first profile that has them: {words}.", width, [], 0)
    yield from wrapped(
        f"`k8slint check --select {name}` runs only these; `ignore: [{name}]` in the config leaves them out, and "
        f"`severity: {{{name}: note}}` makes them notes.",
        width,
        [],
        0,
    )
    yield []
