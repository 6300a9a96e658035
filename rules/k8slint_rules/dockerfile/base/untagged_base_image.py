"""`untagged-base-image`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Dockerfile, used_images
from k8slint.images import is_official, version_remedy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.images import ImageReference


class UntaggedBaseImage(Rule[Dockerfile]):
    """An image without a tag means the tag `latest`: whatever was pushed last. The same Dockerfile builds another image
    tomorrow.

    `FROM python` gave Python 3.12 last year and gives 3.14 now. The build breaks on a day when nobody changed anything, and the
    old image cannot be built again.

    Write the version that you build against (`python:3.13`), or a digest. Images that `COPY --from` and `RUN --mount=from=`
    name are looked at too. Nothing is reported for `scratch`, for stages of the file, for an argument without a default, and
    for a plain name that Docker Hub does not have, as such an image is built somewhere in the project.

    References: https://docs.docker.com/build/building/best-practices/#pin-base-image-versions,
    https://docs.docker.com/reference/dockerfile/#from
    """

    name = "untagged-base-image"
    title = "The base image has no version"
    category = "reproducibility"
    severity = Severity.WARNING
    aliases = ("hadolint:DL3006", "trivy:DS-0001", "checkov:CKV_DOCKER_7")
    examples = (
        Bad("FROM «python»\n"),
        Bad(
            "ARG BASE=registry.example.com:5000/node\nFROM «$BASE» AS build\nFROM «nginx»\nCOPY --from=build /app /app\n",
            why="A port is not a tag, and the default of an argument counts.",
        ),
        Bad(
            "ARG BASE=alpine\nFROM «$BASE» AS a\nFROM $BASE AS b\n",
            why="Two stages with one default: it is said once.",
        ),
        Bad(
            "FROM php:8.4\nCOPY --from=«composer» /usr/bin/composer /bin/\nRUN «--mount=from=golang,target=/go» make\n"
        ),
        Good("FROM tools-base\n", why="Docker Hub has no such image: it is built elsewhere in the project."),
        Good("FROM php:8.4\nCOPY --from=assets / /a\n", why="A context of the build may have this name."),
        Good(
            "ARG BASE\nFROM python:3.13 AS build\nFROM build AS test\nFROM $BASE AS other\nFROM scratch\n",
            why="A stage, an unknown image, and nothing at all.",
        ),
        Good(
            "FROM alpine@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n",
            why="A digest names one image.",
        ),
    )

    def check(self, dockerfile: Dockerfile) -> Findings:
        for used in used_images(dockerfile):
            image = used.image
            if _is_untagged(image):
                message = f"`{image.text}` has no tag, so each build takes what `latest` is on that day; "
                yield self.finding(used.named, message + version_remedy(image))


def _is_untagged(image: ImageReference) -> bool:
    """Whether it is a published image without a tag. A name of one word that Docker Hub does not have was built here."""
    if image.tag is not None or image.digest is not None or image.is_scratch:
        return False
    return image.registry is not None or "/" in image.repository or is_official(image.repository)
