"""Suppressions in YAML files: comments, and annotations of Kubernetes objects and their pod templates."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from k8slint._internal.kinds.suppress.grammar import FILE, MAX_NAMES, Directive, in_yaml, listed, spelled
from k8slint._internal.kinds.suppress.model import OWN, Suppression
from k8slint._internal.kinds.suppress.removal import comment_removal
from k8slint._internal.syntax.yaml.tree import Entry, Mapping, Node, Scalar, resolve
from k8slint._internal.syntax.yaml.tree import Sequence as Items
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from k8slint._internal.kinds.kubernetes.tree import Resource
    from k8slint._internal.syntax.yaml.comments import Comment
    from k8slint._internal.syntax.yaml.documents import Document, Stream
    from k8slint._internal.text.source import Source


_KEY = "k8slint/ignore"
_OURS = ("k8slint/", "k8slint.io/")


def read_comments(stream: Stream) -> Iterator[Suppression]:
    from k8slint._internal.syntax.yaml.comments import comments

    source = stream.source
    certain = not stream.aside and not any(problem.fatal for problem in stream.problems)
    for comment in comments(source, stream):
        start, end = comment.span.start, comment.span.end
        for directive in in_yaml(source.text[start:end], start):
            span = Span(directive.start, end)
            covers = () if directive.reach == FILE else _covered(stream, comment, directive)
            yield Suppression(
                directive.dialect,
                directive.names,
                directive.spans,
                span,
                covers,
                directive.reach == FILE,
                comment_removal(source, span),
                directive.until,
                directive.error,
                certain,
            )


def _covered(stream: Stream, comment: Comment, directive: Directive) -> tuple[Span, ...]:
    """On a line of its own: the next node. Behind something: this line, and for trivy every node that begins on it
    (trivy takes a finding whose first line, or that of a node around it, is the comment's).
    """
    source = stream.source
    if comment.own_line:
        indented = source.text[comment.span.start - 1 : comment.span.start] in (" ", "\t")
        node = _next_node(stream, comment.span.end, beyond=not indented)
        return () if node is None else (node,)
    line = source.line_span(source.line_at(comment.span.start))
    if directive.dialect != OWN:
        node = _next_node(stream, line.start, beyond=False)
        if node is not None and node.start <= line.end:
            return (line, node)
    return (line,)


def _next_node(stream: Stream, offset: int, *, beyond: bool) -> Span | None:
    """The entry or item that begins next, with all below it; before the first entry of a document, the document.
    With `beyond`, that of the next document when nothing more comes in this one.
    """
    documents = stream.documents
    number = max(bisect_right(documents, offset, key=_document_start) - 1, 0)
    for document in documents[number : None if beyond else number + 1]:
        if document.root is not None:
            node = _node_behind(document.root, offset)
            if node is not None:
                return node
    return None


def _document_start(document: Document) -> int:
    return document.span.start


def _node_behind(root: Node, offset: int) -> Span | None:
    if offset <= root.start:
        return root.span
    best: Span | None = None
    node = root
    while isinstance(node, (Mapping, Items)):
        parts: Sequence[Entry | Node] = node.entries if isinstance(node, Mapping) else node.items
        number = bisect_left(parts, offset, key=_start)
        if number < len(parts):
            best = parts[number].span
        if number == 0:
            break
        around = parts[number - 1]
        below = around.value if isinstance(around, Entry) else around
        if below.end <= offset:
            break
        if isinstance(below, Scalar):
            best = around.span
        node = below
    return best


def _start(part: Entry | Node) -> int:
    return part.key.start if isinstance(part, Entry) else part.start


def read_annotations(stream: Stream, resources: Sequence[Resource]) -> Iterator[Suppression]:
    for resource in resources:
        yield from _of_metadata(stream.source, resource.node, resource.node.span)
        template = resource.pod_template
        if template is not None and template is not resource.node:
            yield from _of_metadata(stream.source, template, template.span)


def _of_metadata(source: Source, holder: Mapping, cover: Span) -> Iterator[Suppression]:
    metadata = holder.mapping("metadata")
    annotations = None if metadata is None else metadata.mapping("annotations")
    if metadata is None or annotations is None:
        return
    for entry in annotations.entries:
        value = resolve(entry.value)
        if not isinstance(entry.key, Scalar):
            continue
        key = entry.key.text
        if key.lower().startswith(_OURS) and (key != _KEY or not isinstance(value, Scalar)):
            said = f"`{key}` must be a string" if key == _KEY else f"`{key[:100]}` is not an annotation of k8slint"
            yield Suppression(OWN, (), (), entry.span, (), False, error=f'{said}; write `{_KEY}: "rule, rule"`')
            continue
        if not isinstance(value, Scalar):
            continue
        if key == _KEY:
            yield _own(source, metadata, annotations, entry, value, cover)
            continue
        dialect, names = _foreign(key, value.text)
        if names:
            spans = (value.span,) * len(names)
            yield Suppression(dialect, names, spans, entry.span, (cover,), False)


def _own(
    source: Source, metadata: Mapping, annotations: Mapping, entry: Entry, value: Scalar, cover: Span
) -> Suppression:
    """`k8slint/ignore: "rule, rule"`; "all" or "*" means all rules."""
    from k8slint._internal.syntax.yaml.attached import has_comment
    from k8slint._internal.syntax.yaml.edits import remove_entry, remove_upward

    raw = source.slice(value.span)
    at = raw.find(value.text)
    names, spans = listed(value.text, value.start + at)
    if at < 0 or "\n" in raw:
        spans = [value.span for _ in names]
    exact = len(names) == 1 or value.span not in spans
    removal = None
    # A comment above may speak of more than this entry.
    alone = len(annotations.entries) == 1 or not has_comment(source, entry.key.start, entry.value.end)
    if exact and names and alone:
        holder = metadata.entry("annotations")
        if holder is not None and holder.value is annotations:
            removal = remove_upward(source, (metadata, holder), (annotations, entry))
        else:
            removal = remove_entry(source, annotations, entry)
    error = "" if names else f'names no rule; write `{_KEY}: "rule, rule"`'
    if len(names) > MAX_NAMES:
        names, spans, removal = [], [], None
        error = f'names more than {MAX_NAMES} rules; write `{_KEY}: "all"`'
    names = ["all" if name == "*" else name for name in names]
    return Suppression(OWN, tuple(names), tuple(spans), entry.span, (cover,), False, removal, error=error)


def _foreign(key: str, value: str) -> tuple[str, tuple[str, ...]]:
    """Tool and names of an annotation for another linter; no names when it is none."""
    name = key.lower()
    if name.startswith("ignore-check.kube-linter.io/"):
        return "kube-linter", (f"kube-linter:{name.partition('/')[2]}",)
    if name == "kube-linter.io/ignore-all":
        return "kube-linter", ("kube-linter",)
    if name == "kube-score/ignore":
        names = [
            f"kube-score:{part.strip().lower()}" for part in value.split(",", MAX_NAMES)[:MAX_NAMES] if part.strip()
        ]
        if "kube-score:container-resources" in names:
            names.append("kube-score:container-ephemeral-storage-request-and-limit")
        return "kube-score", tuple(names)
    if name.startswith("polaris.fairwinds.com/") and value.strip().lower() == "true":
        check = name.partition("/")[2]
        if check == "exempt":
            return "polaris", ("polaris",)
        if check.endswith("-exempt"):
            return "polaris", (f"polaris:{check.removesuffix('-exempt')}",)
    if "checkov.io/skip" in name or "bridgecrew.io/skip" in name or "cortex.io/skip" in name:
        code = value.partition("=")[0].strip()
        return "checkov", (f"checkov:{spelled(code)}",) if code else ()
    return "", ()
