"""`services-at-top-level`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.compose import ComposeFile


class ServicesAtTopLevel(Rule[ComposeFile]):
    """This is a Compose file of version 1, with services at its top. Only Compose 1 could read it, which was retired in
    2023. Compose 2 refuses the file: "additional properties 'web' not allowed".

    Put the services below `services:`. Links are then not needed any more, and `net` and `volume_driver` have other
    names.

    References: https://docs.docker.com/reference/compose-file/services/
    """

    name = "services-at-top-level"
    title = "Services are at the top of the file"
    category = "deprecation"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad("«web»:\n  build: .\n  links:\n    - db\ndb:\n  image: postgres:17\n", path="docker-compose.yml"),
        Good("services:\n  web:\n    build: .\n  db:\n    image: postgres:17\n", path="docker-compose.yml"),
    )

    def check(self, file: ComposeFile) -> Findings:
        if file.legacy and file.services:
            message = (
                f"Compose 2 refuses a file with the service `{file.services[0].name}` at the top; put all services below"
                " `services:`"
            )
            yield self.finding(file.services[0].span, message)
