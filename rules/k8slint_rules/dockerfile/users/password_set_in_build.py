"""`password-set-in-build`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity, Span
from k8slint.dockerfile import Run, references, state_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from k8slint.shell import Command


class PasswordSetInBuild(Rule[Run]):
    """A password that a build sets is written in the image's history, and is the same in every container.

    Everybody who can pull the image reads it with `docker history`, and can then log in wherever the image runs.

    Accounts in containers need no passwords: leave them locked, and use `docker exec` or `kubectl exec`. Nothing is reported
    where a secret is mounted into the `RUN`, where the password comes from a file or from a variable that the Dockerfile does
    not set, and for `*` and `!`, which lock an account.

    References: https://docs.docker.com/build/building/secrets/,
    https://docs.docker.com/reference/dockerfile/#run---mounttypesecret
    """

    name = "password-set-in-build"
    title = "A password is set while the image is built"
    category = "security"
    severity = Severity.WARNING
    profile = "development"
    aliases = ("checkov:CKV2_DOCKER_17",)
    examples = (
        Bad("FROM debian:12\nRUN echo 'root:secret' | «chpasswd»\nRUN echo secret | «passwd --stdin» root\n"),
        Bad('FROM debian:12\nARG PW\nRUN echo "root:$PW" | «chpasswd»\n', why="The history keeps arguments too."),
        Bad('FROM debian:12\nRUN useradd «-p» "$(openssl passwd -6 hunter2)" app\n'),
        Good('FROM debian:12\nRUN PW="$(cat /run/pw)" && printf "root:%s" "$PW" | chpasswd\n', why="Not in this file."),
        Good("FROM debian:12\nCOPY users /tmp/\nRUN chpasswd < /tmp/users\n", why="Nobody knows what is in it."),
        Bad("FROM debian:12\nRUN useradd «-p» '$6$x$y' app\n"),
        Good(
            "FROM debian:12\nRUN useradd -p '*' app && usermod --password='!' root\n",
            why="Nobody can log in with these.",
        ),
        Good("FROM debian:12\nRUN --mount=type=secret,id=pw chpasswd < /run/secrets/pw\n"),
        Good("FROM debian:12\nRUN useradd --no-create-home app && passwd -l root && apt-get install -y passwd\n"),
    )

    def check(self, run: Run) -> Findings:
        text = run.source.slice(run.span)
        if "passwd" not in text and "useradd" not in text and "usermod" not in text:
            return
        if any(mount.type == "secret" for mount in run.mounts):
            return
        known = state_before(run).env
        previous: Command | None = None
        for command in run.commands:
            fed, previous = previous, command
            word = command.name_word
            if word is None:
                continue
            if command.name == "chpasswd":
                span = word.span
                written = _input(command, fed)
            elif command.name == "passwd" and command.arguments and command.arguments[0].text == "--stdin":
                span = word.span.__class__(word.start, command.arguments[0].end)
                written = _input(command, fed)
            elif command.name in ("useradd", "usermod"):
                flag = _password(command)
                if flag is None:
                    continue
                span, written = flag
            else:
                continue
            if _is_kept(written, known):
                message = (
                    "everybody with the image can read this password with `docker history`; leave the account locked"
                )
                yield self.finding(span, message)


def _input(command: Command, previous: Command | None) -> str:
    """The text that a command reads: what is piped into it, or a here-document; "" for a file."""
    if previous is not None and command.pipeline is not None and previous.pipeline == command.pipeline:
        if previous.name == "cat":
            return _input(previous, None)
        return " ".join(word.raw for word in previous.arguments) if previous.name in ("echo", "printf") else ""
    for redirect in command.redirects:
        if redirect.operator.startswith("<<"):
            return "here" if redirect.target is None else redirect.target.raw
    return ""


def _is_kept(written: str, known: Mapping[str, str | None]) -> bool:
    """Whether the image's history keeps a password: one that is written out, or comes from an ARG or ENV."""
    asked = references(written)
    if any(reference.name in known for reference in asked):
        return True
    if "$(" in written or "`" in written:
        return not asked and ("openssl passwd" in written or "mkpasswd" in written) and "/run/" not in written
    return bool(written) and not asked


def _password(command: Command) -> tuple[Span, str] | None:
    """The flag that sets a password which somebody can log in with, and that password as it is written."""
    words = command.arguments
    for index, word in enumerate(words):
        flag, equals, value = word.raw.partition("=")
        if flag in ("-p", "--password"):
            if not equals and index + 1 < len(words):
                value = words[index + 1].raw
            return None if value.strip("\"'").startswith(("*", "!")) else (word.span, value)
    return None
