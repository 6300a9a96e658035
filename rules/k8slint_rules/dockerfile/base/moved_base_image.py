"""`moved-base-image`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Dockerfile, used_images
from k8slint_rules._shared.moved_images import moved


class MovedBaseImage(Rule[Dockerfile]):
    """This image is no longer where the Dockerfile looks for it.

    `FROM bitnami/kubectl:1.28` built for years. In 2025 the versioned tags left that address, and the build ends with
    "manifest unknown" on every machine that has no copy of the image. Other images are still there, but are never
    updated again.

    Write the new address. Where it gets no updates either, look for another image. Ignore this where a mirror of your own
    answers under the old name.

    References: https://github.com/bitnami/containers/issues/83267,
    https://kubernetes.io/blog/2023/03/10/image-registry-redirect/
    """

    name = "moved-base-image"
    title = "The base image is at another address now"
    category = "deprecation"
    severity = Severity.WARNING
    since = "0.2.0"
    aliases = ()
    words = ("bitnami/", "k8s.gcr.io", "microsoft/")
    examples = (
        Bad("FROM «bitnami/kubectl:1.28»\n"),
        Bad("FROM debian:12\nCOPY --from=«k8s.gcr.io/pause:3.5» /pause /\n"),
        Bad("FROM «microsoft/iis»\n"),
        Good("FROM bitnami/kubectl:latest\nFROM mcr.microsoft.com/dotnet/sdk:8.0\nFROM registry.k8s.io/pause:3.10\n"),
    )

    def check(self, dockerfile: Dockerfile) -> Findings:
        for used in used_images(dockerfile):
            found = moved(used.image.text)
            if found is not None:
                yield self.finding(used.named, f"`{used.image.text}` {found.why}; write `{found.to}`")
