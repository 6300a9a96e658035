"""Keys that were meant to be others."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml.tree import Entry, Mapping

_ALIKE = 0.85
"""Ratio of difflib's SequenceMatcher: one letter of eight may differ."""


def misspelt(mapping: Mapping, name: str) -> Entry | None:
    """The entry whose key is `name` in another case (`Selector`, `restart_policy`) or with a slip of the pen."""
    from difflib import SequenceMatcher

    wanted = name.lower()
    for entry in mapping.entries[:100]:
        written = entry.name
        if written == name or len(written) > 2 * len(name):
            continue
        plain = written.replace("_", "").replace("-", "").lower()
        if plain == wanted or SequenceMatcher(None, plain, wanted).ratio() >= _ALIKE:
            return entry
    return None
