"""JSON streams: objects one behind the other, with or without space between them.

kubectl reads a text whose first character that is no blank is `{` as JSON, and as YAML when that fails
(k8s.io/apimachinery pkg/util/yaml/decoder.go, YAMLOrJSONDecoder).
"""

from __future__ import annotations

from k8slint._internal.syntax.yaml.build import MAX_DEPTH, Builder, Refused, too_deep, too_many_nodes
from k8slint._internal.syntax.yaml.split import MAX_DOCUMENTS
from k8slint._internal.syntax.yaml.tree import Mapping, Node, Scalar, Sequence

BLANKS = " \t\r\n"


def objects(text: str) -> list[tuple[int, int]] | None:
    """The (start, end) of each top-level value, or None when the text is not JSON from end to end.

    Stops beyond `MAX_DOCUMENTS` values.
    """
    from json import JSONDecoder

    decode = JSONDecoder(object_pairs_hook=lambda pairs: None).raw_decode
    found: list[tuple[int, int]] = []
    at, length = 0, len(text)
    try:
        while True:
            while at < length and text[at] in BLANKS:
                at += 1
            if at == length or len(found) > MAX_DOCUMENTS:
                return found
            start = at
            _, at = decode(text, start)
            found.append((start, at))
    except (ValueError, RecursionError):
        return None


def build(text: str, start: int, end: int, builder: Builder) -> Node:
    """The tree of valid JSON. Raises `Refused` beyond a limit."""
    import re

    tokens = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|[^\s{}\[\]:,"]+', re.DOTALL)
    from json import loads

    children: list[Node] = []
    outer: list[tuple[list[Node], Mapping | Sequence]] = []
    left = builder.budget.nodes
    for match in tokens.finditer(text, start, end):
        left -= 1
        if left <= 0:
            builder.budget.nodes = 0
            raise Refused(too_many_nodes(start))
        token, at = match[0], match.start()
        first = token[0]
        if first == '"':
            content = loads(token, strict=False) if "\\" in token else token[1:-1]
            children.append(Scalar(at, match.end(), None, content, '"'))
        elif first in "{[":
            node: Mapping | Sequence = Mapping(at, None, True) if first == "{" else Sequence(at, None, True)
            children.append(node)
            outer.append((children, node))
            if len(outer) > MAX_DEPTH:
                raise Refused(too_deep(at))
            children = []
        elif first in "}]":
            inner = children
            children, node = outer.pop()
            node.end = match.end()
            if isinstance(node, Mapping):
                builder.close(node, inner)
            else:
                node.items = inner
        else:
            children.append(Scalar(at, match.end(), None, token, None))
    builder.budget.nodes = left
    return children[0]
