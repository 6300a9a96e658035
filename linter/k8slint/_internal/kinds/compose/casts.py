"""Texts that Compose turns into numbers and booleans, and refuses where it cannot.

After loader/interpolate.go of compose-spec/compose-go (`toInt`, `toFloat`, `toBoolean`), and tried with
Docker Compose 2.40.3 in November 2026. A key that is not listed may have forms of its own, such as `512m` or `8000-8010`.
"""

from __future__ import annotations

_COUNTS = frozenset(("replicas", "scale"))
_WHOLE = frozenset(
    (
        *(
            "cpu_count",
            "cpu_period",
            "cpu_quota",
            "cpu_rt_period",
            "cpu_rt_runtime",
            "cpu_shares",
            "hard",
            "max_attempts",
        ),
        *("max_replicas_per_node", "oom_score_adj", "parallelism", "pids", "pids_limit", "retries", "soft"),
    )
)
_FLOATS = frozenset(("cpu_percent", "cpus", "max_failure_ratio"))
_FLAGS = frozenset(
    (
        *("attach", "disable", "external", "init", "no_cache", "oom_kill_disable", "privileged", "pull", "read_only"),
        *("stdin_open", "tty"),
    )
)
_BOOLEANS = frozenset(("true", "false", "yes", "no", "y", "n", "on", "off"))


def miscast(path: tuple[str, ...], text: str, kind: str) -> tuple[str, str] | None:
    """What stands at a path and what Compose makes of it, where that fails: words for `Fault.found` and `Fault.expected`."""
    key = "hard" if path[-2:-1] == ("ulimits",) else path[-1]
    if key in _COUNTS:
        return _miscount(text, kind)
    if kind != "string":
        return None
    if key in _WHOLE and not _is_whole(text):
        return "string", "i"
    if key in _FLOATS and not _is_float(text):
        return "string", "n"
    return ("string", "b") if key in _FLAGS and text.lower() not in _BOOLEANS else None


def _miscount(text: str, kind: str) -> tuple[str, str] | None:
    if kind == "string" and not _is_whole(text):
        return "string", "c"
    if text.startswith("-") and text.strip("-0"):
        return "negative number", "c"
    return ("fraction", "c") if kind == "number" and "." in text and text.rpartition(".")[2].strip("0") else None


def _is_whole(text: str) -> bool:
    return text.isascii() and text[text[:1] in ("+", "-") :].isdigit()


def _is_float(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return text.lower().lstrip("+-").startswith("0x")
    return True
