"""YAML and JSON files as kubectl reads them: documents with trees, and everything that stops them from being read."""

from __future__ import annotations

from k8slint.finding import Problem
from k8slint.source import Span
from k8slint.yaml.templates import looks_templated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from k8slint.source import Source
    from k8slint.yaml.tree import Node

__all__ = ["Document", "Stream", "looks_templated", "may_hold_objects", "parse", "to_data"]

MAX_CHARACTERS = 10_000_000
MAX_DATA = 1_000_000
"""Values that `to_data` makes at most."""


class Document:
    """One document. `root` is None when it is empty or cannot be read. `index` counts from 0, empty ones left out.

    `dropped` is the text behind `...`, or behind a `---` that no line starts with: kubectl never reads it.
    """

    __slots__ = ("dropped", "index", "problems", "root", "span")

    def __init__(
        self, index: int, span: Span, root: Node | None, problems: tuple[Problem, ...], dropped: Span | None = None
    ) -> None:
        self.index = index
        self.span = span
        self.root = root
        self.problems = problems
        self.dropped = dropped


class Stream:
    """All documents of a file. `problems` are those of all documents and of the separators, in the order of the text."""

    __slots__ = ("documents", "is_json", "problems", "source")

    def __init__(self, source: Source, documents: list[Document], problems: tuple[Problem, ...], is_json: bool) -> None:
        self.source = source
        self.documents = documents
        self.problems = problems
        self.is_json = is_json


def parse(source: Source) -> Stream:
    """Never raises: what cannot be read is a problem, and its document has no root. The others are read all the same."""
    text = source.text
    if len(text) > MAX_CHARACTERS:
        message = f"more than {MAX_CHARACTERS} characters; split the file"
        return Stream(source, [], (Problem("input-limit", Span(0, 0), message, fatal=True),), False)
    from k8slint.yaml.build import MAX_PROBLEMS, Budget, Builder, Refused, limit
    from k8slint.yaml.events import read
    from k8slint.yaml.split import MAX_DOCUMENTS, split

    budget = Budget()
    documents: list[Document] = []
    chunks: list[tuple[int, int]] | None = None
    problems: list[Problem] = []
    is_json = False
    if begins_as_json(text):
        from k8slint.yaml import json_stream

        chunks = json_stream.objects(text)
        is_json = chunks is not None
    if chunks is None:
        chunks, problems = split(text)
    for number, (start, end) in enumerate(chunks):
        if number == MAX_DOCUMENTS or len(problems) > MAX_PROBLEMS:
            what = f"{MAX_DOCUMENTS} documents" if number == MAX_DOCUMENTS else f"{MAX_PROBLEMS} problems"
            problems.append(limit(Span(start, start), f"more than {what} in a file; split it"))
        if number == MAX_DOCUMENTS or len(problems) > MAX_PROBLEMS or budget.nodes <= 0:
            break
        builder = Builder(budget)
        root: Node | None = None
        dropped: Span | None = None
        try:
            if is_json:
                root = json_stream.build(text, start, end, builder)
            else:
                chunk = text[start:end]
                if not chunk or chunk.isspace():
                    continue
                root, after = read(chunk, start, builder)
                dropped = _remainder(text, start + after, end)
        except Refused as refused:
            builder.problems.append(refused.problem)
        if root is None and not builder.problems:
            continue
        documents.append(Document(len(documents), Span(start, end), root, tuple(builder.problems), dropped))
        problems += builder.problems
    problems.sort(key=lambda problem: (problem.span.start, problem.span.end))
    return Stream(source, documents, tuple(problems), is_json)


def parse_around(source: Source, at: int) -> Stream:
    """Only the document that a place lies in, with the spans that it has in the whole file; of JSON everything."""
    from k8slint.yaml.build import Budget, Builder, Refused
    from k8slint.yaml.events import read
    from k8slint.yaml.split import split

    text = source.text
    if begins_as_json(text) or len(text) > MAX_CHARACTERS:
        return parse(source)
    start, end = next(chunk for chunk in reversed(split(text)[0]) if chunk[0] <= at or not chunk[0])
    try:
        root, _ = read(text[start:end], start, Builder(Budget()))
    except Refused:
        return Stream(source, [], (), False)
    return Stream(source, [Document(0, Span(start, end), root, ())], (), False)


def begins_as_json(text: str) -> bool:
    """Whether the first character that is no blank is `{`."""
    return (text[:100].lstrip() or text.lstrip())[:1] == "{"


def _remainder(text: str, start: int, end: int) -> Span | None:
    """The span of what is left of a document, blanks around it left out."""
    if start >= end:
        return None
    rest = text[start:end]
    stripped = rest.strip()
    if not stripped:
        return None
    start += rest.index(stripped[0])
    return Span(start, start + len(stripped))


def may_hold_objects(text: str) -> bool:
    """Whether a text has `apiVersion` and `kind` keys, at any depth; cheap, and never wrong about a text without them."""
    return _has_key(text, "apiVersion") and _has_key(text, "kind")


def _has_key(text: str, name: str) -> bool:
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        before = text[at - 1] if at else "\n"
        if text[end : end + 1] in ('"', "'"):
            end += 1
        while text[end : end + 1] in (" ", "\t"):
            end += 1
        if text[end : end + 1] == ":" and not (before.isalnum() or before in "_-./"):
            return True
        at = text.find(name, end)
    return False


def to_data(node: Node) -> Any:
    """Plain Python data as kubectl reads it: dicts with string keys, lists, values; `<<` merged.

    Raises `ValueError` when aliases blow it up beyond `MAX_DATA` values.
    """
    from k8slint.yaml.scalars import scalar_value
    from k8slint.yaml.tree import Mapping, Scalar, Sequence, resolve

    top: list[Any] = []
    stack: list[tuple[Node, Any, Any]] = [(node, top, None)]
    left = MAX_DATA
    while stack:
        node, target, key = stack.pop()
        node = resolve(node)
        left -= 1
        if left < 0:
            raise ValueError(f"more than {MAX_DATA} values")
        data: Any = None
        if isinstance(node, Scalar):
            data = scalar_value(node)
        elif isinstance(node, Mapping):
            data = {}
            # Filled now, so that the keys keep their order whatever the order of the work.
            for name, entry in node.index.items():
                data[name] = None
                stack.append((entry.value, data, name))
        elif isinstance(node, Sequence):
            data = [None] * len(node.items)
            stack.extend((item, data, place) for place, item in enumerate(node.items))
        if key is None:
            target.append(data)
        else:
            target[key] = data
    return top[0]
