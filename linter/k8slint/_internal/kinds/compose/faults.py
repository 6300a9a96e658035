"""Where a Compose file does not have the shape that Compose asks for: unknown keys, values of a wrong type, missing keys.

The table is in `schema.py`. Only what Compose surely refuses is a fault: a variable (`$NAME`) may become anything, and what
a tag such as `!reset` marks is left alone.
"""

from __future__ import annotations

from k8slint._internal.kinds.compose.casts import miscast
from k8slint._internal.kinds.compose.schema import MAPPINGS, PAIRS
from k8slint._internal.kinds.compose.tree import key_name
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar, Sequence
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

    from k8slint._internal.kinds.compose.tree import ComposeFile
    from k8slint._internal.syntax.yaml.tree import Entry, Node
    from k8slint._internal.text.source import Span

MAX_FAULTS = 200
_UNIQUE = frozenset(
    ("depends_on", "device_cgroup_rules", "external_links", "group_add", "networks", "security_opt", "volumes_from")
)
"""Lists of a service in which Compose refuses an item twice; of others it drops the second (compose-go,
override/uncity.go, and tried with Docker Compose 2.40.3)."""

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEANS = frozenset(("true", "True", "TRUE", "false", "False", "FALSE"))
_OLD_BOOLEANS = frozenset(("yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"))
_NUMBER = (
    r"[-+]?(?:0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?"
    r"|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)"
)
_pattern: list[Pattern[str]] = []


class Fault(Record):
    """A place where a Compose file does not have the shape that Compose asks for. `what` is unknown (the last of `path` is
    not a key there), missing (the last of `path` is), type or repeated.

    `path` leads from the top of the file; items of lists are left out. `found` is what stands there: mapping, list, string,
    number, boolean or nothing, or words for what cannot be turned into what Compose asks for (see `casts`); `expected` are the
    expressions of `schema` for what may. `node` is the value, `entry` the key
    that it belongs to, and `mapping` the one around it.
    """

    what: str
    path: tuple[str, ...]
    span: Span
    found: str
    expected: tuple[str, ...]
    node: Node
    entry: Entry | None
    mapping: Mapping | None

    @property
    def key(self) -> str:
        return self.path[-1]

    @property
    def service(self) -> str:
        """The service that it belongs to, "" for none."""
        return self.path[1] if len(self.path) > 1 and self.path[0] == "services" else ""


def faults(file: ComposeFile) -> tuple[Fault, ...]:
    """The faults of a file in the order of its text, at most `MAX_FAULTS`; none of a file of version 1."""
    if file.root is None or file.legacy:
        return ()
    reader = _Reader()
    reader.walk(file.root, "{file}", (), None, None)
    return tuple(sorted(reader.found.values(), key=lambda fault: fault.span.start))


def scalar_kind(scalar: Scalar) -> str | None:
    """What Compose reads: string, number, boolean or nothing; None when a variable decides."""
    text = scalar.text
    if "$" in text:
        return None  # Compose makes of the value what the field wants, quoted or not
    if scalar.mark or scalar.tag is not None:
        return "string"
    if text in _NULLS:
        return "nothing"
    if text in _BOOLEANS:
        return "boolean"
    if not _pattern:
        import re

        _pattern.append(re.compile(_NUMBER))
    return "number" if text[0] in "+-.0123456789" and _pattern[0].fullmatch(text) else "string"


class _Reader:
    def __init__(self) -> None:
        self.found: dict[tuple[int, int], Fault] = {}

    def walk(
        self, node: Node, expression: str, path: tuple[str, ...], entry: Entry | None, around: Mapping | None
    ) -> None:
        if (node.tag or "").startswith("!") or len(self.found) >= MAX_FAULTS:
            return None
        choices = _choices(PAIRS if expression == "@" else expression)
        if isinstance(node, Mapping):
            for choice in choices:
                if choice[0] == "{":
                    return self._known(node, choice[1:-1], path, entry)
                if choice[0] == "<":
                    return self._any(node, choice[1:-1], path)
        elif isinstance(node, Sequence):
            for choice in choices:
                if choice[0] == "[":
                    return self._items(node, choice[1:-1], path)
        if "?" not in choices and not _fits(node, choices):
            self._add("type", path, node, entry, around, choices)
        elif isinstance(node, Scalar) and entry is not None and "s" in choices and _is_cast(path, choices):
            kind = scalar_kind(node)
            wrong = None if kind is None or "$" in node.text else miscast(path, node.text, kind)
            if wrong is not None:
                self._add("type", path, node, entry, around, (wrong[1],), wrong[0])
        return None

    def _known(self, node: Mapping, name: str, path: tuple[str, ...], entry: Entry | None) -> None:
        keys = _keys(name)
        for each, value in node.pairs(nulls=True):
            key = key_name(each)
            expression = keys.get(key) or keys.get(key + "!")
            if expression is not None:
                self.walk(value, expression, (*path, key), each, node)
            elif not key.startswith("x-"):
                self._add("unknown", (*path, key), value, each, node, ())
        for key in keys:
            if key.endswith("!") and key[:-1] not in node.index:
                self._add("missing", (*path, key[:-1]), node, entry, node, _choices(keys[key]))

    def _any(self, node: Mapping, expression: str, path: tuple[str, ...]) -> None:
        for each, value in node.pairs(nulls=True):
            if not key_name(each).startswith("x-"):
                self.walk(value, expression, (*path, key_name(each)), each, node)

    def _items(self, node: Sequence, expression: str, path: tuple[str, ...]) -> None:
        seen: set[str] = set()
        unique = len(path) == 3 and path[0] == "services" and path[2] in _UNIQUE
        for item in node.resolved():
            if unique and isinstance(item, Scalar):
                if item.text in seen:
                    self._add("repeated", path, item, None, None, ())
                seen.add(item.text)
            self.walk(item, expression, path, None, None)

    def _add(
        self,
        what: str,
        path: tuple[str, ...],
        node: Node,
        entry: Entry | None,
        around: Mapping | None,
        expected: tuple[str, ...],
        kind: str = "",
    ) -> None:
        found = "mapping" if isinstance(node, Mapping) else "list" if isinstance(node, Sequence) else ""
        if isinstance(node, Scalar):
            found = kind or scalar_kind(node) or "string"
        span = node.span
        if entry is not None and (what != "type" or found in ("mapping", "list", "nothing")):
            span = entry.key.span
        elif isinstance(node, Mapping) and node.entries:
            span = node.entries[0].key.span
        self.found.setdefault((span.start, span.end), Fault(what, path, span, found, expected, node, entry, around))


def _fits(node: Node, choices: tuple[str, ...]) -> bool:
    if not isinstance(node, Scalar):
        return False
    kind = scalar_kind(node)
    if kind is None:
        return any(choice in ("s", "n", "b") for choice in choices)
    if kind == "string" and node.text in _OLD_BOOLEANS and "b" in choices:
        return True
    return {"string": "s", "number": "n", "boolean": "b", "nothing": "z"}[kind] in choices


def _is_cast(path: tuple[str, ...], choices: tuple[str, ...]) -> bool:
    """Whether Compose makes a number or boolean of a string there: not of what it hands on, such as a label."""
    return ("n" in choices or "b" in choices) and "z" not in choices and path[-2] not in ("driver_opts", "options")


_split: dict[str, tuple[str, ...]] = {}
_parsed: dict[str, dict[str, str]] = {}


def _choices(expression: str) -> tuple[str, ...]:
    """The parts of an expression between `|`, those inside of brackets left whole."""
    found = _split.get(expression)
    if found is None:
        parts, depth = [""], 0
        for char in expression:
            depth += (char in "[{<") - (char in "]}>")
            if char == "|" and not depth:
                parts.append("")
            else:
                parts[-1] += char
        found = _split[expression] = tuple(parts)
    return found


def _keys(name: str) -> dict[str, str]:
    """The keys of a mapping of `schema`, each with its expression."""
    found = _parsed.get(name)
    if found is None:
        pairs = (item.partition(":") for item in MAPPINGS[name].split())
        found = _parsed[name] = {key: expression for key, _, expression in pairs}
    return found


def known_keys(path: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that are allowed at a path from the top of a file, without their `!`."""
    expression = "{file}"
    for step in path:
        expression = _below(expression, step)
    names = [choice[1:-1] for choice in _mappings(expression) if choice[0] == "{"]
    return tuple(key.rstrip("!") for name in names for key in _keys(name))


def _below(expression: str, step: str) -> str:
    for choice in _mappings(expression):
        if choice[0] == "{":
            keys = _keys(choice[1:-1])
            return keys.get(step) or keys.get(step + "!") or "?"
        return choice[1:-1]
    return "?"


def _mappings(expression: str) -> list[str]:
    """The mappings among the choices of an expression, those in lists too."""
    found: list[str] = []
    for choice in _choices(PAIRS if expression == "@" else expression):
        if choice[0] in "{<":
            found.append(choice)
        elif choice[0] == "[":
            found += _mappings(choice[1:-1])
    return found
