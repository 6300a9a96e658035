"""`unescaped-dollar`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.compose import ComposeFile
from k8slint.yaml import Scalar, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

_HASH = r"(?<!\$)\$(?:2[aby]?|apr1|argon2(?:i|d|id)|[156y]|scrypt|pbkdf2(?:-\w+)?)\$(?!\$)[\w./$=,+{-]{8,}"
"""Password hashes in the modular crypt format: bcrypt, Apache's MD5, Argon2, MD5, SHA-256, SHA-512, yescrypt."""
_pattern: list[Pattern[str]] = []


class UnescapedDollar(Rule[ComposeFile]):
    """Compose replaces `$name` by a variable, also in quotes. In a password hash such as `$2y$05$abc…` it takes the
    parts after a `$` for variables that are not set, and puts nothing in their place. The hash is then shorter and no
    password fits.

    Compose only warns: "The "abc" variable is not set. Defaulting to a blank string".

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
        for node in walk(file.root):
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
