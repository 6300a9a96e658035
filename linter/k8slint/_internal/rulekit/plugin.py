"""The hooks a rule pack or a reporter implements. A pack is a module behind an entry point of the group `k8slint`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from k8slint._internal.rulekit.rule import Rule

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
    """Output formats of the pack, name to `module:function`. The function takes a report and an output, and writes the one to
    the other; docs/writing-rules.md says what they hold.
    """
    return {}


class _Manager(pluggy.PluginManager):
    """Takes functions by the hooks' names too, so that a pack can do without importing `hookimpl`, as our own does."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        options = super().parse_hookimpl_opts(plugin, name)
        if options is None and name in _HOOKS and callable(getattr(plugin, name)):
            return pluggy.HookimplOpts(
                wrapper=False, hookwrapper=False, optionalhook=False, tryfirst=False, trylast=False, specname=None
            )
        return options


_HOOKS = ("k8slint_rules", "k8slint_index", "k8slint_reporters")


def new_manager() -> pluggy.PluginManager:
    """A plugin manager that knows the hooks above, without packs."""
    manager = _Manager("k8slint")
    manager.add_hookspecs(sys.modules[__name__])
    return manager
