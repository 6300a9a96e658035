"""Which shell texts are read: `excess(text)`, a look that takes no longer than to count characters.

The parser recovers from an error in time and memory that grow with the square of what it has read, within one call that
nothing can interrupt. So a text that could cost too much is not given to it. Measured with random ill-formed texts just
within these limits (tree-sitter 0.26, tree-sitter-bash 0.25, November 2026): 45 MB and 0.8 s at most. The longest command of
800 in the Dockerfiles of well-known projects has 4,480 characters, the densest 13 operators and 190 brackets and signs.
"""

from __future__ import annotations

MAX_CHARACTERS = 32_768
MAX_OPERATORS = 1_000
"""Of `| & < >` and backticks; an `&&` between blanks is none."""
MAX_SIGNS = 1_500
"""Of `( ) { } [ ] $ ~ ! * ? # @ ^ % +`."""

MAX_OPEN_LINES = 250
"""Of a text with a heredoc that nothing ends."""


def excess(text: str) -> str | None:
    """What a text has too much of, None for one that is read."""
    size = len(text)
    if size <= MAX_OPERATORS:
        return None
    if size > MAX_CHARACTERS:
        return f"more than {MAX_CHARACTERS:,} characters"
    if sum(map(text.count, "|&<>`")) - 2 * text.count(" && ") > MAX_OPERATORS:
        return f"more than {MAX_OPERATORS:,} operators"
    if sum(map(text.count, "(){}[]$~!*?#@^%+")) > MAX_SIGNS:
        return f"more than {MAX_SIGNS:,} brackets and signs"
    if "<<" in text and text.count("\n") > MAX_OPEN_LINES and _opens_heredoc(text):
        return f"a heredoc without an end and more than {MAX_OPEN_LINES} lines"
    return None


def _opens_heredoc(text: str) -> bool:
    """Whether a heredoc begins whose end is not a line after it: in a text with errors each line would be looked through for
    it again."""
    last: dict[str, int] = {}
    at = 0
    for line in text.split("\n"):
        last[line.strip("\t\r")] = at
        at += len(line) + 1
    at = text.find("<<")
    while at >= 0:
        begin = at + 2
        while begin < len(text) and text[begin] in "<- \t":
            begin += 1
        end = begin
        while end < len(text) and text[end] not in " \t\n;&|<>()`":
            end += 1
        here_string = text.startswith("<<<", at)
        if not here_string and last.get(text[begin:end].replace("\\", "").strip("\"'"), -1) < end:
            return True
        at = text.find("<<", at + 2 + here_string)
    return False
