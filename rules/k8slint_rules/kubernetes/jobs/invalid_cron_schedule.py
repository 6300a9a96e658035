"""`invalid-cron-schedule`."""

from __future__ import annotations

from k8slint import Bad, Findings, Fix, Good, Rule, Severity
from k8slint.kubernetes import Resource, is_literal
from k8slint.yaml import replace_scalar, within
from k8slint_rules._shared.cron import fault


class InvalidCronSchedule(Rule[Resource]):
    """The schedule of a CronJob has five fields, or is one of `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly` and
    `@every 30m`. The API server refuses everything else.

    Other crons accept more, so a schedule that works in a crontab can fail here: Sunday as `7`, full names of days, `L`
    and `#`, a field for seconds, `@reboot`, and a time zone.

    Correct the field that is marked. A time zone goes into `timeZone`.

    Fix safety: safe; the schedule was refused, and only `7` and names that can mean one thing are rewritten.

    References: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
    """

    name = "invalid-cron-schedule"
    title = "A CronJob has a schedule that is refused"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    aliases = ("apiserver:refused",)
    examples = (
        Bad(
            """\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
  schedule: "0 3 * * «7»"
""",
            fixed="""\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
  schedule: "0 3 * * 0"
""",
        ),
        Bad(
            """\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
  schedule: «0 0 3 * * *»
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: 0 «24» * * *
"""
        ),
        Good(
            """\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: backup
spec:
  schedule: "*/15 8-18 * jan-nov Mon-Fri"
"""
        ),
        Good(
            "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: backup\nspec:\n  schedule: $(SCHEDULE)\n",
            why="Something still replaces it.",
        ),
    )

    def check(self, resource: Resource) -> Findings:
        spec = resource.spec if resource.is_("batch", "CronJob") else None
        node = None if spec is None else spec.string("schedule")
        if node is None or not is_literal(node.text) or len(node.text) > 1000:
            return
        found = fault(node.text)
        if found is None:
            return
        fix = None
        if found.meant is not None:
            text = node.text[: found.start] + found.meant + node.text[found.end :]
            edit = replace_scalar(resource.source, node, text) if fault(text) is None else None
            fix = None if edit is None else Fix(f"write `{found.meant}`", (edit,))
        span = within(resource.source, node, found.start, found.end) if found.start < found.end else node.span
        yield self.finding(span, found.message, fix=fix)
