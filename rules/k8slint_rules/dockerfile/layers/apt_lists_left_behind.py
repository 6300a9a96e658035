"""`apt-lists-left-behind`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Finding, Fix, Good, Rule, Severity
from k8slint.dockerfile.caches import left, removed_later
from k8slint.dockerfile.command_lists import append_command
from k8slint.dockerfile.indexes import needs_lists
from k8slint.dockerfile.instructions import Run
from k8slint.dockerfile.layers import ships

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.dockerfile.caches import Left

_APT = ("apt-get", "apt", "aptitude")
_LISTS = "/var/lib/apt/lists"


class AptListsLeftBehind(Rule[Run]):
    """`apt-get update` fills `/var/lib/apt/lists` with some 20 to 50 megabytes of package lists, and the layer keeps them:
    old within hours, and a trap for a later `apt-get install` that trusts them.

    End the same `RUN` with `rm -rf /var/lib/apt/lists/*`, or keep the lists out of the image with
    `--mount=type=cache,target=/var/lib/apt`. What Debian's images clean on their own (`/etc/apt/apt.conf.d/docker-clean`)
    are the downloaded packages, not the lists.

    Silent in stages that others only copy from, and where a later `RUN` still installs from these lists or removes them:
    other rules speak of that.

    Fix safety: safe. The removal is added with `&&` to a plain list of commands or to the last line of a heredoc, where no
    later `RUN` needs the lists; otherwise no fix is offered.
    """

    name = "apt-lists-left-behind"
    category = "size"
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = ("hadolint:DL3009",)
    words = ("apt",)
    examples = (
        Bad(
            "FROM debian:13\nRUN apt-get «update» && apt-get install -y --no-install-recommends curl\n",
            fixed=(
                "FROM debian:13\nRUN apt-get update && apt-get install -y --no-install-recommends curl"
                " && rm -rf /var/lib/apt/lists/*\n"
            ),
        ),
        Bad(
            """\
FROM debian:13
RUN apt-get -qq «update» \\
 && apt-get install -y curl \\
 && apt-get clean
""",
            fixed="""\
FROM debian:13
RUN apt-get -qq update \\
 && apt-get install -y curl \\
 && apt-get clean \\
 && rm -rf /var/lib/apt/lists/*
""",
            why="`apt-get clean` empties `/var/cache/apt` and leaves the lists.",
        ),
        Bad(
            "FROM debian:13\nRUN <<EOF\napt-get «update»\napt-get install -y git\nEOF\n",
            fixed="FROM debian:13\nRUN <<EOF\napt-get update\napt-get install -y git && rm -rf /var/lib/apt/lists/*\nEOF\n",
            why="With `&&`, a heredoc without `set -e` still fails where the install fails.",
        ),
        Bad(
            "FROM debian:13\nRUN set -eux; apt-get «update»; apt-get install -y curl\n",
            why="Not a plain list with `&&`: no fix.",
        ),
        Bad(
            "FROM debian:13\nUSER app\nRUN sudo sh -c 'apt-get «update»'\n",
            fixed="FROM debian:13\nUSER app\nRUN sudo sh -c 'apt-get update' && sudo rm -rf /var/lib/apt/lists/*\n",
            why="The removal needs the same rights.",
        ),
        Bad(
            "FROM debian:13\nUSER app\nRUN su -c 'apt-get «update»'\n", why="A removal after it runs as `app`: no fix."
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
            why="The lists are gone before the layer is sealed.",
        ),
        Good(
            "FROM debian:13\nRUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt \\\n"
            "    apt-get update && apt-get install -y curl\n",
            why="The lists lie in a mount.",
        ),
        Good(
            "FROM debian:13 AS build\nRUN apt-get update && apt-get install -y gcc\nCOPY . /src\nRUN make -C /src\n"
            "FROM debian:13\nCOPY --from=build /src/app /app\n",
            why="The layers of the first stage are thrown away.",
        ),
    )

    def check(self, run: Run) -> Iterator[Finding]:
        text = run.arguments
        if "apt" not in text and "$" not in text and not run.heredocs:
            return
        kept = [one for one in left(run) if _LISTS in one.places and one.run.manager in _APT]
        if not kept or run.stage is None or not ships(run.stage):
            return
        last = kept[-1]
        verb = last.run.verb
        if verb is not None and not removed_later(run, last) and not needs_lists(run):
            yield self.finding(
                verb.span,
                "the package lists stay in the layer; remove them in this `RUN`: `rm -rf /var/lib/apt/lists/*`",
                fix=_fix(run, last),
            )


def _fix(run: Run, last: Left) -> Fix | None:
    rights = last.run.command.rights
    if rights is None:
        return None
    edit = append_command(run, f"{rights} rm -rf /var/lib/apt/lists/*".lstrip())
    return Fix("remove the package lists", (edit,), Applicability.SAFE) if edit is not None else None
