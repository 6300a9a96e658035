"""The rules that come with k8slint. They enter through the same hook as any other pack."""

from __future__ import annotations

import os

from k8slint.plugin import hookimpl


@hookimpl
def k8slint_index() -> str:
    return os.path.join(os.path.dirname(__file__), "index.json")
