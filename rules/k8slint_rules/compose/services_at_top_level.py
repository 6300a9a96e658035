"""`services-at-top-level`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, ComposeFile, Finding, Good, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


class ServicesAtTopLevel(Rule[ComposeFile]):
    """A Compose file of version 1, with services at its top. Only Compose 1 took it, which is at its end since 2023; Compose 2
    refuses: "additional properties … not allowed".

    Put the services under `services:`. Links are then no longer needed, and `volume_driver` and `net` have other names.
    """

    name = "services-at-top-level"
    category = "deprecation"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad("«web»:\n  build: .\n  links:\n    - db\ndb:\n  image: postgres:17\n", path="docker-compose.yml"),
        Good("services:\n  web:\n    build: .\n  db:\n    image: postgres:17\n", path="docker-compose.yml"),
    )

    def check(self, file: ComposeFile) -> Iterator[Finding]:
        if file.legacy and file.services:
            message = (
                f"Compose 2 takes no service `{file.services[0].name}` at the top level; put all under `services:`"
            )
            yield self.finding(file.services[0].span, message)
