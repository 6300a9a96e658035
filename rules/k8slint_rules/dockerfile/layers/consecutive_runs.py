"""`consecutive-runs`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.dockerfile import Run, join_all
from k8slint_rules._shared.package_indexes import follows, update_apart


class ConsecutiveRuns(Rule[Run]):
    """The package index is updated in one `RUN`, and the next `RUN` installs from it. The builder caches each `RUN` on its own.
    Months later you add a package to the second one: the builder takes the first from its cache, with the index of that day,
    and the install fails with "404 Not Found" or brings old versions. The index also stays in a layer of its own, where
    nothing can remove it.

    Put both commands into one `RUN`: `apt-get update && apt-get install -y … && rm -rf /var/lib/apt/lists/*`.

    Other neighbouring `RUN`s are not reported. Joining them saves no space and costs build cache.

    Fix safety: safe. The `RUN`s are joined if each is a plain `&&` list and the second one finds the same shell, files and
    processes as before. Otherwise no fix is offered.

    References: https://docs.docker.com/build/building/best-practices/#apt-get
    """

    name = "consecutive-runs"
    title = "The package index is updated in a separate RUN"
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
            why="A layer more or less costs nothing.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y git\n",
            why="The update is in the same `RUN` as an install.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update\nRUN apt-get update && apt-get install -y git\n",
            why="It is updated again.",
        ),
    )

    def check(self, run: Run) -> Findings:
        found = update_apart(run)
        if found is None:
            return
        update, use = found
        if use is not None and follows(run, use[1]):
            install, user = use
            yield self.finding(
                update.span,
                f"`{update.manager} {update.subcommand}` is cached on its own, so a later "
                f"`{install.manager} {install.subcommand}` works with an old index; write both in one `RUN`",
                related=(Related("", install.command.span, "used here"),),
                fix=join_all(run, user),
            )
