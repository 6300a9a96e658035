"""`pip-install-with-cache`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Run, caches_left, is_shipped, removed_later
from k8slint_rules._shared.clean_ups import add_flag


class PipInstallWithCache(Rule[Run]):
    """pip stores each download and each wheel that it builds in `~/.cache/pip`. In an image nothing uses them again, and they
    are about as large as the packages themselves.

    Write `pip install --no-cache-dir`, or set `ENV PIP_NO_CACHE_DIR=1`, or keep the cache out of the image with `RUN
    --mount=type=cache,target=/root/.cache/pip`.

    k8slint is silent if the same `RUN` removes the cache, and for stages that other stages only copy from.

    Fix safety: safe. The flag only changes which files stay.

    References: https://pip.pypa.io/en/stable/topics/caching/
    """

    name = "pip-install-with-cache"
    title = "pip leaves its download cache in the image"
    category = "size"
    severity = Severity.INFO
    profile = "maintenance"
    aliases = ("hadolint:DL3042",)
    words = ("pip",)
    examples = (
        Bad(
            "FROM python:3.13-slim\nRUN pip «install» flask==3.1.2\n",
            fixed="FROM python:3.13-slim\nRUN pip install --no-cache-dir flask==3.1.2\n",
        ),
        Bad(
            "FROM python:3.13-slim\nRUN python3 -m pip «install» -U pip && pip3 «install» -r requirements.txt\n",
            fixed=(
                "FROM python:3.13-slim\nRUN python3 -m pip install --no-cache-dir -U pip"
                " && pip3 install --no-cache-dir -r requirements.txt\n"
            ),
        ),
        Bad(
            'FROM python:3.13-slim\nRUN ["pip", «"install"», "flask"]\n',
            fixed='FROM python:3.13-slim\nRUN ["pip", "install", "--no-cache-dir", "flask"]\n',
        ),
        Bad(
            "FROM python:3.13-slim\nRUN pip «install» --cache-dir /tmp/pip flask\n",
            why="You chose the place of the cache: no fix.",
        ),
        Bad(
            "FROM python:3.13-slim\nRUN pip «install» flask\nRUN pip install requests && pip cache purge\n",
            fixed=(
                "FROM python:3.13-slim\nRUN pip install --no-cache-dir flask\nRUN pip install requests && pip cache purge\n"
            ),
            why="The second `RUN` empties its own layer alone.",
        ),
        Good(
            "FROM python:3.13-slim\nRUN pip install --cache-dir /tmp/pip flask && rm -rf /tmp/pip\n",
            why="The cache is removed where it is.",
        ),
        Good(
            "FROM python:3.13-slim\nRUN pip install --no-index --find-links /wheels flask\n",
            why="Nothing is downloaded.",
        ),
        Good(
            "FROM python:3.13-slim\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n", why="The variable says the same."
        ),
        Good(
            "FROM python:3.13-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n",
            why="The cache is in a mount, where the next build finds it.",
        ),
        Good(
            "FROM python:3.13 AS build\nRUN pip install -t /site flask\nFROM python:3.13-slim\nCOPY --from=build /site /site\n",
            why="The first stage is not part of the image.",
        ),
        Bad(
            "FROM python:3.13-slim\nRUN <<EOF\npip «install» flask\nEOF\n",
            fixed="FROM python:3.13-slim\nRUN <<EOF\npip install --no-cache-dir flask\nEOF\n",
        ),
        Good("FROM python:3.13-slim\nRUN pip install $PIP_OPTIONS flask\n", why="The variable may hold the flag."),
        Good("FROM python:3.13-slim\nRUN pip install flask\nRUN pip cache purge\n", why="Another rule reports this."),
        Good("FROM python:3.13-slim\nRUN pip download -d /wheels flask\n", why="What is downloaded is wanted."),
    )

    def check(self, run: Run) -> Findings:
        if "pip" not in run.arguments and not run.heredocs:
            return
        kept = [one for one in caches_left(run) if one.run.manager == "pip" and one.run.action == "install"]
        if not kept or run.stage is None or not is_shipped(run.stage):
            return
        for one in kept:
            verb = one.run.verb
            if verb is None or one.run.options.uncertain or removed_later(run, one):
                continue
            edit = add_flag(run, one.run, "--no-cache-dir") if not one.moved else None
            fix = Fix("keep no cache", (edit,), Applicability.SAFE) if edit is not None else None
            remedy = f"remove `{one.places[0]}` in this `RUN`" if one.moved else "write `pip install --no-cache-dir`"
            message = f"pip leaves a copy of its downloads in the image; {remedy}"
            yield self.finding(verb.span, message, fix=fix)
