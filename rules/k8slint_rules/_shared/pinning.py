"""Which tags move, and what a reader can write in their place."""

from __future__ import annotations

from k8slint.images import is_published, split_image
from k8slint.shell import names

MOVING = names("latest main master edge nightly stable dev develop unstable canary")
"""Tags that are pushed again and again by custom; from memory, November 2026."""


def is_moving(tag: str | None) -> bool:
    """Whether a tag means another image after each push; no tag is `latest`."""
    return tag is None or tag in MOVING


def pinning(image: str) -> str:
    """What to write for an image whose tag moves: "name a version", or a digest where a publisher has no versions.

    Distroless images have no tags for versions (GoogleContainerTools/distroless, README, "What images are available?").
    """
    if split_image(image).repository.startswith("gcr.io/distroless/"):
        return "pin a digest, because distroless images have no version tags"
    return "name a version"


def may_be_local(image: str) -> bool:
    """Whether an image may be built on this machine alone: it is not one of a known publisher."""
    return not is_published(image)
