"""`invalid-service-port`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.compose import ComposeServiceView, port_range, split_port
from k8slint.yaml import Scalar


class InvalidServicePort(Rule[ComposeServiceView]):
    """An entry of `ports:` has no valid port. Ports are whole numbers from 1 to 65535, and a service is reached by
    number, not by name. Compose refuses the whole file: "invalid containerPort: 70000".

    Write `"8080:80"`: the port of the host, a colon, and the port of the container.

    References: https://docs.docker.com/reference/compose-file/services/#ports
    """

    name = "invalid-service-port"
    title = "A published port is not a valid port"
    category = "networking"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    ports:\n      - «'8080:http'»\n      - «'80:70000'»\n"
            "      - «80.5»\n      - «'9000-9001:80-90'»\n"
        ),
        Good(
            "services:\n  web:\n    image: nginx:1.29\n    ports:\n      - 80\n      - '127.0.0.1:8080:80/tcp'\n"
            "      - '[::1]:8081:80'\n      - '9000-9010:80'\n      - '${PORT}:80'\n      - '9000-9001:90-91'\n"
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        for item in service.node.items("ports") if not service.file.legacy else ():
            if not isinstance(item, Scalar) or "$" in item.text or not item.text:
                continue
            _, host, container, _ = split_port(item.text.strip())
            inside, outside = port_range(container), port_range(host) if host else None
            wrong = container if inside is None else host if host and outside is None else ""
            if wrong:
                message = f"`{wrong}` is not a port, so Compose refuses the file; write a number from 1 to 65535"
                yield self.finding(item.span, message)
            elif inside is not None and outside is not None and not _fit(outside, inside):
                message = f"the ranges `{host}` and `{container}` differ in length, so Compose refuses the file"
                yield self.finding(item.span, message)


def _fit(outside: tuple[int, int], inside: tuple[int, int]) -> bool:
    """Whether Docker can pair two ranges: a single port of the container takes any of the host's."""
    return inside[0] == inside[1] or outside[1] - outside[0] == inside[1] - inside[0]
