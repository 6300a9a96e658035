"""Whether a text is what it will be, or something still replaces a part of it."""

from __future__ import annotations

_NEVER_IN_NAMES = frozenset("${}<>")
"""Characters of no image, name or label: where one is, something still replaces the text."""


def is_literal(text: str) -> bool:
    """Whether a name, label or image is final: no `$(VAR)`, `${VAR}`, `{{ }}` or `<placeholder>` in it."""
    return _NEVER_IN_NAMES.isdisjoint(text)
