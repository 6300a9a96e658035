"""Cron schedules: what a real API server takes and refuses."""

import pytest

from k8slint_rules._shared.cron import fault


@pytest.mark.parametrize(
    "schedule",
    [
        "* * * * *",
        "0 3 * * 1-5",
        "*/70 * * * *",
        "0 0 31 2 *",
        "0 0 ? JAN-mar Sun",
        "5/10 * * * *",
        "0 0 1,15 * *",
        "0  0 * * *",
        "@daily",
        "@every 1h30m",
        "@every 1.5h",
        "*-5 * * * *",
    ],
)
def test_accepted(schedule):
    assert fault(schedule) is None


@pytest.mark.parametrize(
    ("schedule", "part", "meant"),
    [
        ("", "", None),
        ("0 0 * *", "0 0 * *", None),
        ("0 0 0 * * *", "0 0 0 * * *", None),
        ("0 0 * * 7", "7", "0"),
        ("0 0 * * 1-7", "1-7", None),
        ("60 * * * *", "60", None),
        ("0 24 * * *", "24", None),
        ("0 0 0 * *", "0", None),
        ("0 0 L * *", "L", None),
        ("0 0 1,15,32 * *", "1,15,32", None),
        ("0 0 * * sunday", "sunday", "sun"),
        ("0 0 * 13 *", "13", None),
        ("*/0 * * * *", "*/0", None),
        ("5-1 * * * *", "5-1", None),
        ("1-2-3 * * * *", "1-2-3", None),
        ("*/2/3 * * * *", "*/2/3", None),
        ("a * * * *", "a", None),
        ("TZ=UTC 0 0 * * *", "TZ=UTC 0 0 * * *", None),
        ("@Daily", "@Daily", "@daily"),
        ("@reboot", "@reboot", None),
        ("@every x", "x", None),
        ("0 70/5 * * *", "70/5", None),
    ],
)
def test_refused(schedule, part, meant):
    found = fault(schedule)
    assert found is not None
    assert schedule[found.start : found.end] == part
    assert found.meant == meant
