"""Durations and counts in HEALTHCHECK's flags, as Go's `time.ParseDuration` and BuildKit's `parseHealthcheck` take them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.dockerfile.flags import Flag
    from k8slint._internal.text.source import Span

_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_LEAST = 1e-3
"""A shorter interval is refused, unless it is 0, which means the default."""


def seconds(text: str) -> float | None:
    """`1m30s` as seconds; None when it is no duration."""
    body = text[1:] if text[:1] in ("-", "+") else text
    if body == "0":
        return 0.0
    total, at, size = 0.0, 0, len(body)
    if not size or size > 100:
        return None
    while at < size:
        start = at
        while at < size and (body[at] in "0123456789."):
            at += 1
        number = body[start:at]
        start = at
        while at < size and body[at] not in "0123456789.":
            at += 1
        unit = _SECONDS.get(body[start:at])
        if unit is None or number.count(".") > 1 or number in ("", "."):
            return None
        total += float(number) * unit
    return -total if text[0] == "-" else total


def faults(flags: tuple[Flag, ...]) -> Iterator[tuple[Span, str]]:
    """What BuildKit refuses in the values of HEALTHCHECK's flags. They take no variables."""
    for flag in flags:
        if not flag.value or flag.value_span is None:
            continue
        if flag.name == "retries":
            digits = flag.value.lstrip("+-")
            if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
                yield flag.value_span, f"`{flag.value}` is not a count; write a whole number"
            elif flag.value.startswith("-") and digits.strip("0"):
                yield flag.value_span, "a negative count of retries; write 0 or more"
        elif flag.name in ("interval", "timeout", "start-period", "start-interval"):
            value = seconds(flag.value)
            if value is None:
                yield flag.value_span, f"`{flag.value}` is not a duration; write a number with its unit, such as `30s`"
            elif value != 0 and value < _LEAST:
                yield flag.value_span, f"`{flag.value}` is shorter than `1ms`; write a longer one, or 0 for the default"
