"""`invalid-dependency-condition`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Findings, Fix, Good, Rule, Severity, nearest
from k8slint.compose import ComposeServiceView, key_name
from k8slint.yaml import Mapping, Scalar, insert_entry, replace_scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.yaml import Entry, Node

_CONDITIONS = ("service_started", "service_healthy", "service_completed_successfully")
"""compose-spec/compose-go, schema/compose-spec.json, read in November 2026."""


class InvalidDependencyCondition(Rule[ComposeServiceView]):
    """`depends_on` written as a mapping needs a `condition` for each service: `service_started`, `service_healthy` or
    `service_completed_successfully`. Compose refuses the whole file without one, or with any other.

    Write `condition: service_healthy` to wait for the health check of a database, `service_completed_successfully` for
    a job such as a migration, and `service_started` for everything else. To wait for the start only, a plain list
    (`depends_on: [db]`) is shorter.

    Fix safety: unsafe; `service_started` is what a plain list means, but another condition may be meant.

    References: https://docs.docker.com/reference/compose-file/services/#depends_on,
    https://docs.docker.com/compose/how-tos/startup-order/
    """

    name = "invalid-dependency-condition"
    title = "A dependency has no condition that Compose knows"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  web:\n    image: example/web:1\n    depends_on:\n      «db»: {}\n      cache:\n"
            "        condition: «healthy»\n  db:\n    image: postgres:17\n  cache:\n    image: redis:8\n",
            fixed="services:\n  web:\n    image: example/web:1\n    depends_on:\n      db: {condition: service_started}\n"
            "      cache:\n        condition: service_healthy\n  db:\n    image: postgres:17\n  cache:\n    image: redis:8\n",
            unsafe=True,
        ),
        Bad(
            "services:\n  web:\n    image: example/web:1\n    depends_on:\n      «db»:\n  db:\n    image: postgres:17\n",
        ),
        Bad("services:\n  web:\n    image: example/web:1\n    depends_on:\n      db: {condition: «running»}\n"),
        Good(
            "services:\n  web:\n    image: example/web:1\n    depends_on:\n      db:\n        condition: service_healthy\n"
            "  job:\n    image: example/job:1\n    depends_on: [db]\n  db:\n    image: postgres:17\n"
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        dependencies = service.node.mapping("depends_on")
        for entry, value in dependencies.pairs(nulls=True) if dependencies is not None else ():
            yield from self._look(service, entry, value)

    def _look(self, service: ComposeServiceView, entry: Entry, value: Node) -> Findings:
        name = key_name(entry)
        condition = value.get("condition") if isinstance(value, Mapping) else None
        if condition is None:
            message = (
                f"the dependency on `{name}` has no `condition`, so Compose refuses the file; add"
                " `condition: service_started`"
            )
            fix = None
            if isinstance(value, Mapping) and entry.value is value:
                edit = insert_entry(service.source, value, "condition", "service_started")
                fix = None if edit is None else Fix("wait for its start", (edit,), Applicability.UNSAFE)
            yield self.finding(entry.key.span, message, fix=fix)
        elif isinstance(condition, Scalar) and condition.text not in _CONDITIONS and "$" not in condition.text:
            near = _near(condition.text)
            remedy = (
                f"write `{near}`" if near is not None else "write " + ", ".join(f"`{known}`" for known in _CONDITIONS)
            )
            edit = None if near is None else replace_scalar(service.source, condition, near)
            fix = None if edit is None else Fix(f"write `{near}`", (edit,), Applicability.UNSAFE)
            message = f"Compose knows no condition `{condition.text}` and refuses the file; {remedy}"
            yield self.finding(condition.span, message, fix=fix)


def _near(text: str) -> str | None:
    ends = [known for known in _CONDITIONS if text and f"_{text}_" in f"_{known}_"]
    return ends[0] if len(ends) == 1 else nearest(text, _CONDITIONS)
