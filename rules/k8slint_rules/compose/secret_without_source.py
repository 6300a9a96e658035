"""`secret-without-source`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.compose import ComposeFile, key_name
from k8slint.yaml import Mapping, Scalar

_SOURCES = {"secrets": ("file", "environment"), "configs": ("file", "environment", "content")}
"""compose-spec/compose-go, validation/validation.go, read in November 2026."""


class SecretWithoutSource(Rule[ComposeFile]):
    """A secret or config of the file does not say where its content comes from. Compose refuses the whole file: "one of
    file|environment must be set". Unlike a volume, a secret cannot be declared by its name alone. Two sources are refused too.

    Write `file: ./db_password.txt`, or `environment: DB_PASSWORD`. For one that already exists in a swarm, write
    `external: true`.

    References: https://docs.docker.com/reference/compose-file/secrets/,
    https://docs.docker.com/reference/compose-file/configs/
    """

    name = "secret-without-source"
    title = "A secret does not name one source"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  db:\n    image: postgres:17\n    secrets: [password]\nsecrets:\n  «password»:\n"
            "configs:\n  «site»: {name: site}\n"
        ),
        Bad(
            "services:\n  db:\n    image: postgres:17\nsecrets:\n  «password»: {file: ./password.txt, environment: PASSWORD}\n",
            why="Compose cannot tell which of the two is meant.",
        ),
        Good(
            "services:\n  db:\n    image: postgres:17\nsecrets:\n  password: {file: ./password.txt}\n"
            "  token: {environment: TOKEN}\n  old: {external: true}\nconfigs:\n  site: {content: hello}\n"
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        for section, sources in _SOURCES.items():
            holder = None if file.root is None or file.legacy else file.root.mapping(section)
            for entry, value in holder.pairs(nulls=True) if holder is not None else ():
                if value.tag is not None or not isinstance(value, (Mapping, Scalar)):
                    continue
                given = [key for key in sources if isinstance(value, Mapping) and value.get(key) is not None]
                if len(given) > 1:
                    both = f"`{given[0]}` and `{given[1]}`"
                    what = f"the {section[:-1]} `{key_name(entry)}`"
                    message = f"{what} has {both}, so Compose refuses the file; keep one of them"
                    yield self.finding(entry.key.span, message)
                    continue
                if given or (isinstance(value, Mapping) and value.get("external") is not None):
                    continue
                if isinstance(value, Scalar) and value.value is not None:
                    continue
                name = key_name(entry)
                choices = " or ".join(f"`{source}: …`" for source in sources)
                message = (
                    f"the {section[:-1]} `{name}` does not say where it comes from, so Compose refuses the file; add"
                    f" {choices}"
                )
                yield self.finding(entry.key.span, message)
