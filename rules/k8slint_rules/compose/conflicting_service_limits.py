"""`conflicting-service-limits`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Related, Rule, Severity
from k8slint.compose import ComposeServiceView
from k8slint_rules._shared.compose_memory import amounts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Mapping, Scalar

_PAIRS = (
    ("mem_limit", "deploy.resources.limits.memory"),
    ("mem_reservation", "deploy.resources.reservations.memory"),
    ("cpus", "deploy.resources.limits.cpus"),
    ("pids_limit", "deploy.resources.limits.pids"),
    ("scale", "deploy.replicas"),
)
"""Two names for one setting (compose-spec/compose-go, loader/validate.go, checkConsistency), read in November 2026."""


class ConflictingServiceLimits(Rule[ComposeServiceView]):
    """A service says the same thing in two places with two values, for example `mem_limit` and
    `deploy.resources.limits.memory`. Compose refuses the whole file: "can't set distinct values".

    Keep one of the two. The one below `deploy` is the newer way to write it.

    References: https://docs.docker.com/reference/compose-file/deploy/#resources
    """

    name = "conflicting-service-limits"
    title = "A service has two different values for one setting"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    mem_limit: 512m\n    cpus: 1\n    deploy:\n      resources:\n"
            "        limits: {memory: «256m», cpus: «'0.5'»}\n"
        ),
        Good(
            "services:\n  web:\n    image: nginx:1.29\n    mem_limit: 512m\n    scale: 2\n    cpus: 0.5\n    deploy:\n"
            "      replicas: 2\n      resources:\n        limits: {memory: 512M, cpus: '0.50'}\n",
            why="The same amounts.",
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        sizes = {amount.node: amount.size for amount in amounts(service.node)}
        for old, new in _PAIRS:
            first, second = service.node.scalar(old), _at(service.node, new)
            if first is None or second is None or "$" in first.text + second.text:
                continue
            if _value(first, sizes) != _value(second, sizes):
                message = (
                    f"`{old}: {first.text}` and `{new}: {second.text}` differ, so Compose refuses the file; keep one of the"
                    " two"
                )
                yield self.finding(second.span, message, related=(Related("", first.span, f"`{old}`"),))


def _at(node: Mapping, path: str) -> Scalar | None:
    *above, key = path.split(".")
    found: Mapping | None = node
    for step in above:
        found = None if found is None else found.mapping(step)
    return None if found is None else found.scalar(key)


def _value(scalar: Scalar, sizes: dict[Scalar, float | None]) -> float | str:
    size = sizes.get(scalar)
    if size is not None:
        return size
    try:
        return float(scalar.text)
    except ValueError:
        return scalar.text
