"""YAML nodes with their spans: what the parser makes and rules look at.

Views over a mapping (`get`, `pairs`, …) answer as kubectl reads it: aliases resolved, `<<` merged in the order of the
text, the last of equal keys taken, null values absent. `entries` and `items` hold what is written.
"""

from __future__ import annotations

from k8slint._internal.syntax.yaml.scalars import key_text, scalar_value
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.syntax.yaml.scalars import Value

_STYLES = {"'": "single", '"': "double", "|": "literal", ">": "folded"}


class Properties:
    """What few nodes have: a tag, an anchor, another node that uses them."""

    __slots__ = ("anchor", "shared", "tag")

    def __init__(self, tag: str | None = None, anchor: str | None = None) -> None:
        self.tag = tag
        self.anchor = anchor
        self.shared = False


class Node:
    """A piece of the text: characters `start` to `end`, tag and anchor before it and the line end after it left out."""

    __slots__ = ("end", "properties", "start")

    start: int
    end: int
    properties: Properties | None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def tag(self) -> str | None:
        """The tag in full ("tag:yaml.org,2002:str"), or as written when it is a local one ("!reset", "!")."""
        return None if self.properties is None else self.properties.tag

    @property
    def anchor(self) -> str | None:
        return None if self.properties is None else self.properties.anchor

    @property
    def shared(self) -> bool:
        """Whether an alias stands for this node or for one around it: an edit would change the other places too."""
        return self.properties is not None and self.properties.shared


class Scalar(Node):
    """A single value; `text` is its content without quotes and escapes. An empty value has an empty span."""

    __slots__ = ("mark", "text")

    def __init__(self, start: int, end: int, properties: Properties | None, text: str, mark: str | None) -> None:
        self.start = start
        self.end = end
        self.properties = properties
        self.text = text
        self.mark = mark

    @property
    def style(self) -> str:
        """plain, single, double, literal or folded."""
        return _STYLES[self.mark] if self.mark else "plain"

    @property
    def value(self) -> Value:
        """What kubectl reads."""
        return scalar_value(self)

    def __repr__(self) -> str:
        return f"Scalar({self.text!r}, {self.style}, {self.start}-{self.end})"


class Entry:
    """A key with its value, as written: `value` may be an `Alias`."""

    __slots__ = ("key", "value")

    def __init__(self, key: Node, value: Node) -> None:
        self.key = key
        self.value = value

    @property
    def name(self) -> str:
        """The key as kubectl turns it into a string: `y:` is "true", `010:` is "8"."""
        return key_text(self.key)

    @property
    def span(self) -> Span:
        return Span(self.key.start, self.value.end)

    @property
    def is_merge(self) -> bool:
        return is_merge_key(self.key)

    def __repr__(self) -> str:
        return f"Entry({self.name!r}, {self.value!r})"


class Mapping(Node):
    """Keys and values, `entries` in the order of the text. `end` is after the last value, or after the `}`.

    Entries are made when they are asked for: in most files most mappings are never looked at. The parser fills in
    `parts`, keys and values by turns.
    """

    __slots__ = ("_entries", "_index", "flow", "parts")

    parts: list[Node]

    def __init__(self, start: int, properties: Properties | None, flow: bool) -> None:
        self.start = start
        self.properties = properties
        self.flow = flow

    @property
    def entries(self) -> list[Entry]:
        try:
            return self._entries
        except AttributeError:
            self._entries: list[Entry] = list(map(Entry, self.parts[::2], self.parts[1::2]))
            return self._entries

    @property
    def index(self) -> dict[str, Entry]:
        """The entries that count, by name. Merged ones stand elsewhere in the text."""
        try:
            return self._index
        except AttributeError:
            self._index: dict[str, Entry] = {key_text(entry.key): entry for entry in self.entries}
            return self._index

    def set_index(self, index: dict[str, Entry]) -> None:
        """For the parser, which knows the merges."""
        self._index = index

    def entry(self, name: str) -> Entry | None:
        """The entry that counts; None for a null value."""
        entry = self.index.get(name)
        return None if entry is None or is_null(resolve(entry.value)) else entry

    def get(self, name: str) -> Node | None:
        """The value, no `Alias`; None when it is absent or null."""
        entry = self.index.get(name)
        if entry is None:
            return None
        value = resolve(entry.value)
        return None if is_null(value) else value

    def mapping(self, name: str) -> Mapping | None:
        value = self.get(name)
        return value if isinstance(value, Mapping) else None

    def sequence(self, name: str) -> Sequence | None:
        value = self.get(name)
        return value if isinstance(value, Sequence) else None

    def items(self, name: str) -> list[Node]:
        """The items of a sequence, aliases resolved; none when there is no sequence."""
        value = self.get(name)
        return value.resolved() if isinstance(value, Sequence) else []

    def scalar(self, name: str) -> Scalar | None:
        value = self.get(name)
        return value if isinstance(value, Scalar) else None

    def string(self, name: str) -> Scalar | None:
        """A scalar that kubectl reads as a string."""
        value = self.get(name)
        return value if isinstance(value, Scalar) and isinstance(value.value, str) else None

    def pairs(self, *, nulls: bool = False) -> Iterator[tuple[Entry, Node]]:
        """The entries that count, each with its value resolved; with `nulls` those with a null value too."""
        for entry in self.index.values():
            value = resolve(entry.value)
            if nulls or not is_null(value):
                yield entry, value

    def __repr__(self) -> str:
        return f"Mapping({self.entries!r})"


class Sequence(Node):
    """A list; `items` as written. `end` is after the last item, or after the `]`."""

    __slots__ = ("flow", "items")

    items: list[Node]

    def __init__(self, start: int, properties: Properties | None, flow: bool) -> None:
        self.start = start
        self.properties = properties
        self.flow = flow

    def resolved(self) -> list[Node]:
        """The items, each alias replaced by its target."""
        return [resolve(item) for item in self.items]

    def __repr__(self) -> str:
        return f"Sequence({self.items!r})"


class Alias(Node):
    """An alias, `*name`: another use of `target`, which lies before it in the same document and does not hold it."""

    __slots__ = ("name", "target")

    def __init__(self, start: int, end: int, name: str, target: Node) -> None:
        self.start = start
        self.end = end
        self.properties = None
        self.name = name
        self.target = target

    def __repr__(self) -> str:
        return f"Alias({self.name!r})"


def resolve(node: Node) -> Node:
    """The node itself, or the target of an alias (which is never an alias)."""
    return node.target if node.__class__ is Alias else node


def is_null(node: Node) -> bool:
    """Whether a node is `null`, `~` or empty."""
    return node.__class__ is Scalar and scalar_value(node) is None


def is_merge_key(key: Node) -> bool:
    """`<<`, not in quotes (go-yaml v2 decode.go, isMerge)."""
    if key.__class__ is not Scalar or key.text != "<<":
        return False
    return key.tag == "tag:yaml.org,2002:merge" or (not key.mark and key.tag in (None, "!"))


def children(node: Node) -> list[Node]:
    """The nodes directly below, in the order of the text; an alias has none."""
    return node.parts if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else []


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it in the order of the text, keys too; does not follow aliases."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        if node.__class__ is not Scalar:
            stack += children(node)[::-1]
