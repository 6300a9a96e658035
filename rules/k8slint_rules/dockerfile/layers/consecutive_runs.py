"""`consecutive-runs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Related, Rule, Severity
from k8slint.dockerfile.edits import join_all
from k8slint.dockerfile.indexes import update_apart
from k8slint.dockerfile.instructions import Run

if TYPE_CHECKING:
    from collections.abc import Iterator


class ConsecutiveRuns(Rule[Run]):
    """The package index is updated in one `RUN` and used in the next. Each is cached for itself: change the list of
    packages, and the builder runs the install anew with the index of the day when the first `RUN` was new. Packages that
    the mirror has replaced since are then not found, or old ones are installed. And the index is sealed in a layer of its
    own, where nothing can remove it any more.

    Put both into one `RUN`: `apt-get update && apt-get install -y … && rm -rf /var/lib/apt/lists/*`.

    Two `RUN`s that have no such reason to be one are left alone: joining them saves no byte, and the builder can no longer
    begin between them. What a later `RUN` removes is `deleted-in-later-layer`.

    Fix safety: safe. The `RUN`s are joined when each is a plain list of commands with `&&` and nothing of the first one's
    shell could leak into the next; otherwise no fix is offered.
    """

    name = "consecutive-runs"
    category = "size"
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = ("hadolint:DL3059", "trivy:DS-0017", "checkov:CKV_DOCKER_5")
    examples = (
        Bad(
            "FROM debian:13\nRUN apt-get «update»\nRUN apt-get install -y --no-install-recommends curl\n",
            fixed="FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
        ),
        Bad(
            """\
FROM debian:13
RUN apt-get «update»
RUN mkdir /app
RUN apt-get install -y --no-install-recommends \\
      curl \\
      git
""",
            fixed="""\
FROM debian:13
RUN apt-get update \\
    && mkdir /app \\
    && apt-get install -y --no-install-recommends \\
      curl \\
      git
""",
        ),
        Bad(
            "FROM debian:13\nRUN export DEBIAN_FRONTEND=noninteractive && apt-get «update»\nRUN apt-get install -y tzdata\n",
            why="The variable would reach the second command too: no fix.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n"
            "RUN useradd app\nRUN mkdir /app\n",
            why="One layer more or less costs nothing.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y git\n",
            why="The index is updated together with an install.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update\nRUN apt-get update && apt-get install -y git\n",
            why="It is updated anew.",
        ),
    )

    def check(self, run: Run) -> Iterator[Finding]:
        found = update_apart(run)
        if found is None:
            return
        update, install, user = found
        if install is None or user is None or not _neighbours(run, user) or update.verb is None:
            return
        yield self.finding(
            update.verb.span,
            f"`{update.manager} {update.subcommand}` is cached apart from the `{install.manager} {install.subcommand}` that "
            "needs it, which then meets a stale index; join the `RUN`s",
            related=(Related("", install.command.span, "used here"),),
            fix=join_all(run, user),
        )


def _neighbours(first: Run, last: Run) -> bool:
    stage = first.stage
    if stage is None or last.stage is not stage or first.onbuild or last.onbuild:
        return False
    between = stage.instructions[stage.position(first) : stage.position(last)]
    return all(isinstance(one, Run) for one in between)
