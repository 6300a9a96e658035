"""`localhost-of-another-service`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Finding, Findings, Fix, Good, Related, Rule, Severity, Span
from k8slint.compose import ComposeFile
from k8slint_rules._shared.databases import known_database

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

    from k8slint.compose import ComposeServiceView
    from k8slint.project import Variable

_ADDRESS = r"(?:(?P<scheme>[a-zA-Z][\w+.-]{0,30})://(?:[^\s@/]{0,200}@)?|^)(?P<host>localhost|127\.0\.0\.1):(?P<port>\d{1,5})\b"
_BROWSER = ("http", "https", "ws", "wss")
"""Schemes of addresses that a browser on the host may use, where `localhost` is right."""
_pattern: list[Pattern[str]] = []


class LocalhostOfAnotherService(Rule[ComposeFile]):
    """In a container, `localhost` is the container itself, not the machine and not another service. A database in
    another service of the file is not there, so the program ends with "connection refused".

    It works on the developer's machine as long as the program runs outside of Docker.

    Write the name of the service: on the network of the file, `db` is its address.

    Addresses for a browser (`http://localhost:…`) are not reported, and neither are services with `network_mode`.

    Fix safety: unsafe; the program talks to another address.

    References: https://docs.docker.com/compose/how-tos/networking/
    """

    name = "localhost-of-another-service"
    title = "`localhost` stands for another service"
    category = "networking"
    severity = Severity.WARNING
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: example/web:1\n    environment:\n"
            "      DATABASE_URL: postgres://app@«localhost»:5432/app\n  db:\n    image: postgres:17\n",
            fixed="services:\n  web:\n    image: example/web:1\n    environment:\n"
            "      DATABASE_URL: postgres://app@db:5432/app\n  db:\n    image: postgres:17\n",
            unsafe=True,
        ),
        Bad(
            'services:\n  web:\n    image: example/web:1\n    environment:\n      - "CACHE=«127.0.0.1»:6379"\n'
            "      - 'DB=«localhost»:5432'\n  cache:\n    image: redis:8\n  db:\n    image: postgres:17\n",
            fixed='services:\n  web:\n    image: example/web:1\n    environment:\n      - "CACHE=cache:6379"\n'
            "      - 'DB=db:5432'\n  cache:\n    image: redis:8\n  db:\n    image: postgres:17\n",
            unsafe=True,
        ),
        Good(
            "services:\n  web:\n    image: example/web:1\n    environment:\n      DATABASE_URL: postgres://app@db:5432/app\n"
            "      PUBLIC_URL: http://localhost:8080\n      CACHE_URL: redis://localhost:6379\n"
            "  host:\n    image: example/host:1\n    network_mode: host\n    environment: ['DB=localhost:5432']\n"
            "  db:\n    image: postgres:17\n",
            why="An address for the browser, one that no service has, and the network of the host.",
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        databases = _databases(file)
        for service in file.services if databases else ():
            if service.node.get("network_mode") is not None or service.extends is not None:
                continue
            for variable in service.environment:
                found = self._look(service, variable, databases)
                if found is not None:
                    yield found

    def _look(
        self, service: ComposeServiceView, variable: Variable, databases: dict[int, list[ComposeServiceView]]
    ) -> Finding | None:
        text = service.source.slice(variable.value_span)
        wanted = variable.value is not None and len(text) < 2000 and ("localhost:" in text or "127.0.0.1:" in text)
        match = _pattern_of_addresses().search(text.strip("\"'")) if wanted else None
        if match is None or (match["scheme"] or "").lower() in _BROWSER:
            return None
        others = databases.get(int(match["port"]), [])
        if len(others) != 1 or others[0] is service:
            return None
        other = others[0]
        offset = variable.value_span.start + (1 if text[:1] in ("'", '"') else 0)
        span = Span(offset + match.start("host"), offset + match.end("host"))
        message = (
            f"`{match['host']}` is the container of `{service.name}` itself, where no database listens; write"
            f" `{other.name}`"
        )
        fix = Fix(f"write `{other.name}`", (Edit(span, other.name),), Applicability.UNSAFE)
        return self.finding(
            span, message, related=(Related("", other.span, "the service that listens there"),), fix=fix
        )


def _databases(file: ComposeFile) -> dict[int, list[ComposeServiceView]]:
    """The services with a well-known database, by the ports that it listens on."""
    found: dict[int, list[ComposeServiceView]] = {}
    for service in file.services:
        image = service.image_text
        database = None if image is None or image.value is None else known_database(image.value)
        for port in (database.ports or ()) if database is not None else ():
            found.setdefault(port, []).append(service)
    return found


def _pattern_of_addresses() -> Pattern[str]:
    if not _pattern:
        import re

        _pattern.append(re.compile(_ADDRESS))
    return _pattern[0]
