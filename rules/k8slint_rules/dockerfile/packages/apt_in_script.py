"""`apt-in-script`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Edit, Finding, Fix, Good, Rule, Severity
from k8slint.dockerfile.tree import Run
from k8slint.shell.packages import invocation

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAME = ("update", "remove", "purge", "autoremove", "clean", "autoclean")


class AptInScript(Rule[Run]):
    """`apt` is made for people: it says itself that it has no stable interface for scripts, and its output and defaults
    change between releases.

    Write `apt-get` (`apt-cache` for searches).

    Fix safety: safe for subcommands that both have alike; unsafe for `install`, after which `apt` deletes the archives it
    fetched, where `apt-get` leaves that to the image's configuration.
    """

    name = "apt-in-script"
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
        Bad("FROM debian:12\nRUN «apt» search curl\n"),
        Good("FROM debian:12\nRUN apt-get update && apt-get install -y apt && apt-mark hold curl\n"),
    )

    def check(self, run: Run) -> Iterator[Finding]:
        if "apt" not in run.source.slice(run.span):
            return
        for command in run.commands:
            word = command.name_word
            if command.name != "apt" or word is None:
                continue
            found = invocation(command)
            subcommand = found.subcommand if found is not None else None
            fix = None
            if subcommand in (*_SAME, "install") and word.text == "apt":
                applicability = Applicability.SAFE if subcommand in _SAME else Applicability.UNSAFE
                text = (
                    '"apt-get"' if run.exec_form is not None and run.source.slice(word.span)[:1] == '"' else "apt-get"
                )
                fix = Fix("write `apt-get`", (Edit(word.span, text),), applicability)
            remedy = "apt-cache" if subcommand in ("search", "show", "policy") else "apt-get"
            yield self.finding(word.span, f"`apt` has no stable interface for scripts; write `{remedy}`", fix=fix)
