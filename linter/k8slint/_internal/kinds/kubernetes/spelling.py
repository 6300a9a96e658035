"""Keys that were meant to be others."""

from __future__ import annotations

from k8slint._internal.text.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.tree import Entry, Mapping


def misspelt(mapping: Mapping, name: str) -> Entry | None:
    """The entry whose key is `name` in another case (`Selector`, `restart_policy`) or with a slip."""
    for entry in mapping.entries[:100]:
        if entry.name != name and nearest(entry.name, (name,)) is not None:
            return entry
    return None
