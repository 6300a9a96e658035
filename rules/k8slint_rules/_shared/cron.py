"""Cron schedules as CronJobs take them.

The grammar is that of robfig/cron v3 `ParseStandard` (parser.go, spec.go), plus the refusal of time zones in
k8s.io/kubernetes pkg/apis/batch/validation/validation.go, `validateScheduleFormat`.
"""

from __future__ import annotations

from k8slint import Record

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FULL_NAMES = frozenset(
    (
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "january", "february", "march",
        "april", "june", "july", "august", "september", "october", "november", "december",
    )
)  # fmt: skip
_FIELDS: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day of month", 1, 31, ()),
    ("month", 1, 12, _MONTHS),
    ("day of week", 0, 6, _DAYS),
)
DESCRIPTORS = ("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")
_UNITS = ("ns", "us", "µs", "μs", "ms", "s", "m", "h")


class Fault(Record):
    """What is wrong with the characters `start` to `end` of a schedule; `meant` is what they surely stand for, or None."""

    start: int
    end: int
    message: str
    meant: str | None = None


def fault(schedule: str) -> Fault | None:
    """The first thing for which the API server refuses a schedule."""
    whole = len(schedule)
    if not schedule.strip():
        return Fault(0, whole, "the schedule is empty; write five fields")
    if "TZ" in schedule:
        return Fault(0, whole, "a time zone has no place in the schedule; set `timeZone`")
    if schedule.startswith("@"):
        return _descriptor(schedule)
    fields: list[tuple[int, int]] = []
    at = 0
    for part in schedule.split():
        at = schedule.index(part, at)
        fields.append((at, at + len(part)))
        at += len(part)
    if len(fields) != len(_FIELDS):
        return Fault(0, whole, f"a schedule has five fields, not {len(fields)}: minute, hour, day, month, day of week")
    for (start, end), (what, least, most, names) in zip(fields, _FIELDS, strict=True):
        for part in schedule[start:end].split(","):
            problem = _range(part, least, most, names) if part else None
            if problem is not None:
                meant = _meant(schedule[start:end], names)
                return Fault(start, end, f"`{schedule[start:end]}` is not a valid {what}: {problem}", meant)
    return None


def _descriptor(schedule: str) -> Fault | None:
    if schedule in DESCRIPTORS:
        return None
    if schedule.startswith("@every "):
        if _is_duration(schedule.removeprefix("@every ")):
            return None
        return Fault(7, len(schedule), "`@every` takes a duration; write one such as `1h30m`")
    lower = schedule.lower()
    meant = lower if lower in DESCRIPTORS else None
    return Fault(
        0,
        len(schedule),
        f"`{schedule}` is not a valid schedule; write five fields, or one of `@hourly`, `@daily`, …",
        meant,
    )


def _range(part: str, least: int, most: int, names: tuple[str, ...]) -> str | None:
    """What is wrong with one of the ranges of a field (`getRange`)."""
    bounds, *steps = part.split("/")
    low, *high = bounds.split("-")
    if low in ("*", "?"):
        start, end = least, most
    else:
        if len(high) > 1:
            return "write at most one hyphen"
        first = _number(low, least, names)
        last = _number(high[0], least, names) if high else first
        if first is None or last is None:
            return f"`{low if first is None else high[0]}` is not a number" + (
                " or name of three letters" if names else ""
            )
        start, end = first, last
    if len(steps) > 1:
        return "write at most one slash"
    if steps:
        step = _number(steps[0], 0, ())
        if not step:
            return "the step is a number from 1 on"
        if not high:
            end = most
    if start < least or max(start, end) > most:
        return f"write {least} to {most}" + (", Sunday is 0" if names is _DAYS else "")
    return "the range runs backwards" if start > end else None


def _number(text: str, least: int, names: tuple[str, ...]) -> int | None:
    lower = text.lower()
    if lower in names:
        return names.index(lower) + least
    digits = text.removeprefix("+")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def _meant(field: str, names: tuple[str, ...]) -> str | None:
    """A day of week or month as it has to be written: `7` is `0`, `Sunday` is `sun`."""
    if names is _DAYS and field == "7":
        return "0"
    short = field[:3].lower()
    return short if short in names and field.lower() in _FULL_NAMES else None


def _is_duration(text: str) -> bool:
    """Go's `time.ParseDuration`."""
    import re

    if text in ("0", "+0", "-0"):
        return True
    return re.fullmatch(rf"[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:{'|'.join(_UNITS)}))+", text) is not None
