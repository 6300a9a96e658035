"""Which files there are to lint."""

from __future__ import annotations

from k8slint.classify import classify, kind_by_name
from k8slint.filetree import DiskTree, MemoryTree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.filetree import Tree

__all__ = ["DiskTree", "MemoryTree", "Tree", "classify", "kind_by_name"]
