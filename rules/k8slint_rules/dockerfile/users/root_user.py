"""`root-user`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Dockerfile, state_after
from k8slint_rules._shared.step_down import steps_down


class RootUser(Rule[Dockerfile]):
    """The image ends with `USER root`. So the program runs as root.

    Whoever breaks into it owns the container, and every mount that the container can write to. A pod with `runAsNonRoot: true`
    does not start.

    Switch back to another user after the lines that need root, and use its number (`USER 1000`), so that Kubernetes can check
    it. Nothing is reported where the command names a program that gives up root, such as gosu, or the build installs one. An
    image without any `USER` is reported by `missing-user`.

    References: https://docs.docker.com/reference/dockerfile/#user,
    https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
    """

    name = "root-user"
    title = "The last `USER` is root"
    category = "security"
    severity = Severity.WARNING
    aliases = ("hadolint:DL3002", "trivy:DS-0002", "checkov:CKV_DOCKER_8")
    words = ("user",)
    examples = (
        Bad('FROM node:22\nUSER node\nUSER «root»\nRUN apt-get update\nCMD ["node", "app.js"]\n'),
        Bad("FROM debian:12 AS base\nUSER «0:0»\nFROM base\nRUN make\n", why="A stage hands its user on."),
        Good(
            "FROM node:22 AS build\nUSER root\nRUN make\nFROM node:22\nUSER node\n",
            why="Only the last stage is shipped.",
        ),
        Good('FROM debian:12\nUSER root\nENTRYPOINT ["gosu", "app", "server"]\n', why="gosu becomes another user."),
    )

    def check(self, dockerfile: Dockerfile) -> Findings:
        stage = dockerfile.final_stage
        if stage is None:
            return
        state = state_after(stage)
        user = state.user
        if user is None or state.windows:
            return
        value = user.expand(state.env)
        if value is not None and value.partition(":")[0] in ("root", "0") and not steps_down(stage):
            message = (
                f"the last `USER` is `{value}`, so the program runs as root; switch to another user after"
                " this, such as `USER 1000`"
            )
            yield self.finding(user.span, message)
