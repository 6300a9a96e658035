"""`health-test-without-cmd`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Edit, Findings, Fix, Good, Rule, Severity, Span
from k8slint.compose import ComposeServiceView
from k8slint.yaml import Scalar, Sequence

_FIRST = ("CMD", "CMD-SHELL", "NONE")


class HealthTestWithoutCmd(Rule[ComposeServiceView]):
    """When the `test:` of a health check is a list, its first item says how to run it: `CMD`, `CMD-SHELL` or `NONE`.
    Compose refuses the file without it: "healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"".

    Put `CMD` in front of the words of a command, or `CMD-SHELL` in front of one line for the shell.

    Fix safety: unsafe; several words become a command, and one line with blanks becomes a line for the shell, which is
    a guess.

    References: https://docs.docker.com/reference/compose-file/services/#healthcheck
    """

    name = "health-test-without-cmd"
    title = "The list of a health check lacks `CMD`"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    aliases = ()
    examples = (
        Bad(
            "services:\n  db:\n    image: postgres:17\n    healthcheck:\n      test: [«pg_isready», -U, shop]\n",
            fixed="services:\n  db:\n    image: postgres:17\n    healthcheck:\n      test: [CMD, pg_isready, -U, shop]\n",
            unsafe=True,
        ),
        Bad(
            "services:\n  web:\n    image: nginx:1.27\n    healthcheck:\n      test:\n"
            '        - «"curl -f http://localhost || exit 1"»\n',
            fixed="services:\n  web:\n    image: nginx:1.27\n    healthcheck:\n      test:\n"
            '        - CMD-SHELL\n        - "curl -f http://localhost || exit 1"\n',
            unsafe=True,
        ),
        Bad(
            "x-test: &test [«pg_isready»]\nservices:\n  db:\n    image: postgres:17\n    healthcheck:\n      test: *test\n",
            why="Other services may share the list.",
        ),
        Bad(
            "services:\n  db:\n    image: postgres:17\n    healthcheck:\n      test: [«pg_isready»]\n",
            fixed="services:\n  db:\n    image: postgres:17\n    healthcheck:\n      test: [CMD, pg_isready]\n",
            unsafe=True,
        ),
        Good(
            "services:\n  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready -U shop\n"
            "  web:\n    image: nginx:1.27\n    healthcheck:\n      test: [CMD, curl, -f, http://localhost]\n"
            "  off:\n    image: nginx:1.27\n    healthcheck:\n      test: [NONE]\n",
            why="A string is run by the shell.",
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        test = service.healthcheck
        if not isinstance(test, Sequence) or not test.items:
            return
        first = test.resolved()[0]
        if not isinstance(first, Scalar) or first.text in _FIRST or "$" in first.text:
            return
        word = "CMD-SHELL" if len(test.items) == 1 and " " in first.text else "CMD"
        message = (
            f"the list does not start with `CMD`, `CMD-SHELL` or `NONE`, so Compose refuses the file; put `{word}` in front of"
            f" `{first.text}`"
        )
        yield self.finding(first.span, message, fix=_fix(service, test, word))


def _fix(service: ComposeServiceView, test: Sequence, word: str) -> Fix | None:
    text, first = service.source.text, test.items[0]
    if test.shared or not isinstance(first, Scalar) or first.properties is not None:
        return None
    separator = ", "
    if not test.flow:
        before = text[text.rfind("\n", 0, first.start) + 1 : first.start]
        if before.strip() != "-":
            return None
        separator = service.source.newline + before
    edit = Edit(Span(first.start, first.start), word + separator)
    return Fix(f"put `{word}` first", (edit,), Applicability.UNSAFE)
