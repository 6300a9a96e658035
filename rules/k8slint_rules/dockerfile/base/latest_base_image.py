"""`latest-base-image`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Dockerfile, used_images
from k8slint.images import version_remedy


class LatestBaseImage(Rule[Dockerfile]):
    """The tag `latest` names whatever was pushed last. The same Dockerfile builds another image tomorrow.

    One machine has an old `latest` in its cache, another downloads the new one, and the build works on one of them only. When a
    new major version is published, the image changes without a change in the repository.

    Write the version that you build against (`python:3.13`), or a digest. Images that `COPY --from` and `RUN --mount=from=`
    name are looked at too. Ignore this in throw-away examples.

    References: https://docs.docker.com/build/building/best-practices/#pin-base-image-versions,
    https://docs.docker.com/reference/dockerfile/#from
    """

    name = "latest-base-image"
    title = "The base image is whatever `latest` means today"
    category = "reproducibility"
    severity = Severity.WARNING
    aliases = ("hadolint:DL3007", "trivy:DS-0001", "checkov:CKV_DOCKER_7")
    words = ("latest",)
    examples = (
        Bad("FROM python:«latest»\n"),
        Bad("ARG VERSION=latest\nFROM «alpine:$VERSION»\n", why="The default of an argument counts."),
        Bad("FROM php:8.4\nCOPY --from=«composer:latest» /usr/bin/composer /bin/\n"),
        Bad("FROM gcr.io/distroless/static:«latest»\n", why="It has no versions: a digest pins it."),
        Good("FROM python:3.13-slim\n"),
        Good(
            "FROM alpine:latest@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n",
            why="A digest names one image, whatever the tag says.",
        ),
        Good("FROM python:3.13 AS latest\nFROM latest\n", why="A stage."),
    )

    def check(self, dockerfile: Dockerfile) -> Findings:
        for used in used_images(dockerfile):
            image = used.image
            if image.tag == "latest" and image.digest is None:
                message = f"`{image.text}` is whatever was pushed last on the day of the build; {version_remedy(image)}"
                yield self.finding(used.span, message)
