"""Numbers in texts that people wrote."""

from __future__ import annotations

MAX_DIGITS = 18
"""What fits in a signed 64-bit integer; longer texts are no port, no user and no count."""


def decimal(text: str | None) -> int | None:
    """The whole number that a text of ASCII digits writes; None for any other text.

    `str.isdigit` is also true of `²`, which `int` refuses.
    """
    if text is None or len(text) > MAX_DIGITS or not (text.isascii() and text.isdigit()):
        return None
    return int(text)
