"""`duplicate-host-port`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Related, Rule, Severity, Span
from k8slint.compose import ComposeFile, inner, port_range
from k8slint.yaml import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.compose import ComposePort, ComposeServiceView

_WIDEST = 64
"""Ports of one range that are compared."""
_EVERY = ("0.0.0.0", "::")  # noqa: S104
"""Every address of a family."""


class DuplicateHostPort(Rule[ComposeFile]):
    """Two services of the file publish the same port of the host. The one that starts second fails with "port is
    already allocated", and `docker compose up` fails with it.

    Publish another port of the host for one of them, such as `8081:80`. Or publish none: services of a file reach each
    other by service name and container port without it.

    Not reported for services with `profiles:`, which need not run together, for different addresses of the host, and
    with `network_mode`.

    References: https://docs.docker.com/reference/compose-file/services/#ports,
    https://docs.docker.com/compose/how-tos/networking/
    """

    name = "duplicate-host-port"
    title = "Two services publish the same host port"
    category = "networking"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            'services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "8080:80"\n  api:\n    image: example/api:1\n'
            '    ports:\n      - "127.0.0.1:«8080»:8000"\n'
        ),
        Bad(
            "services:\n  web:\n    image: nginx:1.27\n    ports: ['8000-8002:8000-8002']\n  api:\n    image: example/api:1\n"
            "    ports:\n      - target: 80\n        published: «8001»\n"
        ),
        Good(
            """\
services:
  web:
    image: nginx:1.27
    ports:
      - "127.0.0.1:8080:80"
      - "127.0.0.2:8080:80"
      - "8080:80/udp"
      - "80"
  api:
    image: example/api:1
    ports:
      - "8000-8010:80"
      - "8000:81"
  debug:
    image: nginx:1.27
    profiles: [debug]
    ports:
      - "8000:80"
""",
            why="Other addresses, another protocol, a range to choose from, and a service that is started by its profile.",
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        taken: dict[tuple[int, str], list[tuple[ComposeServiceView, ComposePort]]] = {}
        for service in file.services:
            if any(service.node.get(key) is not None for key in ("profiles", "network_mode")) or not _runs(service):
                continue
            for port in service.ports:
                found = self._compare(service, port, taken)
                if found is not None:
                    yield found

    def _compare(
        self,
        service: ComposeServiceView,
        port: ComposePort,
        taken: dict[tuple[int, str], list[tuple[ComposeServiceView, ComposePort]]],
    ) -> Finding | None:
        finding = None
        for number in _host_ports(port):
            others = taken.setdefault((number, port.protocol), [])
            for owner, other in others:
                if (
                    finding is None
                    and _meet(port.ip, other.ip)
                    and not (owner is service and other.first == port.first)
                ):
                    message = (
                        f"port {number} of the host is already published by `{owner.name}`, so one of the two does not start;"
                        " publish another port"
                    )
                    related = (Related("", _span(owner, other), "the first"),)
                    finding = self.finding(_span(service, port), message, related=related)
            if len(others) < _WIDEST:
                others.append((service, port))
        return finding


def _runs(service: ComposeServiceView) -> bool:
    """Whether `up` starts the service."""
    deploy = service.node.mapping("deploy")
    counts = [service.node.scalar("scale"), deploy.scalar("replicas") if deploy is not None else None]
    return all(count is None or count.value != 0 for count in counts)


def _host_ports(port: ComposePort) -> range:
    """The ports of the host that are surely taken: of a range before a single port Docker chooses one."""
    numbers = port_range(port.host or "")
    if numbers is None or port.first is None or port.last is None or numbers[0] == 0:
        return range(0)
    first, last = numbers
    if last - first != port.last - port.first or last - first >= _WIDEST:
        return range(0)
    return range(first, last + 1)


def _meet(one: str, other: str) -> bool:
    """Whether two addresses share a port; "" is every address, of both families."""
    if one == other or not one or not other:
        return True
    family = "." if "." in one else ":"
    return family in other and not {one, other}.isdisjoint(_EVERY)


def _span(service: ComposeServiceView, port: ComposePort) -> Span:
    node = port.node
    if isinstance(node, Mapping):
        published = node.scalar("published")
        return port.span if published is None else published.span
    if not isinstance(node, Scalar) or "$" in node.text:
        return port.span
    head = node.text.rpartition(":")[0]
    start = head.rfind(":") + 1
    return inner(node, start, len(head), service.source)
