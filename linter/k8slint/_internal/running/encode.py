"""Records as plain JSON values and back: how analyses travel between processes and into the cache.

A record becomes a list that starts with its number in `_kinds()`, a tuple one that starts with -1. JSON alone cannot run
anything, whatever it was made from.
"""

from __future__ import annotations

from k8slint._internal.text.edit import Applicability
from k8slint._internal.text.finding import Severity
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_TUPLE, _SEVERITY, _APPLICABILITY = -1, -2, -3

_classes: list[type[Record]] = []
_numbers: dict[type, int] = {}


def _kinds() -> list[type[Record]]:
    """Every record class that an analysis can hold, in a fixed order."""
    if not _classes:
        from k8slint._internal.kinds import facts, suppress
        from k8slint._internal.running import analyse
        from k8slint._internal.text import edit, finding, source

        for module in (source, edit, finding, facts, suppress, analyse):
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, Record) and value not in _numbers:
                    _numbers[value] = len(_classes)
                    _classes.append(value)
    return _classes


def layout() -> str:
    """Names the shape of all records: what was encoded under another layout must not be decoded."""
    return ";".join(f"{cls.__name__}({','.join(cls.__fields__)})" for cls in _kinds())


def encode(value: object) -> Any:
    """A JSON value. Raises `TypeError` for what is no record, tuple, dict of strings or scalar."""
    cls = value.__class__
    if value is None or cls is str or cls is int or cls is bool or cls is float:
        return value
    if cls is tuple:
        return [_TUPLE, *map(encode, value)]  # type: ignore[call-overload]
    if cls is dict:
        return {key: encode(item) for key, item in value.items()}  # type: ignore[attr-defined]
    if cls is Severity:
        return [_SEVERITY, int(value)]  # type: ignore[call-overload]
    if cls is Applicability:
        return [_APPLICABILITY, int(value)]  # type: ignore[call-overload]
    _kinds()
    number = _numbers.get(cls)
    if number is None:
        raise TypeError(f"{cls.__qualname__} cannot be encoded")
    return [number, *[encode(getattr(value, field)) for field in cls.__fields__]]  # type: ignore[attr-defined]


def decode(value: Any) -> Any:
    """What `encode` was given. Raises `ValueError`, `TypeError`, `IndexError` or `KeyError` for anything else."""
    cls = value.__class__
    if cls is list:
        number = value[0]
        if number >= 0:
            return _kinds()[number](
                *[decode(v) if v.__class__ is list or v.__class__ is dict else v for v in value[1:]]
            )
        if number == _TUPLE:
            return tuple([decode(v) if v.__class__ is list or v.__class__ is dict else v for v in value[1:]])
        if number == _SEVERITY:
            return Severity(value[1])
        if number == _APPLICABILITY:
            return Applicability(value[1])
        raise ValueError(f"{number} is no kind of value")
    if cls is dict:
        return {key: decode(item) for key, item in value.items()}
    return value
