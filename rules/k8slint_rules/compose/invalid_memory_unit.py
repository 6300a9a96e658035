"""`invalid-memory-unit`."""

from __future__ import annotations

from k8slint import Bad, Findings, Fix, Good, Rule, Severity
from k8slint.compose import ComposeServiceView
from k8slint.yaml import replace_scalar
from k8slint_rules._shared.compose_memory import amounts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint_rules._shared.compose_memory import Amount


class InvalidMemoryUnit(Rule[ComposeServiceView]):
    """Compose cannot read this amount of memory and refuses the whole file: "invalid suffix: 'mi'".

    `512Mi` is how Kubernetes writes it. Compose takes `512m`, `512mb` or `512mib`, all of which are 512 times 1,048,576
    bytes, and `k`, `g`, `t` and `p` in the same way.

    Write one of these units.

    Fix safety: safe; Compose refused the file, and `Mi` means what Compose calls `m`.

    References: https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values
    """

    name = "invalid-memory-unit"
    title = "Compose cannot read this amount of memory"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    mem_limit: «512Mi»\n  api:\n    image: example/api:1\n"
            "    deploy:\n      resources:\n        limits: {memory: «1Gi»}\n",
            fixed="services:\n  web:\n    image: nginx:1.29\n    mem_limit: 512m\n  api:\n    image: example/api:1\n"
            "    deploy:\n      resources:\n        limits: {memory: 1g}\n",
        ),
        Bad("services:\n  web:\n    image: nginx:1.29\n    mem_limit: «a lot»\n"),
        Good(
            "services:\n  web:\n    image: nginx:1.29\n    mem_limit: 512MiB\n    mem_reservation: 1.5g\n    shm_size: 64 MB\n"
            "    memswap_limit: -1\n  api:\n    image: example/api:1\n    mem_limit: ${LIMIT}\n"
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        for amount in amounts(service.node):
            if amount.size is None and not service.file.legacy:
                meant = _meant(amount)
                remedy = (
                    f"write `{meant}`" if meant is not None else "write a number with `k`, `m` or `g`, such as `512m`"
                )
                message = f"`{amount.key}: {amount.node.text}` has no unit that Compose knows, so it refuses the file; {remedy}"
                edit = None if meant is None else replace_scalar(service.source, amount.node, meant)
                fix = None if edit is None else Fix(f"write `{meant}`", (edit,))
                yield self.finding(amount.node.span, message, fix=fix)


def _meant(amount: Amount) -> str | None:
    """The amount in a unit of Compose: `Ki`, `Mi`, … are powers of 1024 in Kubernetes, as `k`, `m`, … are here."""
    import re

    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([KMGTP])i", amount.node.text)
    return None if found is None else found[1] + found[2].lower()
