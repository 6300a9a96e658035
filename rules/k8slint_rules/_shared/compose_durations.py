"""Durations of Compose: which keys hold one, and what one looks like."""

from __future__ import annotations

from k8slint.shell import names

_OF_SERVICE = names("stop_grace_period pull_refresh_after")
_BELOW = {
    "healthcheck": names("interval timeout start_period start_interval"),
    "restart_policy": names("delay window"),
    "rollback_config": names("delay monitor"),
    "update_config": names("delay monitor"),
}
_UNIT = r"(?:ns|us|µs|ms|s|m|h|d|w)"
_DURATION = rf"0|(?:[0-9]+(?:\.[0-9]*)?{_UNIT})+"


def is_duration_key(path: tuple[str, ...]) -> bool:
    """Whether a path from the top of the file leads to a duration (compose-spec, schema and 11-extension.md)."""
    if path[:1] != ("services",) or len(path) < 3:
        return False
    return path[-1] in (_OF_SERVICE if len(path) == 3 else _BELOW.get(path[-2], ()))


def is_duration(text: str) -> bool:
    """Whether Compose takes a text as a duration (github.com/xhit/go-str2duration, as compose-go uses it)."""
    import re

    return re.fullmatch(_DURATION, text) is not None
