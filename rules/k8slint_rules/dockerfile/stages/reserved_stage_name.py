"""`reserved-stage-name`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import From


class ReservedStageName(Rule[From]):
    """`scratch` is the empty image, and `context` is the build context. A stage with one of these names cannot be told from
    them.

    `FROM scratch` after `AS scratch` builds on the stage, and not on the empty image that the reader expects.

    Give the stage another name.

    References: https://docs.docker.com/reference/build-checks/reserved-stage-name/
    """

    name = "reserved-stage-name"
    title = "The name of this stage has another meaning"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("buildkit:ReservedStageName", "hadolint:DL3063")
    examples = (
        Bad("FROM alpine:3.20 AS «scratch»\nFROM alpine:3.20 AS «context»\n"),
        Good("FROM scratch AS empty\n"),
    )

    def check(self, from_: From) -> Findings:
        alias = from_.alias
        if alias is not None and alias.raw.lower() in ("scratch", "context"):
            yield self.finding(
                alias.span,
                f"`{alias.raw}` already has a meaning for Docker, so it cannot name a stage; choose another name",
            )
