"""Image references: taken apart as distribution/reference takes them (`parse`), or just to compare them (`split_image`).

`parse` answers None for what no registry would take; `split_image` never fails, so that odd ones just match nothing.
"""

from __future__ import annotations

from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Span

MAX_LENGTH = 1_024


class ImageReference(Record):
    """An image reference as it is written: `registry` is None without one, `repository` has no `library/` added.

    `span` and `tag_span` are where they stand, None where the reference was put together from variables.
    """

    registry: str | None
    repository: str
    tag: str | None
    digest: str | None
    text: str
    span: Span | None = None

    @property
    def base_name(self) -> str:
        """The last part of the repository: `python` of `docker.io/library/python`."""
        return self.repository.rpartition("/")[2]

    @property
    def name(self) -> str:
        """Registry and repository as written, without tag and digest."""
        return f"{self.registry}/{self.repository}" if self.registry else self.repository

    @property
    def canonical(self) -> str:
        """Registry and repository in full: `docker.io/library/python` for `python`."""
        registry = self.registry or "docker.io"
        if registry in ("index.docker.io", "registry-1.docker.io"):
            registry = "docker.io"
        official = registry == "docker.io" and "/" not in self.repository
        return f"{registry}/{'library/' if official else ''}{self.repository}"

    @property
    def is_scratch(self) -> bool:
        """Whether it is the empty image that `FROM scratch` means."""
        return self.text == "scratch"

    @property
    def tag_span(self) -> Span | None:
        """Where the tag stands, its colon left out."""
        if self.tag is None or self.span is None:
            return None
        start = self.span.start + len(self.name) + 1
        return Span(start, start + len(self.tag))


def parse_image(text: str, span: Span | None = None) -> ImageReference | None:
    """Takes a reference apart; None for what is none (variables, upper case, blanks). `span` is where `text` stands as it is.

    A first part with a dot, a colon or `localhost` is a registry (distribution/reference `splitDockerDomain`).
    """
    if not text or len(text) > MAX_LENGTH:
        return None
    rest, at, digest = text.partition("@")
    if at and not _is_digest(digest):
        return None
    registry = None
    first, slash, behind = rest.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost" or first.lower() != first):
        if not first.isascii() or not all(c.isalnum() or c in ".:-[]" for c in first):
            return None
        registry, rest = first, behind
    repository, colon, tag = rest.partition(":")
    if colon and not _is_tag(tag):
        return None
    if not repository or not all(map(_is_component, repository.split("/"))):
        return None
    return ImageReference(registry, repository, tag if colon else None, digest if at else None, text, span)


def version_remedy(image: ImageReference) -> str:
    """What to write in place of a tag that moves. Distroless images have no versions: the Debian release is in the name."""
    if image.registry == "gcr.io" and image.repository.startswith("distroless/"):
        return f"pin its digest: `{image.name}@sha256:…`"
    return f"name a version: `{image.name}:VERSION`"


def _is_component(part: str) -> bool:
    if not part or not part.isascii() or not (part[0].isalnum() and part[-1].isalnum()):
        return False
    return all(c.islower() or c.isdigit() or c in "._-" for c in part)


def _is_tag(tag: str) -> bool:
    if not tag or len(tag) > 128 or not tag.isascii() or not (tag[0].isalnum() or tag[0] == "_"):
        return False
    return all(c.isalnum() or c in "_.-" for c in tag)


def _is_digest(digest: str) -> bool:
    algorithm, colon, value = digest.partition(":")
    if not colon or not algorithm or not algorithm[0].isalpha():
        return False
    return len(value) >= 32 and all(c in "0123456789abcdefABCDEF" for c in value)


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
