"""`ports-beside-host-network`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.compose import ComposeServiceView


class PortsBesideHostNetwork(Rule[ComposeServiceView]):
    """With `network_mode: host` the program listens on the host itself, so there is nothing to publish. Docker drops
    the mapping: "published ports are discarded when using host network mode". With `8080:80`, it is port 80 of the host
    that is used.

    Remove `ports`. To keep the mapping, remove `network_mode: host`.

    References: https://docs.docker.com/engine/network/drivers/host/
    """

    name = "ports-beside-host-network"
    title = "Published ports are dropped on the host network"
    category = "networking"
    severity = Severity.WARNING
    profile = "development"
    aliases = ()
    examples = (
        Bad('services:\n  web:\n    image: nginx:1.27\n    network_mode: host\n    «ports»:\n      - "8080:80"\n'),
        Good('services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "8080:80"\n'),
        Good("services:\n  web:\n    image: nginx:1.27\n    network_mode: host\n    expose:\n      - 80\n"),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        mode, entry = service.node.scalar("network_mode"), service.node.entry("ports")
        if mode is not None and mode.text == "host" and entry is not None and service.ports:
            message = (
                "with `network_mode: host` Docker drops the published ports, and the program uses its own port on the host;"
                " remove one of the two"
            )
            yield self.finding(entry.key.span, message, related=(Related("", mode.span, "the mode"),))
