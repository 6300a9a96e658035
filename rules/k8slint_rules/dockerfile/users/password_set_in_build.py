"""`password-set-in-build`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.dockerfile.tree import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.shell.commands import Command
    from k8slint.shell.words import ShellWord


class PasswordSetInBuild(Rule[Run]):
    """A password that a build sets stands in the image's history, and is the same in every container: whoever can pull the
    image can log in.

    Containers need no passwords for their accounts: leave them locked, and use `docker exec` or `kubectl exec`.
    Silent where a secret is mounted into the `RUN`, and for `*` and `!`, which lock an account.
    """

    name = "password-set-in-build"
    category = "security"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("checkov:CKV2_DOCKER_17",)
    examples = (
        Bad("FROM debian:12\nRUN echo 'root:secret' | «chpasswd»\nRUN echo secret | «passwd --stdin» root\n"),
        Bad("FROM debian:12\nRUN useradd «-p» '$6$x$y' app\n"),
        Good(
            "FROM debian:12\nRUN useradd -p '*' app && usermod --password='!' root\n",
            why="Nobody can log in with these.",
        ),
        Good("FROM debian:12\nRUN --mount=type=secret,id=pw chpasswd < /run/secrets/pw\n"),
        Good("FROM debian:12\nRUN useradd --no-create-home app && passwd -l root && apt-get install -y passwd\n"),
    )

    def check(self, run: Run) -> Iterator[Finding]:
        text = run.source.slice(run.span)
        if "passwd" not in text and "useradd" not in text and "usermod" not in text:
            return
        if any(mount.type == "secret" for mount in run.mounts):
            return
        for command in run.commands:
            word = command.name_word
            if word is None:
                continue
            if command.name == "chpasswd":
                span = word.span
            elif command.name == "passwd" and command.arguments and command.arguments[0].text == "--stdin":
                span = word.span.__class__(word.start, command.arguments[0].end)
            elif command.name in ("useradd", "usermod"):
                flag = _password(command)
                if flag is None:
                    continue
                span = flag.span
            else:
                continue
            yield self.finding(span, "the image's history keeps this password; leave the account locked")


def _password(command: Command) -> ShellWord | None:
    """The flag that sets a password which somebody can log in with."""
    words = command.arguments
    for index, word in enumerate(words):
        flag, equals, value = (word.text or "").partition("=")
        if flag in ("-p", "--password"):
            if not equals and index + 1 < len(words):
                value = words[index + 1].text or ""
            return None if value.startswith(("*", "!")) else word
    return None
