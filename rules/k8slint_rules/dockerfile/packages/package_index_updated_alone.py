"""`package-index-updated-alone`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.dockerfile import Run
from k8slint_rules._shared.package_indexes import follows, update_apart


class PackageIndexUpdatedAlone(Rule[Run]):
    """This `RUN` updates the package index and installs nothing. The builder caches its layer, so a later install works with an
    index that may be months old, and fails because the packages have been replaced since. If nothing is installed later, the
    index only makes the image larger.

    Move the update into the `RUN` that installs, before the install. If nothing is installed, delete it.

    If the next `RUN` is the one that installs, the rule `consecutive-runs` reports it. k8slint is silent if a later command
    that it does not know may install packages.

    References: https://docs.docker.com/build/building/best-practices/#apt-get
    """

    name = "package-index-updated-alone"
    title = "A RUN updates the package index and installs nothing"
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
        Bad(
            "FROM debian:13 AS base\nRUN apt-get «update»\nFROM base\nRUN apt-get install -y curl\n",
            why="The stage that installs builds on the one with the index.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update\nRUN mkdir /app\nRUN apt-get install -y curl\n",
            why="These `RUN`s can become one: `consecutive-runs` reports it.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y curl\n",
            why="The update runs whenever the install does.",
        ),
        Good(
            "FROM debian:13\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\n",
            why="The index is not part of the image.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && ./install-packages.sh\n",
            why="The script may install something.",
        ),
    )

    def check(self, run: Run) -> Findings:
        found = update_apart(run)
        if found is None:
            return
        update, use = found
        what = f"`{update.manager} {update.subcommand}`"
        if use is None:
            message = (
                f"nothing is installed with the index that {what} downloads; delete it, or install in the same `RUN`"
            )
            yield self.finding(update.span, message)
            return
        install, user = use
        if not follows(run, user):
            yield self.finding(
                update.span,
                f"{what} is cached on its own, so the later install works with an old index; move it into that `RUN`",
                related=(Related("", install.command.span, "used here"),),
            )
