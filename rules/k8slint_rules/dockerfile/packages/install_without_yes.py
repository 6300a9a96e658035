"""`install-without-yes`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Fix, Good, Rule, Severity
from k8slint.dockerfile.tree import Run
from k8slint.shell.edits import add_words
from k8slint.shell.packages import invocation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.edit import Edit
    from k8slint.shell.packages import Invocation

_MANAGERS = ("apt-get", "apt", "aptitude", "yum", "dnf", "microdnf", "zypper")
_SILENT = ("-d", "--download-only", "--downloadonly", "-D")
"""Flags with which nothing is asked."""


class InstallWithoutYes(Rule[Run]):
    """Nobody answers questions in a build. A package manager that asks "Do you want to continue?" reads the end of its
    input, takes it as a no, and the build fails: always with yum, dnf and zypper, with apt-get as soon as a package
    brings others along or something is to be removed.

    Add `-y` (zypper: `--non-interactive`).

    Fix safety: safe; where nothing is asked the flag changes nothing.
    """

    name = "install-without-yes"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("hadolint:DL3014", "hadolint:DL3030", "hadolint:DL3034", "hadolint:DL3038", "trivy:DS-0021")
    examples = (
        Bad(
            "FROM debian:12\nRUN apt-get update && apt-get «install» --no-install-recommends curl\n",
            fixed="FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
        ),
        Bad(
            'FROM fedora:41\nRUN ["dnf", «"install"», "git"]\nRUN dnf «group» install x\nRUN yum «remove» vim\n',
            fixed='FROM fedora:41\nRUN ["dnf", "install", "-y", "git"]\nRUN dnf -y group install x\nRUN yum remove -y vim\n',
        ),
        Bad(
            "FROM opensuse/leap:15.6\nRUN zypper «in» git\n",
            fixed="FROM opensuse/leap:15.6\nRUN zypper --non-interactive in git\n",
        ),
        Bad(
            "FROM debian:12\nARG APT=apt-get\nRUN $APT «install» git\n",
            fixed="FROM debian:12\nARG APT=apt-get\nRUN $APT install -y git\n",
        ),
        Bad(
            "FROM debian:12\nRUN cat /list | xargs apt-get «install»\nRUN <<END bash\napt-get «install» git\nEND\n"
            'RUN ["bash", "-c", "apt-get «install» \\"vim\\""]\n',
            fixed="FROM debian:12\nRUN cat /list | xargs apt-get install -y\nRUN <<END bash\napt-get install -y git\nEND\n"
            'RUN ["bash", "-c", "apt-get install -y \\"vim\\""]\n',
            why="`xargs` gives its command no input, and a shell may be given its commands in other forms.",
        ),
        Good(
            "FROM debian:12\nRUN apt-get -qq install curl && yes | apt-get install git && apt-get $OPTS install vim\n"
        ),
        Good(
            "FROM debian:12\nRUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90yes\nRUN apt-get install curl\n",
            why="The configuration says yes.",
        ),
    )

    def check(self, run: Run) -> Iterator[Finding]:
        text = run.statement.text
        named = run.heredocs or "$" in text or any(manager in text for manager in ("apt", "yum", "dnf", "zypper"))
        if not named:
            return
        for command in run.commands:
            found = invocation(command)
            if found is None or found.manager not in _MANAGERS or found.verb is None:
                continue
            if found.action not in ("install", "upgrade", "remove") or found.assume_yes or found.has(*_SILENT):
                continue
            if (
                found.simulated
                or (command.piped and not command.has_unknown_words)
                or any(redirect.operator.startswith("<") for redirect in command.redirects)
            ):
                continue
            if _is_configured(run):
                return
            flag = "--non-interactive" if found.manager == "zypper" else "-y"
            edit = _edit(found, flag)
            fix = Fix(f"add `{flag}`", (edit,)) if edit is not None else None
            message = f"`{found.manager} {found.subcommand}` asks before it goes on, and nobody answers; add `{flag}`"
            yield self.finding(found.verb.span, message, fix=fix)


def _edit(found: Invocation, flag: str) -> Edit | None:
    """After the subcommand; before it where it is of two words, and for zypper, whose flag is a global one."""
    if found.verb is None:
        return None
    before = found.manager == "zypper" or " " in (found.subcommand or "")
    return add_words(found.command, found.verb, flag, before=before)


def _is_configured(run: Run) -> bool:
    """Whether the file speaks of a configuration that answers questions."""
    text = run.source.text.lower()
    return "assume-yes" in text.replace("--assume-yes", "") or "assumeyes=" in text or "assumeyes =" in text
