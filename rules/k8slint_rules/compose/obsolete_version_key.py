"""`obsolete-version-key`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.compose import DEFAULT_NAMES, ComposeFile
from k8slint.yaml import Scalar, leaves_comment, remove_entry

_SWARM = ("endpoint_mode", "labels", "mode", "placement", "rollback_config", "update_config")
"""Keys of `deploy:` that only a swarm acts on."""
_SIGNS = (
    "swarm",
    "docker stack",
    "stack deploy",
    "driver: overlay",
    "attachable:",
    "{{.task.",
    "{{.node.",
    "{{.service.",
)
"""Words of comments, networks and templates that only make sense in a swarm."""


class ObsoleteVersionKey(Rule[ComposeFile]):
    """`version:` chose a schema in Compose 1, which was retired in 2023. Compose 2 ignores the key and warns at each
    command: "the attribute `version` is obsolete, it will be ignored". A number (`version: 3.8`) is refused: "version
    must be a string".

    Remove the line.

    Not reported in files for a swarm: `docker stack deploy` of older Docker releases needs the key and refuses the file
    without it (docker/cli#2475). Such a file has `stack` or `swarm` in its name or text, or settings that only a swarm
    reads.

    Fix safety: safe in a file that Compose takes by itself and that has no `deploy` section, and for a number, which
    every tool refuses. Unsafe elsewhere, because another tool may read the key, and where a comment would lose what it
    is about.

    References: https://docs.docker.com/reference/compose-file/version-and-name/,
    https://github.com/docker/cli/issues/2475
    """

    name = "obsolete-version-key"
    title = "Compose ignores the `version` key"
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
            fixed="services:\n  web:\n    image: nginx:1.27\n",
            why="A number, which Compose 2 refuses.",
        ),
        Bad(
            '# our shop\n«version»: "3.8"\nservices:\n  web:\n    image: nginx:1.27\n',
            fixed="# our shop\nservices:\n  web:\n    image: nginx:1.27\n",
            unsafe=True,
            why="The comment may be about the version or of the file.",
        ),
        Bad(
            '«version»: "3.8"\nservices:\n  web:\n    image: nginx:1.27\n    deploy: {replicas: 3}\n',
            fixed="services:\n  web:\n    image: nginx:1.27\n    deploy: {replicas: 3}\n",
            unsafe=True,
            why="`docker stack deploy` may be meant, older releases of which need the key.",
        ),
        Bad(
            "«version»: 3.8\nservices:\n  web:\n    image: nginx:1.27\n    deploy: {replicas: 3}\n",
            fixed="services:\n  web:\n    image: nginx:1.27\n    deploy: {replicas: 3}\n",
            why="Both Compose and `docker stack deploy` refuse the number.",
        ),
        Good('version: "3.8"\nservices:\n  web:\n    image: nginx:1.27\n', path="deploy/stack.yml"),
        Bad(
            '«version»: "3.8"\nservices:\n  web:\n    image: nginx:1.27\n',
            fixed="services:\n  web:\n    image: nginx:1.27\n",
            path="fullstack/compose.yaml",
        ),
        Good(
            'version: "3.8" # for docker stack deploy\nservices:\n  web:\n    image: nginx:1.27\n',
            why="A comment says so.",
        ),
        Good("name: shop\nservices:\n  web:\n    image: nginx:1.27\n"),
        Good(
            'version: "3.8"\nservices:\n  web:\n    image: nginx:1.27\n    deploy:\n'
            "      placement: {max_replicas_per_node: 1}\n",
            why="For a swarm: `docker stack deploy` reads the key.",
        ),
        Bad(
            '«version»: "3.8"\nservices:\n  web:\n    image: nginx:1.27\n',
            fixed="services:\n  web:\n    image: nginx:1.27\n",
            unsafe=True,
            path="deploy/shop.yml",
            why="A file that Compose does not take by itself may be for another tool.",
        ),
        Good("web:\n  image: nginx:1.27\nversion:\n  image: example/version:1\n", path="docker-compose.yml"),
    )

    def check(self, file: ComposeFile) -> Findings:
        entry = None if file.root is None or file.legacy else file.root.entry("version")
        if file.root is None or entry is None or not isinstance(entry.value, Scalar) or _for_swarm(file):
            return
        edit = remove_entry(file.source, file.root, entry)
        fix = None
        if edit is not None:
            refused = not isinstance(entry.value.value, str)
            safe = (refused or _for_compose_alone(file)) and not leaves_comment(file.source, edit)
            fix = Fix("remove `version`", (edit,), Applicability.SAFE if safe else Applicability.UNSAFE)
        if isinstance(entry.value.value, str):
            yield self.finding(
                entry.key.span, "Compose 2 ignores `version` and warns about it; remove the line", fix=fix
            )
        else:
            message = (
                f"Compose 2 refuses `version: {entry.value.text}` because it is not a string, and ignores the key anyway;"
                " remove the line"
            )
            yield self.finding(entry.key.span, message, fix=fix, severity=Severity.ERROR)


def _for_swarm(file: ComposeFile) -> bool:
    text = file.source.text.lower()
    words = "".join(char if char.isalnum() else " " for char in file.source.path.lower()).split()
    if not {"stack", "stacks", "swarm"}.isdisjoint(words) or any(sign in text for sign in _SIGNS):
        return True
    deploys = [service.node.mapping("deploy") for service in file.services]
    return any(deploy is not None and any(deploy.get(key) is not None for key in _SWARM) for deploy in deploys)


def _for_compose_alone(file: ComposeFile) -> bool:
    return file.source.path.rpartition("/")[2] in DEFAULT_NAMES and not any(
        service.node.get("deploy") is not None for service in file.services
    )
