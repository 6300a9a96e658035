"""Folders of manifests that show something and that nobody runs for long."""

from __future__ import annotations

_FOLDERS = frozenset(
    ("demo", "demos", "doc", "docs", "example", "examples", "sample", "samples", "snippets", "tutorial", "tutorials")
)


def teaches(path: str) -> bool:
    """Whether a file lies in a folder of examples: what a cluster needs in the long run would hide what they show."""
    return any(folder.lstrip("._").lower() in _FOLDERS for folder in path.split("/")[:-1])
