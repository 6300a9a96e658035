"""Writing a value as a scalar that every YAML reader takes for it, in the style of the one it replaces."""

from __future__ import annotations

from k8slint._internal.syntax.yaml.scalars import is_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Pattern

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSAFE = frozenset("\u2028\u2029\ufeff\ufffe\uffff")
_plain: list[Pattern[str]] = []


def written(value: str | int | bool, mark: str | None, *, json: bool = False, colon: bool = True) -> str | None:
    """`value` as YAML text on one line: strings with the quotes `mark` (`'`, `"` or none) where they allow it.

    `json` writes what JSON takes too. Without `colon` a `:` is quoted, as inside `{}` and in keys. None for a string that
    no quotes can hold (half a surrogate pair).
    """
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if not json and not mark and is_plain(value) and (colon or ":" not in value):
        return value
    if not json and mark == "'" and all(map(_printable, value)):
        return "'" + value.replace("'", "''") + "'"
    if any("\ud800" <= character <= "\udfff" for character in value):
        return None
    return '"' + "".join(map(_escaped, value)) + '"'


def is_plain(text: str) -> bool:
    """Whether a string needs no quotes for any reader, YAML 1.1 or 1.2, in block style. Rather too strict than wrong."""
    if not _plain:
        import re

        _plain.append(re.compile(r"(?:[A-Za-z_/][A-Za-z0-9_./@=+:-]*|[0-9]+(?:\.[0-9]+)?[A-Za-z]+)(?<!:)"))
    return _plain[0].fullmatch(text) is not None and is_text(text)


def _printable(character: str) -> bool:
    return " " <= character <= "~" or (character >= "\xa0" and not _broken(character))


def _broken(character: str) -> bool:
    return character in _UNSAFE or "\ud800" <= character <= "\udfff"


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return character if _printable(character) else f"\\u{ord(character):04x}"
