"""`k8slint explain`: the page of each rule that is named; a category, a tool or ALL is listed."""

from __future__ import annotations

from k8slint.cli import project

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    from k8slint import docs
    from k8slint.cli.rules import table
    from k8slint.report.paint import paint

    registry = project.registry_of(options)
    names: dict[str, None] = {}
    listed: dict[str, None] = {}
    for given in options.rule:
        group = listed if registry.is_group(given) else names
        group.update(dict.fromkeys(sorted(registry.resolve(given))))
    out = project.output_of(options)
    for index, name in enumerate(names):
        entry = registry.by_name[name]
        if index:
            out.write("\n")
        docs.explain(registry.rule_class(entry), entry, out)
    if listed:
        if names:
            out.write("\n")
        paint(table([registry.by_name[name] for name in sorted(listed)], project.columns(out)), out)
    out.flush()
    return 2 if registry.errors else 0
