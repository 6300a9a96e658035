"""`ssh-port-exposed`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Expose, exposed_port, state_before


class SshPortExposed(Rule[Expose]):
    """Port 22 means that an SSH server runs in the container: one more program with accounts and keys that somebody must guard.

    `docker exec` and `kubectl exec` give the same access, and use the permissions that the cluster already has.

    Leave the SSH server out. Ignore this in a container whose job is to serve SSH, such as a Git server or SFTP.

    References: https://docs.docker.com/reference/dockerfile/#expose,
    https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/
    """

    name = "ssh-port-exposed"
    title = "The container offers SSH"
    category = "security"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("trivy:DS-0004", "checkov:CKV_DOCKER_1")
    words = ("expose",)
    examples = (
        Bad("FROM alpine:3.20\nEXPOSE 80 «22»\n"),
        Bad("FROM alpine:3.20\nEXPOSE «20-25/tcp»\n", why="A range that holds it."),
        Good("FROM alpine:3.20\nEXPOSE 2222 22/udp\n", why="SSH is TCP."),
    )

    def check(self, expose: Expose) -> Findings:
        state = state_before(expose)
        for word in expose.ports:
            value = word.expand(state.env)
            port = exposed_port(value, word.span) if value is not None else None
            if port is not None and port.first <= 22 <= port.last and port.protocol == "tcp":
                yield self.finding(
                    word.span,
                    f"`{value}` is the port of SSH, one more way into the container; use `docker exec`"
                    " or `kubectl exec` instead",
                )
