"""From parser events straight to nodes, one document at a time.

The C parser of ruamel is used where it is there; the pure one is the fall-back and 25 times slower. Only the first
document of a chunk is read: kubectl drops what follows `...` without a word.
"""

from __future__ import annotations

from operator import attrgetter

from k8slint.finding import Problem, Related
from k8slint.source import Span
from k8slint.yaml import reader
from k8slint.yaml.scalars import key_text, refusal
from k8slint.yaml.tree import (
    Alias,
    Entry,
    Mapping,
    Node,
    Properties,
    Scalar,
    Sequence,
    is_merge_key,
    is_null,
    resolve,
    walk,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MAX_DEPTH = 200
MAX_NODES = 1_000_000
"""Of one file, keys included."""
MAX_ALIASES = 10_000
"""Of one document."""

_NO_NUMBERS = (".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN")
_text_of = attrgetter("text")


class Budget:
    """What is left of `MAX_NODES` for the rest of the file, of nodes and of names that merges bring in."""

    __slots__ = ("merged", "nodes")

    def __init__(self) -> None:
        self.nodes = MAX_NODES
        self.merged = MAX_NODES


class Refused(Exception):
    """The document cannot be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Builder:
    """Nodes of one document, however they are read: anchors, merges, duplicate keys."""

    __slots__ = ("_aliases", "_anchors", "_targets", "budget", "ordinary", "problems")

    def __init__(self, budget: Budget, ordinary: set[str]) -> None:
        self.budget = budget
        self.ordinary = ordinary
        """Texts seen as keys that are their own names; shared by the documents of a file."""
        self.reset()

    def reset(self) -> None:
        """Forgets the document."""
        self.problems: list[Problem] = []
        self._anchors: dict[str, Node] = {}
        self._targets: dict[int, Node] = {}
        self._aliases = 0

    def define(self, properties: Properties, node: Node) -> None:
        """Takes note of an anchor, and holds a scalar to its tag. Raises `Refused`."""
        if properties.anchor is not None:
            self._anchors[properties.anchor] = node
        if isinstance(node, Scalar) and properties.tag is not None:
            check_scalar(node)

    def alias(self, name: str, start: int, end: int, open_nodes: list[Node]) -> Alias:
        """Raises `Refused` when there is no such anchor, or when the alias lies inside of it."""
        span = Span(start, end)
        target = self._anchors.get(name)
        if target is None:
            raise Refused(syntax(span, f"no anchor `&{name}` before this alias; define it in the same document"))
        if any(node is target for node in open_nodes):
            raise Refused(syntax(span, f"the value of anchor `&{name}` holds itself; write it out"))
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise Refused(limit(span, f"more than {MAX_ALIASES} aliases in a document; write the values out"))
        self._targets[id(target)] = target
        return Alias(start, end, name, target)

    def close(self, mapping: Mapping, keys: list[Node]) -> None:
        """Looks at the keys of a finished mapping; cheap when they are distinct ordinary words."""
        try:
            names = set(map(_text_of, keys))
        except AttributeError:
            self._inspect(mapping)
            return
        if len(names) != len(keys) or not names <= self.ordinary:
            self._inspect(mapping)

    def finish(self) -> None:
        """Marks what aliases stand for, to the last node below."""
        for target in self._targets.values():
            stack = [target]
            while stack:
                node = stack.pop()
                if node.properties is None:
                    node.properties = Properties()
                elif node.properties.shared:
                    continue
                node.properties.shared = True
                stack.extend(_below(node))

    def _inspect(self, mapping: Mapping) -> None:
        first: dict[str, Entry] = {}
        merges = False
        for entry in mapping.entries:
            key = resolve(entry.key)
            if is_merge_key(key):
                merges = True
                continue
            if key.__class__ is not Scalar or is_null(key):
                kind = "a mapping" if isinstance(key, Mapping) else "a list" if isinstance(key, Sequence) else "null"
                raise Refused(syntax(entry.key.span, f"kubectl refuses {kind} as a key; quote it"))
            name = key_text(key)
            if key.properties is None and not key.mark and name == key.text:
                self.ordinary.add(name)
            earlier = first.setdefault(name, entry)
            if earlier is not entry:
                self.problems.append(_duplicate(name, entry, earlier))
        if merges:
            self._merge(mapping)

    def _merge(self, mapping: Mapping) -> None:
        """In the order of the text, as go-yaml v2 does (decode.go, merge): what comes later wins, merged or not."""
        index: dict[str, Entry] = {}
        for entry in mapping.entries:
            if not is_merge_key(entry.key):
                index[key_text(entry.key)] = entry
                continue
            value = resolve(entry.value)
            sources = reversed(value.resolved()) if isinstance(value, Sequence) else (value,)
            for source in sources:
                if not isinstance(source, Mapping):
                    raise Refused(
                        syntax(entry.span, "`<<` takes a mapping or a list of mappings; quote it to mean a key")
                    )
                self.budget.merged -= len(source.index)
                if self.budget.merged < 0:
                    raise Refused(too_many_nodes(entry.key.start))
                index.update(source.index)
        mapping.set_index(index)


def build(chunk: str, base: int, builder: Builder) -> tuple[Node | None, int]:
    """The root of the first document, and the offset in `chunk` behind it, or -1 where nothing follows.

    Offsets of nodes count from `base`. Raises `Refused`.
    """
    if chunk[-1] != "\n":
        # As go-yaml does: the last line of a block scalar ends, whether the file does or not.
        chunk += "\n"
    errors: tuple[type[Exception], ...] = (UnicodeError,)
    try:
        parser, errors = reader.parser(chunk)
        return _consume(parser, chunk, base, builder)
    except errors as error:
        problem = reader.problem(error, chunk, base)
        tolerant = reader.tolerant_parser(chunk, error)
    try:
        if tolerant is not None:
            builder.reset()
            return _consume(tolerant, chunk, base, builder)
    except errors as error:
        problem = reader.problem(error, chunk, base)
    raise Refused(problem)


def _consume(parser: Any, chunk: str, base: int, builder: Builder) -> tuple[Node | None, int]:
    from ruamel.yaml import events

    scalar_event, alias_event = events.ScalarEvent, events.AliasEvent
    mapping_start, mapping_end = events.MappingStartEvent, events.MappingEndEvent
    sequence_start, sequence_end = events.SequenceStartEvent, events.SequenceEndEvent
    document_end, stream_end = events.DocumentEndEvent, events.StreamEndEvent

    next_event: Callable[[], Any] = parser.get_event
    budget = builder.budget
    children: list[Node] = []
    append = children.append
    outer: list[list[Node]] = []
    open_nodes: list[Node] = []
    root: Node | None = None
    left = budget.nodes
    # A range that runs out costs nothing; a counter would cost a twentieth of the parse.
    for left in range(budget.nodes, 0, -1):
        event = next_event()
        kind = event.__class__
        if kind is scalar_event:
            start = base + event.start_mark.index
            end = base + event.end_mark.index
            mark = event.style
            properties = None
            if event.ctag is not None or event.anchor is not None:
                properties = Properties(None if event.ctag is None else str(event.ctag), event.anchor)
                start = min(_skip_properties(chunk, start - base) + base, end)
            if mark == "|" or mark == ">":
                end -= base
                while chunk[end - 1].isspace():
                    end -= 1
                end += base
            node: Node = Scalar(start, end, properties, event.value, mark)
            append(node)
            if properties is not None:
                builder.define(properties, node)
        elif kind is mapping_end:
            mapping: Mapping = open_nodes.pop()  # type: ignore[assignment]
            keys = children[::2]
            mapping.entries = list(map(Entry, keys, children[1::2]))
            mapping.end = base + event.end_mark.index if mapping.flow else children[-1].end
            builder.close(mapping, keys)
            children = outer.pop()
            append = children.append
        elif kind is mapping_start or kind is sequence_start:
            start = base + event.start_mark.index
            properties = None
            if event.ctag is not None or event.anchor is not None:
                properties = Properties(None if event.ctag is None else str(event.ctag), event.anchor)
                start = base + _skip_properties(chunk, start - base)
            node = (Mapping if kind is mapping_start else Sequence)(start, properties, bool(event.flow_style))
            append(node)
            if properties is not None:
                builder.define(properties, node)
            open_nodes.append(node)
            if len(open_nodes) > MAX_DEPTH:
                raise Refused(limit(Span(start, start + 1), f"nested more than {MAX_DEPTH} deep; flatten it"))
            outer.append(children)
            children = []
            append = children.append
        elif kind is sequence_end:
            sequence: Sequence = open_nodes.pop()  # type: ignore[assignment]
            sequence.items = children
            sequence.end = base + event.end_mark.index if sequence.flow or not children else children[-1].end
            children = outer.pop()
            append = children.append
        elif kind is alias_event:
            start, end = base + event.start_mark.index, base + event.end_mark.index
            append(builder.alias(event.anchor, start, end, open_nodes))
        elif kind is document_end:
            root = children[0]
            builder.finish()
            if any(number in chunk for number in _NO_NUMBERS):
                _check_numbers(root)
            if "\\/" in chunk:
                _check_escapes(root, chunk, base)
            budget.nodes = left
            return root, event.end_mark.index if event.explicit or event.end_mark.index < len(chunk) else -1
        elif kind is stream_end:
            return None, -1
    raise Refused(too_many_nodes(base))


def check_scalar(node: Scalar) -> None:
    reason = refusal(node)
    if reason is not None:
        raise Refused(syntax(node.span, reason))


def _check_numbers(root: Node) -> None:
    """Infinities are fine as keys, but JSON has none as values."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            stack += [entry.value for entry in node.entries]
        elif isinstance(node, Sequence):
            stack += node.items
        elif isinstance(node, Scalar) and not node.mark:
            check_scalar(node)


def _check_escapes(root: Node, chunk: str, base: int) -> None:
    """libyaml takes the `\\/` of JSON, go-yaml v2 does not."""
    for node in walk(root):
        if isinstance(node, Scalar) and node.mark == '"':
            raw = chunk[node.start - base : node.end - base]
            if "\\/" in raw.replace("\\\\", ""):
                raise Refused(syntax(node.span, "kubectl refuses the escape `\\/` in YAML; write `/`"))


def _skip_properties(chunk: str, at: int) -> int:
    """The offset of the content behind a tag and an anchor that start at `at`."""
    length = len(chunk)
    while at < length:
        character = chunk[at]
        if character in " \t\r\n":
            at += 1
        elif character == "#":
            at = chunk.find("\n", at) % (length + 1)
        elif character in "&!":
            while at < length and chunk[at] not in " \t\r\n":
                at += 1
        else:
            break
    return at


def _below(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        return [part for entry in node.entries for part in (entry.key, entry.value)]
    return node.items if isinstance(node, Sequence) else []


def syntax(span: Span, message: str) -> Problem:
    return Problem("yaml-syntax", span, message, fatal=True)


def limit(span: Span, message: str) -> Problem:
    return Problem("input-limit", span, message, fatal=True)


def too_many_nodes(at: int) -> Problem:
    return limit(Span(at, at), f"more than {MAX_NODES} values in a file; split it")


def _duplicate(name: str, entry: Entry, earlier: Entry) -> Problem:
    related = (Related("", earlier.key.span, "overridden here"),)
    message = f"key `{name}` stands twice in this mapping and kubectl takes the last; remove one"
    return Problem("duplicate-key", entry.key.span, message, related=related)
