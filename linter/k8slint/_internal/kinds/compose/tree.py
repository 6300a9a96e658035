"""A Compose file's services as rules see them. Odd types are taken as absent: the schema has its own findings for them."""

from __future__ import annotations

from k8slint._internal.kinds.compose.forms import interpolate, is_host_path, port_range, split_port, split_volume
from k8slint._internal.kinds.facts import Text, Variable
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar, Sequence
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.compose.faults import Fault
    from k8slint._internal.syntax.yaml.documents import Stream
    from k8slint._internal.syntax.yaml.tree import Entry, Node
    from k8slint._internal.text.source import Source


class ComposePort(Record):
    """One entry of `ports:` or `expose:`. `first` to `last` are the container's ports, None when they cannot be known;
    `host` is the published side as written ("" when Docker chooses), None for `expose:` and when it cannot be known."""

    first: int | None
    last: int | None
    host: str | None
    ip: str
    protocol: str
    node: Node

    @property
    def span(self) -> Span:
        return self.node.span


class ComposeMount(Record):
    """One entry of `volumes:` or `tmpfs:`. `kind` is bind, volume, anonymous, tmpfs, or what `type:` says.

    `source` is a path of the host or the name of a volume.
    """

    kind: str
    source: Text | None
    target: Text
    read_only: bool
    sub_path: str
    node: Node

    @property
    def span(self) -> Span:
        return self.node.span


class ComposeServiceView:
    """One service of a Compose file. `span` is its name's; `node` holds its keys; the properties read the forms that each
    key may take."""

    __slots__ = ("file", "key", "name", "node", "source")

    def __init__(self, file: ComposeFile, name: str, key: Node, node: Mapping) -> None:
        self.file = file
        self.name = name
        self.key = key
        self.node = node
        self.source = file.source

    @property
    def span(self) -> Span:
        return self.key.span

    @property
    def image(self) -> Scalar | None:
        return self.node.string("image")

    @property
    def image_text(self) -> Text | None:
        """The image with variables replaced by their defaults."""
        return None if self.image is None else Text(interpolate(self.image.text), self.image.span)

    @property
    def build(self) -> Node | None:
        """The value of `build:`: a string (the context) or a mapping."""
        node = self.node.get("build")
        return node if isinstance(node, (Scalar, Mapping)) else None

    @property
    def extends(self) -> Node | None:
        return self.node.get("extends")

    @property
    def ports(self) -> tuple[ComposePort, ...]:
        return tuple(_port(item, published=True) for item in self.node.items("ports"))

    @property
    def expose(self) -> tuple[ComposePort, ...]:
        return tuple(_port(item, published=False) for item in self.node.items("expose"))

    @property
    def environment(self) -> tuple[Variable, ...]:
        """`environment:` as variables; the values of `env_file:` are not read."""
        return tuple(_variables(self.node.get("environment"), self.source))

    @property
    def mounts(self) -> tuple[ComposeMount, ...]:
        found = [_mount(item, self.source) for item in self.node.items("volumes")]
        found += [_tmpfs(item) for item in _one_or_many(self.node.get("tmpfs"))]
        return tuple(mount for mount in found if mount is not None)

    @property
    def links(self) -> tuple[Text, ...]:
        """Names of services in `links:`, aliases left out."""
        return tuple(
            Text(item.text.partition(":")[0], item.span)
            for item in self.node.items("links")
            if isinstance(item, Scalar)
        )

    @property
    def depends_on(self) -> tuple[Text, ...]:
        """Names of services in `depends_on:`, a list or a mapping."""
        node = self.node.get("depends_on")
        if isinstance(node, Mapping):
            return tuple(Text(key_name(entry), entry.key.span) for entry, _ in node.pairs(nulls=True))
        return tuple(Text(item.text, item.span) for item in self.node.items("depends_on") if isinstance(item, Scalar))

    @property
    def healthcheck(self) -> Node | None:
        """The `test:` of the health check."""
        check = self.node.mapping("healthcheck")
        return None if check is None else check.get("test")


class ComposeFile:
    """A Compose file: `services` in the order of the text. `root` is None when the file holds no mapping.

    `legacy` is true for version 1, where services stand at the top. `incomplete` is true when other files add services.
    """

    __slots__ = ("_faults", "incomplete", "legacy", "root", "services", "source", "stream")

    def __init__(self, source: Source, stream: Stream) -> None:
        self.source = source
        self.stream = stream
        root = stream.documents[0].root if stream.documents else None
        self.root = root if isinstance(root, Mapping) else None
        self.legacy = self.root is not None and _is_legacy(self.root)
        self.incomplete = self.root is not None and self.root.get("include") is not None
        self.services = tuple(self._services())
        self._faults: tuple[Fault, ...] | None = None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Where the file does not have the shape that Compose asks for."""
        if self._faults is None:
            from k8slint._internal.kinds.compose.faults import faults

            self._faults = faults(self)
        return self._faults

    def _services(self) -> Iterator[ComposeServiceView]:
        holder = self.root if self.legacy or self.root is None else self.root.mapping("services")
        if holder is None:
            return
        for entry, value in holder.pairs():
            name = key_name(entry)
            if isinstance(value, Mapping) and not name.startswith("x-") and _is_service(value, legacy=self.legacy):
                yield ComposeServiceView(self, name, entry.key, value)

    def service(self, name: str) -> ComposeServiceView | None:
        return next((service for service in self.services if service.name == name), None)


def _is_legacy(root: Mapping) -> bool:
    """Whether services stand at the top, as in files of version 1."""
    if "services" in root.index or root.get("include") is not None:
        return False
    return any(isinstance(value, Mapping) and _is_service(value, legacy=True) for _, value in root.pairs())


def key_name(entry: Entry) -> str:
    """A key as Compose reads it: `on:` and `y:` stay what they are, unlike in kubectl."""
    return entry.key.text if isinstance(entry.key, Scalar) else entry.name


def _is_service(node: Mapping, *, legacy: bool) -> bool:
    return not legacy or node.get("image") is not None or node.get("build") is not None


def _one_or_many(node: Node | None) -> list[Node]:
    if isinstance(node, Sequence):
        return node.resolved()
    return [] if node is None else [node]


def _port(node: Node, *, published: bool) -> ComposePort:
    if isinstance(node, Mapping):
        target, host = node.scalar("target"), node.scalar("published")
        numbers = port_range(_text(target) or "")
        return ComposePort(
            numbers[0] if numbers else None,
            numbers[1] if numbers else None,
            "" if host is None else _text(host),
            _text(node.scalar("host_ip")) or "",
            (_text(node.scalar("protocol")) or "tcp").lower(),
            node,
        )
    text = _text(node)
    if text is None:
        return ComposePort(None, None, None, "", "tcp", node)
    ip, host_text, container, protocol = split_port(text.strip())
    numbers = port_range(container)
    return ComposePort(
        numbers[0] if numbers else None,
        numbers[1] if numbers else None,
        host_text if published else None,
        ip,
        protocol.lower() or "tcp",
        node,
    )


def _text(node: Node | None) -> str | None:
    """The interpolated text of a scalar, None when there is none or it cannot be known."""
    return interpolate(node.text) if isinstance(node, Scalar) else None


def inner(scalar: Scalar, start: int, end: int, source: Source) -> Span:
    """The span of characters `start` to `end` of a scalar's text; the whole scalar where escapes or folding move them."""
    offset = scalar.start + (0 if scalar.style == "plain" else 1)
    if source.text.startswith(scalar.text[start:end], offset + start) and source.text.startswith(scalar.text, offset):
        return Span(offset + start, offset + end)
    return scalar.span


def _variables(node: Node | None, source: Source) -> Iterator[Variable]:
    """A mapping (`A: b`) or a list (`- A=b`); a name without a value comes from the environment."""
    if isinstance(node, Mapping):
        for entry, value in node.pairs(nulls=True):
            if isinstance(value, Scalar):
                known = None if value.value is None else interpolate(value.text)
                yield Variable(key_name(entry), known, entry.key.span, value.span)
        return
    for item in _one_or_many(node):
        if isinstance(item, Scalar):
            name, equals, value_text = item.text.partition("=")
            yield Variable(
                name,
                interpolate(value_text) if equals else None,
                inner(item, 0, len(name), source),
                inner(item, len(name) + 1, len(item.text), source) if equals else item.span,
            )


def _mount(node: Node, source: Source) -> ComposeMount | None:
    if isinstance(node, Mapping):
        return _long_mount(node)
    if not isinstance(node, Scalar):
        return None
    parts = split_volume(node.text) if "$" not in node.text else _interpolated_parts(node.text)
    if parts is None:
        return None
    origin, target, options = parts
    target_text = Text(interpolate(node.text[target[0] : target[1]]), inner(node, *target, source))
    read_only = "ro" in options.split(",")
    if origin is None:
        return ComposeMount("anonymous", None, target_text, read_only, "", node)
    origin_text = interpolate(node.text[origin[0] : origin[1]])
    kind = "unknown" if origin_text is None else "bind" if is_host_path(origin_text) else "volume"
    return ComposeMount(kind, Text(origin_text, inner(node, *origin, source)), target_text, read_only, "", node)


def _interpolated_parts(text: str) -> tuple[tuple[int, int] | None, tuple[int, int], str] | None:
    """`split_volume` of a text with variables: colons inside `${…}` do not split."""
    masked: list[str] = []
    depth = 0
    for at, char in enumerate(text):
        if char == "{" and text[at - 1 : at] == "$":
            depth += 1
        masked.append("_" if depth else char)
        if char == "}" and depth:
            depth -= 1
    return split_volume("".join(masked))


def _long_mount(node: Mapping) -> ComposeMount | None:
    target = node.scalar("target")
    kind = _text(node.scalar("type")) or "unknown"
    origin = node.scalar("source")
    read_only = node.scalar("read_only")
    options = node.mapping("volume")
    sub_path = options.scalar("subpath") if options is not None else None
    if target is None:
        return None
    return ComposeMount(
        "anonymous" if kind == "volume" and origin is None else kind,
        None if origin is None else Text(_text(origin), origin.span),
        Text(_text(target), target.span),
        read_only is not None and read_only.value is True,
        "" if sub_path is None else sub_path.text,
        node,
    )


def _tmpfs(node: Node) -> ComposeMount | None:
    if not isinstance(node, Scalar):
        return None
    text = _text(node)
    return ComposeMount("tmpfs", None, Text(text and text.partition(":")[0], node.span), False, "", node)
