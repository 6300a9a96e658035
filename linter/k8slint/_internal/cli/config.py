"""`k8slint config`: the settings of a run here and where each comes from, or the schema of the config file."""

from __future__ import annotations

from k8slint._internal.cli import project
from k8slint._internal.rulekit.taxonomy import DEFAULT_PROFILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from k8slint._internal.config import Settings
    from k8slint._internal.report.paint import Line
    from k8slint._internal.rulekit.registry import Registry

_DEFAULTS = {"select": "the rules of the profile", "fixable": "all", "today": "the day of the run"}
_HIDDEN = ("origins", "suppressions")


def run(options: argparse.Namespace) -> int:
    from k8slint._internal.report.json import encode

    registry = project.registry_of(options)
    out = project.output_of(options)
    if options.schema:
        from k8slint._internal.config import schema

        out.write(encode(schema(registry), indent=2) + "\n")
    else:
        from k8slint._internal.files.discover import start_of

        settings = project.settings_of(_without_selection(options), registry, start_of([]))
        shown = _values(settings, registry)
        if options.output_format == "text" or (options.output_format is None and out.wraps):
            from k8slint._internal.report.paint import paint

            paint(_lines(shown, settings), out)
        else:
            out.write(encode({**shown, "origins": dict(settings.origins)}, indent=2) + "\n")
    out.flush()
    return 2 if registry.errors else 0


def _values(settings: Settings, registry: Registry) -> dict[str, Any]:
    """The settings under their names in the config file, and the rules that they choose."""
    chosen = registry.choose(
        select=settings.select,
        ignore=settings.ignore,
        extend_select=settings.extend_select,
        profile=settings.profile,
        preview=settings.preview,
        as_of=settings.as_of,
    )
    shown = {field.replace("_", "-"): getattr(settings, field) for field in settings.__fields__ if field not in _HIDDEN}
    shown["rules"] = shown.pop("options")
    if settings.select is None:
        shown["profile"] = settings.profile or DEFAULT_PROFILE
    shown["selected-rules"] = [entry.name for entry in chosen]
    return shown


def _lines(shown: dict[str, Any], settings: Settings) -> Iterator[Line]:
    from k8slint._internal.report.json import encode
    from k8slint._internal.report.printable import printable

    chosen = shown.pop("selected-rules")
    for key, value in shown.items():
        rows = (
            {f"{key}.{name}": item for name, item in value.items()}
            if isinstance(value, dict) and value
            else {key: value}
        )
        for name, item in rows.items():
            text = item if isinstance(item, str) and item else encode(item)
            if item in (None, ""):
                text = _DEFAULTS.get(name, "none")
            origin = settings.origins.get(name) or settings.origins.get(key)
            yield [
                (printable(name), "strong"),
                (": ", ""),
                (printable(text), ""),
                *([(f"  # {printable(origin)}", "dim")] if origin else []),
            ]
    yield [("selected-rules", "strong"), (f": {len(chosen)}; `k8slint config --output-format json` lists them", "")]


def _without_selection(options: argparse.Namespace) -> argparse.Namespace:
    for name in ("select", "ignore", "extend_select"):
        setattr(options, name, None)
    return options
