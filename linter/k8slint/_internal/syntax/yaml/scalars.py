"""Plain scalars as kubectl resolves them: go-yaml v2 inside sigs.k8s.io/yaml, then JSON.

Source: go-yaml v2 resolve.go and sigs.k8s.io/yaml yaml.go (convertToJSONableObject); the tests hold verdicts of kubectl.
It is YAML 1.1 with exceptions: `y` and `off` are booleans, `0644` is 420, `1:30` and `2001-01-01` stay text.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match

    from k8slint._internal.syntax.yaml.tree import Node, Scalar

    Value = bool | int | float | str | None

CORE = "tag:yaml.org,2002:"
BINARY = "binary"
_KINDS = frozenset(("null", "bool", "int", "float"))
"""Tags that kubectl holds a scalar to; it reads any other as a string."""
_ARTICLES = {"null": "null", "bool": "a boolean", "int": "an integer", "float": "a number"}
_KINDS_OF: dict[type, tuple[str, ...]] = {
    str: (),
    bool: ("bool",),
    int: ("int", "float"),
    float: ("float",),
    type(None): ("null",),
}

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
_ENDLESS = float("inf")
_INT64 = 1 << 63
_LONGEST_INTEGER = 64
"""Digits of the longest number within 64 bits (in base 2): longer ones are never turned into an int."""


def resolve_plain(text: str) -> Value:
    """The value of a plain scalar without a tag."""
    if text in TABLE:
        return TABLE[text]
    return _as_json(_number(text)) if text[0] in _NUMERIC else text


def is_text(text: str) -> bool:
    """Whether a plain scalar is the string that it shows."""
    return text not in TABLE and (text[0] not in _NUMERIC or _number(text) is text)


def scalar_value(node: Scalar) -> Value:
    """The value of a scalar in any style. Where kubectl refuses it (see `refusal`), its text."""
    value = _typed(node)
    return _as_json(value) if value.__class__ is float else value


def key_text(node: Node) -> str:
    """A key as kubectl turns it into a string; "" for a mapping or a list, which it refuses."""
    try:
        text: str = node.text  # type: ignore[attr-defined]
    except AttributeError:
        target = getattr(node, "target", None)
        return "" if target is None else key_text(target)
    value = _typed(node)  # type: ignore[arg-type]
    if value.__class__ is str:
        return value
    if value is None:
        return text
    if isinstance(value, bool):
        return "true" if value else "false"
    return _float_text(value) if isinstance(value, float) else str(value)


def refusal(node: Scalar) -> str | None:
    """Why kubectl cannot read a scalar, or None: infinities, and text that is not what its tag says."""
    value = _typed(node)
    if isinstance(value, float) and not -_ENDLESS < value < _ENDLESS:
        return f"kubectl refuses `{node.text}` since JSON has no such number; write a number, or quote it"
    tag = node.tag
    kind = tag.removeprefix(CORE) if tag else ""
    if kind == BINARY and tag != kind:
        return None if _decoded(node.text) is not None else "this is not base64; encode it, or remove `!!binary`"
    if tag == CORE + kind and kind in _KINDS and kind not in _KINDS_OF[value.__class__]:
        return f"`{node.text}` is not {_ARTICLES[kind]}; remove the tag `!!{kind}`"
    return None


def _typed(node: Scalar) -> Value:
    """The value as go-yaml hands it on: an integral float is a float still."""
    text = node.text
    tag = None if node.properties is None else node.properties.tag
    if tag is None:
        if node.mark:
            return text
        return TABLE[text] if text in TABLE else _number(text) if text[0] in _NUMERIC else text
    kind = tag.removeprefix(CORE)
    if kind == tag or kind not in _KINDS:
        decoded = _decoded(text) if tag == CORE + BINARY else None
        return text if decoded is None else decoded
    value = TABLE[text] if text in TABLE else _number(text) if text[0] in _NUMERIC else text
    if kind not in _KINDS_OF[value.__class__]:
        return text
    return float(value) if kind == "float" and isinstance(value, int) else value


def _as_json(value: Value) -> Value:
    """A float of integral value is an integer in JSON, within int64: its shortest digits, filled up with zeros."""
    if not isinstance(value, float) or not -_INT64 < value < _INT64 or not value.is_integer():
        return value
    digits, _, exponent = repr(value).partition("e")
    whole, _, fraction = digits.partition(".")
    if not exponent:
        return int(whole)
    integer: int = int(whole + fraction) * 10 ** (int(exponent) - len(fraction))
    return integer if -_INT64 <= integer < _INT64 else value


def _number(text: str) -> Value:
    """An integer within int64 or uint64, else a float, else the text."""
    if text[0] == "." and "_" in text and not _separates_digits(text):
        return text
    plain = text.replace("_", "")
    integer = _integer(plain)
    if integer is not None:
        return integer if integer < _INT64 else float(integer)
    if not _is_float(plain):
        return text
    value = float(plain)
    return value if -_ENDLESS < value < _ENDLESS else text


def _integer(plain: str) -> int | None:
    """Go's ParseInt and ParseUint with base 0, and go-yaml's own `0b-1`."""
    digits = plain
    negative = plain[0] == "-"
    if plain[0] in "+-":
        digits = plain[1:]
    base = 10
    if digits[:1] == "0" and len(digits) > 1:
        base = _BASES.get(digits[1], 8)
        digits = digits[2:] if digits[1] in _BASES else digits[1:]
        if plain.startswith(("0b-", "0b+")):
            negative = plain[2] == "-"
            digits = digits[1:]
    stripped = digits.lstrip("0")
    if not digits.isascii() or not digits.isalnum() or len(stripped) > _LONGEST_INTEGER:
        return None
    try:
        value = int(stripped or "0", base)
    except ValueError:
        return None
    if negative:
        return -value if value <= _INT64 else None
    return value if value < (_INT64 if plain[0] == "+" else 2 * _INT64) else None


def _separates_digits(text: str) -> bool:
    """Whether each `_` stands between two digits (Go's ParseFloat, which alone reads what begins with a dot)."""
    return all(part[:1].isdigit() for part in text.split("_")[1:]) and all(
        part[-1:].isdigit() for part in text.split("_")[:-1]
    )


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
        single = value * _ENDLESS
    if not -_ENDLESS < single < _ENDLESS:
        return ".nan" if single != single else ".inf" if single > 0 else "-.inf"
    for digits in range(9):
        shown = f"{single:.{digits}e}"
        if struct.unpack("f", struct.pack("f", float(shown)))[0] == single:
            break
    exponent = int(shown.partition("e")[2])
    return f"{float(shown):.{max(digits - exponent, 0)}f}" if -4 <= exponent < 6 else shown


def _decoded(text: str) -> str | None:
    """What a `!!binary` holds; None when it is not base64."""
    from base64 import b64decode

    try:
        return b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
    except ValueError:
        return None
