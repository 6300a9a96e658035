"""`k8slint config`: the settings that hold here, or the schema of the config file."""

from __future__ import annotations

from k8slint.cli import project
from k8slint.taxonomy import DEFAULT_PROFILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    from k8slint.report.json import encode

    registry = project.registry_of(options)
    out = project.output_of(options)
    if options.schema:
        from k8slint.config import schema

        out.write(encode(schema(registry), indent=2) + "\n")
    else:
        from k8slint.files.discover import start_of

        settings = project.settings_of(_without_selection(options), registry, start_of([]))
        chosen = registry.choose(
            select=settings.select,
            ignore=settings.ignore,
            extend_select=settings.extend_select,
            profile=settings.profile,
        )
        shown = {field.replace("_", "-"): getattr(settings, field) for field in settings.__fields__}
        shown["rules"] = shown.pop("options")
        if settings.select is None:
            shown["profile"] = settings.profile or DEFAULT_PROFILE
        shown["selected-rules"] = [entry.name for entry in chosen]
        out.write(encode(shown, indent=2) + "\n")
    out.flush()
    return 2 if registry.errors else 0


def _without_selection(options: argparse.Namespace) -> argparse.Namespace:
    for name in ("select", "ignore", "extend_select"):
        setattr(options, name, None)
    return options
