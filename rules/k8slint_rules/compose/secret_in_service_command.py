"""`secret-in-service-command`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.compose import ComposeFile, inner
from k8slint.yaml import Scalar, Sequence
from k8slint_rules._shared.secret_places import SecretPlace, once, secret_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.compose import ComposeServiceView


class SecretInServiceCommand(Rule[ComposeFile]):
    """A password or token in `command:` or `entrypoint:` can be read by everybody who can read the repository or run
    `docker inspect`. It also shows up in the list of processes of the machine.

    Take it from a variable: write `--password ${DB_PASSWORD}` and put the value into an `.env` file that is not
    committed. Better, use `secrets:` when the program can read the password from a file. Then change the one that was
    written here.

    Only values of options whose name says that they are secret (`--requirepass`, `--api-key`) and values that can only
    be a secret count. A value that is repeated in a file is reported once.

    References: https://docs.docker.com/compose/how-tos/use-secrets/,
    https://docs.docker.com/reference/compose-file/services/#command
    """

    name = "secret-in-service-command"
    title = "A command line holds a password or token"
    category = "security"
    severity = Severity.WARNING
    profile = "maintenance"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  cache:\n    image: redis:8\n    command: redis-server --requirepass «sikret»\n"
            "  shop:\n    image: shop:1\n    entrypoint: [shop, --api-key=«abc123def»]\n"
            "  db:\n    image: mysql:9\n    healthcheck:\n      test: mysqladmin ping --password=«sikret3»\n"
        ),
        Good(
            "services:\n  cache:\n    image: redis:8\n    command: redis-server --requirepass ${REDIS_PASSWORD}\n"
            "  shop:\n    image: shop:1\n    entrypoint: [shop, --api-key-file, /run/secrets/key]\n"
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        for place, related in once(place for service in file.services for place in _places(service)):
            message = (
                f"{place.holder} holds {place.reason} that everybody who can read this file can use; take it from a"
                " variable (`${NAME}`) or from `secrets:`"
            )
            yield self.finding(place.span, message, related=related)


def _places(service: ComposeServiceView) -> Iterator[SecretPlace]:
    for key, node in (
        ("command", service.node.get("command")),
        ("entrypoint", service.node.get("entrypoint")),
        ("test", service.healthcheck),
    ):
        items = node.resolved() if isinstance(node, Sequence) else [] if node is None else [node]
        scalars = [item for item in items if isinstance(item, Scalar)]
        for found in secret_words([item.text for item in scalars]):
            if "$" not in found.value.replace("$$", ""):
                span = inner(scalars[found.word], found.start, found.end, service.source)
                holder = f"`{found.option}`" if found.option else f"`{key}`"
                yield SecretPlace(holder, found.reason, found.value, span)
