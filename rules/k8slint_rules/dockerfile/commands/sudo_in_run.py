"""`sudo-in-run`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.dockerfile import Run, state_before
from k8slint.images import known_image


class SudoInRun(Rule[Run]):
    """A build changes its user with `USER`. `sudo` is one more program that lets the user of a running container become root.
    It also removes the variables that `ENV` and `ARG` set, so a command behaves differently from the same command without
    `sudo`.

    If the build runs as root, delete `sudo`. As another user, write `USER root` before the commands that need it, and set the
    user again after them.

    Fix safety: unsafe. Without `sudo`, the command sees the variables of the build, and another `PATH`. The fix is offered if
    the user is certainly root and `sudo` has no options.

    References: https://docs.docker.com/build/building/best-practices/#user
    """

    name = "sudo-in-run"
    title = "sudo is used in a build instead of USER"
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

    def check(self, run: Run) -> Findings:
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
            remedy = (
                "delete it, because this user is root" if fix is not None else "write `USER root` before this `RUN`"
            )
            yield self.finding(
                words[at].span, f"`sudo` hides the build's variables and stays in the image; {remedy}", fix=fix
            )


def _is_root(run: Run) -> bool:
    user = state_before(run).user
    if user is not None:
        return user.text.partition(":")[0] in ("root", "0")
    image = run.stage.root.image if run.stage is not None else None
    known = known_image(image.text) if image is not None else None
    return known is not None and known.user == "root"
