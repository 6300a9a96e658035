"""Many paths by name, so that a removal finds those it takes without asking each of them."""

from __future__ import annotations

from k8slint._internal.syntax.shell.paths import UNKNOWN, at_root, matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Generic, TypeVar

    V = TypeVar("V")

    class _Of(Generic[V]):
        """What makes `PathIndex[Written]` a type."""
else:
    V = object

    class _Of:
        """Stands in for `typing.Generic`, whose import costs more than a Dockerfile."""

        __slots__ = ()
        __class_getitem__ = classmethod(type(list[int]))


class _Node:
    __slots__ = ("below", "here")

    def __init__(self) -> None:
        self.below: dict[str, _Node] = {}
        self.here: set[int] = set()
        """Numbers of the values that this very path belongs to."""


class PathIndex(_Of[V]):
    """Values by the paths they stand for; each `add`ed under one or several. `~` is the same as `/root`.

    A plain pattern costs the length of its path, whatever the number of values; one with `*` looks at a folder's names.
    """

    __slots__ = ("_root", "_values")

    def __init__(self) -> None:
        self._root = _Node()
        self._values: dict[int, tuple[tuple[str, ...], V]] = {}

    def __len__(self) -> int:
        return len(self._values)

    def add(self, places: tuple[str, ...], value: V) -> None:
        number = next(reversed(self._values), -1) + 1
        self._values[number] = (places, value)
        for place in places:
            node = self._root
            for name in at_root(place).split("/"):
                following = node.below.get(name)
                if following is None:
                    following = node.below[name] = _Node()
                node = following
            node.here.add(number)

    def covered(self, pattern: str) -> list[V]:
        """The values with a path that `paths.covers(pattern, path)`, in the order they came."""
        return [self._values[number][1] for number in self._covered(pattern)]

    def under(self, path: str) -> list[V]:
        """The values at a path and below it, in the order they came; nothing in `path` is a pattern."""
        node: _Node | None = self._root
        for name in at_root(path).rstrip("/").split("/"):
            node = node.below.get(name) if node is not None else None
        return [] if node is None else [self._values[number][1] for number in sorted(_numbers(_with_below(node)))]

    def take(self, pattern: str) -> list[V]:
        """Removes and gives back what is `covered`."""
        numbers = self._covered(pattern)
        taken = []
        for number in numbers:
            places, value = self._values.pop(number)
            taken.append(value)
            for place in places:
                self._remove(number, at_root(place).split("/"))
        return taken

    def _covered(self, pattern: str) -> list[int]:
        if pattern == UNKNOWN or not self._values:
            return []
        return sorted(_numbers(self._places(at_root(pattern).split("/"))))

    def _places(self, names: list[str]) -> Iterable[_Node]:
        recursive = names[-1] == "**"
        if recursive:
            names.pop()
        if "**" in names:
            at = names.index("**")
            if len(names) != at + 2:
                return
            for head in self._matching(names[:at]):
                for name, node in _below(head):
                    if matches(names[-1], name):
                        yield from _with_below(node) if recursive else (node,)
        else:
            for node in self._matching(names):
                yield from _with_below(node) if recursive else (node,)
            if names[-1] == "*":
                yield from self._matching(names[:-1])

    def _matching(self, names: list[str]) -> list[_Node]:
        """The nodes whose names match, one each."""
        nodes = [self._root]
        for name in names:
            if set(name) & set("*?["):
                nodes = [n for node in nodes for other, n in node.below.items() if matches(name, other)]
            else:
                nodes = [node.below[name] for node in nodes if name in node.below]
        return nodes

    def _remove(self, number: int, names: list[str]) -> None:
        path = [self._root]
        for name in names:
            node = path[-1].below.get(name)
            if node is None:
                return
            path.append(node)
        path[-1].here.discard(number)
        for name in reversed(names):
            node = path.pop()
            if node.here or node.below:
                break
            del path[-1].below[name]


def _below(node: _Node) -> Iterator[tuple[str, _Node]]:
    """Every node under `node`, with its name."""
    waiting = [node]
    while waiting:
        for name, other in waiting.pop().below.items():
            yield name, other
            waiting.append(other)


def _with_below(node: _Node) -> Iterator[_Node]:
    yield node
    for _, other in _below(node):
        yield other


def _numbers(nodes: Iterable[_Node]) -> set[int]:
    return {number for node in nodes for number in node.here}
