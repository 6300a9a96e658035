"""`install-without-yes`."""

from __future__ import annotations

import re

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Onbuild, Run, Stage, Transfer, state_before
from k8slint.shell import add_words, invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint import Edit
    from k8slint.shell import Command, Invocation

_APT, _RPM, _CONDA, _PIP = "apt", "rpm", "conda", "pip"
_MANAGERS = {
    "apt-get": _APT,
    "apt": _APT,
    "aptitude": _APT,
    "yum": _RPM,
    "dnf": _RPM,
    "microdnf": _RPM,
    "tdnf": _RPM,
    "zypper": "zypper",
    "pacman": "pacman",
    "conda": _CONDA,
    "pip": _PIP,
}
_FLAGS = {"zypper": "--non-interactive", "pacman": "--noconfirm"}
_SILENT = ("-d", "--download-only", "--downloadonly", "-D", "--json")
"""Flags with which nothing is asked."""
_SETTINGS = {
    _APT: re.compile(r"(?<!-)assume-yes(?!\s*=)|\bAPT_CONFIG\b", re.IGNORECASE),
    _RPM: re.compile(r"(?<![-.\w])assumeyes\s*=", re.IGNORECASE),
    _CONDA: re.compile(r"\balways_yes\b|\b(?:CONDA|MAMBA)_ALWAYS_YES\b"),
    _PIP: re.compile(r"\bPIP_YES\b|\buninstall\.yes\b"),
}
"""Settings that answer questions, elsewhere than in an option: apt.conf(5), dnf.conf(5), .condarc and pip.conf."""
_FILES = {
    _APT: ("/etc/apt/apt.conf",),
    _RPM: ("/etc/dnf", "/etc/yum.conf", "/etc/yum/"),
    _CONDA: ("/opt/conda/.condarc", "/opt/conda/condarc", "/root/.condarc", "/etc/conda"),
    _PIP: ("/etc/pip.conf", "/root/.config/pip", "/root/.pip"),
}


class InstallWithoutYes(Rule[Stage]):
    """During a build there is nobody who can answer questions. A package manager that asks "Do you want to continue?" gets no
    answer, takes that as a no, and the build fails. yum, dnf, zypper, pacman, conda and `pip uninstall` always ask. apt-get
    asks only if the install brings more packages or removes some, so the same line may work today and fail after the next
    release.

    Add the flag that answers yes: `-y` for most, `--non-interactive` for zypper, `--noconfirm` for pacman.

    k8slint is silent if a configuration file, an option or a variable may already answer, and if something is piped into the
    command.

    Fix safety: safe. If nothing is asked, the flag changes nothing. Unsafe if the `RUN` went on without the packages so far
    (`|| true`): with the flag, they get installed.

    References: https://manpages.debian.org/stable/apt/apt-get.8.en.html, https://dnf.readthedocs.io/en/latest/command_ref.html
    """

    name = "install-without-yes"
    title = "A package manager asks a question during the build"
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
            "FROM condaforge/miniforge3:25.3.1-0\nRUN conda «install» numpy && conda «clean» --all\n",
            fixed="FROM condaforge/miniforge3:25.3.1-0\nRUN conda install -y numpy && conda clean -y --all\n",
        ),
        Bad(
            "FROM archlinux:base\nRUN pacman «-Syu» git\n",
            fixed="FROM archlinux:base\nRUN pacman -Syu --noconfirm git\n",
        ),
        Bad(
            "FROM python:3.13\nRUN pip «uninstall» flask\n",
            fixed="FROM python:3.13\nRUN pip uninstall -y flask\n",
        ),
        Bad(
            "FROM debian:12\nRUN apt-get -o APT::Get::Assume-Yes=true install git\nRUN apt-get «install» jq\n",
            fixed="FROM debian:12\nRUN apt-get -o APT::Get::Assume-Yes=true install git\nRUN apt-get install -y jq\n",
            why="An option counts for its own command alone.",
        ),
        Bad(
            "FROM debian:12\nRUN apt-get «install» curl || true\n",
            fixed="FROM debian:12\nRUN apt-get install -y curl || true\n",
            unsafe=True,
            why="The build went on without curl.",
        ),
        Bad(
            "FROM debian:12\nRUN sh -c 'apt-get «install» curl; true'\n",
            fixed="FROM debian:12\nRUN sh -c 'apt-get install -y curl; true'\n",
            unsafe=True,
            why="Inside the quotes, too.",
        ),
        Bad(
            "FROM debian:12\nRUN xargs apt-get «install» < /packages.txt\n",
            fixed="FROM debian:12\nRUN xargs apt-get install -y < /packages.txt\n",
            why="`xargs` reads the file, and apt-get nothing.",
        ),
        Bad(
            "FROM debian:12\nONBUILD RUN apt-get «install» curl\n",
            fixed="FROM debian:12\nONBUILD RUN apt-get install -y curl\n",
        ),
        Bad(
            "FROM debian:12\nARG APT=apt-get\nRUN $APT «install» git\n",
            fixed="FROM debian:12\nARG APT=apt-get\nRUN $APT install -y git\n",
        ),
        Bad(
            "FROM debian:12\nRUN <<END bash\napt-get «install» git\nEND\n"
            'RUN ["bash", "-c", "apt-get «install» \\"vim\\""]\n',
            fixed="FROM debian:12\nRUN <<END bash\napt-get install -y git\nEND\n"
            'RUN ["bash", "-c", "apt-get install -y \\"vim\\""]\n',
            why="A shell may be given its commands in other forms.",
        ),
        Good(
            "FROM debian:12\nRUN apt-get -qq install curl && yes | apt-get install git && apt-get $OPTS install vim\n"
        ),
        Good(
            "FROM debian:12\nRUN apt-get install $(cat /options) curl\n",
            why="What a command prints may hold the flag.",
        ),
        Good(
            "FROM debian:12\nRUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90yes\nRUN apt-get install curl\n",
            why="The configuration says yes.",
        ),
        Good(
            "FROM debian:12\nCOPY 90yes /etc/apt/apt.conf.d/\nRUN apt-get install curl\n",
            why="So may a file that is copied to where the configuration is.",
        ),
        Good("FROM condaforge/miniforge3:25.3.1-0\nENV CONDA_ALWAYS_YES=true\nRUN conda install numpy\n"),
        Bad(
            "FROM debian:12\nRUN apt-get «install» curl | tee /log\n",
            fixed="FROM debian:12\nRUN apt-get install -y curl | tee /log\n",
            unsafe=True,
            why="What comes after a pipe answers nothing.",
        ),
        Bad(
            "FROM condaforge/miniforge3:25.3.1-0\nRUN conda «env» remove -n test\n",
            fixed="FROM condaforge/miniforge3:25.3.1-0\nRUN conda env remove -y -n test\n",
        ),
        Bad(
            "FROM debian:12\nRUN set -eux; apt-get «install» curl; true\n",
            fixed="FROM debian:12\nRUN set -eux; apt-get install -y curl; true\n",
            why="With `set -e` the build stops here.",
        ),
        Bad(
            "FROM debian:12\nRUN set -x; apt-get «install» curl; true\n",
            fixed="FROM debian:12\nRUN set -x; apt-get install -y curl; true\n",
            unsafe=True,
        ),
        Bad(
            "FROM debian:12\nRUN true; apt-get «install» curl\n",
            fixed="FROM debian:12\nRUN true; apt-get install -y curl\n",
            why="The last command decides.",
        ),
        Bad(
            "FROM debian:12\nRUN set -e; if test -e /a; then apt-get «install» curl; fi; true\n",
            fixed="FROM debian:12\nRUN set -e; if test -e /a; then apt-get install -y curl; fi; true\n",
            unsafe=True,
        ),
        Bad(
            "FROM debian:12\nCOPY 90yes /srv/\nRUN apt-get «install» curl\n",
            fixed="FROM debian:12\nCOPY 90yes /srv/\nRUN apt-get install -y curl\n",
        ),
        Good(
            "FROM debian:12 AS base\nRUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90yes\n"
            "FROM base\nRUN apt-get install curl\n",
            why="The stage inherits the configuration.",
        ),
        Good("FROM debian:12\nCOPY etc /etc\nRUN apt-get install curl\n", why="The folder may hold a configuration."),
        Good(
            "FROM debian:12\nRUN apt-get install -s curl && apt-get install -d git && apt-get install jq < /answers\n"
        ),
        Good("FROM condaforge/miniforge3:25.3.1-0\nRUN conda env create -f e.yml && conda list && pip install flask\n"),
    )

    def check(self, stage: Stage) -> Findings:
        configured: dict[str, int] | None = None
        for run in _runs(stage):
            text = run.statement.text
            if not run.heredocs and "$" not in text and not any(name in text for name in _NAMES):
                continue
            for command in run.commands:
                found = invocation(command)
                if found is None or found.verb is None or not _asks(found, run):
                    continue
                if configured is None:
                    configured = _configured(stage)
                if configured.get(_MANAGERS[found.manager], command.start) < command.start:
                    continue
                flag = _FLAGS.get(found.manager, "-y")
                edit = _edit(found, flag)
                safety = Applicability.UNSAFE if _may_fail(run, command) else Applicability.SAFE
                fix = Fix(f"add `{flag}`", (edit,), safety) if edit is not None else None
                program = command.name if command.name in found.table.programs else found.manager
                what = f"`{program} {found.subcommand}`"
                yield self.finding(
                    found.verb.span, f"{what} asks a question that nobody answers in a build; add `{flag}`", fix=fix
                )


def _runs(stage: Stage) -> Iterator[Run]:
    for instruction in stage.instructions:
        inner = instruction.trigger if isinstance(instruction, Onbuild) else instruction
        if isinstance(inner, Run):
            yield inner


_NAMES = ("apt", "yum", "dnf", "zypper", "pacman", "yay", "paru", "conda", "mamba", "pip", "python")


def _asks(found: Invocation, run: Run) -> bool:
    if found.manager not in _MANAGERS or found.assume_yes or found.simulated or found.has(*_SILENT):
        return False
    if found.manager == "pip":
        if found.action != "remove":
            return False
    elif found.manager == "conda":
        if found.subcommand in ("env create", "env update") or found.action not in (*_CHANGING, "clean"):
            return False
    elif found.action not in _CHANGING:
        return False
    command = found.command
    if command.has_unknown_words:
        return True
    if any(redirect.operator.startswith("<") for redirect in command.redirects):
        return False
    return not command.piped or not any(
        one.pipeline == command.pipeline and one.start < command.start for one in run.commands
    )


_CHANGING = ("install", "upgrade", "remove", "configure")


def _edit(found: Invocation, flag: str) -> Edit | None:
    """After the subcommand; before it for zypper and dnf's groups, where the flag is a global one."""
    verb = found.verb
    if verb is None:
        return None
    words = found.command.arguments
    if found.manager == "conda" and " " in (found.subcommand or ""):
        after = [word for word in words if word.start > verb.start]
        return add_words(found.command, after[0], flag) if after else None
    before = found.manager == "zypper" or " " in (found.subcommand or "")
    return add_words(found.command, verb, flag, before=before)


def _configured(stage: Stage) -> dict[str, int]:
    """Where in the file a configuration begins to answer questions, by kind of manager; -1 for the stages built on."""
    found: dict[str, int] = {}
    for at in stage.lineage:
        span = at.span
        text = at.dockerfile.source.text
        for kind, pattern in _SETTINGS.items():
            match = pattern.search(text, span.start, span.end)
            if match is not None:
                found[kind] = min(found.get(kind, span.end), match.start() if at is stage else -1)
        for copy in at.instructions:
            if not isinstance(copy, Transfer) or copy.destination is None:
                continue
            place = copy.destination.expand(state_before(copy).env) or ""
            for kind, prefixes in _FILES.items():
                if place.startswith(prefixes) or place.rstrip("/") in ("/etc", "/etc/apt"):
                    start = copy.span.start if at is stage else -1
                    found[kind] = min(found.get(kind, start), start)
    return found


def _may_fail(run: Run, command: Command) -> bool:
    """Whether the RUN may go on when the command fails."""
    script = run.script
    if script is None:
        return False
    if script.and_list is not None:
        if any(command is one for one in script.and_list):
            return False
        if command is script.commands[-1] and not command.conditional and not command.background:
            return False
        after = run.source.text[command.end : run.span.end]
        return command.conditional or command.background or any(sign in after for sign in (";", "|", "\n"))
    if command.conditional or command.background or "||" in run.source.slice(run.span):
        return True
    if command.end >= script.commands[-1].start:
        return False
    shell = state_before(run).shell[1:]
    given = [word.raw for one in script.commands if one.name == "set" for word in one.arguments]
    return not any(option[:1] == "-" and option[1:2] != "-" and "e" in option for option in (*shell, *given))
