"""Finding a node again by the span that a fact kept of it."""

from __future__ import annotations

from bisect import bisect_right

from k8slint._internal.syntax.yaml.tree import Mapping, children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.documents import Stream
    from k8slint._internal.syntax.yaml.tree import Entry, Node
    from k8slint._internal.text.source import Span


def entry_of_value(stream: Stream, span: Span) -> tuple[Mapping, Entry] | None:
    """The entry whose value is exactly at `span`, and the mapping that it is written in; None when there is none."""
    documents = stream.documents
    at = bisect_right(documents, span.start, key=lambda document: document.span.start) - 1
    root = documents[at].root if at >= 0 else None
    node = root if root is not None and _holds(root, span) else None
    while node is not None:
        if isinstance(node, Mapping):
            for entry in node.entries:
                if entry.value.start == span.start and entry.value.end == span.end:
                    return node, entry
        node = next((child for child in children(node) if _holds(child, span)), None)
    return None


def _holds(node: Node, span: Span) -> bool:
    return node.start <= span.start and span.end <= node.end


def entry_at(node: Node, offset: int) -> Entry | None:
    """The entry below `node` whose key begins at an offset, or whose value does and is not a mapping; None when there is
    none."""
    below: Node | None = node
    while below is not None:
        if isinstance(below, Mapping):
            number = bisect_right(below.entries, offset, key=lambda entry: entry.key.start) - 1
            if number < 0:
                return None
            entry = below.entries[number]
            if entry.key.start == offset or (entry.value.start == offset and not isinstance(entry.value, Mapping)):
                return entry
            below = entry.value if entry.value.start <= offset else None
        else:
            items = children(below)
            number = bisect_right(items, offset, key=lambda item: item.start) - 1
            below = items[number] if number >= 0 else None
    return None
