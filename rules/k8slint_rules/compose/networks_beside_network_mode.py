"""`networks-beside-network-mode`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.compose import ComposeServiceView
from k8slint.yaml import Mapping, Sequence


class NetworksBesideNetworkMode(Rule[ComposeServiceView]):
    """A container is either on the networks of the file or on the one that `network_mode` names. Compose refuses a
    service with both, as the two are "mutually exclusive".

    Remove `network_mode` to use the networks of the file. Remove `networks` to share the network of the host or of
    another service.

    References: https://docs.docker.com/reference/compose-file/services/#network_mode
    """

    name = "networks-beside-network-mode"
    title = "A service has both `networks` and `network_mode`"
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

    def check(self, service: ComposeServiceView) -> Findings:
        mode, entry = service.node.scalar("network_mode"), service.node.entry("networks")
        networks = service.node.get("networks")
        if mode is None or not mode.text or entry is None or service.file.legacy:
            return
        if (isinstance(networks, Sequence) and networks.items) or (isinstance(networks, Mapping) and networks.entries):
            message = (
                f"`networks` and `network_mode: {mode.text}` exclude each other, so Compose refuses the file; remove one of"
                " the two"
            )
            yield self.finding(entry.key.span, message, related=(Related("", mode.span, "the mode"),))
