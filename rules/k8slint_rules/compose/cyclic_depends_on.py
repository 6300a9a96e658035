"""`cyclic-depends-on`."""

from __future__ import annotations

from k8slint import Bad, Finding, Findings, Good, Rule, Severity
from k8slint.compose import ComposeFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint import Span
    from k8slint.compose import ComposeServiceView


class CyclicDependsOn(Rule[ComposeFile]):
    """Services that wait for each other can never start, because none of them could start first. Compose refuses the
    file: "dependency cycle detected". `links` count as dependencies too.

    Remove one dependency of the circle. Most programs do not need it: let the program try again until the other service
    answers.

    References: https://docs.docker.com/compose/how-tos/startup-order/
    """

    name = "cyclic-depends-on"
    title = "Services wait for each other in a circle"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.27\n    depends_on: [api]\n  api:\n    image: example/api:1\n"
            "    depends_on:\n      db:\n        condition: service_started\n"
            "  db:\n    image: postgres:17\n    links:\n      - «web»\n"
        ),
        Bad("services:\n  web:\n    image: nginx:1.27\n    depends_on: [«web»]\n"),
        Good(
            "services:\n  web:\n    image: nginx:1.27\n    depends_on: [api, db]\n  api:\n    image: example/api:1\n"
            "    depends_on: [db]\n  db:\n    image: postgres:17\n"
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        waits = {service.name: _waits(service) for service in file.services}
        done: set[str] = set()
        found: list[Finding] = []
        for start in waits:
            path = {start: None}
            open_ = [iter(waits[start])] if start not in done else []
            while open_:
                name, span = next(open_[-1], ("", None))
                if span is None:
                    open_.pop()
                    done.add(path.popitem()[0])
                elif name in path:
                    members = list(path)
                    cycle = " -> ".join((*members[members.index(name) :], name))
                    found.append(
                        self.finding(
                            span, f"`{cycle}` is a circle in which no service can start; remove one dependency"
                        )
                    )
                elif name in waits and name not in done:
                    path[name] = None
                    open_.append(iter(waits[name]))
        yield from sorted(found, key=lambda finding: finding.span.start)


def _waits(service: ComposeServiceView) -> list[tuple[str, Span]]:
    return [(item.value, item.span) for item in (*service.depends_on, *service.links) if item.value]
