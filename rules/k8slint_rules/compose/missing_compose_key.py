"""`missing-compose-key`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.compose import ComposeFile

_EXAMPLES = {"type": "bind", "soft": "1024", "hard": "2048", "source": "/dev/…", "service": "web", "path": "./…"}
"""What to write for a key, where the key alone does not tell."""


class MissingComposeKey(Rule[ComposeFile]):
    """An entry in its long form lacks a key that Compose needs, such as the `type` of a mount. Compose refuses the
    whole file.

    Add the key, or use the short form where there is one: `- ./data:/srv` for a mount.

    References: https://docs.docker.com/reference/compose-file/services/#volumes
    """

    name = "missing-compose-key"
    title = "An entry lacks a key that Compose needs"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    volumes:\n      - «source»: ./data\n        target: /srv\n"
            "    «extends»: {file: other.yaml}\n"
        ),
        Good(
            "services:\n  web:\n    image: nginx:1.29\n    volumes:\n      - type: bind\n        source: ./data\n"
            "        target: /srv\n      - ./more:/more\n    depends_on: {db: {}}\n  db:\n    image: db:1\n",
            why="A dependency without condition is what `invalid-dependency-condition` is about.",
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        for fault in file.faults:
            if fault.what == "missing" and fault.key != "condition":
                example = _EXAMPLES.get(fault.key, "…")
                message = (
                    f"an entry of `{fault.path[-2]}` has no `{fault.key}`, so Compose refuses the file; add"
                    f" `{fault.key}: {example}`"
                )
                yield self.finding(fault.span, message)
