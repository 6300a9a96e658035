"""`emptied-cache-mount`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Run, Transfer, cache_mounts, mount_clean_ups
from k8slint.shell import invocation, names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.dockerfile import Stage

_APT_CACHES = ("/var/cache/apt", "/var/cache/apt/archives")
_ON_DEBIAN = names("buildpack-deps debian gcc golang node perl php python ruby rust ubuntu")
"""Official images that inherit Debian's or Ubuntu's `/etc/apt/apt.conf.d/docker-clean` (debuerreotype,
`scripts/debuerreotype-minimizing-config`; November 2026), in all variants but these."""
_OTHERS = ("alpine", "windowsservercore", "nanoserver")
_SETTINGS = ("docker-clean", "keep-downloaded-packages")


class EmptiedCacheMount(Rule[Run]):
    """A cache mount keeps downloads from one build to the next. This one is empty whenever the `RUN` ends, so each build
    downloads everything again.

    Often the clean-up was there first: `rm -rf /var/lib/apt/lists/*` made the layer smaller, then somebody added
    `--mount=type=cache,target=/var/lib/apt/lists`. What is in a mount is not part of the image, so the clean-up no longer
    helps. In the images of Debian and Ubuntu, the file `/etc/apt/apt.conf.d/docker-clean` also deletes each package after
    its installation.

    Delete the clean-up. For apt, delete the file too: `rm -f /etc/apt/apt.conf.d/docker-clean`, in a `RUN` before the first
    installation. Ignore this rule if a command needs an empty folder.

    References: https://docs.docker.com/reference/dockerfile/#run---mounttypecache
    """

    name = "emptied-cache-mount"
    title = "A cache mount is empty again after each build"
    category = "size"
    severity = Severity.INFO
    profile = "strict"
    words = ("type=cache",)
    examples = (
        Bad(
            "FROM alpine:3.22\nRUN --mount=type=cache,target=/root/.npm npm ci && «npm cache clean --force»\n",
            why="The mount is not part of the image, so there is nothing to clean up.",
        ),
        Bad(
            "FROM debian:13\nRUN rm -f /etc/apt/apt.conf.d/docker-clean\n"
            "RUN --mount=type=cache,target=/var/lib/apt \\\n"
            "    apt-get update && apt-get install -y git && «rm -rf /var/lib/apt/lists/*»\n",
        ),
        Bad(
            "FROM python:3.13-slim\nRUN --mount=type=cache,target=/var/cache/apt \\\n"
            "    apt-get update && apt-get «install» -y git\n",
            why="Debian's `docker-clean` is still there.",
        ),
        Good(
            "FROM debian:13\nRUN rm -f /etc/apt/apt.conf.d/docker-clean\n"
            "RUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt \\\n"
            "    apt-get update && apt-get install -y git\n",
            why="apt keeps what it downloads.",
        ),
        Good(
            "FROM debian:13\nRUN --mount=type=cache,target=/root/.npm npm ci && rm -rf /tmp/*\n",
            why="The clean-up is for another folder.",
        ),
        Good(
            "FROM debian:13\nCOPY apt.conf /etc/apt/apt.conf.d/\n"
            "RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git\n",
            why="The file may tell apt to keep its downloads.",
        ),
        Good(
            "FROM python:3.13-alpine\nRUN --mount=type=cache,target=/var/cache/apk apk add git\n",
            why="Alpine deletes no downloads.",
        ),
    )

    def check(self, run: Run) -> Findings:
        for command, folder in mount_clean_ups(run):
            message = f"`{folder}` is in a cache mount, so this clean-up makes each build download it again; delete it"
            yield self.finding(command.span, message)
        stage = run.stage
        if stage is None or set(_APT_CACHES).isdisjoint(cache_mounts(run)) or not _deletes_packages(stage):
            return
        for command in run.commands:
            asked = invocation(command)
            if asked is not None and asked.manager == "apt-get" and asked.action == "install":
                message = (
                    "`docker-clean` of this base image deletes each package after its installation, so the cache mount"
                    " keeps none; run `rm -f /etc/apt/apt.conf.d/docker-clean` before it"
                )
                yield self.finding(asked.span, message)
                return


def _deletes_packages(stage: Stage) -> bool:
    """Whether apt deletes what it downloads: in images of Debian, and where the file says nothing else."""
    image = stage.root.image
    if image is None or image.registry not in (None, "docker.io") or image.repository not in _ON_DEBIAN:
        return False
    text = stage.source.text.lower()
    if any(one in image.text for one in _OTHERS) or any(setting in text for setting in _SETTINGS):
        return False
    copies = [copy.destination for at in stage.lineage for copy in at.instructions if isinstance(copy, Transfer)]
    return not any(one is not None and f"{one.text}/".startswith(("//", "/etc/", "$")) for one in copies)
