"""Which Dockerfile an image comes from. Certain, or not said: a wrong tie makes every finding about it wrong.

In order: the `images:` map of the config; skaffold's artifacts; Compose's `build:`; a folder that is named like the image
and holds the project's only Dockerfile of that name. kustomize's `images:` may rename an image before; all names that it
may have must then lead to the same file.
"""

from __future__ import annotations

from k8slint._internal.files.confine import folder, join, name
from k8slint._internal.kinds.images.name import split_image
from k8slint._internal.text.finding import Related
from k8slint._internal.text.numbers import decimal
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from k8slint._internal.kinds.facts import Build, ComposeService, FileFacts, StageFact
    from k8slint._internal.project.built_image import BuiltImage
    from k8slint._internal.project.overlays import Overlays
    from k8slint._internal.project.unread import UnreadFiles
    from k8slint._internal.text.source import Span

MAX_BUILDS = 256
"""Builds of one image that are compared; with more, none is certain."""
_TOOLS = ("skaffold", "compose")
"""Who is asked first: skaffold builds for a cluster, Compose often for development."""


class Tie(Record):
    """An image's Dockerfile. `how` is a clause that tells why they belong together; `place` is the entry that says so, None
    when there is none (a folder's name, the config)."""

    dockerfile: str
    stages: tuple[StageFact, ...]
    stage: StageFact
    how: str
    place: Place | None

    @property
    def image(self) -> BuiltImage:
        from k8slint._internal.project.built_image import BuiltImage

        return BuiltImage(self.stages, self.stage)

    def related(self, span: Span, message: str) -> tuple[Related, ...]:
        """A place in the Dockerfile, and the one that says why the Dockerfile is the image's."""
        if self.place is None:
            return (Related(self.dockerfile, span, f"{message} ({self.how})"),)
        return Related(self.dockerfile, span, message), Related(self.place.path, self.place.span, self.how)


class _Candidate(Record):
    dockerfile: str | None
    target: str | None
    how: str
    place: Place | None


class Ties:
    """Looks images up; every table is made once."""

    def __init__(
        self, files: Mapping[str, FileFacts], images: Mapping[str, str], overlays: Overlays, unread: UnreadFiles
    ) -> None:
        self._overlays = overlays
        self._unread = unread
        self._stages = {
            path: file.dockerfile.stages
            for path, file in files.items()
            if file.dockerfile is not None and file.unread is None
        }
        self._configured = [(split_image(image), join("", path)) for image, path in images.items()]
        self._config_names = {reference.repository for reference, _ in self._configured}
        self._builds: dict[str, list[tuple[str, Build]]] = {}
        self._made: dict[str, set[str]] = {}
        for path, build in _builds(files):
            text = build.image.value if build.image is not None else None
            if text is not None:
                self._builds.setdefault(split_image(text).repository, []).append((path, build))
                if build.dockerfile is not None:
                    self._made.setdefault(build.dockerfile, set()).add(split_image(text).base_name)
        self._by_folder: dict[str, list[str]] = {}
        for path in (*self._stages, *unread.of_kind("dockerfile")):
            self._by_folder.setdefault(name(folder(path)), []).append(path)
        self._memo: dict[tuple[str, tuple[str, ...]], Tie | None] = {}

    def tie(self, image: str, from_path: str) -> Tie | None:
        """The Dockerfile of an image that a file names; None unless it is certain."""
        covering = self._overlays.covering(from_path)
        if covering is None or not image or "$" in image or "{" in image:
            return None
        key = (image, covering)
        if key not in self._memo:
            self._memo[key] = self._find(image, from_path)
        return self._memo[key]

    def may_be_built_here(self, image: str, from_path: str) -> bool:
        """Whether a Dockerfile of the project makes an image, or may: one that could not be read, or is not to be known."""
        if self._may_be_built_by_unread(image, from_path) or any(True for _ in self._candidates(image, from_path)):
            return True
        unread = self._unread.of_kind("dockerfile")
        return bool(unread) and not set(unread).isdisjoint(self._by_folder.get(split_image(image).base_name, ()))

    def _may_be_built_by_unread(self, image: str, from_path: str) -> bool:
        words = (split_image(image).base_name,)
        return any(self._unread.may_hold(words, from_path, kind) for kind in _TOOLS)

    def of_service(self, path: str, service: ComposeService) -> Tie | None:
        """The Dockerfile that a Compose service runs: the one it builds, else the one its image comes from."""
        build = service.build
        if build is None:
            text = service.image.value if service.image is not None else None
            return None if text is None else self.tie(text, path)
        how = f"service `{service.name}` builds it"
        return self._tie(_Candidate(self._existing(path, build), build.target, how, Place(path, build.span)))

    def _find(self, image: str, from_path: str) -> Tie | None:
        if self._may_be_built_by_unread(image, from_path):
            return None
        ties: list[Tie] = []
        for candidate in self._candidates(image, from_path):
            found = self._tie(candidate)
            if found is None or (ties and not _same(ties[0], found)):
                return None
            ties.append(found)
        return ties[0] if ties else None

    def _candidates(self, image: str, from_path: str) -> Iterator[_Candidate]:
        """What each name of the image leads to; a candidate without Dockerfile stands for "not to be known"."""
        own = self._named(image)
        if own is not None:
            yield own
        written = image.partition("@")[0]
        head, colon, tail = written.rpartition(":")
        written = head if colon and "/" not in tail else written
        for path, override, new_name in self._overlays.renames(written, from_path):
            found = self._named(new_name)
            if found is not None:
                how = f"`{name(path)}` renames it to `{new_name}`, and {found.how}"
                yield _Candidate(found.dockerfile, found.target, how, found.place or Place(path, override.span))

    def _named(self, image: str) -> _Candidate | None:
        reference = split_image(image)
        repository = reference.repository
        if repository in self._config_names:
            for configured, path in self._configured:
                if configured.repository == repository and configured.tag in (None, reference.tag):
                    return _Candidate(path, None, f"the config says so for `{repository}`", None)
        builds = self._builds.get(repository)
        if builds is not None:
            return self._built(image, builds)
        return self._folder(image)

    def _built(self, image: str, builds: list[tuple[str, Build]]) -> _Candidate:
        if len(builds) > MAX_BUILDS:
            return _Candidate(None, None, "", None)
        for tool in _TOOLS:
            made = [(path, build) for path, build in builds if build.tool == tool]
            same_tag = [
                (path, build) for path, build in made if build.image is not None and _same_tag(build.image.value, image)
            ]
            made = same_tag or made
            if not made:
                continue
            path, build = made[0]
            dockerfile = self._existing(path, build)
            agreed = all(self._existing(p, b) == dockerfile and b.target == build.target for p, b in made[1:])
            how = f"`{name(path)}` builds it from there"
            return _Candidate(dockerfile if agreed else None, build.target, how, Place(path, build.span))
        return _Candidate(None, None, "", None)

    def _existing(self, path: str, build: Build) -> str | None:
        """The Dockerfile of a build. skaffold takes a path from its own folder when the context has no such file
        (skaffold pkg/skaffold/docker/dependencies.go, NormalizeDockerfilePath)."""
        dockerfile = build.dockerfile
        if dockerfile is None or dockerfile in self._stages or build.tool != "skaffold" or not build.context:
            return dockerfile
        return join(folder(path), dockerfile.removeprefix(build.context + "/"))

    def _folder(self, image: str) -> _Candidate | None:
        reference = split_image(image)
        base_name = reference.base_name
        paths = self._by_folder.get(base_name, ())
        if len(paths) != 1 or paths[0] not in self._stages:
            return None
        from k8slint._internal.kinds.images.known import is_published

        if is_published(reference.repository):  # whatever the tag: a variant is published like the rest
            return None
        made = self._made.get(paths[0])
        if made is not None and base_name not in made:
            return None
        if any(
            stage.image.value is not None and split_image(stage.image.value).repository == reference.repository
            for stage in self._stages[paths[0]]
        ):
            return None
        return _Candidate(paths[0], None, f"image and folder `{folder(paths[0])}` have the same name", None)

    def _tie(self, candidate: _Candidate) -> Tie | None:
        path = candidate.dockerfile
        stages = self._stages.get(path) if path is not None else None
        if path is None or not stages:
            return None
        stage = stages[-1] if candidate.target is None else _stage(stages, candidate.target)
        return None if stage is None else Tie(path, stages, stage, candidate.how, candidate.place)


def _builds(files: Mapping[str, FileFacts]) -> Iterator[tuple[str, Build]]:
    for path, file in files.items():
        if file.skaffold is not None:
            for build in file.skaffold.builds:
                yield path, build
        if file.compose is not None:
            for service in file.compose.services:
                if service.build is not None:
                    yield path, service.build


def _same(first: Tie, second: Tie) -> bool:
    return first.dockerfile == second.dockerfile and first.stage.index == second.stage.index


def _same_tag(first: str | None, second: str) -> bool:
    return first is not None and split_image(first).tag == split_image(second).tag


def _stage(stages: tuple[StageFact, ...], target: str) -> StageFact | None:
    """A stage by name, in any case, or by number (BuildKit dockerfile2llb/convert.go, "target")."""
    wanted = target.lower()
    for stage in reversed(stages):
        if stage.name is not None and stage.name.lower() == wanted:
            return stage
    number = decimal(wanted)
    return stages[number] if number is not None and number < len(stages) else None
