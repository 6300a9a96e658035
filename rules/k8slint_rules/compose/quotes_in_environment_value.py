"""`quotes-in-environment-value`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.compose import ComposeServiceView
from k8slint.yaml import Scalar


class QuotesInEnvironmentValue(Rule[ComposeServiceView]):
    """In the list form of `environment`, quotes around the value are a part of it: `- LEVEL="info"` sets LEVEL to
    `"info"` with the quotes. YAML only removes quotes around the whole item.

    It bites in programs that compare the value: `"info"` is not one of the levels that they know.

    Write the value without quotes, put the quotes around the whole item (`- "LEVEL=info"`), or use the mapping form.

    Fix safety: unsafe; the program gets another value.

    References: https://docs.docker.com/reference/compose-file/services/#environment
    """

    name = "quotes-in-environment-value"
    title = "Quotes become a part of a variable"
    category = "correctness"
    severity = Severity.WARNING
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: example/web:1\n    environment:\n      - LEVEL=«\"info\"»\n      - MODE=«'fast'»\n",
            fixed="services:\n  web:\n    image: example/web:1\n    environment:\n      - LEVEL=info\n      - MODE=fast\n",
            unsafe=True,
        ),
        Bad(
            "services:\n  web:\n    image: example/web:1\n    environment:\n      - NAME=«\"\"»\n      - PREFIX=«' >'»\n"
            '      - SCHEME=«"redis:"»\n',
            why="Without the quotes YAML would read something else.",
        ),
        Good(
            'services:\n  web:\n    image: example/web:1\n    environment:\n      - "LEVEL=info"\n      - JSON={"a": 1}\n'
            '      - TEXT=say "hi"\n      - EMPTY=\n      - FROM_OUTSIDE\n',
            why="Quotes around the item, or inside the value.",
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        for item in service.node.items("environment"):
            if not isinstance(item, Scalar) or item.shared:
                continue
            name, _, value = item.text.partition("=")
            start = item.start + len(name) + 1
            if service.source.slice(item.span) != item.text:
                continue
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value[0] not in value[1:-1]:
                span = Span(start, item.end)
                message = f"the quotes are a part of the value: `{name}` is set to `{value}`; leave them out"
                inner = value[1:-1]
                fix = None
                if inner and inner.strip() == inner and not inner.endswith(":"):
                    fix = Fix("remove the quotes", (Edit(span, inner),), Applicability.UNSAFE)
                yield self.finding(span, message, fix=fix)
