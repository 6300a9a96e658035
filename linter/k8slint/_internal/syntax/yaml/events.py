"""From parser events straight to nodes, one document at a time.

The C parser of ruamel is used where it is there; the pure one is the fall-back and 25 times slower. Only the first
document of a chunk is read: kubectl drops what follows `...` without a word.
"""

from __future__ import annotations

from itertools import repeat
from operator import length_hint

from k8slint._internal.syntax.yaml import reader
from k8slint._internal.syntax.yaml.build import (
    MAX_DEPTH,
    Builder,
    Refused,
    check_scalar,
    syntax,
    too_deep,
    too_many_nodes,
)
from k8slint._internal.syntax.yaml.tree import Mapping, Node, Properties, Scalar, Sequence, children, walk
from k8slint._internal.text.record import replace
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_ENDLESS = (".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN")


def read(chunk: str, base: int, builder: Builder) -> tuple[Node | None, int]:
    """The root of the first document of a text that is not empty, and the offset in it where kubectl stops reading.

    Offsets of nodes count from `base`. Raises `Refused`.
    """
    if chunk[-1] != "\n":
        # As go-yaml does: the last line of a block scalar ends, whether the file does or not.
        try:
            root, after = read(chunk + "\n", base, builder)
        except Refused as refused:
            span, end = refused.problem.span, base + len(chunk)
            raise Refused(replace(refused.problem, span=Span(min(span.start, end), min(span.end, end)))) from None
        if root is not None:
            _clip(root, base + len(chunk))
        return root, after
    if chunk[0] == "\ufeff":
        # libyaml passes over it and does not count it.
        root, after = read(chunk[1:], base + 1, builder)
        return root, after + 1
    library = reader.library()
    errors = library.errors
    try:
        return _consume(library.parser(chunk), chunk, base, builder)
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


def _clip(node: Node, end: int) -> None:
    """Keeps the nodes that end the document from reaching behind the text."""
    while node.end > end:
        node.start, node.end = min(node.start, end), end
        if isinstance(node, (Mapping, Sequence)):
            node = children(node)[-1]


def _consume(parser: Any, chunk: str, base: int, builder: Builder) -> tuple[Node | None, int]:
    (
        scalar_event,
        alias_event,
        mapping_start,
        mapping_end,
        sequence_start,
        sequence_end,
        document_end,
        stream_end,
    ) = reader.library().kinds
    next_event: Callable[[], Any] = parser.get_event
    close = builder.close
    decorated = "&" in chunk or "!" in chunk
    # Nodes of the collection that is open; below, those of the collections around it, each ending with the open one.
    nodes: list[Any] = []
    outer: list[list[Any]] = []
    # An iterator that runs out costs nothing; a counter would cost a twentieth of the parse.
    budget = repeat(None, builder.budget.nodes)
    for _ in budget:
        event = next_event()
        kind = type(event)
        if kind is scalar_event:
            mark = event.style
            if (mark and mark in "|>") or (decorated and (event.ctag is not None or event.anchor is not None)):
                nodes.append(_scalar(event, chunk, base, builder))
            else:
                nodes.append(
                    Scalar(base + event.start_mark.index, base + event.end_mark.index, None, event.value, mark)
                )
        elif kind is mapping_end:
            parts = nodes
            nodes = outer.pop()
            node = nodes[-1]
            node.end = base + event.end_mark.index if node.flow else parts[-1].end
            close(node, parts)
        elif kind is mapping_start:
            node = Mapping(base + event.start_mark.index, None, event.flow_style)
            nodes.append(node)
            if decorated and (event.ctag is not None or event.anchor is not None):
                _decorate(node, event, chunk, base, builder)
            if len(outer) == MAX_DEPTH:
                raise Refused(too_deep(node.start))
            outer.append(nodes)
            nodes = []
        elif kind is sequence_end:
            items = nodes
            nodes = outer.pop()
            node = nodes[-1]
            node.items = items
            node.end = base + event.end_mark.index if node.flow else items[-1].end
        elif kind is sequence_start:
            node = Sequence(base + event.start_mark.index, None, event.flow_style)
            nodes.append(node)
            if decorated and (event.ctag is not None or event.anchor is not None):
                _decorate(node, event, chunk, base, builder)
            if len(outer) == MAX_DEPTH:
                raise Refused(too_deep(node.start))
            outer.append(nodes)
            nodes = []
        elif kind is alias_event:
            start, end = base + event.start_mark.index, base + event.end_mark.index
            nodes.append(builder.alias(event.anchor, start, end, [around[-1] for around in outer]))
        elif kind is document_end:
            root: Node = nodes[0]
            builder.finish()
            _check(root, chunk, base)
            builder.budget.nodes = length_hint(budget)
            return root, event.end_mark.index
        elif kind is stream_end:
            return None, len(chunk)
    builder.budget.nodes = 0
    raise Refused(too_many_nodes(base))


def _scalar(event: Any, chunk: str, base: int, builder: Builder) -> Scalar:
    """A scalar that may have a tag, an anchor or a block of lines."""
    start, end = event.start_mark.index, event.end_mark.index
    mark = event.style
    if mark == "|" or mark == ">":
        # The parser's end lies behind the line end and the empty lines that follow.
        while chunk[end - 1].isspace():
            end -= 1
        if "\n" not in chunk[start:end]:
            end = start + len(chunk[start:end].partition("#")[0].rstrip())
    node = Scalar(base + start, base + end, None, event.value, mark)
    _decorate(node, event, chunk, base, builder)
    return node


def _decorate(node: Node, event: Any, chunk: str, base: int, builder: Builder) -> None:
    """Adds tag and anchor, and moves the start of the node behind them."""
    if event.ctag is None and event.anchor is None:
        return
    node.properties = Properties(None if event.ctag is None else str(event.ctag), event.anchor)
    node.start = base + _behind_properties(chunk, event.start_mark.index)
    if isinstance(node, Scalar) and node.start > node.end:
        node.start = node.end
    builder.define(node.properties, node)


def _behind_properties(chunk: str, at: int) -> int:
    """The offset of the content behind a tag and an anchor that start at `at`."""
    length = len(chunk)
    while at < length:
        character = chunk[at]
        if character.isspace():
            at += 1
        elif character == "#":
            at = chunk.find("\n", at) % (length + 1)
        elif character in "&!":
            while at < length and not chunk[at].isspace():
                at += 1
        else:
            break
    return at


def _check(root: Node, chunk: str, base: int) -> None:
    """Raises `Refused` for what libyaml reads and kubectl does not."""
    if any(word in chunk for word in _ENDLESS):
        _check_numbers(root)
    # The first search is the cheap one.
    if "\\" in chunk and "\\/" in chunk:
        for node in walk(root):
            if isinstance(node, Scalar) and node.mark == '"':
                raw = chunk[node.start - base : node.end - base]
                if "\\/" in raw.replace("\\\\", ""):
                    raise Refused(syntax(node.span, "kubectl refuses the escape `\\/` in YAML; write `/`"))


def _check_numbers(root: Node) -> None:
    """JSON has no infinity (`x: .inf`); keys may be one."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            stack += node.parts[1::2]
        elif isinstance(node, Sequence):
            stack += node.items
        elif isinstance(node, Scalar) and not node.mark:
            check_scalar(node)
