"""JSON without the import of `json`, which costs twice what reading the index of all rules does.

It is the same C code. Where an interpreter has none, and for the message about what is no JSON, `json` itself is asked.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Scan = Callable[[str, int], tuple[Any, int]]
    Write = Callable[[object, int], tuple[str, ...]]


class _Plain:
    """How the scanner reads numbers, objects and constants: as `json.loads` does."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = staticmethod(
        {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__
    )


def _scanner() -> Scan | None:
    try:
        from _json import make_scanner
    except ImportError:
        return None
    plain: Any = _Plain
    scan: Scan = make_scanner(plain)
    return scan


def _writer() -> Write | None:
    try:
        from _json import encode_basestring_ascii, make_encoder
    except ImportError:
        return None
    write: Write = make_encoder(None, _refuse, encode_basestring_ascii, None, ":", ",", False, False, True)
    return write


def _refuse(value: object) -> object:
    raise TypeError(f"{type(value).__name__} is no JSON value")


_scan = _scanner()
_write = _writer()


def loads(text: str) -> Any:
    """The value of a JSON text. Raises `ValueError` for what is none, as `json.loads` does."""
    if _scan is not None:
        try:
            value, end = _scan(text, 0)
        except StopIteration:
            pass
        else:
            if not text[end:].strip(" \t\n\r"):
                return value
    # It begins with a blank, or it is wrong: its message comes from there.
    import json

    return json.loads(text)


def dumps(value: object) -> str:
    """A value as JSON in ASCII, without a blank. Raises `TypeError` for what is no JSON value."""
    if _write is not None:
        return "".join(_write(value, 0))
    import json

    return json.dumps(value, separators=(",", ":"))
