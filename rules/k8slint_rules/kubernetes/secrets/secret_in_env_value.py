"""`secret-in-env-value`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.kubernetes import Manifest
from k8slint_rules._shared.secret_places import SecretPlace, once, variable_reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class SecretInEnvValue(Rule[Manifest]):
    """A password or token in `value:` can be read by everybody who can read the repository, the Deployment, or the
    output of `kubectl describe`. It stays in the history of the repository after it was changed.

    Put it into a Secret that is not stored as plain text next to the manifest, and refer to it with
    `valueFrom.secretKeyRef`, or mount it. Then change the password that was written here.

    A variable counts by its name (`DB_PASSWORD` and `API_KEY`, but not `PASSWORD_FILE` or `TOKEN_TTL`), or by a value
    that can only be a secret: a private key, a token of a known shape, a password in a URL. References such as
    `$(NAME)`, placeholders, paths and switches do not count. A value that is repeated in a file is reported once.

    Ignore it for a password that protects nothing, such as one of a database for tests.

    References: https://kubernetes.io/docs/concepts/configuration/secret/,
    https://kubernetes.io/docs/concepts/security/secrets-good-practices/
    """

    name = "secret-in-env-value"
    title = "A password or token is written in plain text"
    category = "security"
    severity = Severity.WARNING
    profile = "development"
    counts_as_written = True
    aliases = ("kube-linter:env-var-secret", "polaris:sensitiveContainerEnvVar")
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
      env:
        - name: DB_PASSWORD
          value: «sikret»
        - name: DATABASE_URL
          value: «"postgres://shop:sikret@db:5432/shop"»
        - name: ADMIN_PASSWORD
          value: sikret
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
      env:
        - name: DB_PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password}
        - name: DB_PASSWORD_FILE
          value: /run/secrets/db
        - name: SECRET_NAME
          value: db
        - name: ALLOW_EMPTY_PASSWORD
          value: "yes"
        - name: TOKENIZER
          value: wordpiece
        - name: DATABASE_URL
          value: postgres://shop:$(DB_PASSWORD)@db:5432/shop
        - name: API_TOKEN
          value: <your token>
        - name: AWS_ACCESS_KEY_ID
          value: key
""",
            why="References, files, names, switches and placeholders.",
        ),
    )

    def check(self, manifest: Manifest) -> Findings:
        for place, related in once(_places(manifest)):
            message = (
                f"{place.holder} holds {place.reason} that everybody who can read this file can use; refer to a Secret"
                " with `valueFrom.secretKeyRef`"
            )
            yield self.finding(place.span, message, related=related)


def _places(manifest: Manifest) -> Iterator[SecretPlace]:
    for resource in manifest.resources:
        for container in resource.pod.all_containers if resource.pod is not None else ():
            for variable in container.env:
                name, value = variable.string("name"), variable.string("value")
                if name is None or value is None or variable.get("valueFrom") is not None:
                    continue
                reason = variable_reason(name.text, value.text)
                if reason is not None:
                    yield SecretPlace(f"`{name.text}`", reason, value.text, value.span)
