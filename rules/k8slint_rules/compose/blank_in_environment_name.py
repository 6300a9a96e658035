"""`blank-in-environment-name`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.compose import ComposeServiceView
from k8slint.yaml import Scalar


class BlankInEnvironmentName(Rule[ComposeServiceView]):
    """In the list form of `environment`, everything in front of `=` is the name of the variable. In `- LEVEL = info`
    the name ends in a blank, and Compose refuses the whole file: "environment variable LEVEL is declared with a
    trailing space".

    Write `- LEVEL=info`, or use the mapping form, `LEVEL: info`.

    Fix safety: unsafe; the blank after `=`, which would be a part of the value, is removed too.

    References: https://docs.docker.com/reference/compose-file/services/#environment
    """

    name = "blank-in-environment-name"
    title = "The name of a variable ends in a blank"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: example/web:1\n    environment:\n      - «LEVEL = info»\n      - «'MODE =fast'»\n",
            fixed="services:\n  web:\n    image: example/web:1\n    environment:\n      - LEVEL=info\n      - 'MODE =fast'\n",
            unsafe=True,
        ),
        Good(
            "services:\n  web:\n    image: example/web:1\n    environment:\n      - LEVEL=info\n"
            "      - TEXT= a = b\n      - OUTSIDE\n",
            why="A blank in the value is a part of it.",
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        for item in service.node.items("environment"):
            if not isinstance(item, Scalar):
                continue
            name, equals, value = item.text.partition("=")
            if not equals or name == name.rstrip() or "$" in name:
                continue
            meant = f"{name.rstrip()}={value.lstrip()}"
            message = f"the name in front of `=` ends in a blank, so Compose refuses the file; write `{meant}`"
            fix = None
            if service.source.slice(item.span) == item.text and not item.shared:
                fix = Fix("remove the blanks", (Edit(item.span, meant),), Applicability.UNSAFE)
            yield self.finding(item.span, message, fix=fix)
