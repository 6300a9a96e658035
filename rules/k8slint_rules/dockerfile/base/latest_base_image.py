"""`latest-base-image`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.dockerfile.tree import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator


class LatestBaseImage(Rule[Stage]):
    """The tag `latest` is whatever was pushed last when the build ran: the same Dockerfile makes another image tomorrow, and
    one machine's cache hides what another one gets.

    Write the version you build against, or a digest.
    """

    name = "latest-base-image"
    category = "reproducibility"
    severity = Severity.WARNING
    aliases = ("hadolint:DL3007", "trivy:DS-0001", "checkov:CKV_DOCKER_7")
    words = ("latest",)
    examples = (
        Bad("FROM python:«latest»\n"),
        Bad("ARG VERSION=latest\nFROM «alpine:$VERSION»\n", why="The default of an argument counts."),
        Good("FROM python:3.13-slim\n"),
        Good(
            "FROM alpine:latest@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n",
            why="A digest names one image, whatever the tag says.",
        ),
        Good("FROM python:3.13 AS latest\nFROM latest\n", why="A stage."),
    )

    def check(self, stage: Stage) -> Iterator[Finding]:
        image, from_ = stage.image, stage.from_
        if image is None or from_ is None or from_.image is None:
            return
        if image.tag == "latest" and image.digest is None:
            message = f"`{image.text}` is whatever was pushed last when the build runs; name a version"
            yield self.finding(image.tag_span or from_.image.span, message)
