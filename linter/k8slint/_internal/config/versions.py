"""Versions in a config: which k8slint it needs, and the forms that versions and days have."""

from __future__ import annotations

from k8slint import __version__
from k8slint._internal.rulekit.rule import version_numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Numbers = tuple[int, ...]

VERSION = r"^[0-9]{1,6}(\.[0-9]{1,6}){0,2}$"
KUBERNETES = r"^1\.[0-9]{1,3}$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
REQUIRED = r"^ *(>=|<=|==|!=|>|<)? *[0-9]+(\.[0-9]+)* *(, *(>=|<=|==|!=|>|<)? *[0-9]+(\.[0-9]+)* *)*$"
PATTERNS = {
    VERSION: "a version such as `0.2`",
    KUBERNETES: "a version of Kubernetes such as `1.34`",
    DAY: "a day such as `2026-11-30`",
    REQUIRED: "one or more of `>=0.2`, `<1`, `==0.2.1`, with commas",
}
"""What a text of each form is, for messages."""

_COMPARE: dict[str, Callable[[Numbers, Numbers], bool]] = {
    ">=": lambda one, other: one >= other,
    "<=": lambda one, other: one <= other,
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    ">": lambda one, other: one > other,
    "<": lambda one, other: one < other,
}


def unmet(required: object, version: str = __version__) -> str | None:
    """Why this version is not one that `required-version` takes, or None. What is not of its form is told elsewhere."""
    import re

    if not isinstance(required, str) or len(required) > 200 or not re.match(REQUIRED, required):
        return None
    for part in required.split(","):
        operator = part.strip().rstrip("0123456789. ") or "=="
        wanted = version_numbers(part.strip().removeprefix(operator))
        length = max(len(wanted), 3)
        if not _COMPARE[operator](_padded(version_numbers(version), length), _padded(wanted, length)):
            return f"this project needs k8slint `{required.strip()}`, and this is {version}; install one that fits"
    return None


def _padded(numbers: Numbers, length: int) -> Numbers:
    return (*numbers, *[0] * (length - len(numbers)))
