"""Input text as it may be printed: nothing in it moves the cursor, reorders the line, hides, or speaks to the CI."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable

_MASKED = (
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1 (NEL among them)
    "\xa0\xad\u1680\u2000-\u200a\u202f\u205f"  # spaces that are none to a builder, soft hyphen
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # shown as nothing, or as a space
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, bidirectional, line and paragraph separators
    "\ud800-\udfff\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff"  # lone surrogates, BOM, annotations, tags
)
_COMMAND = r"##(?=[a-z]{0,12}\[)"
"""GitHub's runner acts on `##[command]` anywhere in a line (src/Runner.Common/ActionCommand.cs); Azure reads `##vso[…]`,
TeamCity `##teamcity[…]`."""
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "##": "#\\x23"}
_substitute: Callable[[Callable[[re.Match[str]], str], str], str] | None = None

LONGEST = 1_000
"""Characters of one message or path that text formats show."""


def printable(text: str) -> str:
    """`text` on one line, with every character that is not plainly visible as an escape: `\\x1b`, `\\u202e`, `\\n`.

    What is escaped: controls (C0, C1, DEL), bidirectional and zero-width characters, spaces other than U+0020 and U+3000,
    line and paragraph separators, lone surrogates, tags, and the `##` of a CI's logging command.
    """
    if is_plain(text):
        return text
    global _substitute
    if _substitute is None:
        import re

        _substitute = re.compile(f"[{_MASKED}]|{_COMMAND}").sub
    return _substitute(_escape, text)


def is_plain(text: str) -> bool:
    """Whether all of `text` is ASCII that is printed as it is, a cell a character."""
    return text.isascii() and text.isprintable() and "##" not in text


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if (short := _SHORT.get(found)) is not None:
        return short
    code = ord(found)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def starts_command(text: str, at: int) -> bool:
    """Whether the `##` at `at` may start a command of a CI, so that its second `#` is printed as an escape."""
    return printable(text[at : at + 16]).startswith("#\\")


def shown(text: str) -> str:
    """A message or value for a line of text: printable, and cut where no one reads on."""
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    return printable(text)


def shown_path(path: str) -> str:
    """A path that may start a line: one that could pass for something else (`::error`, `-x`, ` a`) gets a `./`."""
    if path and not (path[0].isalnum() or path[0] in "._/<"):
        path = f"./{path}"
    return shown(path)


def without_surrogates(text: str) -> str:
    """`text` with lone surrogates (bytes of a path that are no UTF-8) as escapes: fit for strict JSON readers."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text
