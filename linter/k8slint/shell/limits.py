"""Which shell texts are read: `excess(text)`, a look that takes no longer than to count characters.

The parser recovers from an error in time and memory that grow with the square of what it has read, within one call that
nothing can interrupt. So a text that could cost too much is not given to it. Measured with random ill-formed texts just
within these limits (tree-sitter 0.26, tree-sitter-bash 0.25, November 2026): 45 MB and 0.8 s at most. The longest command of
800 in the Dockerfiles of well-known projects has 4,480 characters, the densest 13 operators and 180 brackets.
"""

from __future__ import annotations

MAX_CHARACTERS = 32_768
MAX_OPERATORS = 1_000
"""Of `| & < >` and backticks; an `&&` between blanks is none."""
MAX_BRACKETS = 1_500
"""Of `( ) { } $`."""


def excess(text: str) -> str | None:
    """What a text has too much of, None for one that is read."""
    size = len(text)
    if size <= MAX_OPERATORS:
        return None
    if size > MAX_CHARACTERS:
        return f"more than {MAX_CHARACTERS:,} characters"
    if sum(map(text.count, "|&<>`")) - 2 * text.count(" && ") > MAX_OPERATORS:
        return f"more than {MAX_OPERATORS:,} operators"
    if sum(map(text.count, "(){}$")) > MAX_BRACKETS:
        return f"more than {MAX_BRACKETS:,} brackets and variables"
    return None
