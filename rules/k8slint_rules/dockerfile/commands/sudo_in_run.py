"""`sudo-in-run`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, Edit, Finding, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile.state import before
from k8slint.dockerfile.tree import Run
from k8slint.images.known import known_image

if TYPE_CHECKING:
    from collections.abc import Iterator


class SudoInRun(Rule[Run]):
    """A build switches users with `USER`; `sudo` in a `RUN` is one more program that lets the container's user become root,
    drops the variables that `ENV` and `ARG` set, and passes on no signals.

    As root, leave it out; as another user, put `USER root` before what needs it and the user back behind it.

    Fix safety: unsafe; without `sudo` the command sees the build's variables, and their PATH. Offered where the user is
    root for certain and `sudo` has no options.
    """

    name = "sudo-in-run"
    category = "security"
    severity = Severity.WARNING
    aliases = ("hadolint:DL3004", "trivy:DS-0010", "checkov:CKV2_DOCKER_1")
    words = ("sudo",)
    examples = (
        Bad(
            "FROM debian:12\nRUN «sudo» apt-get update && «sudo» apt-get install -y curl\n",
            fixed="FROM debian:12\nRUN apt-get update && apt-get install -y curl\n",
            unsafe=True,
        ),
        Bad("FROM debian:12\nUSER 1000\nRUN «sudo» -E make install\n"),
        Good("FROM debian:12\nRUN apt-get update && apt-get install -y sudo\n"),
    )

    def check(self, run: Run) -> Iterator[Finding]:
        if "sudo" not in run.source.slice(run.span):
            return
        for command in run.commands:
            if "sudo" not in command.prefixes and command.name != "sudo":
                continue
            words = command.words
            at = next((i for i, word in enumerate(words) if (word.text or "").rpartition("/")[2] == "sudo"), None)
            if at is None:
                continue
            fix = None
            if run.exec_form is None and at + 1 < len(words) and words[at + 1] is command.name_word and _is_root(run):
                edit = Edit(Span(words[at].span.start, words[at + 1].span.start), "")
                fix = Fix("remove `sudo`", (edit,), Applicability.UNSAFE)
            remedy = "remove it, this user is root" if fix is not None else "switch users with `USER`"
            yield self.finding(words[at].span, f"`sudo` in a build; {remedy}", fix=fix)


def _is_root(run: Run) -> bool:
    user = before(run).user
    if user is not None:
        return user.text.partition(":")[0] in ("root", "0")
    image = run.stage.root.image if run.stage is not None else None
    known = known_image(image.text) if image is not None else None
    return known is not None and known.user == "root"
