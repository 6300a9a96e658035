"""Which images get their tag from elsewhere than the manifest: from kustomize or skaffold."""

from __future__ import annotations

from k8slint.images.name import split_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.project import Project


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
        self._names: dict[str, frozenset[str] | None] = {}

    def holds(self, path: str, image: str) -> bool:
        """Whether the tag that the file at `path` gives `image` is surely, or maybe, not the one that is deployed.

        skaffold puts the tag it built in the place of whatever a manifest says about an artifact; kustomize's `images`
        compares names as they are written (kustomize api/internal/image, IsImageMatched).
        """
        if split_image(image).repository in self._artifacts:
            return True
        if path not in self._names:
            self._names[path] = self._tagged(path)
        names = self._names[path]
        if names is None:
            return True
        written = _written_name(image)
        renames = self._project.overlays.renames(written, path)
        return written in names or any(new_name in names for _, _, new_name in renames)

    def _tagged(self, path: str) -> frozenset[str] | None:
        """Names that a kustomization gives a tag or a digest; None when that cannot be known."""
        overlays = self._project.overlays
        covering = overlays.covering(path)
        if covering is None:
            return None
        return frozenset(
            override.name
            for above in covering
            for override in overlays.kustomizations[above].images
            if override.new_tag is not None or override.digest is not None
        )


def _written_name(image: str) -> str:
    written = image.partition("@")[0]
    head, colon, tail = written.rpartition(":")
    return head if colon and "/" not in tail else written
