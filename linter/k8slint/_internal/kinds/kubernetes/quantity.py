"""Resource quantities (`500m`, `1Gi`, `1e3`), compared exactly as the API server compares them.

Grammar, rounding and cap are those of `ParseQuantity` in k8s.io/apimachinery `pkg/api/resource/quantity.go`; the tests
hold verdicts of `kubectl set resources --local` 1.37.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

    from k8slint._internal.syntax.yaml.tree import Node

_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_NANO = 10**9
CAP = 2**63 - 1
"""Larger values count as this one (`maxAllowed`)."""

_CAP_NANOS = CAP * _NANO
_MAX_DIGITS = 30
"""More digits before the decimal point of a nano-count than the cap has."""

_FRACTION_DIGITS = 70
"""k / (2^60 * 10^9) has at most 69 digits behind its point, so rounding up after this many is exact."""

_pattern: Pattern[str] | None = None


class Quantity:
    """A number of units. `nanos` is its exact value in billionths, rounded away from zero; `suffix` is as written."""

    __slots__ = ("nanos", "suffix", "text")

    def __init__(self, nanos: int, text: str, suffix: str) -> None:
        self.nanos = nanos
        self.text = text
        self.suffix = suffix

    @property
    def units(self) -> int:
        """Whole units (cores, bytes), rounded away from zero."""
        return _scaled(self.nanos, _NANO)

    @property
    def millis(self) -> int:
        """Thousandths (CPU's `m`), rounded away from zero."""
        return _scaled(self.nanos, 10**6)

    @property
    def whole(self) -> bool:
        """Whether it is a whole number of units."""
        return self.nanos % _NANO == 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.nanos == other.nanos

    def __hash__(self) -> int:
        return hash(self.nanos)

    def __lt__(self, other: Quantity) -> bool:
        return self.nanos < other.nanos

    def __le__(self, other: Quantity) -> bool:
        return self.nanos <= other.nanos

    def __gt__(self, other: Quantity) -> bool:
        return self.nanos > other.nanos

    def __ge__(self, other: Quantity) -> bool:
        return self.nanos >= other.nanos

    def __bool__(self) -> bool:
        return self.nanos != 0

    def __repr__(self) -> str:
        return f"Quantity({self.text!r})"


def _scaled(nanos: int, unit: int) -> int:
    return -(-nanos // unit) if nanos >= 0 else nanos // unit


def parse(text: str) -> Quantity | None:
    """The quantity, or None for what the API refuses (blanks, `B`, `K`, `mi`, `0x10`, an empty string).

    Missing digits count as 0: `m` and `.` are quantities.
    """
    global _pattern
    if _pattern is None:
        import re

        _pattern = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,18}|)")
    found = _pattern.fullmatch(text)
    if found is None or not text:
        return None
    sign, whole, fraction, suffix = found.groups()
    whole, fraction = whole.lstrip("0"), (fraction or "").rstrip("0")
    if suffix in _BINARY:
        nanos = _binary(whole, fraction, _BINARY[suffix])
    else:
        exponent = _DECIMAL[suffix] if suffix in _DECIMAL else int(suffix[1:])
        nanos = _decimal(whole, fraction, exponent)
    return Quantity(-nanos if sign == "-" else nanos, text, suffix)


def of(node: Node | None) -> Quantity | None:
    """The quantity of a scalar, whether it is a string (blanks around it are cut off, as the server does) or a number."""
    from k8slint._internal.syntax.yaml.tree import Scalar

    if not isinstance(node, Scalar):
        return None
    value = node.value
    if value.__class__ is str:
        return parse(node.text.strip())
    if value.__class__ is int:
        return parse(str(value)) if -CAP <= value <= CAP else None
    if value.__class__ is float:
        return parse(node.text.replace("_", ""))
    return None


def _decimal(whole: str, fraction: str, exponent: int) -> int:
    """Billionths of `whole.fraction * 10^exponent`, rounded up and capped; no number larger than that is ever made."""
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return 0
    zeros = len(whole) + len(fraction) - len(digits)
    count = len(whole) - zeros + exponent + 9
    if count > _MAX_DIGITS:
        return _CAP_NANOS
    if count <= 0:
        return 1
    kept = digits[:count]
    nanos: int = int(kept) * 10 ** (count - len(kept))
    if digits[count:].strip("0"):
        nanos += 1
    return min(nanos, _CAP_NANOS)


def _binary(whole: str, fraction: str, exponent: int) -> int:
    if len(whole) > _MAX_DIGITS:
        return _CAP_NANOS
    kept = fraction[:_FRACTION_DIGITS]
    scaled: int = int(whole + kept or "0") * 2**exponent * _NANO
    if len(fraction) > len(kept):
        scaled += 1
    divisor: int = 10 ** len(kept)
    return min(-(-scaled // divisor), _CAP_NANOS)
