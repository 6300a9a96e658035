"""Image references in parts, so that two ways to write one image compare equal."""

from __future__ import annotations

from k8slint.record import Record


class Reference(Record):
    """An image reference in parts. `repository` has `docker.io/`, `library/` and the like removed, so that two ways to
    write an image are equal; `tag` and `digest` are None when absent."""

    repository: str
    tag: str | None
    digest: str | None

    @property
    def base_name(self) -> str:
        return self.repository.rpartition("/")[2]

    @property
    def official(self) -> bool:
        """Whether it is an official image of Docker Hub (or names no namespace, which is written the same)."""
        return "/" not in self.repository


def split_image(text: str) -> Reference:
    """Takes an image reference apart; never fails, so that odd ones just match nothing."""
    rest, _, digest = text.strip().partition("@")
    slash = rest.rfind("/")
    colon = rest.find(":", slash + 1)
    name, tag = (rest, "") if colon < 0 else (rest[:colon], rest[colon + 1 :])
    for prefix in ("docker.io/", "index.docker.io/", "registry-1.docker.io/"):
        name = name.removeprefix(prefix)
    return Reference(name.removeprefix("library/"), tag or None, digest or None)
