"""`untagged-base-image`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.dockerfile.tree import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator


class UntaggedBaseImage(Rule[Stage]):
    """A base image without a tag is the tag `latest`: whatever was pushed last when the build ran, so the same Dockerfile
    makes another image tomorrow, and one machine's cache hides what another one gets.

    Write the version you build against, or a digest. Silent for `scratch`, for stages of the file, and where the image
    is an argument without a default.
    """

    name = "untagged-base-image"
    category = "reproducibility"
    severity = Severity.WARNING
    aliases = ("hadolint:DL3006", "trivy:DS-0001", "checkov:CKV_DOCKER_7")
    examples = (
        Bad("FROM «python»\n"),
        Bad(
            "ARG BASE=registry.example.com:5000/node\nFROM «$BASE» AS build\nFROM «nginx»\nCOPY --from=build /app /app\n",
            why="A port is no tag, and the default of an argument counts.",
        ),
        Good(
            "ARG BASE\nFROM python:3.13 AS build\nFROM build AS test\nFROM $BASE AS other\nFROM scratch\n",
            why="A stage, an unknown image, and nothing at all.",
        ),
        Good(
            "FROM alpine@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n",
            why="A digest names one image.",
        ),
    )

    def check(self, stage: Stage) -> Iterator[Finding]:
        image, from_ = stage.image, stage.from_
        if image is None or from_ is None or from_.image is None:
            return
        if image.tag is None and image.digest is None and not image.is_scratch:
            message = f"`{image.text}` has no tag, so each build takes whatever `latest` is by then; name a version"
            yield self.finding(from_.image.span, message)
