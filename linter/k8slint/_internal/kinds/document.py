"""The kinds of files, one row each: how a file is told to be one, what it parses to, and what else depends on its kind.

A new kind is a new row. The first that recognises a file has it.
"""

from __future__ import annotations

from k8slint._internal.kinds.parsed import (
    HELM_VALUES,
    JSON_PATCH,
    KUSTOMIZATION_NAMES,
    NEITHER,
    NO_OBJECTS,
    ComposeDocument,
    DockerfileDocument,
    Document,
    ToolDocument,
    YamlDocument,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint._internal.syntax.yaml.documents import Stream
    from k8slint._internal.text.source import Source


class Look:
    """A first look at a file: what kinds ask about it, each thing found out once. `form` is what `classify` says."""

    __slots__ = ("_holds_objects", "_stream", "form", "name", "source")

    def __init__(self, source: Source, form: str) -> None:
        self.source = source
        self.form = form
        self.name = source.path.rpartition("/")[2]
        self._holds_objects: bool | None = None
        self._stream: Stream | None = None

    @property
    def holds_objects(self) -> bool:
        """Whether its text may hold Kubernetes objects."""
        if self._holds_objects is None:
            from k8slint._internal.syntax.yaml.documents import may_hold_objects

            self._holds_objects = may_hold_objects(self.source.text)
        return self._holds_objects

    @property
    def stream(self) -> Stream:
        """Its YAML documents."""
        if self._stream is None:
            from k8slint._internal.syntax.yaml.documents import parse

            self._stream = parse(self.source)
        return self._stream

    @property
    def is_left_aside(self) -> bool:
        """Whether none of its documents is linted."""
        return bool(self.stream.aside) and len(self.stream.aside) == len(self.stream.documents)


class Kind:
    """A kind of file. `subjects` are the classes, by name, that rules about it look at, where no other kind has them;
    those in `objects` are, or are parts of, an object that an annotation can speak for and an overlay can change.
    """

    name = "other"
    example = ""
    """Where an example of a rule about these subjects lies, when it does not say so."""
    subjects: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()

    def recognises(self, look: Look) -> bool:
        raise NotImplementedError

    def parse(self, look: Look) -> Document:
        """The document of a file that was recognised; one with a `reason` where it turns out to hold nothing to lint."""
        raise NotImplementedError


class _Dockerfile(Kind):
    name = "dockerfile"
    example = "Dockerfile"

    def recognises(self, look: Look) -> bool:
        return look.form == "dockerfile"

    def parse(self, look: Look) -> Document:
        return DockerfileDocument(look.source)


class _Neither(Kind):
    def recognises(self, look: Look) -> bool:
        return look.form == "other"

    def parse(self, look: Look) -> Document:
        return Document(look.source, NEITHER)


class _Helper(Kind):
    """A file of named templates of a Helm chart."""

    def recognises(self, look: Look) -> bool:
        return look.name.endswith(".tpl")

    def parse(self, look: Look) -> Document:
        from k8slint._internal.syntax.yaml.templates import HELM

        return Document(look.source, HELM)


class _OfYaml(Kind):
    """A kind whose files are YAML."""

    def parse(self, look: Look) -> Document:
        if look.is_left_aside:
            return Document(look.source, look.stream.aside[0].reason, look.stream.aside)
        return self.whole(look)

    def whole(self, look: Look) -> Document:
        """The document, where some of the file is to be linted."""
        raise NotImplementedError


class _Kustomization(_OfYaml):
    name = "kustomization"

    def recognises(self, look: Look) -> bool:
        return look.name in KUSTOMIZATION_NAMES

    def whole(self, look: Look) -> Document:
        return ToolDocument(look.source, look.stream, self.name)


class _Compose(_OfYaml):
    name = "compose"
    example = "compose.yaml"
    subjects = ("ComposeFile", "ComposeServiceView")

    def recognises(self, look: Look) -> bool:
        from k8slint._internal.kinds.compose import is_compose

        return not look.holds_objects and is_compose(look.source.path, look.source.text)

    def whole(self, look: Look) -> Document:
        return ComposeDocument(look.source, look.stream)


class _Skaffold(_OfYaml):
    name = "skaffold"

    def recognises(self, look: Look) -> bool:
        if not look.holds_objects or "skaffold/" not in look.source.text or look.is_left_aside:
            return False
        return _api_group(look.stream) == self.name

    def whole(self, look: Look) -> Document:
        return ToolDocument(look.source, look.stream, self.name)


class _Manifest(_OfYaml):
    name = "manifest"
    example = "manifest.yaml"
    subjects = ("Manifest", "Stray", "Resource", "PodSpec", "Container")
    objects = ("Resource", "PodSpec", "Container")

    def recognises(self, look: Look) -> bool:
        return look.holds_objects

    def whole(self, look: Look) -> Document:
        from k8slint._internal.kinds.compose import is_compose
        from k8slint._internal.syntax.yaml.documents import may_hold_objects

        source, stream = look.source, look.stream
        document = YamlDocument(source, stream)
        if not document.manifest.resources and not document.strays:
            # Only the parser could tell that there are no objects: of keys with escapes, or of keys deep inside.
            if is_compose(source.path, source.text) and not may_hold_objects(source.text, plainly=True):
                return ComposeDocument(source, stream)
            if stream.aside:
                return Document(source, stream.aside[0].reason, stream.aside)
            if not document.problems or not may_hold_objects(source.text, plainly=True):
                return WITHOUT_OBJECTS.parse(look)
        return document


class _WithoutObjects(Kind):
    """YAML that holds no object: what it is, as far as its name and its first look tell."""

    def recognises(self, look: Look) -> bool:
        return True

    def parse(self, look: Look) -> Document:
        return Document(look.source, self._reason(look))

    def _reason(self, look: Look) -> str:
        path, text = look.source.path, look.source.text
        if "{{" in text or "{%" in text:
            from k8slint._internal.syntax.yaml.templates import Templates

            kind = Templates(path, text).kind
            if kind is not None:
                return kind
        if look.name.startswith("values") or look.name == "Chart.yaml":
            return HELM_VALUES
        if text.lstrip().startswith(("- op:", "- path:", "- from:", '[{"op"')) or "\n- op: " in text:
            return JSON_PATCH
        return NO_OBJECTS


WITHOUT_OBJECTS = _WithoutObjects()
DOCKERFILE, MANIFEST = _Dockerfile(), _Manifest()
KINDS: tuple[Kind, ...] = (
    DOCKERFILE,
    _Neither(),
    _Helper(),
    _Kustomization(),
    _Compose(),
    _Skaffold(),
    MANIFEST,
    WITHOUT_OBJECTS,
)
OF_OBJECTS = frozenset(subject for kind in KINDS for subject in kind.objects)
"""The subjects that are objects, or parts of some."""


def read(source: Source, form: str) -> Document:
    """Parses a file. `form` is "dockerfile", "yaml" or "other", as `classify` tells them apart. Never raises for bad input."""
    look = Look(source, form)
    return next(kind for kind in KINDS if kind.recognises(look)).parse(look)


def kind_of(subjects: Iterable[str]) -> Kind | None:
    """The kind of file whose rules look at one of some subjects; None where several kinds have them."""
    names = frozenset(subjects)
    return next((kind for kind in KINDS if not names.isdisjoint(kind.subjects)), None)


def _api_group(stream: Stream) -> str:
    """The group of the first document's apiVersion."""
    from k8slint._internal.syntax.yaml.tree import Mapping

    for document in stream.documents:
        if isinstance(document.root, Mapping):
            node = document.root.string("apiVersion")
            return node.text.partition("/")[0] if node else ""
    return ""
