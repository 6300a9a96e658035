"""Plain scalars as kubectl resolves them: go-yaml v2 inside sigs.k8s.io/yaml, then JSON.

Source: go-yaml v2 resolve.go and sigs.k8s.io/yaml yaml.go (convertToJSONableObject); the tests hold verdicts of kubectl.
It is YAML 1.1 with exceptions: `y` and `off` are booleans, `0644` is 420, `1:30` and `2001-01-01` stay text.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match

    from k8slint.yaml.tree import Node, Scalar

    Value = bool | int | float | str | None

STR = "tag:yaml.org,2002:str"
BINARY = "tag:yaml.org,2002:binary"
_CORE = {"null", "bool", "int", "float", "timestamp"}

_TRUE = ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")
_FALSE = ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")
_INFINITY = (".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF")
TABLE: dict[str, Value] = {
    **dict.fromkeys(_TRUE, True),
    **dict.fromkeys(_FALSE, False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(_INFINITY, float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_NUMERIC = frozenset("+-.0123456789")
_BASES = {"b": 2, "B": 2, "o": 8, "O": 8, "x": 16, "X": 16}
_LONGEST_INTEGER = 64
"""Digits of the longest number within 64 bits (in base 2): longer ones are never turned into an int."""


def resolve_plain(text: str) -> Value:
    """The value of a plain scalar without a tag."""
    if text in TABLE:
        return TABLE[text]
    return _number(text) if text[0] in _NUMERIC else text


def is_text(text: str) -> bool:
    """Whether a plain scalar is the string that it shows."""
    return text not in TABLE and (text[0] not in _NUMERIC or _number(text) is text)


def scalar_value(node: Scalar) -> Value:
    """The value of a scalar in any style. Where kubectl refuses it (`!!int x`), its text."""
    if node.properties is None:
        return node.text if node.mark else resolve_plain(node.text)
    tag = node.properties.tag
    if tag is None:
        return node.text if node.mark else resolve_plain(node.text)
    kind = tag.removeprefix("tag:yaml.org,2002:")
    if kind == "binary":
        return _decoded(node.text)
    if kind == tag or kind not in _CORE:
        return node.text
    value = resolve_plain(node.text)
    kinds = {bool: ("bool",), int: ("int", "float"), float: ("float",), type(None): ("null",)}
    return value if kind in kinds.get(value.__class__, ()) else node.text


def key_text(node: Node) -> str:
    """A key as kubectl turns it into a string; "" for a mapping or a list, which it refuses."""
    try:
        text: str = node.text  # type: ignore[attr-defined]
    except AttributeError:
        target = getattr(node, "target", None)
        return "" if target is None else key_text(target)
    value = scalar_value(node)  # type: ignore[arg-type]
    if value.__class__ is str:
        return value
    if value is None:
        return text
    if isinstance(value, bool):
        return "true" if value else "false"
    return _float_text(float(text.replace("_", ""))) if _is_float(text) else str(value)


def _number(text: str) -> Value:
    """An integer within int64 or uint64, else a float; a float of integral value is an int, as JSON prints it."""
    plain = text if text[0] == "." else text.replace("_", "")
    integer = _integer(plain)
    if integer is not None:
        return integer
    if not _is_float(plain):
        return text
    value = float(plain)
    if value in (float("inf"), float("-inf")):
        return text
    return int(value) if abs(value) < 1e21 and value.is_integer() else value


def _integer(plain: str) -> int | None:
    sign, digits = plain[:1], plain
    if sign in ("+", "-"):
        digits = plain[1:]
    base = 10
    if digits[:1] == "0" and len(digits) > 1:
        base = _BASES.get(digits[1], 8)
        digits = digits[2:] if digits[1] in _BASES else digits[1:]
    stripped = digits.lstrip("0")
    if not digits.isascii() or not digits.isalnum() or len(stripped) > _LONGEST_INTEGER:
        return None
    try:
        value = int(stripped or "0", base)
    except ValueError:
        return None
    if sign == "-":
        return -value if value <= 1 << 63 else None
    return value if value < 1 << (63 if sign == "+" else 64) else None


_float: list[object] = []


def _is_float(plain: str) -> bool:
    if not _float:
        import re

        _float.append(re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII).fullmatch)
    match: Match[str] | None = _float[0](plain)  # type: ignore[operator]
    return match is not None


def _float_text(value: float) -> str:
    """Shortest text of the nearest 32 bit float, as Go's FormatFloat(value, 'g', -1, 32) writes it."""
    import struct

    try:
        single = struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return ".inf" if value > 0 else "-.inf"
    for digits in range(9):
        shown = f"{single:.{digits}e}"
        if struct.unpack("f", struct.pack("f", float(shown)))[0] == single:
            break
    exponent = int(shown.partition("e")[2])
    if -4 <= exponent < 21:
        return f"{float(shown):.{max(digits - exponent, 0)}f}"
    return shown


def _decoded(text: str) -> str:
    import base64
    import binascii

    try:
        return base64.b64decode(text.encode()).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return text
