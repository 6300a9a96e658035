"""Files read again by project rules, for the few findings whose exact form the facts do not hold. Each is read once."""

from __future__ import annotations

from k8slint._internal.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.files.tree import Tree
    from k8slint._internal.kinds.dockerfile.tree import Dockerfile
    from k8slint._internal.kinds.kubernetes.tree import Resource
    from k8slint._internal.syntax.yaml.documents import Around, Stream
    from k8slint._internal.text.source import Span


class Reread:
    """The texts of a tree, and what they parse to. A file that cannot be read is None."""

    def __init__(self, tree: Tree | None) -> None:
        self._tree = tree
        self._sources: dict[str, Source | None] = {}
        self._streams: dict[str, Stream] = {}
        self._around: dict[str, Around] = {}
        self._read: tuple[Stream | None, dict[tuple[int, int], Resource]] = (None, {})
        self._dockerfiles: dict[str, Dockerfile] = {}

    def source(self, path: str) -> Source | None:
        if path not in self._sources:
            data = None if self._tree is None else self._tree.read(path)
            try:
                self._sources[path] = None if data is None else Source.decode(path, data)
            except ValueError:
                self._sources[path] = None
        return self._sources[path]

    def stream(self, path: str) -> Stream | None:
        """The YAML documents of a file."""
        from k8slint._internal.syntax.yaml.documents import parse

        source = self.source(path)
        if source is None:
            return None
        if path not in self._streams:
            self._streams[path] = parse(source)
        return self._streams[path]

    def stream_around(self, path: str, at: int) -> Stream | None:
        """The one YAML document of a file that a place lies in."""
        from k8slint._internal.syntax.yaml.documents import Around

        source = self.source(path)
        if source is None or path in self._streams:
            return self._streams.get(path)
        if path not in self._around:
            self._around[path] = Around(source)
        return self._around[path].stream(at)

    def resource(self, path: str, span: Span) -> Resource | None:
        """The object of a file that has a span. Objects of one document are found in one reading."""
        from k8slint._internal.kinds.kubernetes.tree import resources

        stream = self.stream_around(path, span.start)
        if stream is None:
            return None
        if stream is not self._read[0]:
            found = {(one.node.start, one.node.end): one for one in reversed(resources(stream))}
            self._read = stream, found
        return self._read[1].get((span.start, span.end))

    def dockerfile(self, path: str) -> Dockerfile | None:
        from k8slint._internal.kinds.dockerfile.tree import parse

        source = self.source(path)
        if source is None:
            return None
        if path not in self._dockerfiles:
            self._dockerfiles[path] = parse(source)
        return self._dockerfiles[path]
