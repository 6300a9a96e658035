"""`k8slint explain`."""

from __future__ import annotations

from k8slint.cli import project

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    from k8slint import docs

    registry = project.registry_of(options)
    names = [name for given in options.rule for name in sorted(registry.resolve(given))]
    out = project.output_of(options)
    for index, name in enumerate(dict.fromkeys(names)):
        entry = registry.by_name[name]
        if index:
            out.write("\n")
        docs.explain(registry.rule_class(entry), entry, out)
    out.flush()
    return 2 if registry.errors else 0
