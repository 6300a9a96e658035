"""`package-cache-left-behind`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Run, caches_left, is_shipped, removed_later
from k8slint_rules._shared.clean_ups import clean_up, remedy
from k8slint_rules._shared.package_indexes import SURE, is_unused_here, use_later

_MANAGERS = ("yum", "dnf", "microdnf", "tdnf", "zypper", "pacman")


class PackageCacheLeftBehind(Rule[Run]):
    """yum, dnf, microdnf, tdnf, zypper and pacman store what they download in `/var/cache`. If it is still there when the `RUN`
    ends, 50 to 300 MB stay in the image that nothing uses again.

    Empty the cache at the end of the same `RUN`, with the program that filled it: `dnf clean all`, `zypper clean --all`. Or
    keep it out of the image with a cache mount. A clean-up in a later `RUN` does not make the image smaller.

    dnf 5 has its cache in `/var/cache/libdnf5`, so `rm -rf /var/cache/dnf` does not empty it. On Fedora 41 and later, `dnf` is
    dnf 5.

    k8slint is silent for stages that other stages only copy from.

    Fix safety: safe. The clean-up is added to a plain `&&` list, or to the last line of a heredoc, and runs with the same
    `sudo` or `gosu` as the install. Otherwise no fix is offered.

    References: https://dnf.readthedocs.io/en/latest/command_ref.html#clean-command,
    https://fedoraproject.org/wiki/Changes/SwitchToDnf5
    """

    name = "package-cache-left-behind"
    title = "The package manager leaves its downloads in the image"
    category = "size"
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = (
        "hadolint:DL3032",
        "hadolint:DL3036",
        "hadolint:DL3040",
        "trivy:DS-0015",
        "trivy:DS-0019",
        "trivy:DS-0020",
        "trivy:DS-0027",
    )
    examples = (
        Bad(
            "FROM fedora:42\nRUN dnf «install» -y curl\n",
            fixed="FROM fedora:42\nRUN dnf install -y curl && dnf clean all\n",
        ),
        Bad(
            "FROM opensuse/leap:15.6\nRUN zypper --non-interactive «install» \\\n    curl \\\n    git\n",
            fixed=(
                "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install \\\n    curl \\\n    git \\\n"
                "    && zypper clean --all\n"
            ),
        ),
        Bad(
            "FROM amazonlinux:2\nRUN yum «install» -y httpd && yum clean metadata\n",
            fixed="FROM amazonlinux:2\nRUN yum install -y httpd && yum clean metadata && yum clean all\n",
            why="The packages are still there.",
        ),
        Bad("FROM fedora:42\nRUN set -e; dnf «install» -y curl\n", why="Not a plain list with `&&`: no fix."),
        Bad(
            "FROM registry.access.redhat.com/ubi10/ubi:10.1\nRUN dnf5 «install» -y git && rm -rf /var/cache/dnf\n",
            fixed=(
                "FROM registry.access.redhat.com/ubi10/ubi:10.1\n"
                "RUN dnf5 install -y git && rm -rf /var/cache/dnf && dnf5 clean all\n"
            ),
            why="dnf 5 keeps its cache in `/var/cache/libdnf5`.",
        ),
        Bad(
            "FROM registry.access.redhat.com/ubi9/ubi-minimal:9.6\nRUN microdnf «install» -y git && dnf clean all\n",
            fixed=(
                "FROM registry.access.redhat.com/ubi9/ubi-minimal:9.6\n"
                "RUN microdnf install -y git && dnf clean all && microdnf clean all\n"
            ),
            why="A minimal image has no dnf.",
        ),
        Bad(
            "FROM fedora:42\nRUN dnf «install» -y git\nRUN dnf install -y curl && dnf clean all\n",
            fixed="FROM fedora:42\nRUN dnf install -y git && dnf clean all\nRUN dnf install -y curl && dnf clean all\n",
            why="The second `RUN` empties its own layer alone.",
        ),
        Bad(
            "FROM fedora:42\nUSER app\nRUN sudo dnf -y «install» git\n",
            fixed="FROM fedora:42\nUSER app\nRUN sudo dnf -y install git && sudo dnf clean all\n",
            why="The clean-up runs with the same rights.",
        ),
        Good(
            "FROM fedora:42\nRUN dnf makecache\nRUN dnf install -y git && dnf clean all\n",
            why="Another rule reports this.",
        ),
        Good(
            "FROM fedora:42\nRUN dnf install -y curl && dnf clean all\n",
            why="The cache is empty when the `RUN` ends.",
        ),
        Good(
            "FROM fedora:42\nRUN dnf install -y curl && rm -rf /var/cache/dnf /var/cache/libdnf5\n",
            why="The same by hand.",
        ),
        Good(
            "FROM fedora:42\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y curl\n",
            why="The cache is in a mount, not in the image.",
        ),
        Good("FROM fedora:42\nRUN dnf install -y curl\nRUN dnf clean all\n", why="Another rule reports this."),
        Good(
            "FROM fedora:42 AS build\nRUN dnf install -y gcc\nFROM scratch\nCOPY --from=build /app /app\n",
            why="The first stage is not part of the image.",
        ),
        Good(
            "FROM archlinux:base\nRUN pacman -Sy --noconfirm git\n"
            "RUN pacman -S --noconfirm curl && rm -rf /var/cache/pacman/pkg/*\n",
            why="The second `RUN` installs with the index of the first.",
        ),
    )

    def check(self, run: Run) -> Findings:
        kept = [one for one in caches_left(run) if one.run.manager in _MANAGERS]
        if not kept or run.stage is None or not is_shipped(run.stage):
            return
        last = kept[-1]
        verb, clean = last.run.verb, remedy(last.run)
        if verb is None or clean is None or removed_later(run, last):
            return
        if use_later(run, last.run, last.places) == SURE:
            return
        if all(one.run.action == "update" and is_unused_here(run, one.run) for one in kept):
            return
        program = last.run.command.name
        message = f"{program} leaves its downloads in the image; end this `RUN` with `{clean}`"
        yield self.finding(verb.span, message, fix=clean_up(run, last))
