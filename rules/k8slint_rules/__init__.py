"""The rules that come with k8slint. They enter through the same hook as any other pack's.

It goes unmarked: the hook's name is enough, and importing `hookimpl` would load pluggy in every run.
"""

from __future__ import annotations

import os


def k8slint_index() -> str:
    """The hook that hands over the index."""
    return os.path.join(os.path.dirname(__file__), "index.json")
