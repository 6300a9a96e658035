"""Compose files: their services as rules see them, and what they tell the project.

After the Compose specification (docs.docker.com/reference/compose-file) and its reference reader, compose-spec/compose-go.
"""

from __future__ import annotations

from k8slint._internal.kinds.compose.detect import is_compose
from k8slint._internal.kinds.compose.tree import ComposeFile, ComposeServiceView

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.facts import ComposeFacts

__all__ = ["ComposeFile", "ComposeServiceView", "facts", "is_compose"]


def facts(compose_file: ComposeFile) -> ComposeFacts:
    """What the services of a file build and run. See `k8slint._internal.kinds.compose.read`."""
    from k8slint._internal.kinds.compose.read import read

    return read(compose_file)
