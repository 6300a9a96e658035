"""`apt-in-script`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.dockerfile import Run
from k8slint.shell import invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.shell import Command, Invocation, ShellWord

_SAME = ("update", "remove", "purge", "autoremove", "clean", "autoclean")


class AptInScript(Rule[Run]):
    """`apt` is made for people at a terminal. It warns about this itself: "apt does not have a stable CLI interface. Use with
    caution in scripts." Its options and defaults may change with a new release of the base image, and then your build breaks
    or installs something else.

    Write `apt-get`, or `apt-cache` for searches.

    Fix safety: safe for subcommands that both programs have in the same form. Unsafe if the `RUN` contains `apt install`: `apt`
    deletes the downloaded packages afterwards, and `apt-get` leaves that to the image's configuration. There is one fix for the
    whole `RUN`.

    References: https://manpages.debian.org/stable/apt/apt.8.en.html
    """

    name = "apt-in-script"
    title = "apt is used in a script instead of apt-get"
    category = "style"
    severity = Severity.INFO
    profile = "strict"
    aliases = ("hadolint:DL3027", "checkov:CKV_DOCKER_9")
    words = ("apt",)
    examples = (
        Bad("FROM debian:12\nRUN «apt» update\n", fixed="FROM debian:12\nRUN apt-get update\n"),
        Bad(
            'FROM debian:12\nRUN [«"apt"», "install", "-y", "curl"]\n',
            fixed='FROM debian:12\nRUN ["apt-get", "install", "-y", "curl"]\n',
            unsafe=True,
        ),
        Bad(
            "FROM debian:12\nRUN «apt» update && «apt» install -y git\n",
            fixed="FROM debian:12\nRUN apt-get update && apt-get install -y git\n",
            unsafe=True,
            why="One fix for the whole `RUN`.",
        ),
        Bad("FROM debian:12\nRUN «apt» search curl\n"),
        Bad("FROM debian:12\nRUN «apt» update && «apt» search curl\n", why="`apt search` has another name: no fix."),
        Good("FROM debian:12\nRUN apt-get update && apt-get install -y apt && apt-mark hold curl\n"),
    )

    def check(self, run: Run) -> Findings:
        found = [(word, invocation(command)) for command in run.commands if (word := _apt(command)) is not None]
        fix = _fix(run, found)
        for word, asked in found:
            remedy = "apt-get"
            if asked is not None and asked.subcommand in _OF_CACHE:
                remedy = "dpkg-query --list" if asked.has("--installed") else "apt-cache"
            yield self.finding(
                word.span, f"`apt` may change its options with the next release; write `{remedy}`", fix=fix
            )


_OF_CACHE = ("search", "show", "policy", "list", "depends", "rdepends", "showsrc")


def _apt(command: Command) -> ShellWord | None:
    return command.name_word if command.name == "apt" else None


def _fix(run: Run, found: list[tuple[ShellWord, Invocation | None]]) -> Fix | None:
    """One for the whole `RUN`, so that it does not speak two ways afterwards; None where one command is not alike in both."""
    edits: list[Edit] = []
    safety = Applicability.SAFE
    for word, asked in found:
        subcommand = asked.subcommand if asked is not None else None
        if asked is None or subcommand not in (*_SAME, "install"):
            return None
        if subcommand == "install":
            safety = Applicability.UNSAFE
        written = run.source.slice(word.span)
        if written not in ("apt", '"apt"'):
            return None
        edits.append(Edit(word.span, written.replace("apt", "apt-get")))
    return Fix("write `apt-get`", tuple(edits), safety) if edits else None
