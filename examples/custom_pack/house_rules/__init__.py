"""The rules of one house. k8slint finds this module through the entry point in pyproject.toml."""

from __future__ import annotations

from typing import Any

from k8slint import hookimpl

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Rule


@hookimpl
def k8slint_rules() -> list[type[Rule[Any]]]:
    from house_rules.image_from_old_registry import ImageFromOldRegistry

    return [ImageFromOldRegistry]
