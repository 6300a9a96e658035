"""`networks-beside-network-mode`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Bad, ComposeServiceView, Finding, Good, Related, Rule, Severity
from k8slint.yaml.tree import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator


class NetworksBesideNetworkMode(Rule[ComposeServiceView]):
    """A service has `network_mode` and `networks`, and a container has either the one or the other: Compose refuses the file,
    as the two are "mutually exclusive" (compose-go, loader/validate.go).

    Leave out `network_mode` to be on the networks of the file, or `networks` to share the host's or another service's.
    """

    name = "networks-beside-network-mode"
    category = "networking"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.27\n    network_mode: host\n    «networks»:\n      - front\n"
            "networks:\n  front:\n"
        ),
        Good("services:\n  web:\n    image: nginx:1.27\n    network_mode: host\n    networks: []\n"),
    )

    def check(self, service: ComposeServiceView) -> Iterator[Finding]:
        mode, entry = service.node.scalar("network_mode"), service.node.entry("networks")
        networks = service.node.get("networks")
        if mode is None or not mode.text or entry is None or service.file.legacy:
            return
        if (isinstance(networks, Sequence) and networks.items) or (isinstance(networks, Mapping) and networks.entries):
            message = f"a service has no `networks` with `network_mode: {mode.text}`; leave out one of the two"
            yield self.finding(entry.key.span, message, related=(Related("", mode.span, "the mode"),))
