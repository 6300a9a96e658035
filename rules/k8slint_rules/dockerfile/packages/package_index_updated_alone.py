"""`package-index-updated-alone`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Related, Rule, Severity
from k8slint.dockerfile.indexes import update_apart
from k8slint.dockerfile.instructions import Run

if TYPE_CHECKING:
    from collections.abc import Iterator


class PackageIndexUpdatedAlone(Rule[Run]):
    """A `RUN` updates the package index and installs nothing. The builder caches it: what is installed later meets the index
    of the day when this `RUN` was new, and packages that the mirror has replaced since are not found. Where nothing is
    installed later, the index is dead weight.

    Update the index in the `RUN` that installs, right before it; or leave it out. Where the installing `RUN` stands right
    behind this one, `consecutive-runs` says so.
    """

    name = "package-index-updated-alone"
    category = "reproducibility"
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = ("trivy:DS-0017", "checkov:CKV_DOCKER_5")
    examples = (
        Bad(
            "FROM debian:13\nRUN apt-get «update»\nCOPY packages.txt /\n"
            "RUN xargs apt-get install -y < /packages.txt && apt-get install -y curl\n"
        ),
        Bad('FROM alpine:3.22\nRUN apk «update»\nCMD ["sh"]\n', why="Nothing is installed at all."),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y curl\n",
            why="The index is as new as the packages.",
        ),
        Good(
            "FROM debian:13\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\n",
            why="The index is in no layer.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && ./install-packages.sh\n",
            why="Whoever knows what the script installs.",
        ),
    )

    def check(self, run: Run) -> Iterator[Finding]:
        found = update_apart(run)
        if found is None:
            return
        update, install, user = found
        if update.verb is None:
            return
        what = f"`{update.manager} {update.subcommand}`"
        if install is None or user is None:
            message = f"nothing is installed with what {what} fetches; leave it out, or install in the same `RUN`"
            yield self.finding(update.verb.span, message)
            return
        stage = run.stage
        if stage is not None and user.stage is stage and not run.onbuild and not user.onbuild:
            between = stage.instructions[stage.position(run) : stage.position(user)]
            if all(isinstance(one, Run) for one in between):
                return
        yield self.finding(
            update.verb.span,
            f"{what} is cached apart from the install that needs it, which then meets a stale index; move it to that `RUN`",
            related=(Related("", install.command.span, "used here"),),
        )
