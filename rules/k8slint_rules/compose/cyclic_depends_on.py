"""`cyclic-depends-on`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, ComposeFile, Finding, Good, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint import ComposeServiceView, Span


class CyclicDependsOn(Rule[ComposeFile]):
    """Services that wait for each other: none could start first, and Compose refuses the file with "dependency cycle
    detected" (compose-go, graph/cycle.go). Links count too.

    Take out the dependency that the program does not need, or let it try again until the other answers.
    """

    name = "cyclic-depends-on"
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

    def check(self, file: ComposeFile) -> Iterator[Finding]:
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
                        self.finding(span, f"`{cycle}` wait for each other and none starts; take out one dependency")
                    )
                elif name in waits and name not in done:
                    path[name] = None
                    open_.append(iter(waits[name]))
        yield from sorted(found, key=lambda finding: finding.span.start)


def _waits(service: ComposeServiceView) -> list[tuple[str, Span]]:
    return [(item.value, item.span) for item in (*service.depends_on, *service.links) if item.value]
