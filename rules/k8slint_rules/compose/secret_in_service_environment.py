"""`secret-in-service-environment`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.compose import ComposeFile
from k8slint_rules._shared.secret_places import SecretPlace, once, variable_reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class SecretInServiceEnvironment(Rule[ComposeFile]):
    """A password or token in `environment:` can be read by everybody who can read the repository or run `docker
    inspect`. It stays in the history of the repository after it was changed.

    Take it from the environment: write `DB_PASSWORD: ${DB_PASSWORD}` and put the value into an `.env` file that is not
    committed. Or use `secrets:`, with `POSTGRES_PASSWORD_FILE: /run/secrets/db` for images that read the password from
    a file. Then change the password that was written here.

    A variable counts by its name (`DB_PASSWORD` and `API_KEY`, but not `PASSWORD_FILE` or `TOKEN_TTL`), or by a value
    that can only be a secret: a private key, a token of a known shape, a password in a URL. Variables such as
    `${NAME}`, also with a default, placeholders, paths and switches do not count. A value that is repeated in a file is
    reported once.

    Ignore it for a password that protects nothing, such as one of a database for tests.

    References: https://docs.docker.com/compose/how-tos/use-secrets/,
    https://docs.docker.com/compose/how-tos/environment-variables/best-practices/
    """

    name = "secret-in-service-environment"
    title = "A password or token is written in plain text"
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
      - POSTGRES_PASSWORD=sikret
      - POSTGRES_INITDB_PASSWORD=«other»
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
      AWS_ACCESS_KEY_ID: key
      ALLOW_EMPTY_PASSWORD: "yes"
      OTHER_PASSWORD: <password>
      DATABASE_URL: postgres://shop:${DB_PASSWORD}@db:5432/shop
""",
            why="Files, variables, switches and placeholders.",
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        for place, related in once(_places(file)):
            message = (
                f"{place.holder} holds {place.reason} that everybody who can read this file can use; take it from a"
                " variable (`${NAME}`) or from `secrets:`"
            )
            yield self.finding(place.span, message, related=related)


def _places(file: ComposeFile) -> Iterator[SecretPlace]:
    text = file.source.text
    for service in file.services:
        for variable in service.environment:
            # What is written counts: a value that Compose puts together from variables is not a value that stands here.
            written = text[variable.value_span.start : variable.value_span.end].replace("$$", "")
            reason = None if "$" in written else variable_reason(variable.name, variable.value)
            if reason is not None:
                yield SecretPlace(f"`{variable.name}`", reason, variable.value or "", variable.value_span)
