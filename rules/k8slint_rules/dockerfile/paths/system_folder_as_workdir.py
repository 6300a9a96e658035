"""`system-folder-as-workdir`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Workdir, absolute_path, state_before

_FOLDERS = ("proc", "sys", "dev", "boot", "initrd", "lost+found")


class SystemFolderAsWorkdir(Rule[Workdir]):
    """`/proc`, `/sys` and `/dev` are mounted when a container starts. What the image put there is hidden.

    Files that were copied to `/dev/app` are gone at run time. `WORKDIR /proc/self/fd/8` is also how an image escaped from its
    container in CVE-2024-21626.

    Use a folder of your own, such as `/app`.

    References: https://nvd.nist.gov/vuln/detail/CVE-2024-21626, https://docs.docker.com/reference/dockerfile/#workdir
    """

    name = "system-folder-as-workdir"
    title = "The working folder belongs to the system"
    category = "security"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("trivy:DS-0030",)
    words = ("workdir",)
    examples = (
        Bad("FROM alpine:3.20\nWORKDIR «/proc/self/fd/8»\nWORKDIR «/dev»\n"),
        Good("FROM alpine:3.20\nWORKDIR /srv/dev\nWORKDIR /process\n"),
    )

    def check(self, workdir: Workdir) -> Findings:
        word = workdir.path
        if word is None:
            return
        state = state_before(workdir)
        path = absolute_path(word.expand(state.env), state)
        if path is not None and not state.windows and path.split("/")[1] in _FOLDERS:
            yield self.finding(
                word.span,
                f"`{path}` is mounted over when the container starts, so what the image puts there is"
                " hidden; use another folder",
            )
