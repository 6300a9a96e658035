"""The hooks a rule pack or a reporter implements. A pack is a module behind an entry point of the group `k8slint`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from k8slint.rule import Rule

hookspec = pluggy.HookspecMarker("k8slint")
hookimpl = pluggy.HookimplMarker("k8slint")


@hookspec
def k8slint_rules() -> Iterable[type[Rule[object]]]:
    """The rules of the pack, as classes. Fits a small pack."""
    return ()


@hookspec
def k8slint_index() -> str:
    """Path of the pack's `index.json`: its rules by name, so that only those that a run needs are imported."""
    return ""


@hookspec
def k8slint_reporters() -> Mapping[str, str]:
    """Output formats of the pack: name to `module:function` of a `k8slint.report.Render`: a function of report and output."""
    return {}
