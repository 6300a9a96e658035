"""The nodes of YAML and JSON, with their spans, and edits of their text.

Names are imported when they are first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.attached import has_comment as has_comment
    from k8slint._internal.syntax.yaml.attached import leaves_comment as leaves_comment
    from k8slint._internal.syntax.yaml.comments import Comment as Comment
    from k8slint._internal.syntax.yaml.documents import Document as Document
    from k8slint._internal.syntax.yaml.documents import begins_as_json as begins_as_json
    from k8slint._internal.syntax.yaml.documents import to_data as to_data
    from k8slint._internal.syntax.yaml.edits import insert_entry as insert_entry
    from k8slint._internal.syntax.yaml.edits import remove_entry as remove_entry
    from k8slint._internal.syntax.yaml.edits import remove_item as remove_item
    from k8slint._internal.syntax.yaml.edits import remove_upward as remove_upward
    from k8slint._internal.syntax.yaml.edits import rename_key as rename_key
    from k8slint._internal.syntax.yaml.edits import replace_scalar as replace_scalar
    from k8slint._internal.syntax.yaml.insert import insert_before as insert_before
    from k8slint._internal.syntax.yaml.locate import entry_at as entry_at
    from k8slint._internal.syntax.yaml.locate import entry_of_value as entry_of_value
    from k8slint._internal.syntax.yaml.quoting import is_plain as is_plain
    from k8slint._internal.syntax.yaml.quoting import written as written
    from k8slint._internal.syntax.yaml.tree import Alias as Alias
    from k8slint._internal.syntax.yaml.tree import Entry as Entry
    from k8slint._internal.syntax.yaml.tree import Mapping as Mapping
    from k8slint._internal.syntax.yaml.tree import Node as Node
    from k8slint._internal.syntax.yaml.tree import Scalar as Scalar
    from k8slint._internal.syntax.yaml.tree import Sequence as Sequence
    from k8slint._internal.syntax.yaml.tree import children as children
    from k8slint._internal.syntax.yaml.tree import is_merge_key as is_merge_key
    from k8slint._internal.syntax.yaml.tree import is_null as is_null
    from k8slint._internal.syntax.yaml.tree import resolve as resolve
    from k8slint._internal.syntax.yaml.tree import walk as walk
    from k8slint._internal.syntax.yaml.within import within as within
else:
    from k8slint._internal.lazy import lazy

    __getattr__, __dir__, __all__ = lazy(
        __name__,
        {
            "syntax.yaml.attached": (
                "has_comment",
                "leaves_comment",
            ),
            "syntax.yaml.comments": ("Comment",),
            "syntax.yaml.documents": (
                "Document",
                "begins_as_json",
                "to_data",
            ),
            "syntax.yaml.edits": (
                "insert_entry",
                "remove_entry",
                "remove_item",
                "remove_upward",
                "rename_key",
                "replace_scalar",
            ),
            "syntax.yaml.insert": ("insert_before",),
            "syntax.yaml.locate": (
                "entry_at",
                "entry_of_value",
            ),
            "syntax.yaml.quoting": (
                "is_plain",
                "written",
            ),
            "syntax.yaml.tree": (
                "Alias",
                "Entry",
                "Mapping",
                "Node",
                "Scalar",
                "Sequence",
                "children",
                "is_merge_key",
                "is_null",
                "resolve",
                "walk",
            ),
            "syntax.yaml.within": ("within",),
        },
    )
