"""Edits for project rules, which see facts and no trees: the file is read again, for the one finding that needs it."""

from __future__ import annotations

from k8slint._internal.syntax.yaml.tree import Mapping, Scalar
from k8slint._internal.text.edit import Edit
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.project import Project
    from k8slint._internal.syntax.yaml.tree import Entry
    from k8slint._internal.text.source import Place, Source


def replace_value(project: Project, place: Place, value: str | int) -> Edit | None:
    """Writes another value at a place; None where that cannot be exact."""
    from k8slint._internal.syntax.yaml.edits import replace_scalar

    found = _entry(project, place)
    if found is None:
        return None
    source, _, entry = found
    return replace_scalar(source, entry.value, value) if isinstance(entry.value, Scalar) else None


def insert_behind(project: Project, place: Place, key: str, value: str) -> Edit | None:
    """Adds `key: value` after the entry whose value is at a place; None where that cannot be exact."""
    from k8slint._internal.syntax.yaml.edits import insert_entry

    found = _entry(project, place)
    if found is None:
        return None
    source, mapping, entry = found
    return insert_entry(source, mapping, key, value, after=entry.name)


def remove_value(project: Project, place: Place) -> Edit | None:
    """Removes the entry whose value is at a place, with the comments directly above it, which are about it; None where
    that cannot be exact."""
    from k8slint._internal.syntax.yaml.edits import remove_entry

    found = _entry(project, place)
    edit = None if found is None else remove_entry(*found)
    return None if found is None or edit is None else _with_comments_above(found[0].text, edit)


def _with_comments_above(text: str, edit: Edit) -> Edit:
    start = edit.span.start
    if edit.text or text[start - 1 : start] not in ("", "\n"):
        return edit
    indent = 0
    while text[start + indent : start + indent + 1] == " ":
        indent += 1
    while start > 0:
        above = text.rfind("\n", 0, start - 1) + 1
        line = text[above:start]
        if not line.startswith(" " * indent + "#"):
            break
        start = above
    return edit if start == edit.span.start else Edit(Span(start, edit.span.end), "")


def _entry(project: Project, place: Place) -> tuple[Source, Mapping, Entry] | None:
    from k8slint._internal.syntax.yaml.locate import entry_of_value

    stream = project.reread.stream_around(place.path, place.span.start)
    found = None if stream is None else entry_of_value(stream, place.span)
    return None if found is None or stream is None else (stream.source, *found)
