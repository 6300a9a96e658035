"""`obsolete-version-key`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, ComposeFile, Finding, Fix, Good, Rule, Severity
from k8slint.yaml.edits import remove_entry
from k8slint.yaml.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

_SWARM = ("endpoint_mode", "mode", "placement", "rollback_config", "update_config")
"""Keys of `deploy:` that only a swarm acts on."""


class ObsoleteVersionKey(Rule[ComposeFile]):
    """`version:` chose a schema in Compose 1, which is at its end since 2023. Compose 2 takes the newest schema for every
    file and warns at each command: "the attribute `version` is obsolete, it will be ignored". A number (`version: 3.8`) it
    refuses: "version must be a string".

    Remove the line.

    Silent for files that are meant for `docker stack deploy`, older releases of which read the key.

    Fix safety: safe; Compose ignores the key (Compose specification, "Version and name top-level elements").
    """

    name = "obsolete-version-key"
    category = "deprecation"
    severity = Severity.INFO
    profile = "maintenance"
    aliases = ()
    examples = (
        Bad(
            '«version»: "3.8"\n\nservices:\n  web:\n    image: nginx:1.27\n',
            fixed="services:\n  web:\n    image: nginx:1.27\n",
        ),
        Bad(
            "services:\n  web:\n    image: nginx:1.27\n# for the old laptops\n«version»: 3.8 # or 2\n",
            fixed="services:\n  web:\n    image: nginx:1.27\n# for the old laptops\n",
            why="A number, which Compose 2 refuses.",
        ),
        Good("name: shop\nservices:\n  web:\n    image: nginx:1.27\n"),
        Good(
            'version: "3.8"\nservices:\n  web:\n    image: nginx:1.27\n    deploy:\n'
            "      placement: {max_replicas_per_node: 1}\n",
            why="For a swarm: `docker stack deploy` reads the key.",
        ),
        Good("web:\n  image: nginx:1.27\nversion:\n  image: example/version:1\n", path="docker-compose.yml"),
    )

    def check(self, file: ComposeFile) -> Iterator[Finding]:
        entry = None if file.root is None or file.legacy else file.root.entry("version")
        if file.root is None or entry is None or not isinstance(entry.value, Scalar) or _for_swarm(file):
            return
        edit = remove_entry(file.source, file.root, entry)
        fix = None if edit is None else Fix("remove `version`", (edit,))
        if isinstance(entry.value.value, str):
            yield self.finding(
                entry.key.span, "Compose 2 ignores `version` and warns about it; remove the line", fix=fix
            )
        else:
            message = (
                f"Compose 2 refuses `version: {entry.value.text}`, which is no string, and ignores one; remove the line"
            )
            yield self.finding(entry.key.span, message, fix=fix, severity=Severity.ERROR)


def _for_swarm(file: ComposeFile) -> bool:
    deploys = [service.node.mapping("deploy") for service in file.services]
    return any(deploy is not None and any(deploy.get(key) is not None for key in _SWARM) for deploy in deploys)
