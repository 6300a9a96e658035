"""`invalid-service-name`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.compose import ComposeFile, key_name

_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
"""`^[a-zA-Z0-9._-]+$` (compose-spec/compose-go, schema/compose-spec.json), read in November 2026."""


class InvalidServiceName(Rule[ComposeFile]):
    """The name of a service, network, volume, secret or config has a blank, a slash or another character that Compose
    does not take. Compose refuses the whole file: "additional properties 'my web' not allowed".

    A `container_name` needs two characters or more, and begins with a letter or digit. Otherwise Compose or Docker
    refuses it.

    Use letters, digits, `.`, `_` and `-`. Other services reach this one by its name, so change it there too.

    References: https://docs.docker.com/reference/compose-file/services/
    """

    name = "invalid-service-name"
    title = "A name has a character that Compose refuses"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad("services:\n  «my web»:\n    image: nginx:1.29\nvolumes:\n  «data/db»:\n"),
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    container_name: «w»\n  api:\n    image: example/api:1\n"
            "    container_name: «the api»\n",
            why="Names of containers have rules of their own.",
        ),
        Good("services:\n  my-web_1.x:\n    image: nginx:1.29\nvolumes:\n  Data:\n"),
    )

    def check(self, file: ComposeFile) -> Findings:
        for section in ("services", "networks", "volumes", "secrets", "configs"):
            holder = None if file.root is None or file.legacy else file.root.mapping(section)
            for entry, _ in holder.pairs(nulls=True) if holder is not None else ():
                name = key_name(entry)
                wrong = next((char for char in name if char not in _ALLOWED), None)
                if wrong is not None and "$" not in name:
                    what = "a blank" if wrong == " " else f"`{wrong}`"
                    meant = "".join(char if char in _ALLOWED else "-" for char in name)
                    message = f"`{name}` has {what} in its name, so Compose refuses the file; call it `{meant}`"
                    yield self.finding(entry.key.span, message)
        for service in file.services:
            node = service.node.scalar("container_name")
            if node is not None and "$" not in node.text and not _names_container(node.text.removeprefix("/")):
                message = (
                    f"no container can be called `{node.text}`, so the service does not start; write two or more letters,"
                    " digits, `.`, `_` or `-`, the first of them a letter or digit"
                )
                yield self.finding(node.span, message)


def _names_container(text: str) -> bool:
    """`[a-zA-Z0-9][a-zA-Z0-9_.-]+` (as Docker says); Compose looks for such a part of the name only."""
    return len(text) > 1 and text[0] not in "._-" and all(char in _ALLOWED for char in text)
