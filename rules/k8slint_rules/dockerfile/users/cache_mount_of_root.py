"""`cache-mount-of-root`."""

from __future__ import annotations

import re

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile import Run, state_before

_RAISED = ("sudo", "gosu", "su-exec", "su ", "chown", "doas")


class CacheMountOfRoot(Rule[Run]):
    """A cache mount belongs to root, unless it says otherwise. After `USER`, the commands of a `RUN` are another user's.

    `USER 1000` and `RUN --mount=type=cache,target=/home/app/.cache go build` end with "permission denied". pip is quieter: it
    warns, goes on without its cache, and each build downloads everything again.

    Add `uid=` with the number of the user, and `gid=` where the group must write too. Ignore this where the command only
    reads the cache.

    Fix safety: unsafe; the folder gets another owner. Offered where the user is a number.

    References: https://docs.docker.com/reference/dockerfile/#run---mounttypecache,
    https://github.com/moby/buildkit/issues/1237
    """

    name = "cache-mount-of-root"
    title = "The user cannot write to this cache"
    category = "correctness"
    severity = Severity.WARNING
    aliases = ()
    words = ("type=cache",)
    examples = (
        Bad(
            "FROM golang:1.25\nUSER 1000:1000\nRUN «--mount=type=cache,target=/home/app/.cache» go build\n",
            fixed="FROM golang:1.25\nUSER 1000:1000\nRUN --mount=type=cache,target=/home/app/.cache,uid=1000 go build\n",
            unsafe=True,
        ),
        Bad("FROM node:22\nUSER node\nRUN «--mount=type=cache,target=/home/node/.npm» npm ci\n"),
        Good("FROM golang:1.25\nUSER 1000\nRUN --mount=type=cache,target=/c,uid=1000 go build\n"),
        Good(
            "FROM golang:1.25\nUSER 1000\nRUN --mount=type=cache,target=/c,mode=0777 go build\n", why="All may write."
        ),
        Good("FROM golang:1.25\nRUN --mount=type=cache,target=/c go build\nUSER 1000\n", why="Root writes to it."),
        Good("FROM golang:1.25\nUSER 1000\nRUN --mount=type=cache,target=/c sudo go build\n"),
    )

    def check(self, run: Run) -> Findings:
        if not run.flags:
            return
        state = state_before(run)
        value = state.user.expand(state.env) if state.user is not None else None
        user = (value or "").partition(":")[0]
        if not user or user in ("root", "0") or state.windows or any(word in run.arguments for word in _RAISED):
            return
        for mount in run.mounts:
            written = run.source.slice(mount.span)
            if (
                mount.type != "cache"
                or mount.from_
                or re.search(r"\b(?:uid|mode|ro|readonly)\b", written)
                or "$" in written
            ):
                continue
            number = user if user.isascii() and user.isdigit() else None
            fix = None
            if number is not None and written[-1] not in "'\"":
                edit = Edit(Span(mount.span.end, mount.span.end), f",uid={number}")
                fix = Fix(f"add `uid={number}`", (edit,), Applicability.UNSAFE)
            remedy = f"add `,uid={number}` to it" if number is not None else f"add `,uid=` with the number of `{user}`"
            message = f"this cache belongs to root, and `{user}` cannot write to it; {remedy}"
            yield self.finding(mount.span, message, fix=fix)
