"""`cmd-shell-with-several-words`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity
from k8slint.compose import ComposeServiceView
from k8slint.yaml import Scalar, Sequence


class CmdShellWithSeveralWords(Rule[ComposeServiceView]):
    """`CMD-SHELL` in the test of a health check takes one line for the shell. Docker runs `/bin/sh -c` with the words
    after it, and the shell runs the first word only. The rest is lost: `[CMD-SHELL, pg_isready, -U, shop]` runs
    `pg_isready` without its options, and the service may be healthy for the wrong reason.

    Write `CMD` to run the words as they are, or put the whole line into one string after `CMD-SHELL`.

    Fix safety: unsafe; `CMD` runs the words without a shell, which changes what the test does. It is not offered for
    words that need a shell.

    References: https://docs.docker.com/reference/compose-file/services/#healthcheck
    """

    name = "cmd-shell-with-several-words"
    title = "The health check drops all words but the first"
    category = "correctness"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  db:\n    image: postgres:17\n    healthcheck:\n"
            '      test: ["«CMD-SHELL»", "pg_isready", "-U", "shop"]\n',
            fixed="services:\n  db:\n    image: postgres:17\n    healthcheck:\n"
            '      test: ["CMD", "pg_isready", "-U", "shop"]\n',
            unsafe=True,
        ),
        Bad(
            "services:\n  web:\n    image: nginx:1.29\n    healthcheck:\n"
            "      test: [«CMD-SHELL», curl, -f, http://localhost, '||', exit, '1']\n"
        ),
        Bad(
            "x-test: &test [«CMD-SHELL», pg_isready, -q]\nservices:\n  db:\n    image: postgres:17\n    healthcheck:\n"
            "      test: *test\n",
            why="Other services may share the list.",
        ),
        Good(
            "services:\n  db:\n    image: postgres:17\n    healthcheck:\n"
            "      test: [CMD-SHELL, pg_isready -U shop || exit 1]\n"
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        test = service.healthcheck
        items = test.resolved() if isinstance(test, Sequence) else []
        words = [item for item in items if isinstance(item, Scalar)]
        if len(words) < 3 or len(words) != len(items) or words[0].text != "CMD-SHELL":
            return
        first, rest = words[0], [word.text for word in words[1:]]
        message = (
            f"`CMD-SHELL` takes one line, so only `{rest[0]}` runs and the rest is lost; write `CMD`, or put the line into one"
            " string"
        )
        fix = None
        at = service.source.text.find("CMD-SHELL", first.start, first.end)
        plain = not any(char in word for word in rest for char in "|&;<>$`*?~ ")
        if plain and at >= 0 and isinstance(test, Sequence) and not test.shared and not first.shared:
            inner = type(first.span)(at, at + len("CMD-SHELL"))
            fix = Fix("run the words without a shell", (Edit(inner, "CMD"),), Applicability.UNSAFE)
        span = type(first.span)(at, at + len("CMD-SHELL")) if at >= 0 else first.span
        yield self.finding(span, message, fix=fix)
