"""`apt-lists-left-behind`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Run, caches_left, is_shipped, removed_later
from k8slint_rules._shared.clean_ups import clean_up, remedy
from k8slint_rules._shared.package_indexes import MAYBE, SURE, is_unused_here, use_later

_APT = ("apt-get", "apt", "aptitude")
_LISTS = "/var/lib/apt/lists"


class AptListsLeftBehind(Rule[Run]):
    """`apt-get update` downloads 20 to 50 MB of package lists to `/var/lib/apt/lists`. If they are still there when the `RUN`
    ends, they become part of the image. Nobody uses them again: they are out of date within hours, and a later `apt-get
    install` that trusts them fails with "404 Not Found".

    Remove the lists at the end of the same `RUN`: `rm -rf /var/lib/apt/lists/*`. Or keep them out of the image with
    `--mount=type=cache,target=/var/lib/apt`. A removal in a later `RUN` does not make the image smaller. `apt-get clean` does
    not help either: it deletes the downloaded packages, which Debian's official images delete anyway.

    k8slint is silent for stages that other stages only copy from. It is also silent where a later `RUN` still installs from
    these lists, or removes them: other rules report that.

    Fix safety: safe. The removal is added to a plain `&&` list, or to the last line of a heredoc, and runs with the same `sudo`
    or `gosu` as the update. The fix is unsafe if a later command may install from the lists (`make`, a script). It is not
    offered if a later command surely uses them.

    References: https://docs.docker.com/build/building/best-practices/#apt-get
    """

    name = "apt-lists-left-behind"
    title = "The package lists of apt-get stay in the image"
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
            "FROM debian:13\nUSER app\nRUN sudo sh -c 'apt-get «update» && apt-get install -y git'\n",
            fixed=(
                "FROM debian:13\nUSER app\nRUN sudo sh -c 'apt-get update && apt-get install -y git'"
                " && sudo rm -rf /var/lib/apt/lists/*\n"
            ),
            why="Only root may remove the lists.",
        ),
        Bad(
            "FROM debian:13\nRUN apt-get «update» && apt-get install -y make\nRUN make deps\n",
            fixed=(
                "FROM debian:13\nRUN apt-get update && apt-get install -y make && rm -rf /var/lib/apt/lists/*\nRUN make deps\n"
            ),
            unsafe=True,
            why="`make` may install with these lists.",
        ),
        Bad(
            "FROM debian:13\nRUN apt-get «update» && apt-get install -y git\n"
            "RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
            fixed=(
                "FROM debian:13\nRUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\n"
                "RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n"
            ),
            why="The second `RUN` empties its own layer alone.",
        ),
        Bad(
            "FROM debian:13\nUSER app\nRUN su -c 'apt-get «update» && apt-get install -y git'\n",
            why="A removal after it runs as `app`: no fix.",
        ),
        Bad("FROM debian:13\nRUN apt-get «update»\n", why="Nothing is installed: no fix."),
        Good(
            "FROM debian:13\nENV LISTS=/var/lib/apt/lists\n"
            'RUN apt-get update && apt-get install -y curl && rm -rf "${LISTS:?}"/*\n',
            why="The variable names the lists.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
            why="The lists are gone when the `RUN` ends.",
        ),
        Good(
            "FROM debian:13\nRUN --mount=type=cache,target=/var/lib/apt --mount=type=cache,target=/var/cache/apt \\\n"
            "    apt-get update && apt-get install -y curl\n",
            why="The lists are in a mount, not in the image.",
        ),
        Good(
            "FROM debian:13 AS build\nRUN apt-get update && apt-get install -y gcc\nCOPY . /src\nRUN make -C /src\n"
            "FROM debian:13\nCOPY --from=build /src/app /app\n",
            why="The first stage is not part of the image.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n",
            why="Another rule reports this.",
        ),
        Good(
            "FROM debian:13\nRUN apt-get update && apt-get install -y curl\nRUN apt-cache policy git\n",
            why="A later command reads the lists.",
        ),
    )

    def check(self, run: Run) -> Findings:
        text = run.arguments
        if "apt" not in text and "$" not in text and not run.heredocs:
            return
        kept = [one for one in caches_left(run) if _LISTS in one.places and one.run.manager in _APT]
        if not kept or run.stage is None or not is_shipped(run.stage):
            return
        last = kept[-1]
        verb = last.run.verb
        if verb is None or removed_later(run, last):
            return
        use = use_later(run, last.run, last.places)
        if use == SURE:
            return
        unless = ", unless a later command installs from them" if use == MAYBE else ""
        yield self.finding(
            verb.span,
            f"the package lists stay in the image; end this `RUN` with `{remedy(last.run)}`{unless}",
            fix=None if is_unused_here(run, last.run) else clean_up(run, last),
        )
