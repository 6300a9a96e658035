"""What a place in a file belongs to, as people name it: `Deployment/web, container app`, `service web`, `stage build`."""

from __future__ import annotations

from bisect import bisect_right

from k8slint._internal.kinds.document import read
from k8slint._internal.kinds.parsed import ComposeDocument, DockerfileDocument, Document, YamlDocument
from k8slint._internal.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from k8slint._internal.kinds.compose import ComposeFile
    from k8slint._internal.kinds.dockerfile.tree import Dockerfile
    from k8slint._internal.kinds.kubernetes.tree import Resource
    from k8slint._internal.syntax.yaml.documents import Around, Stream

    Extent = tuple[int, int, str]
    """The first character, the one after the last, and a name."""

_SECTIONS = {"volumes": "volume", "networks": "network", "secrets": "secret", "configs": "config"}
"""What the entries of a Compose file's top-level keys are called, apart from services."""


class Enclosing:
    """The objects of one document. They are looked for when the first name is asked for."""

    def __init__(self, document: Document, extents: Iterable[Extent] | None = None) -> None:
        self._document = document
        self._extents = extents
        self._starts: list[int] | None = None
        self._names: list[str] = []

    def name(self, offset: int) -> str:
        """The innermost object around a character or, at the end of the text, before it; "" where there is none."""
        if self._starts is None:
            points = sorted(_points(self._all_extents()), key=lambda point: point[0])
            self._starts = [start for start, _ in points]
            self._names = [name for _, name in points]
        for at in (offset, offset - 1):
            index = bisect_right(self._starts, at)
            if index and self._names[index - 1]:
                return self._names[index - 1]
        return ""

    def _all_extents(self) -> Iterable[Extent]:
        return _extents(self._document) if self._extents is None else self._extents


_SMALL = 100_000
"""Characters of a text that is read as a whole; of a longer one only the YAML document around a place is."""


class Enclosures:
    """The objects of files whose trees are gone: of those that a rule about the project speaks about. `source` gives their
    texts."""

    def __init__(self, source: Callable[[str], Source | None]) -> None:
        self._source = source
        self._known: dict[str, Enclosing] = {}
        self._around: dict[str, Around] = {}
        self._part: tuple[Stream | None, Enclosing] = (None, Enclosing(Document(Source("", ""))))
        """The YAML document that the last name was looked for in."""

    def name(self, path: str, offset: int) -> str:
        """As `Enclosing.name`."""
        from k8slint._internal.files.classify import classify

        known = self._known.get(path)
        if known is None:
            source = self._source(path)
            if source is None:
                return ""
            kind = classify(path, source.text)
            if kind != "dockerfile" and len(source.text) > _SMALL and "\n---" in source.text:
                return self._in_part(source, offset)
            known = self._known[path] = Enclosing(read(source, kind))
        return known.name(offset)

    def _in_part(self, source: Source, offset: int) -> str:
        from k8slint._internal.syntax.yaml.documents import Around

        if source.path not in self._around:
            self._around[source.path] = Around(source)
        stream = self._around[source.path].stream(offset)
        if stream is not self._part[0]:
            from k8slint._internal.kinds.kubernetes.tree import resources

            # Not a `YamlDocument`: that looks at the whole text, once for each part.
            objects = [extent for resource in resources(stream) for extent in _object(resource)]
            self._part = stream, Enclosing(Document(source), objects)
        return self._part[1].name(offset)


def _points(extents: Iterable[Extent]) -> Iterator[tuple[int, str]]:
    """Where the innermost name changes, in order."""
    open_: list[Extent] = []
    for extent in sorted(extents, key=lambda extent: (extent[0], -extent[1])):
        while open_ and open_[-1][1] <= extent[0]:
            yield _closed(open_)
        open_.append(extent)
        yield extent[0], extent[2]
    while open_:
        yield _closed(open_)


def _closed(open_: list[Extent]) -> tuple[int, str]:
    _, end, _ = open_.pop()
    return end, open_[-1][2] if open_ else ""


def _extents(document: Document) -> Iterator[Extent]:
    if isinstance(document, DockerfileDocument):
        yield from _stages(document.dockerfile)
    elif isinstance(document, YamlDocument):
        for resource in document.manifest.resources:
            yield from _object(resource)
    elif isinstance(document, ComposeDocument):
        yield from _services(document.compose)


def _stages(dockerfile: Dockerfile) -> Iterator[Extent]:
    stages = dockerfile.stages
    starts = [*(stage.span.start for stage in stages), len(dockerfile.source.text)]
    for number, stage in enumerate(stages):
        name = stage.name or (str(number + 1) if len(stages) > 1 else "")
        yield starts[number], starts[number + 1], f"stage {name}" if name else ""


def _object(resource: Resource) -> Iterator[Extent]:
    node = resource.node
    name = f"{resource.kind}/{resource.name}" if resource.name else resource.kind
    yield node.start, node.end, name
    if resource.pod is None:
        return
    for container in (*resource.pod.all_containers, *resource.pod.ephemeral_containers):
        inner = container.node
        # One that is an alias stands where its anchor is.
        if node.start <= inner.start and inner.end <= node.end and container.name:
            kind = "init container" if container.init else "container"
            yield inner.start, inner.end, f"{name}, {kind} {container.name}"


def _services(file: ComposeFile) -> Iterator[Extent]:
    for service in file.services:
        yield service.key.start, max(service.node.end, service.key.end), f"service {service.name}"
    if file.root is None or file.legacy:
        return
    for key, noun in _SECTIONS.items():
        section = file.root.mapping(key)
        if section is not None:
            for entry in section.entries:
                yield entry.key.start, entry.value.end, f"{noun} {entry.name}"
