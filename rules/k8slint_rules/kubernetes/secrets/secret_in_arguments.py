"""`secret-in-arguments`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import Manifest
from k8slint.yaml import Scalar, within
from k8slint_rules._shared.secret_places import SecretPlace, once, secret_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.kubernetes import Container


class SecretInArguments(Rule[Manifest]):
    """A password or token in `command` or `args` can be read by everybody who can read the repository or the pod. It
    also shows up in the list of processes on the node.

    Put it into a Secret, take it into `env` with `valueFrom.secretKeyRef`, and write `$(NAME)` in the arguments; or
    mount the Secret, when the program can read the password from a file. Then change the password that was written
    here.

    Only values of options whose name says that they are secret (`--password`, `--api-key`) and values that can only be
    a secret count. Options such as `--password-file` do not. A value that is repeated in a file is reported once.

    References: https://kubernetes.io/docs/concepts/configuration/secret/,
    https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
    """

    name = "secret-in-arguments"
    title = "A command line holds a password or token"
    category = "security"
    severity = Severity.WARNING
    profile = "maintenance"
    since = "0.2.0"
    examples = (
        Bad(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1
      command: [shop, --db-password=«sikret»]
      args:
        - --token
        - «abc123def»
    - name: wait
      image: wait:1
      command: ["sh", "-c", "wait --url «postgres://shop:sikret2@db/shop» && exec sleep 10"]
      livenessProbe:
        exec: {command: [mysqladmin, ping, --password=«sikret3»]}
"""
        ),
        Good(
            """\
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
    - name: shop
      image: shop:1
      args:
        - --password=$(DB_PASSWORD)
        - --password-file
        - /run/secrets/db
        - --tls-secret=shop-tls
        - --token-ttl=600s
        - --api-key
        - --verbose
        - --password
        - <password>
""",
            why="References, files, names, and a placeholder.",
        ),
    )

    def check(self, manifest: Manifest) -> Findings:
        for place, related in once(_places(manifest)):
            message = (
                f"{place.holder} holds {place.reason} that everybody who can read this file can use; take it from a"
                " Secret into `env` and write `$(NAME)` here"
            )
            yield self.finding(place.span, message, related=related)


def _places(manifest: Manifest) -> Iterator[SecretPlace]:
    for resource in manifest.resources:
        for container in resource.pod.all_containers if resource.pod is not None else ():
            yield from _of_container(container)


def _of_container(container: Container) -> Iterator[SecretPlace]:
    actions = (*container.probes(), *container.hooks())
    checks = [check for _, action in actions if (check := action.mapping("exec")) is not None]
    for holder, field in (
        (container.node, "command"),
        (container.node, "args"),
        *((check, "command") for check in checks),
    ):
        items = [item for item in holder.items(field) if isinstance(item, Scalar)]
        for found in secret_words([item.text for item in items]):
            span = within(container.source, items[found.word], found.start, found.end)
            option = f"`{found.option}`" if found.option else f"`{field}`"
            yield SecretPlace(option, found.reason, found.value, span)
