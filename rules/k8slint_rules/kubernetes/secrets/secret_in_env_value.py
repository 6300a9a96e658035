"""`secret-in-env-value`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, Finding, Good, Rule, Severity
from k8slint.kubernetes.containers import Container
from k8slint.secrets import secret_reason

if TYPE_CHECKING:
    from collections.abc import Iterator


class SecretInEnvValue(Rule[Container]):
    """A password or token in `value:` is read by everybody who may read the repository, the Deployment, or the output of
    `kubectl describe`, and it stays in the history after it has been changed.

    Put it into a Secret that is not kept in plain text beside the manifest, and refer to it by `valueFrom.secretKeyRef`
    or mount it. Change the one that was written here.

    A variable counts by its name (`DB_PASSWORD`, `API_KEY`; not `PASSWORD_FILE` or `TOKEN_TTL`), or by a value that can
    only be a secret: a private key, a token of a known shape, a password in a URL. References (`$(NAME)`), placeholders,
    paths and switches do not.
    """

    name = "secret-in-env-value"
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
""",
            why="References, files, names, switches and placeholders.",
        ),
    )

    def check(self, container: Container) -> Iterator[Finding]:
        for variable in container.env:
            name, value = variable.string("name"), variable.string("value")
            if name is None or value is None or variable.get("valueFrom") is not None:
                continue
            reason = secret_reason(name.text, value.text)
            if reason is not None:
                message = f"`{name.text}` holds {reason} in plain text; refer to a Secret with `valueFrom.secretKeyRef`"
                yield self.finding(value.span, message)
