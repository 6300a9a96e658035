"""Settings: what the config file says, checked, with a place for every mistake."""

from __future__ import annotations

from k8slint.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_NONE: Mapping[str, Any] = {}


class Settings(Record):
    """The settings of a run. Paths are relative to `root`, the folder of the config file."""

    root: str = ""
    config_path: str | None = None
    profile: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: Mapping[str, str] = _NONE
    options: Mapping[str, Mapping[str, Any]] = _NONE
    per_file_ignores: Mapping[str, tuple[str, ...]] = _NONE
    exclude: tuple[str, ...] = ()
    images: Mapping[str, str] = _NONE
    fail_on: str = "info"
    output_format: str = "full"


class ConfigError(ValueError):
    """A mistake in a config file, at its place. Line and column count from 1; `line` is 0 when the file has no text."""

    def __init__(self, path: str, line: int, column: int, message: str) -> None:
        at = f"{path}:{line}:{column}" if line else path
        super().__init__(f"{at}: {message}")
        self.path = path
        self.line = line
        self.column = column
        self.message = message
