"""`missing-user`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Cmd, Dockerfile, Entrypoint, state_after
from k8slint.images import known_image
from k8slint_rules._shared.step_down import base_steps_down, steps_down


class MissingUser(Rule[Dockerfile]):
    """Nothing in the Dockerfile sets a `USER`, and the base image runs as root. So the program does too.

    Whoever breaks into the program is root in the container, and owns every file and volume there. A pod with `runAsNonRoot:
    true` does not start the image at all.

    Create a user, and switch to it with its number before the command: `USER 1000`. Nothing is reported where the base image is
    not known, where its own entrypoint becomes another user (as those of postgres and mongo do), where the build installs gosu
    or su-exec, and for an image in which nothing runs. Ignore this for tools that need root.

    References: https://docs.docker.com/reference/dockerfile/#user,
    https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
    """

    name = "missing-user"
    title = "The program runs as root"
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
        Bad('FROM «nginx:1.27»\nCMD ["node", "app.js"]\n', why="The entrypoint runs this one as root."),
        Good('FROM mongo:8\nCMD ["mongod", "--quiet"]\n'),
        Good("FROM mongo:8\nCOPY init.js /docker-entrypoint-initdb.d/\n", why="Its entrypoint becomes another user."),
        Bad('FROM «mongo:8»\nENTRYPOINT ["mongod"]\n', why="This entrypoint does not."),
        Good("FROM debian:12 AS build\nRUN make\nFROM scratch\nCOPY --from=build /out /\n", why="Nothing runs in it."),
        Good(
            "FROM gcr.io/distroless/static@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1\n"
            'ENTRYPOINT ["/a"]\n',
            why="A digest alone may be the `nonroot` variant.",
        ),
        Good("FROM example/base:1\nCOPY app /\n", why="It may have."),
    )

    def check(self, dockerfile: Dockerfile) -> Findings:
        stage = dockerfile.final_stage
        if stage is None:
            return
        state = state_after(stage)
        if state.user is not None or state.windows or steps_down(stage) or base_steps_down(stage):
            return
        place = stage.from_
        image = stage.root.image
        known = known_image(image.text) if image is not None else None
        if known is None or known.user != "root" or place is None or place.image is None:
            return
        if known.kind == "empty" and stage.inherited(Cmd) is None and stage.inherited(Entrypoint) is None:
            return
        start = next((found.keyword for found in stage.instructions if isinstance(found, (Cmd, Entrypoint))), None)
        where = f"above `{start}`" if start is not None else "at the end"
        message = (
            f"nothing sets a `USER`, and `{known.name}` runs as root, so the program does; add `USER 1000` {where}"
        )
        yield self.finding(place.image.span, message)
