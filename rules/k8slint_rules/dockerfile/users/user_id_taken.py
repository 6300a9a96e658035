"""`user-id-taken`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.dockerfile import Stage
from k8slint.shell import scan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.images import ImageReference
    from k8slint.shell import Command, ShellWord

_FLAGS = {
    "useradd": ("-u", "--uid"),
    "adduser": ("-u", "--uid"),
    "groupadd": ("-g", "--gid"),
    "addgroup": ("-g", "--gid"),
}
_SHARED = ("-o", "--non-unique")
_FREEING = frozenset(("userdel", "deluser", "usermod", "groupdel", "delgroup", "groupmod"))
_UBUNTU = ("noble", "oracular", "plucky", "questing")


class UserIdTaken(Rule[Stage]):
    """The base image already has a user with this number, so the command that adds another one fails.

    `ubuntu` images have had a user `ubuntu` with number 1000 since 23.04, and `node` images have a user `node` with that
    number. A Dockerfile that built on `ubuntu:22.04` ends with "GID '1000' already exists" after the version is raised.

    Use the user that is there (`USER 1000`), take another number, or remove that user first: `userdel -r ubuntu`. Ignore
    this where the image was changed in another way.

    References: https://bugs.launchpad.net/cloud-images/+bug/2005129,
    https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md#non-root-user
    """

    name = "user-id-taken"
    title = "The base image already uses this user number"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    since = "0.2.0"
    aliases = ()
    words = ("useradd", "adduser", "groupadd", "addgroup")
    examples = (
        Bad("FROM ubuntu:24.04\nRUN groupadd -g «1000» app && useradd -u «1000» -g 1000 -m app\n"),
        Bad("FROM node:22-alpine\nRUN adduser -D -u «1000» app\n"),
        Good("FROM ubuntu:22.04\nRUN useradd -u 1000 app\n"),
        Good("FROM ubuntu:24.04\nRUN userdel -r ubuntu && useradd -u 1000 app\n", why="It is free by then."),
        Good("FROM ubuntu:24.04\nRUN useradd -u 1001 app && useradd -o -u 1000 b && (groupadd -g 1000 c || true)\n"),
    )

    def check(self, stage: Stage) -> Findings:
        image = stage.root.image
        holder = _holder(image) if image is not None else None
        if image is None or holder is None:
            return
        for at in reversed(stage.lineage):
            for run in at.runs:
                for command in run.commands:
                    if command.name in _FREEING:
                        return
                    word = _taken(command)
                    if word is not None and at is stage and "||" not in run.arguments:
                        message = (
                            f"`{image.text}` already has the user `{holder}` with the number 1000, so `{command.name}` fails"
                            f" and the build stops; use `{holder}`, or take another number"
                        )
                        yield self.finding(word.span, message)


def _holder(image: ImageReference) -> str | None:
    """The user with the number 1000 in an image, where that is known."""
    tag = image.tag or ""
    name = image.canonical.removeprefix("docker.io/library/")
    if name == "node":
        return "node"
    if name == "ubuntu":
        year, _, month = tag.partition(".")
        if tag.startswith(_UBUNTU) or (year.isdigit() and (int(year), month[:2]) >= (23, "04")):
            return "ubuntu"
    return None


def _taken(command: Command) -> ShellWord | None:
    """The number 1000 that a command asks for."""
    flags = _FLAGS.get(command.name or "")
    if flags is None:
        return None
    options = scan(
        command.arguments, ("-u", "--uid", "-g", "--gid", "-G", "-s", "-d", "-c", "-h", "-k", "-K", "--shell", "--home")
    )
    if options.has(*_SHARED):
        return None
    found = next((flag.value for flag in options.flags if flag.name in flags), None)
    return found if found is not None and found.text == "1000" else None
