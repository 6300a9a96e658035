"""`health-test-without-shell`."""

from __future__ import annotations

from k8slint import Bad, Findings, Good, Rule, Severity
from k8slint.compose import ComposeServiceView
from k8slint.shell import names
from k8slint.yaml import Scalar, Sequence

_OPERATORS = names("|| && | ; > >> < 2>&1")


class HealthTestWithoutShell(Rule[ComposeServiceView]):
    """The test of a health check starts with `CMD`, which runs a program without a shell, but its words are meant for a
    shell.

    In `[CMD, curl, -f, http://localhost, "||", exit, "1"]` the words `||`, `exit` and `1` are arguments of curl. In
    `[CMD, "curl -f http://localhost"]` Docker looks for a program of that whole name. Either way the test fails or
    tests something else, and services that wait for it never start.

    Write `CMD-SHELL` and the whole line as one string, or write the test as one string.

    References: https://docs.docker.com/reference/compose-file/services/#healthcheck
    """

    name = "health-test-without-shell"
    title = "The health check needs a shell and has none"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  db:\n    image: postgres:17\n    healthcheck:\n"
            '      test: ["CMD", "pg_isready", "-U", "shop", «"||"», "exit", "1"]\n'
        ),
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    healthcheck:\n      test: [CMD, «curl -f http://localhost»]\n"
        ),
        Good(
            "services:\n  web:\n    image: nginx:1.29\n    healthcheck:\n"
            "      test: [CMD, sh, -c, curl -f http://localhost || exit 1]\n"
            "  db:\n    image: postgres:17\n    healthcheck:\n      test: [CMD-SHELL, pg_isready || exit 1]\n"
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        test = service.healthcheck
        items = test.resolved() if isinstance(test, Sequence) else []
        words = [item for item in items if isinstance(item, Scalar)]
        if len(words) < 2 or len(words) != len(items) or words[0].text != "CMD":
            return
        if len(words) == 2 and " " in words[1].text.strip() and "$" not in words[1].text:
            message = (
                f"there is no program called `{words[1].text}`, so the test always fails; write `CMD-SHELL` for `CMD`, or"
                " each word as an item"
            )
            yield self.finding(words[1].span, message)
            return
        for word in words[2:]:
            if word.text in _OPERATORS:
                message = (
                    f"`CMD` runs no shell, so `{word.text}` is an argument of `{words[1].text}`; write `CMD-SHELL` and the"
                    " whole line as one string"
                )
                yield self.finding(word.span, message)
                return
