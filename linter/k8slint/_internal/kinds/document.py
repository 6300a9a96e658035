"""A source parsed once: the subjects that rules look at, its parse problems, its suppressions and its facts."""

from __future__ import annotations

from k8slint._internal.kinds.facts import FileFacts
from k8slint._internal.text.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from k8slint._internal.kinds.compose import ComposeFile
    from k8slint._internal.kinds.dockerfile.tree import Dockerfile
    from k8slint._internal.kinds.kubernetes.strays import Stray
    from k8slint._internal.kinds.kubernetes.tree import Resource
    from k8slint._internal.kinds.suppress import Suppression
    from k8slint._internal.syntax.yaml.documents import Stream
    from k8slint._internal.text.finding import Problem
    from k8slint._internal.text.source import Aside, Source, Span

    Wanted = Callable[[str], bool]
    """Whether any rule of the run looks at a subject of this name."""

NEITHER = "neither a Dockerfile nor a manifest"
NO_OBJECTS = "no Kubernetes objects"
HELM_VALUES = "values of a Helm chart"
JSON_PATCH = "a JSON6902 patch"
UNKNOWN_OBJECT = "holds an object that Kubernetes does not know"
"""Reasons why nothing of a file is linted; `k8slint._internal.syntax.yaml.templates` has those of templates."""
_WITHOUT_OBJECTS = (NEITHER, NO_OBJECTS, HELM_VALUES, JSON_PATCH)
KUSTOMIZATION_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


class Document:
    """What the walk needs of a file. This base is a file that nothing is known about: `reason` says why."""

    kind = "other"

    def __init__(self, source: Source, reason: str | None = None, aside: tuple[Aside, ...] = ()) -> None:
        self.source = source
        self.reason = reason
        """Why nothing of the file was linted, or None."""
        self.aside = aside
        """The documents of a stream that were not linted: all of them where there is a `reason`, else a part."""
        self.problems: tuple[Problem, ...] = ()

    @property
    def generated(self) -> Aside | None:
        """What tells that a program writes the file, so that its source is the place to change."""
        from k8slint._internal.kinds.generated import sign

        return sign(self.source)

    @property
    def unread(self) -> str:
        """Why something of the file is not among its facts; "" when all of it is."""
        if self.reason is not None:
            return "" if self.reason in _WITHOUT_OBJECTS else self.reason
        if self.aside:
            return self.aside[0].reason
        return next((problem.message for problem in self.problems if problem.fatal), "")

    def subjects(self, wanted: Wanted) -> Iterator[object]:
        """Everything a rule can subscribe to, in the order of the text; kinds that nobody wants may be left out."""
        return iter(())

    def locate(self, path: str, span: Span) -> tuple[Place, bool]:
        """Where the text of a span was written, and whether it stands there as it was judged (see `text/locate.py`)."""
        return Place(path, span), True

    def facts(self) -> FileFacts | None:
        return None

    def suppressions(self) -> tuple[Suppression, ...]:
        return ()


class DockerfileDocument(Document):
    kind = "dockerfile"

    def __init__(self, source: Source) -> None:
        from k8slint._internal.kinds.dockerfile.tree import parse

        super().__init__(source)
        self.dockerfile: Dockerfile = parse(source)
        self.problems = self.dockerfile.problems

    def subjects(self, wanted: Wanted) -> Iterator[object]:
        yield self.dockerfile
        yield from self.dockerfile.global_args
        for stage in self.dockerfile.stages:
            yield stage
            for instruction in stage.instructions:
                yield instruction
                trigger = getattr(instruction, "trigger", None)
                if trigger is not None:
                    yield trigger

    def facts(self) -> FileFacts:
        from k8slint._internal.kinds.dockerfile import facts

        return FileFacts(self.source.path, dockerfile=facts.read(self.dockerfile))

    def suppressions(self) -> tuple[Suppression, ...]:
        from k8slint._internal.kinds.suppress import for_dockerfile

        return for_dockerfile(self.dockerfile)


class Manifest:
    """A file of Kubernetes objects, as rules see it."""

    __slots__ = ("resources", "source", "stream")

    def __init__(self, source: Source, stream: Stream, resources: tuple[Resource, ...]) -> None:
        self.source = source
        self.stream = stream
        self.resources = resources


class YamlDocument(Document):
    """Kubernetes objects, a kustomization, a skaffold or a Compose file."""

    kind = "manifest"

    def __init__(self, source: Source, stream: Stream) -> None:
        from k8slint._internal.kinds.kubernetes.strays import strays
        from k8slint._internal.kinds.kubernetes.tree import resources
        from k8slint._internal.syntax.yaml.whole import of_objects

        super().__init__(source, aside=stream.aside)
        self.manifest = Manifest(source, stream, resources(stream))
        self.strays: tuple[Stray, ...] = tuple(strays(stream, self.manifest.resources))
        self.problems = of_objects(stream)

    def subjects(self, wanted: Wanted) -> Iterator[object]:
        yield self.manifest
        yield from self.strays
        pods = wanted("PodSpec") or wanted("Container")
        for resource in self.manifest.resources:
            yield resource
            if pods and resource.pod is not None:
                yield resource.pod
                yield from resource.pod.all_containers

    @property
    def unread(self) -> str:
        return super().unread or (
            UNKNOWN_OBJECT if self.strays or any(map(_is_misnamed, self.manifest.resources)) else ""
        )

    def facts(self) -> FileFacts:
        from k8slint._internal.kinds.kubernetes import facts

        return FileFacts(self.source.path, manifest=facts.read(self.manifest.stream, self.manifest.resources))

    def suppressions(self) -> tuple[Suppression, ...]:
        from k8slint._internal.kinds.suppress import for_manifest

        return for_manifest(self.manifest.stream, self.manifest.resources)


def _is_misnamed(resource: Resource) -> bool:
    """Whether it was meant to be an object of a kind that the facts now lack."""
    from k8slint._internal.kinds.kubernetes.served import is_kind, is_of_kubernetes, meant

    return not is_kind(resource.kind) and is_of_kubernetes(resource.group) and meant(resource.kind) is not None


class ComposeDocument(Document):
    kind = "compose"

    def __init__(self, source: Source, stream: Stream) -> None:
        from k8slint._internal.kinds.compose import ComposeFile

        super().__init__(source, aside=stream.aside)
        self.stream = stream
        self.compose: ComposeFile = ComposeFile(source, stream)
        self.problems = stream.problems

    def subjects(self, wanted: Wanted) -> Iterator[object]:
        yield self.compose
        yield from self.compose.services

    def facts(self) -> FileFacts:
        from k8slint._internal.kinds import compose

        return FileFacts(self.source.path, compose=compose.facts(self.compose))

    def suppressions(self) -> tuple[Suppression, ...]:
        from k8slint._internal.kinds.suppress import for_manifest

        return for_manifest(self.stream, ())


class ToolDocument(Document):
    """A kustomization or a skaffold file: no rule looks at it, but it ties images to Dockerfiles."""

    def __init__(self, source: Source, stream: Stream, kind: str) -> None:
        super().__init__(source, aside=stream.aside)
        self.kind = kind
        self.stream = stream
        self.problems = stream.problems

    def facts(self) -> FileFacts:
        from k8slint._internal.kinds import kustomize, skaffold

        if self.kind == "skaffold":
            return FileFacts(self.source.path, skaffold=skaffold.facts(self.source.path, self.stream))
        return FileFacts(self.source.path, kustomization=kustomize.facts(self.source.path, self.stream))


def read(source: Source, kind: str) -> Document:
    """Parses a file. `kind` is "dockerfile", "yaml" or "other", as `classify` tells them apart. Never raises for bad input."""
    if kind == "dockerfile":
        return DockerfileDocument(source)
    if kind == "other":
        return Document(source, NEITHER)
    from k8slint._internal.kinds.compose import is_compose
    from k8slint._internal.syntax.yaml.documents import may_hold_objects, parse

    path, text = source.path, source.text
    name = path.rpartition("/")[2]
    if name.endswith(".tpl"):
        from k8slint._internal.syntax.yaml.templates import HELM

        return Document(source, HELM)
    kustomization = name in KUSTOMIZATION_NAMES
    objects = may_hold_objects(text)
    compose = not kustomization and not objects and is_compose(path, text)
    if not (kustomization or objects or compose):
        return Document(source, _without_objects(source))
    stream = parse(source)
    if stream.aside and len(stream.aside) == len(stream.documents):
        return Document(source, stream.aside[0].reason, stream.aside)
    if compose:
        return ComposeDocument(source, stream)
    if kustomization:
        return ToolDocument(source, stream, "kustomization")
    if "skaffold/" in text and _api_group(stream) == "skaffold":
        return ToolDocument(source, stream, "skaffold")
    document = YamlDocument(source, stream)
    if not document.manifest.resources and not document.strays:
        # Only the parser could tell that there are no objects: of keys with escapes, or of `kind` and `metadata` deep inside.
        if is_compose(path, text) and not may_hold_objects(text, plainly=True):
            return ComposeDocument(source, stream)
        if stream.aside:
            return Document(source, stream.aside[0].reason, stream.aside)
        if not document.problems or not may_hold_objects(text, plainly=True):
            return Document(source, _without_objects(source))
    return document


def _without_objects(source: Source) -> str:
    """What a YAML file is that holds no object, as far as its name and its first look tell."""
    path, text = source.path, source.text
    if "{{" in text or "{%" in text:
        from k8slint._internal.syntax.yaml.templates import Templates

        kind = Templates(path, text).kind
        if kind is not None:
            return kind
    name = path.rpartition("/")[2]
    if name.startswith("values") or name == "Chart.yaml":
        return HELM_VALUES
    if text.lstrip().startswith(("- op:", "- path:", "- from:", '[{"op"')) or "\n- op: " in text:
        return JSON_PATCH
    return NO_OBJECTS


def _api_group(stream: Stream) -> str:
    """The group of the first document's apiVersion."""
    from k8slint._internal.syntax.yaml.tree import Mapping

    for document in stream.documents:
        if isinstance(document.root, Mapping):
            node = document.root.string("apiVersion")
            return node.text.partition("/")[0] if node else ""
    return ""
