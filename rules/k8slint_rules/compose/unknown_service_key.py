"""`unknown-service-key`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint import Applicability, Bad, ComposeServiceView, Finding, Fix, Good, Rule, Severity
from k8slint.compose.tree import key_name
from k8slint.shell.names import names
from k8slint.yaml.edits import rename_key

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEYS = names(
    "annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name cpu_count"
    " cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on deploy"
    " develop device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends"
    " external_links extra_hosts gpus group_add healthcheck hostname image init ipc isolation label_file labels links logging"
    " mac_address mem_limit mem_reservation mem_swappiness memswap_limit models network_mode networks oom_kill_disable"
    " oom_score_adj pid pids_limit platform ports post_start pre_stop privileged profiles provider pull_policy"
    " pull_refresh_after read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period"
    " stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes volumes_from working_dir"
)
"""Keys of a service: compose-spec/compose-go, schema/compose-spec.json, read in November 2026."""

_PARTS = {
    "build": names("args cache_from context dockerfile dockerfile_inline target"),
    "deploy": names("placement replicas resources restart_policy update_config"),
    "healthcheck": names("interval retries start_period test timeout"),
}
"""Keys of what stands inside a service's key."""

_MOST = 200
"""Keys of one service that are looked at; the specification has a hundred."""
_ALIKE = 0.85
"""Ratio of difflib's SequenceMatcher: one letter of seven may differ."""


class UnknownServiceKey(Rule[ComposeServiceView]):
    """Compose knows the keys of a service and refuses a file with any other: "additional properties 'enviroment' not allowed".
    This one is a slip of the pen, or belongs into another key.

    Write the key as the specification has it; a key of one's own starts with `x-`.

    Only keys close to a known one, or that are at home a level deeper, are reported: a new Compose may know more.

    Fix safety: unsafe; what was meant is a guess.
    """

    name = "unknown-service-key"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.27\n    «enviroment»:\n      A: b\n    «dependsOn»: [db]\n"
            "    «port»: ['80']\n",
            fixed="services:\n  web:\n    image: nginx:1.27\n    environment:\n      A: b\n    depends_on: [db]\n"
            "    ports: ['80']\n",
            unsafe=True,
        ),
        Bad("services:\n  web:\n    image: example/web:1\n    «replicas»: 3\n"),
        Good(
            "services:\n  web:\n    image: nginx:1.27\n    x-ports: [a]\n    brandnew: true\n    deploy:\n      replicas: 3\n"
        ),
    )

    def check(self, service: ComposeServiceView) -> Iterator[Finding]:
        if service.file.legacy:
            return
        for entry in service.node.entries[:_MOST]:
            key = key_name(entry)
            if key in _KEYS or key.startswith("x-") or entry.is_merge or len(key) > 40:
                continue
            home = next((parent for parent, keys in _PARTS.items() if key in keys), None)
            if home is not None:
                yield self.finding(entry.key.span, f"a service has no `{key}`; move it into `{home}`")
                continue
            meant = _meant(key)
            if meant is not None:
                fix = None
                if meant not in service.node.index:
                    edit = rename_key(service.source, entry, meant)
                    fix = None if edit is None else Fix(f"write `{meant}`", (edit,), Applicability.UNSAFE)
                yield self.finding(
                    entry.key.span, f"a service has no `{key}`, and Compose refuses it; write `{meant}`", fix=fix
                )


def _meant(key: str) -> str | None:
    """The known key that an unknown one is close to."""
    from difflib import SequenceMatcher

    plain = key.lower().replace("_", "").replace("-", "")
    best, score = None, _ALIKE
    for known in sorted(_KEYS):
        other = known.replace("_", "")
        if other == plain or other in (plain + "s", plain[:-1] if plain.endswith("s") else ""):
            return known
        ratio = SequenceMatcher(None, plain, other).ratio()
        if ratio > score:
            best, score = known, ratio
    return best
