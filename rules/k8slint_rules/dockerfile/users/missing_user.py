"""`missing-user`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.dockerfile.state import after
from k8slint.dockerfile.step_down import steps_down
from k8slint.dockerfile.tree import Dockerfile
from k8slint.images.known import known_image

if TYPE_CHECKING:
    from collections.abc import Iterator


class MissingUser(Rule[Dockerfile]):
    """No `USER` in the image, and its base runs as root, so the program does too: whoever breaks into it owns the container.

    Make a user and switch to it before `CMD`: `USER 1000`. Silent where the base image is not known, as it may have
    switched already, and where the build installs gosu or su-exec, with which the entrypoint becomes another user.
    """

    name = "missing-user"
    category = "security"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("trivy:DS-0002", "checkov:CKV_DOCKER_3")
    examples = (
        Bad(
            'FROM node:22 AS build\nUSER node\nRUN make\nFROM «debian:12»\nCOPY --from=build /app /app\nCMD ["/app"]\n'
        ),
        Good('FROM debian:12\nUSER 1000\nCMD ["/app"]\n'),
        Good(
            'FROM alpine:3.22\nRUN apk add --no-cache su-exec\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n',
            why="The script starts the program as another user.",
        ),
        Good("FROM gcr.io/distroless/static:nonroot\nCOPY app /\n", why="The base image has switched."),
        Good("FROM example/base:1\nCOPY app /\n", why="It may have."),
    )

    def check(self, dockerfile: Dockerfile) -> Iterator[Finding]:
        stage = dockerfile.final_stage
        if stage is None:
            return
        state = after(stage)
        if state.user is not None or state.windows or steps_down(stage):
            return
        place = stage.from_
        image = stage.root.image
        known = known_image(image.text) if image is not None else None
        if known is not None and known.user == "root" and place is not None and place.image is not None:
            message = f"no `USER`, and `{known.name}` runs as root; add `USER` with a number before the command"
            yield self.finding(place.image.span, message)
