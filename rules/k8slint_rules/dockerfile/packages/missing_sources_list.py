"""`missing-sources-list`."""

from __future__ import annotations

import re

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Stage
    from k8slint.shell import Command

_LIST = "/etc/apt/sources.list"
_WITHOUT = re.compile(r"debian:(?:1[2-9]\b|[2-9]\d\b|latest|stable|testing)|[a-z-]+:\S*(?:bookworm|trixie)")
"""Official images of Debian 12 and later: they have `sources.list.d/debian.sources` alone (docker-library/php
issue 1439). November 2026."""
_MADE = re.compile(
    r"(?:>|\b(?:tee|COPY|ADD|cp|mv|touch|install|ln)\b)[^\n]{0,100}/etc/apt(?:/sources\.list(?!\.d))?[\s/]",
    re.IGNORECASE,
)


class MissingSourcesList(Rule[Run]):
    """The official images of Debian 12 and later have no `/etc/apt/sources.list`. `sed -i` fails with "can't read
    /etc/apt/sources.list: No such file or directory", and the build stops.

    The line often comes from an older Dockerfile that sets another mirror. It breaks when somebody changes `FROM debian:11`
    to `FROM debian:12`, or when a tag such as `python:3.13` moves on to the next Debian.

    Change `/etc/apt/sources.list.d/debian.sources` instead.

    k8slint is silent if the file may be created before.

    References: https://github.com/docker-library/php/issues/1439, https://manpages.debian.org/stable/apt/sources.list.5.en.html
    """

    name = "missing-sources-list"
    title = "Debian 12 has no /etc/apt/sources.list"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    words = ("sources.list",)
    examples = (
        Bad(
            "FROM debian:12-slim\nRUN sed -i 's/deb.debian.org/example.com/g' «/etc/apt/sources.list» && apt-get update\n"
        ),
        Bad("FROM python:3.13-bookworm\nRUN sed -ri s/deb.debian.org/mirror.example.com/ «/etc/apt/sources.list»\n"),
        Good(
            "FROM debian:12\nRUN sed -i s/deb.debian.org/mirror.example.com/ /etc/apt/sources.list.d/debian.sources\n",
            why="This is where the sources are.",
        ),
        Good(
            "FROM debian:11\nRUN sed -i s/deb.debian.org/mirror.example.com/ /etc/apt/sources.list\n",
            why="Debian 11 has it.",
        ),
        Good(
            "FROM debian:12\nRUN if [ -f /etc/apt/sources.list ]; then sed -i s/a/b/ /etc/apt/sources.list; fi\n"
            "RUN sed -i s/a/b/ /etc/apt/sources.list || true\nRUN sed -n p /etc/apt/sources.list\n",
            why="These may fail.",
        ),
        Good(
            "FROM debian:12\nCOPY sources.list /etc/apt/\nRUN sed -i s/a/b/ /etc/apt/sources.list\n",
            why="The file is copied before.",
        ),
    )

    def check(self, run: Run) -> Findings:
        if "||" in run.arguments or run.stage is None or not _lacks_list(run.stage):
            return
        for command in run.commands:
            if command.name == "sed" and not command.conditional and _edits(command):
                for word in command.arguments:
                    if word.text == _LIST:
                        message = (
                            f"this image has no `{_LIST}`, so `sed` fails and the build stops; change"
                            f" `{_LIST}.d/debian.sources` instead"
                        )
                        yield self.finding(word.span, message)


def _edits(command: Command) -> bool:
    return any(re.match(r"--in-place|-[a-zA-Z]*i", word.raw) for word in command.arguments)


def _lacks_list(stage: Stage) -> bool:
    image = stage.root.image
    if image is None or image.registry not in (None, "docker.io") or "/" in image.repository:
        return False
    if not _WITHOUT.match(f"{image.repository}:{image.tag or 'latest'}"):
        return False
    return stage.dockerfile.memo("sources.list is made", lambda: _MADE.search(stage.source.text)) is None
