"""`unescaped-dollar`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.compose import ComposeFile, inner, malformed_variable
from k8slint.yaml import Mapping, Scalar, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

    from k8slint.yaml import Node

_HASH = r"(?<!\$)\$(?:2[aby]?|apr1|argon2(?:i|d|id)|[156y]|scrypt|pbkdf2(?:-\w+)?)\$(?!\$)[\w./$=,+{-]{8,}"
"""Password hashes in the modular crypt format: bcrypt, Apache's MD5, Argon2, MD5, SHA-256, SHA-512, yescrypt."""
_pattern: list[Pattern[str]] = []


class UnescapedDollar(Rule[ComposeFile]):
    """Compose replaces `$name` by a variable, also in quotes. In a password hash such as `$2y$05$abc…` it takes the
    parts after a `$` for variables that are not set, and puts nothing in their place. The hash is then shorter and no
    password fits.

    Compose only warns: "The "abc" variable is not set. Defaulting to a blank string".

    Compose knows few of the forms that a shell knows. It refuses a file with `${FILE%.txt}` or `${my name}`: "invalid
    interpolation format".

    Write `$$` for each `$`.

    Fix safety: unsafe; the value changes to what is written.

    References: https://docs.docker.com/reference/compose-file/interpolation/
    """

    name = "unescaped-dollar"
    title = "Compose takes parts of a hash for variables"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  proxy:\n    image: traefik:3.5\n    labels:\n"
            "      traefik.http.middlewares.auth.basicauth.users: «admin:$apr1$h6uskkkW$IgXLP6ewTrSuBkTrqE8wj/»\n",
            fixed="services:\n  proxy:\n    image: traefik:3.5\n    labels:\n"
            "      traefik.http.middlewares.auth.basicauth.users: admin:$$apr1$$h6uskkkW$$IgXLP6ewTrSuBkTrqE8wj/\n",
            unsafe=True,
        ),
        Bad(
            "services:\n  proxy:\n    image: traefik:3.5\n    environment:\n"
            "      FIRST: «$$admin:$apr1$h6uskkkW$IgXLP6ewTrSuBkTrqE8wj/»\n"
            "      SECOND: «${USER}:$apr1$h6uskkkW$IgXLP6ewTrSuBkTrqE8wj/»\n",
            why="Some of the marks are meant.",
        ),
        Bad(
            "services:\n  job:\n    image: alpine:3.22\n    command: [sh, -c, 'echo «${FILE%.txt}»']\n",
            why="Only a shell could read it.",
        ),
        Good(
            "services:\n  proxy:\n    image: traefik:3.5\n    environment:\n"
            "      USERS: admin:$$2y$$05$$abcdefghijklmnopqrstuv\n"
            "      HOME: $HOME\n      COST: 5$\n"
        ),
    )

    def check(self, file: ComposeFile) -> Findings:
        if "$" not in file.source.text or file.root is None:
            return
        if not _pattern:
            import re

            _pattern.append(re.compile(_HASH))
        keys: set[Node] = set()
        for node in walk(file.root):
            if isinstance(node, Mapping):
                keys.update(entry.key for entry in node.entries)
            if isinstance(node, Scalar) and len(node.text) < 10_000 and _pattern[0].search(node.text) is not None:
                text = file.source.slice(node.span)
                fix = None
                if "$$" not in text and "${" not in text:
                    fix = Fix("write `$$`", (Edit(node.span, text.replace("$", "$$")),), Applicability.UNSAFE)
                message = (
                    "Compose takes the parts after `$` for variables and removes them from this hash; write `$$` for each"
                    " `$`"
                )
                yield self.finding(node.span, message, fix=fix)
            elif isinstance(node, Scalar) and node not in keys and not (node.tag or "").startswith("!"):
                yield from self._malformed(file, node)

    def _malformed(self, file: ComposeFile, node: Scalar) -> Findings:
        part = malformed_variable(node.text)
        if part is not None:
            at = node.text.find(part)
            message = (
                f"Compose cannot read `{part}` as a variable, so it refuses the file; write `${part}` for the text itself, or"
                " a name alone between the braces"
            )
            yield self.finding(inner(node, at, at + len(part), file.source), message)
