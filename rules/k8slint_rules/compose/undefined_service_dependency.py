"""`undefined-service-dependency`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.project import Reference


class UndefinedServiceDependency(Rule[Reference]):
    """A service depends on another one that the file does not define. Compose refuses the file: "service "web" depends
    on undefined service "db"". `links`, `volumes_from` and `network_mode: service:…` count too.

    Usually the other service was renamed. Write the name of a service of the file.

    Not reported when another Compose file of the folder, or of a folder above or below, defines it, and in projects
    that use `include`, or `extends` with a file.

    References: https://docs.docker.com/reference/compose-file/services/#depends_on
    """

    name = "undefined-service-dependency"
    title = "A service depends on one that does not exist"
    category = "correctness"
    needs = ("compose",)
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            {
                "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    depends_on:\n      - «database»\n"
                "  proxy:\n    image: nginx:1.27\n    network_mode: «service:wbe»\n  db:\n    image: postgres:17\n"
            }
        ),
        Good(
            {
                "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    depends_on: [db]\n",
                "compose.override.yaml": "services:\n  db:\n    image: postgres:17\n",
            },
            why="Compose takes both files.",
        ),
        Good(
            {"compose.test.yaml": "services:\n  test:\n    image: example/test:1\n    depends_on: [web]\n"},
            why="A file that is meant to be merged with another one.",
        ),
    )

    def check(self, subject: Reference) -> Findings:
        reference = subject.fact
        if reference.kind == "service" and subject.is_missing:
            message = (
                f"`{reference.service}` depends on `{reference.name}`, but there is no service of that name, so Compose"
                " refuses the file; name a service of the file"
            )
            yield self.finding(reference.span, message)
