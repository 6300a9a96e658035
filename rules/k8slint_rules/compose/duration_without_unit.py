"""`duration-without-unit`."""

from __future__ import annotations

from k8slint import Applicability, Bad, Finding, Findings, Fix, Good, Rule, Severity
from k8slint.compose import ComposeServiceView, key_name
from k8slint.yaml import Mapping, Scalar, replace_scalar
from k8slint_rules._shared.compose_durations import is_duration, is_duration_key


class DurationWithoutUnit(Rule[ComposeServiceView]):
    """A duration such as the `interval` of a health check needs a unit. Compose refuses `30` with "missing unit in
    duration", and units that it does not know, such as `30sec`.

    Write `30s`. The units are `us`, `ms`, `s`, `m`, `h`, `d` and `w`, and they can be combined: `1m30s`.

    Fix safety: unsafe; the number is taken for seconds, which is a guess.

    References: https://docs.docker.com/reference/compose-file/extension/#specifying-durations
    """

    name = "duration-without-unit"
    title = "A duration has no unit that Compose knows"
    category = "syntax"
    severity = Severity.ERROR
    profile = "development"
    since = "0.2.0"
    aliases = ()
    examples = (
        Bad(
            "services:\n  db:\n    image: postgres:17\n    stop_grace_period: «'60'»\n    healthcheck:\n"
            "      test: pg_isready\n      interval: «30»\n      timeout: 5s\n",
            fixed="services:\n  db:\n    image: postgres:17\n    stop_grace_period: '60s'\n    healthcheck:\n"
            "      test: pg_isready\n      interval: 30s\n      timeout: 5s\n",
            unsafe=True,
        ),
        Bad("services:\n  db:\n    image: postgres:17\n    healthcheck: {test: pg_isready, interval: «10sec»}\n"),
        Good(
            "services:\n  db:\n    image: postgres:17\n    healthcheck:\n      test: pg_isready\n      interval: 1m30s\n"
            "      timeout: 1.5s\n      start_period: ${START}\n      retries: 5\n"
        ),
    )

    def check(self, service: ComposeServiceView) -> Findings:
        if service.file.legacy:
            return
        stack: list[tuple[tuple[str, ...], Mapping]] = [(("services", service.name), service.node)]
        while stack:
            path, node = stack.pop()
            for entry, value in node.pairs():
                inner = (*path, key_name(entry))
                if isinstance(value, Mapping) and len(inner) < 6:
                    stack.append((inner, value))
                elif isinstance(value, Scalar) and is_duration_key(inner) and not _is_fine(value.text):
                    yield self._finding(service, inner[-1], value)

    def _finding(self, service: ComposeServiceView, key: str, value: Scalar) -> Finding:
        text = value.text
        edit = replace_scalar(service.source, value, f"{text}s") if is_duration(f"{text}s") else None
        fix = None if edit is None else Fix(f"write `{text}s`", (edit,), Applicability.UNSAFE)
        remedy = f"write `{text}s` for seconds" if edit is not None else "write a duration such as `30s` or `1m30s`"
        message = f"`{key}: {text}` has no unit that Compose knows, so it refuses the file; {remedy}"
        return self.finding(value.span, message, fix=fix)


def _is_fine(text: str) -> bool:
    return "$" in text or is_duration(text)
