"""`unknown-service-key`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Finding, Findings, Fix, Good, Rule, Severity, nearest
from k8slint.compose import ComposeFile, known_keys
from k8slint.yaml import rename_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.compose import Fault

_HOMES = ("build", "deploy", "healthcheck", "develop", "logging")
"""Keys of a service below which other keys stand."""


class UnknownServiceKey(Rule[ComposeFile]):
    """A service has a key that Compose does not know. Compose refuses the whole file with "additional properties
    'enviroment' not allowed".

    Usually it is a typing error, or the key belongs one level deeper: `replicas` is a key of `deploy`, not of the
    service.

    Write the key as the Compose specification spells it. A key of your own starts with `x-`.

    Ignore it when your Compose is newer than the specification of July 2026 that k8slint knows.

    Fix safety: unsafe; the key is renamed to the known one that it resembles, which is a guess.

    References: https://docs.docker.com/reference/compose-file/services/
    """

    name = "unknown-service-key"
    title = "A service has a key that Compose refuses"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.27\n    «enviroment»:\n      A: b\n    «dependsOn»: [db]\n"
            "    «port»: ['80']\n    healthcheck: {test: curl -f http://localhost, «intervall»: 30s}\n  db:\n    image: db:1\n",
            fixed="services:\n  web:\n    image: nginx:1.27\n    environment:\n      A: b\n    depends_on: [db]\n"
            "    ports: ['80']\n    healthcheck: {test: curl -f http://localhost, interval: 30s}\n  db:\n    image: db:1\n",
            unsafe=True,
        ),
        Bad("services:\n  web:\n    image: example/web:1\n    «replicas»: 3\n    «brandnew»: true\n"),
        Bad(
            "services:\n  web:\n    image: example/web:1\n    ports: ['80']\n    «port»: ['81']\n    user: 1\n",
            why="The key that is meant is there already.",
        ),
        Good(
            "x-common: &common\n  restart: always\nservices:\n  web:\n    <<: *common\n    image: nginx:1.27\n"
            "    x-ports: [a]\n    deploy:\n      replicas: 3\n    labels: {any: key}\n",
            why="A key of its own, and one that is in its place.",
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        for fault in file.faults:
            if fault.what == "unknown" and fault.service:
                yield self._finding(file, fault)

    def _finding(self, file: ComposeFile, fault: Fault) -> Finding:
        key, holder = fault.key, fault.path[:-1]
        owner = "a service" if len(holder) == 2 else f"`{holder[-1]}`"
        known = known_keys(holder)
        homes = [name for name in _HOMES if len(holder) == 2 and key in known_keys((*holder, name))]
        near = None if homes else nearest(key, known)
        fix = None
        if homes:
            remedy = f"move it into `{homes[0]}`"
        elif near is not None:
            remedy = f"write `{near}`"
            edit = (
                rename_key(file.source, fault.entry, near)
                if fault.entry is not None and _is_free(fault, near)
                else None
            )
            fix = None if edit is None else Fix(f"write `{near}`", (edit,), Applicability.UNSAFE)
        else:
            remedy = "remove it, or start its name with `x-`"
        message = f"{owner} has no key `{key}`, so Compose refuses the file; {remedy}"
        return self.finding(fault.span, message, fix=fix)


def _is_free(fault: Fault, name: str) -> bool:
    return fault.mapping is not None and name not in fault.mapping.index
