"""`apk-add-without-no-cache`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Run, caches_left, is_shipped, remove_command, removed_later
from k8slint.shell import invocation
from k8slint_rules._shared.clean_ups import add_flag
from k8slint_rules._shared.package_indexes import MAYBE, SURE, borrowed, use_later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Left
    from k8slint.shell import Invocation


class ApkAddWithoutNoCache(Rule[Run]):
    """`apk add` and `apk upgrade` download the package indexes and store them in `/var/cache/apk`. They add some megabytes to
    the layer, and nothing reads them again.

    Write `apk add --no-cache`. It downloads current indexes and keeps nothing, so you do not need `apk update` before it.

    k8slint is silent if the same `RUN` empties `/var/cache/apk`, if a mount or `/etc/apk/cache` holds the cache, if only local
    files are installed, and for stages that other stages only copy from.

    Fix safety: safe. `--no-cache` only changes which files stay, and an `apk update` that is no longer needed is removed. The
    fix is unsafe if a later command may read the indexes (`make`, a script). It is not offered if one surely does, such as `apk
    search`.

    References: https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper, https://wiki.alpinelinux.org/wiki/Local_APK_cache
    """

    name = "apk-add-without-no-cache"
    title = "apk leaves its package indexes in the image"
    category = "size"
    severity = Severity.INFO
    profile = "maintenance"
    aliases = ("hadolint:DL3019", "trivy:DS-0025")
    words = ("apk",)
    examples = (
        Bad("FROM alpine:3.22\nRUN apk «add» curl\n", fixed="FROM alpine:3.22\nRUN apk add --no-cache curl\n"),
        Bad(
            "FROM alpine:3.22\nRUN apk update && \\\n    apk -U «add» --virtual .build gcc && \\\n    make && apk del .build\n",
            fixed=(
                "FROM alpine:3.22\nRUN apk -U add --no-cache --virtual .build gcc && \\\n    make && apk del .build\n"
            ),
            unsafe=True,
            why="The build tools go again, the indexes stay.",
        ),
        Bad(
            "FROM alpine:3.22\nRUN apk «update» && apk add --no-cache curl\n",
            fixed="FROM alpine:3.22\nRUN apk add --no-cache curl\n",
            why="`apk add --no-cache` fetches the indexes itself; those of `apk update` stay.",
        ),
        Bad(
            'FROM alpine:3.22\nRUN ["apk", «"add"», "curl"]\n',
            fixed='FROM alpine:3.22\nRUN ["apk", "add", "--no-cache", "curl"]\n',
        ),
        Bad(
            "FROM alpine:3.22\nRUN <<EOF\napk update\napk «add» git\nEOF\n",
            fixed="FROM alpine:3.22\nRUN <<EOF\napk add --no-cache git\nEOF\n",
        ),
        Bad(
            "FROM alpine:3.22\nRUN set -eux; apk update; apk «add» curl\n",
            fixed="FROM alpine:3.22\nRUN set -eux; apk add --no-cache curl\n",
        ),
        Bad(
            "FROM alpine:3.22\nRUN apk add --no-cache git && apk «update» && ./install.sh\n",
            fixed="FROM alpine:3.22\nRUN apk add --no-cache git && ./install.sh\n",
            unsafe=True,
            why="The script may read the indexes.",
        ),
        Bad(
            "FROM alpine:3.22\nRUN apk update && apk «upgrade»\n",
            fixed="FROM alpine:3.22\nRUN apk upgrade --no-cache\n",
        ),
        Good("FROM alpine:3.22\nRUN apk add --no-cache curl\n", why="No index is kept."),
        Good(
            "FROM alpine:3.22\nRUN apk add --update python3 && rm /var/cache/apk/*\n",
            why="The `RUN` empties the cache itself.",
        ),
        Good(
            "FROM alpine:3.22\nRUN --mount=type=cache,target=/etc/apk/cache apk add jq\n",
            why="Where `/etc/apk/cache` is there, apk keeps its cache in it.",
        ),
        Good("FROM alpine:3.22\nRUN apk add curl\nRUN apk search git\n", why="A later command reads the indexes."),
        Good("FROM alpine:3.22\nCOPY tool.apk /\nRUN apk add /tool.apk\n", why="A file needs no index."),
        Good(
            "FROM alpine:3.22\nRUN apk add --update curl && rm -rf /var/cache/apk/*\n",
            why="The indexes are gone when the `RUN` ends.",
        ),
        Good(
            "FROM alpine:3.22\nRUN --mount=type=cache,target=/var/cache/apk apk add curl\n",
            why="The cache is in a mount, not in the image.",
        ),
        Good(
            "FROM alpine:3.22 AS build\nRUN apk add gcc\nFROM scratch\nCOPY --from=build /app /app\n",
            why="This stage is not part of the image.",
        ),
        Bad(
            "FROM alpine:3.22 AS base\nRUN apk «add» curl\nFROM base AS other\nFROM base\n"
            "COPY --from=base /var/cache/apk /indexes\n",
            why="Another stage copies the indexes: no fix.",
        ),
        Bad(
            "FROM alpine:3.22\nRUN apk «add» --cache-dir /opt/apk curl\n",
            why="You chose the place of the cache: no fix.",
        ),
        Good("FROM alpine:3.22\nRUN apk add curl\nRUN rm -rf /var/cache/apk\n", why="Another rule reports this."),
        Good(
            "FROM alpine:3.22\nRUN apk update && npm ci && apk del git\n", why="Another rule reports an update alone."
        ),
    )

    def check(self, run: Run) -> Findings:
        if "apk" not in run.arguments and not run.heredocs:
            return
        kept = [one for one in caches_left(run) if one.run.manager == "apk" and not removed_later(run, one)]
        fetching = [one for one in kept if one.run.action != "update"]
        if not kept or not (fetching or _fetches(run)) or run.stage is None or not is_shipped(run.stage):
            return
        needed = use_later(run, kept[0].run, kept[0].places, same_run=True)
        if needed == SURE:
            return
        fix = _fix(run, kept, needed)
        for one in fetching or kept:
            if one.run.verb is not None:
                what = one.run.subcommand
                remedy = "delete it" if what == "update" else f"write `apk {what} --no-cache`"
                if needed == MAYBE:
                    remedy += ", unless a later command reads them"
                yield self.finding(
                    one.run.verb.span, f"`apk {what}` leaves the package indexes in the image; {remedy}", fix=fix
                )


def _fetches(run: Run) -> bool:
    return any(asked is not None and asked.manager == "apk" and asked.action in _FETCHING for asked in _asked(run))


_FETCHING = ("install", "upgrade")


def _asked(run: Run) -> list[Invocation | None]:
    return [invocation(command) for command in run.commands]


def _fix(run: Run, kept: list[Left], needed: int) -> Fix | None:
    """Unsafe where a command that is not understood may ask the indexes."""
    edits = []
    if borrowed(run, kept[0].places) or any(one.moved for one in kept):
        return None
    for one in kept:
        edit = remove_command(run, one.run.command) if one.run.action == "update" else None
        edit = edit or add_flag(run, one.run, "--no-cache")
        if edit is None:
            return None
        edits.append(edit)
    return Fix("keep no package index", tuple(edits), Applicability.UNSAFE if needed == MAYBE else Applicability.SAFE)
