"""`system-folder-as-workdir`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.dockerfile.state import absolute, before
from k8slint.dockerfile.tree import Workdir

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDERS = ("proc", "sys", "dev", "boot", "initrd", "lost+found")


class SystemFolderAsWorkdir(Rule[Workdir]):
    """The runtime mounts `/proc`, `/sys` and `/dev` over the image's: what is put there is gone when the container starts,
    and `WORKDIR /proc/self/fd/…` is how CVE-2024-21626 leaves the container.

    Use a folder of your own.
    """

    name = "system-folder-as-workdir"
    category = "security"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("trivy:DS-0030",)
    words = ("workdir",)
    examples = (
        Bad("FROM alpine:3.20\nWORKDIR «/proc/self/fd/8»\nWORKDIR «/dev»\n"),
        Good("FROM alpine:3.20\nWORKDIR /srv/dev\nWORKDIR /process\n"),
    )

    def check(self, workdir: Workdir) -> Iterator[Finding]:
        word = workdir.path
        if word is None:
            return
        state = before(workdir)
        path = absolute(word.expand(state.env), state)
        if path is not None and not state.windows and path.split("/")[1] in _FOLDERS:
            yield self.finding(word.span, f"`{path}` belongs to the system; use a folder of your own")
