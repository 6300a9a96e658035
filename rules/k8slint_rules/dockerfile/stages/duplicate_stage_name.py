"""`duplicate-stage-name`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.dockerfile import Dockerfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Word


class DuplicateStageName(Rule[Dockerfile]):
    """Two stages have the same name. A later `COPY --from` means one of them, and readers easily pick the wrong one.

    BuildKit takes the nearest one above, and does not tell `build` from `Build`. `docker build --target build` may then build
    the stage that nobody meant.

    Give each stage its own name.

    References: https://docs.docker.com/reference/build-checks/duplicate-stage-name/,
    https://docs.docker.com/build/building/multi-stage/
    """

    name = "duplicate-stage-name"
    title = "Two stages have the same name"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("buildkit:DuplicateStageName", "hadolint:DL3024", "trivy:DS-0012", "checkov:CKV_DOCKER_11")
    examples = (
        Bad("FROM golang:1.24 AS build\nFROM node:22 AS «Build»\nFROM alpine:3.20\nCOPY --from=build /app /app\n"),
        Good("FROM node:22 AS node\nFROM node AS build\n", why="A stage may be named like its image."),
    )

    def check(self, dockerfile: Dockerfile) -> Findings:
        seen: dict[str, Word] = {}
        for stage in dockerfile.stages:
            alias = stage.from_.alias if stage.from_ is not None else None
            if alias is None:
                continue
            first = seen.setdefault(alias.raw.lower(), alias)
            if first is not alias:
                message = (
                    f"an earlier stage is already named `{alias.raw}`, so it is not clear which one is"
                    " meant; choose another name"
                )
                yield self.finding(alias.span, message, related=(Related("", first.span, "the first one"),))
