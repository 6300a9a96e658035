"""What makes a tree of nodes, wherever they come from: anchors, merges, keys that stand twice, limits."""

from __future__ import annotations

from operator import attrgetter

from k8slint._internal.syntax.yaml.scalars import is_text, key_text, refusal
from k8slint._internal.syntax.yaml.tree import (
    Alias,
    Entry,
    Mapping,
    Node,
    Properties,
    Scalar,
    Sequence,
    children,
    is_merge_key,
    is_null,
    resolve,
)
from k8slint._internal.text.finding import Problem, Related
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_DEPTH = 200
MAX_NODES = 1_000_000
"""Of one file, keys included."""
MAX_PROBLEMS = 10_000
"""Of one file: what stands behind is not read."""
MAX_ALIASES = 10_000
"""Of one document."""

_shapes: set[tuple[str, ...]] = set()
"""Keys of mappings that were looked at, all different and all words that mean themselves, quoted or not. Objects of one kind
share them, so that most mappings cost one look-up."""
_MOST_SHAPES = 20_000
_MOST_KEYS = 50
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

    __slots__ = ("_aliases", "_anchors", "_targets", "budget", "problems")

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
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

    def alias(self, name: str, start: int, end: int, open_nodes: Iterable[Node]) -> Alias:
        """Raises `Refused` when there is no such anchor, or when the alias lies inside of it."""
        span = Span(start, end)
        target = self._anchors.get(name)
        if target is None:
            raise Refused(
                syntax(
                    span, f"no anchor `&{name}` before this alias; define it in the same document, or quote the value"
                )
            )
        if any(node is target for node in open_nodes):
            raise Refused(syntax(span, f"the value of anchor `&{name}` contains itself; write it out"))
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise Refused(limit(span, f"more than {MAX_ALIASES} aliases in a document; write the values out"))
        self._targets[id(target)] = target
        return Alias(start, end, name, target)

    def close(self, mapping: Mapping, parts: list[Node]) -> None:
        """Gives a mapping its keys and values. Raises `Refused` for keys that kubectl does not take."""
        mapping.parts = parts
        shape: tuple[str, ...] | None
        try:
            shape = tuple(map(_text_of, parts[::2]))
        except AttributeError:
            shape = None
        if shape not in _shapes:
            self._inspect(mapping, shape)

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
                stack += children(node)

    def _inspect(self, mapping: Mapping, shape: tuple[str, ...] | None) -> None:
        first: dict[str, Node] = {}
        merges = False
        for key in mapping.parts[::2]:
            if is_merge_key(key):
                merges = True
                continue
            name = _key_name(key)
            earlier = first.setdefault(name, key)
            if earlier is not key and len(self.problems) <= MAX_PROBLEMS:
                self.problems.append(_duplicate(name, key, earlier))
        if merges:
            self._merge(mapping)
        elif (
            shape is not None
            and tuple(first) == shape
            and len(shape) <= _MOST_KEYS
            and all(map(is_text, shape))
            and "<<" not in first
        ):
            if len(_shapes) >= _MOST_SHAPES:
                _shapes.clear()
            _shapes.add(shape)

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


def _key_name(key: Node) -> str:
    """The name of a key. Raises `Refused` when it can have none."""
    node = resolve(key)
    if not isinstance(node, Scalar) or is_null(node):
        kind = "a mapping" if isinstance(node, Mapping) else "a list" if isinstance(node, Sequence) else "null"
        raise Refused(syntax(key.span, f"kubectl refuses {kind} as a key; quote it"))
    return key_text(node)


def check_scalar(node: Scalar) -> None:
    """Raises `Refused` when kubectl cannot read the value."""
    reason = refusal(node)
    if reason is not None:
        raise Refused(syntax(node.span, reason))


def syntax(span: Span, message: str) -> Problem:
    return Problem("yaml-syntax", span, message, fatal=True)


def limit(span: Span, message: str) -> Problem:
    return Problem("input-limit", span, message, fatal=True)


def too_deep(at: int) -> Problem:
    return limit(Span(at, at + 1), f"nested more than {MAX_DEPTH} deep; flatten it")


def too_many_nodes(at: int) -> Problem:
    return limit(Span(at, at), f"more than {MAX_NODES} values in a file; split it")


def _duplicate(name: str, key: Node, earlier: Node) -> Problem:
    related = (Related("", earlier.span, "set here first"),)
    message = (
        f"`{name}` is set twice in this mapping, so one of the two values is lost; keep one of them, or merge them"
    )
    return Problem("duplicate-key", key.span, message, related=related)
