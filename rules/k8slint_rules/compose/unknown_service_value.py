"""`unknown-service-value`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Finding, Findings, Fix, Good, Rule, Severity, nearest
from k8slint.compose import ComposeServiceView
from k8slint.shell import names
from k8slint.yaml import Mapping, Scalar, replace_scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Node

_VALUES = {
    "restart": names("always no on-failure unless-stopped"),
    "pull_policy": names("always build daily if_not_present missing never refresh weekly"),
    "cgroup": names("host private"),
    "gpus": names("all"),
    "isolation": names("default hyperv process"),
    "deploy mode": names("global global-job replicated replicated-job"),
    "deploy endpoint_mode": names("dnsrr vip"),
    "deploy restart_policy condition": names("always any none on-failure unless-stopped"),
    "deploy update_config order": names("start-first stop-first"),
    "deploy rollback_config order": names("start-first stop-first"),
    "develop watch action": names("rebuild restart sync sync+exec sync+restart"),
    "volumes type": names("bind cluster image npipe tmpfs volume"),
    "ports protocol": names("sctp tcp udp"),
}
"""What may stand behind a key, named by its path. compose-spec.json of compose-spec/compose-go for pull_policy, cgroup, gpus,
order, action and type; docs.docker.com/reference/compose-file for the others; both read in November 2026."""
_REFUSED = frozenset(("pull_policy", "cgroup", "gpus", "order", "action", "type"))
"""Compose checks these itself; others fail when the container is made."""
_OPEN = ("every_", "on-failure:")
"""Beginnings of values that go on: `every_12h`, `on-failure:3`."""


class UnknownServiceValue(Rule[ComposeServiceView]):
    """A key takes one of a few words, and this is not one of them. Compose refuses the file, or Docker refuses the
    container: `restart: unless_stopped` passes `docker compose config` and fails when the service starts.

    Write one of the words that the message lists.

    Fix safety: unsafe; it is offered where one word is close, which is a guess.

    References: https://docs.docker.com/reference/compose-file/services/#restart,
    https://docs.docker.com/reference/compose-file/services/#pull_policy
    """

    name = "unknown-service-value"
    title = "A key has a value Compose does not know"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    build: .\n    restart: «unless_stopped»\n    pull_policy: «allways»\n"
            "    develop:\n      watch:\n        - {action: «synk», path: ., target: /srv}\n",
            fixed="services:\n  web:\n    build: .\n    restart: unless-stopped\n    pull_policy: always\n"
            "    develop:\n      watch:\n        - {action: sync, path: ., target: /srv}\n",
            unsafe=True,
        ),
        Bad("services:\n  web:\n    image: nginx:1.29\n    restart: «forever»\n"),
        Good(
            "services:\n  web:\n    image: nginx:1.29\n    restart: on-failure:3\n    pull_policy: every_12h\n"
            "  job:\n    image: example/job:1\n    restart: no\n  other:\n    image: example/other:1\n    restart: ${RESTART}\n"
            "    ports: [{target: 80, protocol: TCP}, '81']\n    cgroup: ''\n    pull_policy: !reset now\n    isolation: [a]\n"
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        for path, known in _VALUES.items():
            *above, key = path.split(" ")
            for holder in _holders(service.node, above):
                value = holder.scalar(key)
                text = "" if value is None else value.text
                if value is None or text in known or not text or "$" in text or text.startswith(_OPEN):
                    continue
                if (key == "protocol" and text.lower() in known) or (
                    key == "gpus" and not isinstance(value.value, str)
                ):
                    continue
                if value.tag is None or value.tag.startswith("tag:"):
                    yield self._finding(service, key, value, known)

    def _finding(self, service: ComposeServiceView, key: str, value: Scalar, known: frozenset[str]) -> Finding:
        near = nearest(value.text, sorted(known))
        edit = None if near is None else replace_scalar(service.source, value, near)
        fix = None if edit is None else Fix(f"write `{near}`", (edit,), Applicability.UNSAFE)
        who = "Compose refuses the file" if key in _REFUSED else "the service does not start"
        remedy = (
            f"write `{near}`"
            if near is not None
            else "write one of " + ", ".join(f"`{word}`" for word in sorted(known))
        )
        return self.finding(value.span, f"`{key}` cannot be `{value.text}`, so {who}; {remedy}", fix=fix)


def _holders(node: Mapping, path: list[str]) -> list[Mapping]:
    """The mappings at a path; lists on the way are entered."""
    found = [node]
    for step in path:
        below: list[Node] = []
        for holder in found:
            value = holder.get(step)
            below += [value] if isinstance(value, Mapping) else holder.items(step)
        found = [item for item in below if isinstance(item, Mapping)]
    return found
