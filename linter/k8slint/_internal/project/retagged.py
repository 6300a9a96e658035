"""Which images get their tag from elsewhere than the manifest: from kustomize or skaffold."""

from __future__ import annotations

from k8slint._internal.kinds.images.name import split_image
from k8slint._internal.text.literal import is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint._internal.project import Project


class Retagged:
    """Asks a project about its images; the tables are made once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._artifacts = {
            split_image(build.image.value).repository
            for file in project.files.values()
            if file.skaffold is not None
            for build in file.skaffold.builds
            if build.image is not None and build.image.value is not None
        }
        self._tagging: dict[tuple[str, str], bool] = {}

    def holds(self, path: str, image: str) -> bool:
        """Whether the tag that the file at `path` gives `image` is surely, or maybe, not the one that is deployed.

        skaffold puts the tag it built in the place of whatever a manifest says about an artifact; kustomize's `images`
        compares names as they are written (kustomize api/internal/image, IsImageMatched). A file that several roots deploy
        has its tag from elsewhere when all of them give it one.
        """
        reference = split_image(image)
        if reference.repository in self._artifacts:
            return True
        if self._project.unread.may_hold((reference.base_name,), path, "skaffold"):
            return True
        key = (path, _written_name(image))
        if key not in self._tagging:
            self._tagging[key] = self._is_tagged(*key)
        return self._tagging[key]

    def _is_tagged(self, path: str, written: str) -> bool:
        overlays = self._project.overlays
        roots = overlays.roots(path)
        if roots is None:
            return True
        return bool(roots) and all(self._tags(overlays.within(root, path), written) for root in roots)

    def _tags(self, chain: Iterable[str], written: str) -> bool:
        """Whether one of some kustomizations gives an image a tag other than `latest`, or a digest."""
        names = {written}
        tagged = False
        for above in chain:
            for override in self._project.overlays.kustomizations[above].images:
                if override.name in names or not all(is_literal(name) for name in (override.name, *names)):
                    tagged = tagged or override.digest is not None or override.new_tag not in (None, "latest")
                    if override.new_name is not None:
                        names.add(override.new_name)
        return tagged


def _written_name(image: str) -> str:
    written = image.partition("@")[0]
    head, colon, tail = written.rpartition(":")
    return head if colon and "/" not in tail else written
