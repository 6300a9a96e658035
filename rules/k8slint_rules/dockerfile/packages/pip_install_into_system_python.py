"""`pip-install-into-system-python`."""

from __future__ import annotations

import re
from functools import lru_cache

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Run
from k8slint.shell import invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Stage

_SINCE = {
    "debian": re.compile(r"(?:1[2-9]|[2-9]\d)\b|bookworm|trixie|forky|sid|stable|testing|unstable|latest"),
    "ubuntu": re.compile(r"(?:2[4-9]|[3-9]\d)\.\d\d|noble|latest"),
    "alpine": re.compile(r"3\.(?:19|[2-9]\d)\b|3$|latest|edge"),
}
"""Releases whose Python is marked as externally managed: Debian 12 (release notes, 5.2.5), Ubuntu 23.04, Alpine 3.19
(release notes). November 2026."""
_ELSEWHERE = ("--break-system-packages", "-t", "--target", "--prefix", "--root", "--dry-run", "--python")
"""Options with which pip does not look (pip's `commands/install.py`)."""
_UNLESS = re.compile(
    r"venv|virtualenv|EXTERNALLY-MANAGED|BREAK_SYSTEM_PACKAGES|break-system-packages|\bPATH=|ENV +PATH|COPY +--from|get-pip"
    r"|pyenv|conda|deadsnakes|altinstall|pip\.conf|pip3? config",
    re.IGNORECASE,
)
"""What another Python, or another setting, leaves in a file."""
_PIP = re.compile(r"\b(?:python3|py3)-pip\b")


class PipInstallIntoSystemPython(Rule[Run]):
    """The Python of this distribution belongs to its package manager. pip refuses to install into it and stops the build with
    "error: externally-managed-environment".

    A line that worked for years breaks when somebody changes `FROM debian:11` to `FROM debian:12`, `ubuntu:22.04` to
    `ubuntu:24.04` or `alpine:3.18` to `alpine:3.19`.

    Create a virtual environment, and install there: `python3 -m venv /opt/venv && /opt/venv/bin/pip install …`. Or use an
    official `python` image, whose Python is free. `pip install --break-system-packages` works too; it may overwrite files of
    the distribution.

    k8slint reports this if pip comes from the distribution and the file names no other Python.

    References: https://packaging.python.org/en/latest/specifications/externally-managed-environments/,
    https://peps.python.org/pep-0668/
    """

    name = "pip-install-into-system-python"
    title = "pip refuses to install into this distribution's Python"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    words = ("pip",)
    examples = (
        Bad(
            "FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y python3-pip && rm -rf /var/lib/apt/lists/*\n"
            "RUN pip3 «install» --no-cache-dir flask\n"
        ),
        Bad("FROM alpine:3.22\nRUN apk add --no-cache py3-pip && python3 -m pip «install» flask\n"),
        Good(
            "FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y python3-pip python3-venv\n"
            "RUN python3 -m venv /opt/app && /opt/app/bin/pip install flask\n",
            why="A virtual environment is free.",
        ),
        Good("FROM python:3.13-slim\nRUN pip install flask\n", why="This Python is not the distribution's."),
        Good(
            "FROM debian:13-slim\nRUN apt-get update && apt-get install -y python3-pip\n"
            "RUN pip install --target /opt/app flask && pip download flask\n",
            why="Nothing is installed into the system.",
        ),
        Good(
            "FROM debian:11\nRUN apt-get update && apt-get install -y python3-pip && pip install flask\n",
            why="This release does not refuse yet.",
        ),
    )

    def check(self, run: Run) -> Findings:
        if run.stage is None or not _is_managed(run.stage):
            return
        for command in run.commands:
            asked = invocation(command)
            if asked is None or asked.manager != "pip" or asked.action != "install" or asked.options.uncertain:
                continue
            if not asked.has(*_ELSEWHERE) and not command.conditional:
                message = (
                    "pip refuses to install into the Python of this distribution, so the build stops"
                    " (externally-managed-environment); install into a virtual environment"
                )
                yield self.finding(asked.span, message)
                return


@lru_cache(maxsize=4)
def _is_managed(stage: Stage) -> bool:
    """Whether its Python and its pip are the distribution's, and it keeps pip out."""
    image, text = stage.root.image, stage.source.text
    if image is None or image.registry not in (None, "docker.io"):
        return False
    releases = _SINCE.get(image.repository)
    if releases is None or (image.tag is None and image.digest is not None):
        return False
    return bool(releases.match(image.tag or "latest") and _PIP.search(text)) and _UNLESS.search(text) is None
