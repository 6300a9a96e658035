"""Finding a node again by the span that a fact kept of it."""

from __future__ import annotations

from k8slint.yaml.tree import Mapping, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.source import Span
    from k8slint.yaml.documents import Stream
    from k8slint.yaml.tree import Entry


def entry_of_value(stream: Stream, span: Span) -> tuple[Mapping, Entry] | None:
    """The entry whose value stands exactly at `span`, and the mapping that it is written in; None when there is none."""
    for document in stream.documents:
        root = document.root
        if root is None or not (root.start <= span.start and span.end <= root.end):
            continue
        for node in walk(root):
            if isinstance(node, Mapping) and node.start <= span.start and span.end <= node.end:
                for entry in node.entries:
                    if entry.value.start == span.start and entry.value.end == span.end:
                        return node, entry
    return None
