"""The parser behind, and its complaints in our words."""

from __future__ import annotations

from k8slint.finding import Problem
from k8slint.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_REMEDIES = (
    ("found character that cannot start any token", "quote the value, or indent with spaces where this is a tab"),
    ("mapping values are not allowed in this context", "quote the value that holds `: `, or fix the indentation"),
    ("could not find expected ':'", "write `key: value`, or quote the text"),
    ("did not find expected key", "align the line with the other keys"),
    ("did not find expected '-' indicator", "align the line with the other `- ` items"),
    ("block sequence entries are not allowed in this context", "put the `- ` item on a line of its own"),
    ("found unexpected end of stream", "close the quote"),
    ("found unknown escape character", "write `\\\\` for a backslash, or use single quotes"),
    ("did not find expected ',' or ']'", "close the `[`, or put a comma between the items"),
    ("did not find expected ',' or '}'", "close the `{`, or put a comma between the entries"),
    ("found undefined tag handle", "remove the tag"),
    ("did not find expected <document start>", "separate documents by a line `---`"),
    ("control characters are not allowed", "remove the control character"),
)


def parser(text: str) -> tuple[Any, tuple[type[Exception], ...]]:
    """A parser with `get_event()`, and what it may raise."""
    from ruamel.yaml.error import YAMLError

    try:
        from _ruamel_yaml import CParser  # type: ignore[import-not-found]
    except ImportError:
        return _pure_parser(text), (YAMLError, UnicodeError, ValueError)
    return CParser(text), (YAMLError, UnicodeError)


class _ColonParser:
    """Gives `:` back for the placeholder that stood in for it."""

    __slots__ = ("_placeholder", "_read")

    def __init__(self, inner: Any, placeholder: str) -> None:
        self._read = inner.get_event
        self._placeholder = placeholder

    def get_event(self) -> Any:
        event = self._read()
        value = getattr(event, "value", None)
        if value is not None and self._placeholder in value:
            event.value = value.replace(self._placeholder, ":")
        return event


def tolerant_parser(text: str, error: Exception) -> Any | None:
    """A parser that gets over `error`, where go-yaml does not stumble, or None.

    libyaml 0.1 refuses `[a:b]` and `{image: nginx:1.27}`; to go-yaml v2 (scannerc.go, yaml_parser_scan_plain_scalar) the
    `:` is part of the word unless a blank follows.
    """
    if getattr(error, "problem", None) != "found unexpected ':'":
        return None
    import re

    placeholder = next((chr(code) for code in range(0xE000, 0xE100) if chr(code) not in text), None)
    if placeholder is None:
        return None
    colon = re.compile(r"""(?<=[^\s\[\]{},"'?:])([ \t]*):(?=\S)|(?<=[:]):(?=\S)""")
    return _ColonParser(parser(colon.sub(rf"\1{placeholder}", text))[0], placeholder)


def _pure_parser(text: str) -> Any:
    from io import StringIO

    from ruamel.yaml import YAML

    _, parser = YAML(typ="safe", pure=True).get_constructor_parser(StringIO(text))
    return parser


def problem(error: Exception, text: str, base: int) -> Problem:
    """A parser's error as a fatal problem. Its span is the word at which the parser gave up."""
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable as YAML"
    context = getattr(error, "context", None)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    character = getattr(error, "character", None)
    if mark is not None:
        at = mark.index
    elif isinstance(character, int):
        at = max(text.find(chr(character)), 0)
    else:
        at = 0
    remedy = next((remedy for start, remedy in _REMEDIES if reason.startswith(start)), "fix the syntax")
    said = f"{context}: {reason}" if context else reason
    return Problem("yaml-syntax", _word(text, at, base), f"invalid YAML, {said}; {remedy}", fatal=True)


def _word(text: str, at: int, base: int) -> Span:
    """The word at an offset; at a line end, the word before it."""
    end = at = min(at, len(text))
    while end < len(text) and not text[end].isspace():
        end += 1
    if end == at:
        at = len(text[:at].rstrip())
        end = at
        while at > 0 and not text[at - 1].isspace():
            at -= 1
    return Span(base + at, base + end)
