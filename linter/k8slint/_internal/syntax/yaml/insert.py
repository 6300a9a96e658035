"""Inserting a key before others: for fixes that also edit what stands behind."""

from __future__ import annotations

from k8slint._internal.syntax.yaml.edits import insert_entry
from k8slint._internal.syntax.yaml.layout import has_merge, indentation, line_start
from k8slint._internal.syntax.yaml.quoting import is_plain
from k8slint._internal.syntax.yaml.tree import Mapping
from k8slint._internal.text.edit import Edit
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.text.source import Source


def insert_before(source: Source, mapping: Mapping, key: str, value: str, before: tuple[str, ...]) -> Edit | None:
    """Adds `key: value` in front of the first of the entries `before`; None where that cannot be exact or none is there.

    `key` and `value` are plain words that need no quotes; or `value` begins with a line end, as for `insert_entry`.
    """
    names = [entry.name for entry in mapping.entries]
    number = next((place for place, name in enumerate(names) if name in before), None)
    if number is None or not is_plain(key) or not (value[:1] == "\n" or is_plain(value)):
        return None
    if number:
        return insert_entry(source, mapping, key, value, after=names[number - 1])
    return _first(source, mapping, key, value)


def _first(source: Source, mapping: Mapping, key: str, value: str) -> Edit | None:
    text, follower = source.text, mapping.entries[0].key
    if mapping.shared or mapping.properties is not None or key in mapping.index or has_merge(mapping.entries):
        return None
    if follower.properties is not None or text[follower.start - 1 : follower.start] == '"':
        return None
    if mapping.flow:
        if value[:1] == "\n":
            return None
        return Edit(Span(follower.start, follower.start), f"{key}: {value}, ") if text.lstrip()[:1] != "{" else None
    indent = indentation(text, follower.start)
    above = text[: line_start(text, follower.start)].rstrip("\r\n").rpartition("\n")[2].lstrip()
    if indent is None or above.startswith("#"):
        return None
    below = source.newline + indent
    if value[:1] == "\n":
        lines = [f"{key}:", *(f"  {line}" for line in value[1:].splitlines())]
    else:
        lines = [f"{key}: {value}"]
    return Edit(Span(follower.start, follower.start), below.join(lines) + below)
