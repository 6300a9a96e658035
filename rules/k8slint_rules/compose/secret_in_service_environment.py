"""`secret-in-service-environment`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, ComposeServiceView, Finding, Good, Rule, Severity
from k8slint.secrets import secret_reason

if TYPE_CHECKING:
    from collections.abc import Iterator


class SecretInServiceEnvironment(Rule[ComposeServiceView]):
    """A password or token in `environment:` is read by everybody who may read the repository or run `docker inspect`, and it
    stays in the history after it has been changed.

    Take it from the environment (`DB_PASSWORD: ${DB_PASSWORD}`, with the value in an `.env` that is not committed), or give a
    file: `secrets:`, and `POSTGRES_PASSWORD_FILE: /run/secrets/db` for images that read one. Change the one that was
    written here.

    A variable counts by its name (`DB_PASSWORD`, `API_KEY`; not `PASSWORD_FILE` or `TOKEN_TTL`), or by a value that can
    only be a secret: a private key, a token of a known shape, a password in a URL. Variables (`${NAME}`, also with a
    default), placeholders, paths and switches do not.
    """

    name = "secret-in-service-environment"
    category = "security"
    severity = Severity.WARNING
    profile = "maintenance"
    aliases = ()
    examples = (
        Bad(
            """\
services:
  shop:
    image: example/shop:1.4
    environment:
      DB_PASSWORD: «sikret»
      DATABASE_URL: «"postgres://shop:sikret@db:5432/shop"»
  db:
    image: postgres:17
    environment:
      - POSTGRES_USER=shop
      - POSTGRES_PASSWORD=«sikret»
"""
        ),
        Good(
            """\
services:
  db:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db
      ADMIN_PASSWORD: ${ADMIN_PASSWORD}
      APP_PASSWORD: ${APP_PASSWORD:-app}
      API_TOKEN:
      ALLOW_EMPTY_PASSWORD: "yes"
      OTHER_PASSWORD: <password>
      DATABASE_URL: postgres://shop:${DB_PASSWORD}@db:5432/shop
""",
            why="Files, variables, switches and placeholders.",
        ),
    )

    def check(self, service: ComposeServiceView) -> Iterator[Finding]:
        text = service.source.text
        for variable in service.environment:
            # What is written counts: a value that Compose puts together from variables is none that stands here.
            if variable.value is None or "$" in text[variable.value_span.start : variable.value_span.end].replace(
                "$$", ""
            ):
                continue
            reason = secret_reason(variable.name, variable.value)
            if reason is not None:
                message = f"`{variable.name}` holds {reason} in plain text; take it from a variable or from `secrets:`"
                yield self.finding(variable.value_span, message)
