"""YAML and JSON files as kubectl reads them: documents with trees, and everything that stops them from being read."""

from __future__ import annotations

from bisect import bisect_right

from k8slint._internal.text.finding import Problem
from k8slint._internal.text.source import Aside, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from k8slint._internal.syntax.yaml.tree import Node
    from k8slint._internal.text.source import Source

__all__ = ["Document", "Stream", "may_hold_objects", "parse", "to_data"]

MAX_CHARACTERS = 10_000_000
MAX_DATA = 1_000_000
"""Values that `to_data` makes at most."""


class Document:
    """One document. `root` is None when it is empty or cannot be read. `index` counts from 0, empty ones left out.

    `dropped` is the text after `...`, or after a `---` that no line starts with: kubectl never reads it. `aside` is why a
    document without a root is nothing to judge: a template shapes it.
    """

    __slots__ = ("aside", "dropped", "index", "problems", "root", "span")

    def __init__(
        self,
        index: int,
        span: Span,
        root: Node | None,
        problems: tuple[Problem, ...],
        dropped: Span | None = None,
        aside: str | None = None,
    ) -> None:
        self.aside = aside
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

    @property
    def aside(self) -> tuple[Aside, ...]:
        """The documents that a template shapes."""
        return tuple([Aside(d.span, d.aside) for d in self.documents if d.aside is not None])


def parse(source: Source) -> Stream:
    """Never raises: what cannot be read is a problem, and its document has no root. The others are read all the same."""
    text = source.text
    if len(text) > MAX_CHARACTERS:
        message = f"more than {MAX_CHARACTERS} characters; split the file"
        return Stream(source, [], (Problem("input-limit", Span(0, 0), message, fatal=True),), False)
    from k8slint._internal.syntax.yaml import whole
    from k8slint._internal.syntax.yaml.build import MAX_PROBLEMS, Budget, Builder, Refused, limit
    from k8slint._internal.syntax.yaml.complaints import explained
    from k8slint._internal.syntax.yaml.events import read
    from k8slint._internal.syntax.yaml.split import MAX_DOCUMENTS, split
    from k8slint._internal.syntax.yaml.templates import Templates

    templates: Templates | None = None
    budget = Budget()
    documents: list[Document] = []
    chunks: list[tuple[int, int]] | None = None
    problems: list[Problem] = []
    is_json = False
    if begins_as_json(text):
        from k8slint._internal.syntax.yaml import json_stream

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
        aside: str | None = None
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
            if templates is None:
                templates = Templates(source.path, text)
            aside = templates.reason(start, end)
            torn = templates.torn(start, end)
            if torn is not None:
                aside, builder.problems = None, [torn]
            elif aside is not None:
                builder.problems = []
            else:
                builder.problems.append(explained(refused.problem, text, start, end, templates))
        if root is None and aside is None and not builder.problems:
            continue
        documents.append(Document(len(documents), Span(start, end), root, tuple(builder.problems), dropped, aside))
        problems += builder.problems
    problems = whole.trusted(problems, documents)
    problems.sort(key=lambda problem: (problem.span.start, problem.span.end))
    return Stream(source, documents, tuple(problems), is_json)


class Around:
    """The documents of a text one by one, each read when a place in it is asked for. Who asks goes from place to place in a
    file of thousands, so the text is split once, and the document last read is kept."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._chunks: list[tuple[int, int]] = []
        self._number = -1
        self._stream: Stream | None = None

    def stream(self, at: int) -> Stream:
        """Only the document that a place lies in, with the spans that it has in the whole file; of JSON everything."""
        if begins_as_json(self._source.text) or len(self._source.text) > MAX_CHARACTERS:
            self._stream = self._stream or parse(self._source)
            return self._stream
        if not self._chunks:
            from k8slint._internal.syntax.yaml.split import split

            self._chunks = split(self._source.text)[0]
        number = max(bisect_right(self._chunks, at, key=_first) - 1, 0)
        if self._stream is None or number != self._number:
            self._number, self._stream = number, self._read(*self._chunks[number])
        return self._stream

    def _read(self, start: int, end: int) -> Stream:
        from k8slint._internal.syntax.yaml.build import Budget, Builder, Refused
        from k8slint._internal.syntax.yaml.events import read

        try:
            root, _ = read(self._source.text[start:end], start, Builder(Budget()))
        except Refused:
            return Stream(self._source, [], (), False)
        return Stream(self._source, [Document(0, Span(start, end), root, ())], (), False)


def _first(chunk: tuple[int, int]) -> int:
    return chunk[0]


def begins_as_json(text: str) -> bool:
    """Whether the first character that is not a blank is `{`."""
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


def may_hold_objects(text: str, *, plainly: bool = False) -> bool:
    """Whether a text may hold an object, or what was meant to be one: it has two of the keys `apiVersion`, `kind` and
    `metadata`, in any case and at any depth, or keys that only a parser can read. Cheap, and never wrong about a text
    without them. `plainly` asks for `apiVersion` and `kind` as they should be.
    """
    if _has_key(text, "apiVersion") and _has_key(text, "kind"):
        return True
    if plainly:
        return False
    lower = text.lower()
    if sum(_has_key(lower, name) for name in ("apiversion", "kind", "metadata")) > 1:
        return True
    return _may_hide_keys(text)


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


_hiding: list[object] = []


def _may_hide_keys(text: str) -> bool:
    """Whether keys may be written with escapes, after a `?`, or as aliases: `"\\x6bind": Pod`, `? kind`, `*k : Pod`."""
    if '"' in text and ("\\x" in text or "\\u" in text or "\\U" in text):
        return True
    if "?" not in text and "*" not in text:
        return False
    if not _hiding:
        import re

        _hiding.append(
            re.compile(r"(?:^[ \t-]*|[{,][ \t]*)(?:\?[ \t\r\n]|\*[^\s,\[\]{}]+[ \t]*:)", re.MULTILINE).search
        )
    return _hiding[0](text) is not None  # type: ignore[operator]


def to_data(node: Node) -> Any:
    """Plain Python data as kubectl reads it: dicts with string keys, lists, values; `<<` merged.

    Raises `ValueError` when aliases blow it up beyond `MAX_DATA` values.
    """
    from k8slint._internal.syntax.yaml.scalars import scalar_value
    from k8slint._internal.syntax.yaml.tree import Mapping, Scalar, Sequence, resolve

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
