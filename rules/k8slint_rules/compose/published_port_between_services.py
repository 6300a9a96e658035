"""`published-port-between-services`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Related, Rule, Severity, Span
from k8slint.compose import ComposeFile, port_range
from k8slint.images import known_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

    from k8slint.compose import ComposePort, ComposeServiceView
    from k8slint.project import Variable

_ADDRESS = r"(?:://(?:[^\s@/]{0,200}@)?|^|,)(?P<host>[a-zA-Z0-9][\w.-]{0,60}):(?P<port>\d{1,5})\b"
_pattern: list[Pattern[str]] = []


class PublishedPortBetweenServices(Rule[ComposeFile]):
    """Services of a file reach each other on the port of the container. The port in front of the colon (`6380:6379`)
    exists only on the host, so a program that asks `cache:6380` ends with "connection refused".

    Write the port of the container: `cache:6379`.

    Fix safety: unsafe; the program talks to another port.

    References: https://docs.docker.com/compose/how-tos/networking/
    """

    name = "published-port-between-services"
    title = "A service asks another one at its host port"
    category = "networking"
    severity = Severity.WARNING
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: example/web:1\n    environment:\n      REDIS_URL: redis://cache:«6380»/0\n"
            "  cache:\n    image: redis:8\n    ports: ['6380:6379']\n",
            fixed="services:\n  web:\n    image: example/web:1\n    environment:\n      REDIS_URL: redis://cache:6379/0\n"
            "  cache:\n    image: redis:8\n    ports: ['6380:6379']\n",
            unsafe=True,
        ),
        Bad(
            'services:\n  web:\n    image: example/web:1\n    environment:\n      REDIS: "cache:«6380»"\n'
            "  cache:\n    image: redis:8\n    ports: ['6380:6379']\n",
            fixed='services:\n  web:\n    image: example/web:1\n    environment:\n      REDIS: "cache:6379"\n'
            "  cache:\n    image: redis:8\n    ports: ['6380:6379']\n",
            unsafe=True,
        ),
        Good(
            "services:\n  web:\n    image: example/web:1\n    environment:\n      REDIS_URL: redis://cache:6379/0\n"
            "      OTHER: redis://elsewhere:6380\n      ADMIN: http://api:8081\n"
            "  cache:\n    image: redis:8\n    ports: ['6380:6379']\n"
            "  api:\n    image: example/api:1\n    ports: ['8081:80']\n    expose: [8081]\n",
            why="The container's port, a host of another name, and a port that the service has too.",
        ),
        Good(
            "services:\n  web:\n    image: example/web:1\n    ports: ['8080:80', '8090-8092:90-92', '70', '$P:60']\n"
            "    environment: [SELF=web:8080, A=db:8432, EMPTY, B=job:8090]\n"
            "  db:\n    image: postgres:17\n    ports: ['5432:8432']\n"
            "  job:\n    image: example/job:1\n    ports: ['8090-8092:90-92', '8091', '$P:8090']\n",
            why="A service's own port, a port of the container, and ranges.",
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        services = {service.name: service for service in file.services if service.ports}
        for service in file.services if services else ():
            for variable in service.environment:
                yield from self._look(service, variable, services)

    def _look(
        self, service: ComposeServiceView, variable: Variable, services: dict[str, ComposeServiceView]
    ) -> Findings:
        text = service.source.slice(variable.value_span)
        if variable.value is None or ":" not in text or len(text) > 2000:
            return
        if not _pattern:
            import re

            _pattern.append(re.compile(_ADDRESS))
        offset = variable.value_span.start + (1 if text[:1] in ("'", '"') else 0)
        for match in _pattern[0].finditer(text.strip("\"'")):
            other = services.get(match["host"])
            number = int(match["port"])
            port = None if other is None or other is service else _published(other, number)
            if other is None or port is None or _may_have(other, number):
                continue
            span = Span(offset + match.start("port"), offset + match.end("port"))
            message = (
                f"{number} is the port of `{other.name}` on the host, not in the network of the services; write"
                f" `{other.name}:{port.first}`"
            )
            fix = Fix(f"write `{port.first}`", (Edit(span, str(port.first)),), Applicability.UNSAFE)
            yield self.finding(span, message, related=(Related("", port.span, "published here"),), fix=fix)


def _published(service: ComposeServiceView, number: int) -> ComposePort | None:
    """The entry of `ports:` that publishes one port of the container as this port of the host."""
    for port in service.ports:
        if (
            port.host
            and port.first is not None
            and port.first == port.last
            and port_range(port.host) == (number, number)
        ):
            return port
    return None


def _may_have(service: ComposeServiceView, number: int) -> bool:
    """Whether the container has a port, or may: one that is not known yet counts for any."""
    found = {port.first for port in (*service.ports, *service.expose)}
    image = service.image_text
    known = None if image is None or image.value is None else known_image(image.value)
    return None in found or number in found or (known is not None and number in (known.ports or ()))
