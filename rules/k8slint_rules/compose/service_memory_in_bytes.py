"""`service-memory-in-bytes`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity
from k8slint.compose import ComposeServiceView
from k8slint.yaml import replace_scalar
from k8slint_rules._shared.compose_memory import amounts

_LEAST = 6 * 2**20
"""Bytes below which Docker starts no container (moby/moby, daemon/daemon_unix.go, linuxMinMemory)."""
_NAMES = ("mem_limit", "memory", "mem_reservation")


class ServiceMemoryInBytes(Rule[ComposeServiceView]):
    """An amount of memory without a unit is in bytes. `mem_limit: 512` is half a kilobyte, and Docker starts no
    container with less than 6 MB: "Minimum memory limit allowed is 6MB".

    Write the unit: `512m`.

    Fix safety: unsafe; that megabytes are meant is a guess.

    References: https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values
    """

    name = "service-memory-in-bytes"
    title = "An amount of memory lacks its unit"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    mem_limit: «512»\n  api:\n    image: example/api:1\n"
            "    deploy:\n      resources:\n        limits: {memory: «'256'»}\n",
            fixed="services:\n  web:\n    image: nginx:1.29\n    mem_limit: 512m\n  api:\n    image: example/api:1\n"
            "    deploy:\n      resources:\n        limits: {memory: '256m'}\n",
            unsafe=True,
        ),
        Good(
            "services:\n  web:\n    image: nginx:1.29\n    mem_limit: 536870912\n    memswap_limit: -1\n    shm_size: 0\n"
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        for amount in amounts(service.node):
            if amount.key in _NAMES and amount.bare and amount.size is not None and 0 < amount.size < _LEAST:
                text = amount.node.text.strip()
                edit = replace_scalar(service.source, amount.node, f"{text}m")
                fix = None if edit is None else Fix(f"write `{text}m`", (edit,), Applicability.UNSAFE)
                message = f"`{amount.key}: {text}` is {text} bytes, too few for any container to start; write `{text}m`"
                yield self.finding(amount.node.span, message, fix=fix)
