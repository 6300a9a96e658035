"""The parser behind, and its complaints in our words."""

from __future__ import annotations

from k8slint._internal.text.finding import Problem
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_WHERE_IT_STOPS, _WHERE_IT_BEGAN = "problem_mark", "context_mark"
_WORDS = (
    (
        "did not find expected ',' or ']'",
        _WHERE_IT_BEGAN,
        "`[` without its `]`; close it, or put a comma between the items",
    ),
    (
        "did not find expected ',' or '}'",
        _WHERE_IT_BEGAN,
        "`{` without its `}`; close it, or put a comma between the entries",
    ),
    ("found unexpected end of stream", _WHERE_IT_BEGAN, "the quote is not closed; close it"),
    (
        "found unexpected document indicator",
        _WHERE_IT_BEGAN,
        "the quote is not closed before the document ends; close it",
    ),
    (
        "could not find expected ':'",
        _WHERE_IT_BEGAN,
        "this is not `key: value`; put a colon and a space after the key, or quote the text",
    ),
    (
        "mapping values are not allowed",
        _WHERE_IT_STOPS,
        "no key can stand here; quote the value if the `: ` is a part of it, else fix the indentation",
    ),
    (
        "did not find expected key",
        _WHERE_IT_STOPS,
        "this does not fit the mapping around it; align it with the other keys",
    ),
    (
        "did not find expected '-'",
        _WHERE_IT_STOPS,
        "this does not fit the list around it; align it with the dashes of the other items",
    ),
    (
        "block sequence entries are not",
        _WHERE_IT_STOPS,
        "no list item can stand here; put its `- ` on a line of its own",
    ),
    (
        "found unknown escape character",
        _WHERE_IT_STOPS,
        "there is no such escape; double the backslash, or use single quotes",
    ),
    (
        "did not find expected <document start>",
        _WHERE_IT_STOPS,
        "the document has ended before this; put `---` between the two, or indent this to make it a part",
    ),
    (
        "did not find expected alphabetic or numeric character",
        _WHERE_IT_BEGAN,
        "`*` begins an alias and `&` an anchor, and neither has a name here; quote the value",
    ),
    (
        "did not find expected node content",
        _WHERE_IT_STOPS,
        "there is no value where YAML expects one; write it, or quote it if it begins with this character",
    ),
    (
        "did not find expected comment or line break",
        _WHERE_IT_STOPS,
        "only a comment can follow `|` or `>` on its line; put the text on the next line, and indent it",
    ),
    (
        "found character that cannot",
        _WHERE_IT_STOPS,
        "no value can begin with this character; quote the value",
    ),
    (
        "control characters are not",
        _WHERE_IT_STOPS,
        "control characters are not allowed; remove it, or write an escape in double quotes",
    ),
)
_TAB = "a tab cannot indent a line in YAML; use spaces"
_RESERVED = ("@", "`", "%")
_OPENING = ("[", "{")


class Library:
    """The parts of ruamel that are used, looked up once."""

    __slots__ = ("errors", "kinds", "parser")

    def __init__(self) -> None:
        from ruamel.yaml import events
        from ruamel.yaml.error import YAMLError

        self.errors: tuple[type[Exception], ...] = (YAMLError, UnicodeError)
        self.kinds: tuple[type, ...] = (
            events.ScalarEvent,
            events.AliasEvent,
            events.MappingStartEvent,
            events.MappingEndEvent,
            events.SequenceStartEvent,
            events.SequenceEndEvent,
            events.DocumentEndEvent,
            events.StreamEndEvent,
        )
        self.parser: Callable[[str], Any]
        """Makes a parser with `get_event()` of a text; may raise `errors`, as `get_event` may."""
        try:
            from _ruamel_yaml import CParser  # type: ignore[import-not-found]
        except ImportError:
            self.parser = _pure_parser
            self.errors = (YAMLError, UnicodeError, ValueError)
        else:
            self.parser = CParser


_library: list[Library] = []


def library() -> Library:
    if not _library:
        _library.append(Library())
    return _library[0]


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
    return _ColonParser(library().parser(colon.sub(rf"\1{placeholder}", text)), placeholder)


def _pure_parser(text: str) -> Any:
    from io import StringIO

    from ruamel.yaml import YAML

    _, parser = YAML(typ="safe", pure=True).get_constructor_parser(StringIO(text))
    return parser


def problem(error: Exception, text: str, base: int) -> Problem:
    """A parser's error as a fatal problem, at the place where a reader would mend it."""
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable"
    place, message = _WHERE_IT_STOPS, f"invalid YAML ({reason}); fix the syntax"
    for start, where, words in _WORDS:
        if reason.startswith(start):
            place, message = where, words
    if place == _WHERE_IT_BEGAN and reason.startswith("did not find expected ','"):
        began, stopped = getattr(error, place, None), getattr(error, _WHERE_IT_STOPS, None)
        if (
            began is not None
            and stopped is not None
            and text[stopped.index :].strip()
            and _is_near(text, began, stopped)
        ):
            place, message = _WHERE_IT_STOPS, "a comma is missing before this, or a bracket is not closed; write it"
    mark = getattr(error, place, None) or getattr(error, _WHERE_IT_STOPS, None)
    character = getattr(error, "character", None)
    at = mark.index if mark is not None else text.find(chr(character)) if isinstance(character, int) else 0
    if text[at : at + 1] == "\t" and place == _WHERE_IT_STOPS:
        end = at + 1
        return Problem("yaml-syntax", Span(base + at, base + end), _TAB, fatal=True)
    if (
        reason.startswith("did not find expected node")
        and text[:at].rstrip()[-1:] in _OPENING
        and not text[at:].strip()
    ):
        message = f"`{text[:at].rstrip()[-1]}` is not closed; close it, or quote it"
    if message.startswith("no value can begin with this") and text[at : at + 1] in _RESERVED:
        first = text[at : at + 1]
        shown = "a backtick" if first == "`" else f"`{first}`"
        message = f"no value can begin with {shown}, which YAML keeps for itself; quote the value"
    if place == _WHERE_IT_BEGAN and text[at : at + 1] in ("[", "{", "'", '"'):
        return Problem("yaml-syntax", Span(base + at, base + at + 1), message, fatal=True)
    return Problem("yaml-syntax", _word(text, max(at, 0), base), message, fatal=True)


def _is_near(text: str, began: Any, stopped: Any) -> bool:
    """Whether what stops a list or mapping is a part of it: on the same line, or in a text that is one mapping."""
    return began.line == stopped.line or text.lstrip()[:1] == "{"


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
