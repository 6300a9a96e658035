"""The short forms of Compose values: interpolation, ports, volumes. `shell.strings` splits command lines.

As compose-spec/compose-go reads them: template/template.go, format/volume.go, and docker/go-connections nat/nat.go for ports.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.kinds.facts import Mount

_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
MAX_NESTING = 8

TMPFS = "tmpfs:"
"""`Mount.volume` of a tmpfs; no volume can have this name."""
UNKNOWN = "${}"
"""`Mount.volume` when the source cannot be known."""


def interpolate(text: str) -> str | None:
    """`text` as Compose hands it on when the environment sets nothing: `$$` is `$`, `${X:-d}` and `${X-d}` are `d`.

    None when it holds a variable without a default, or is malformed.
    """
    if "$" not in text:
        return text
    return _interpolate(text, 0)


def _interpolate(text: str, depth: int) -> str | None:
    parts: list[str] = []
    at = 0
    while True:
        dollar = text.find("$", at)
        if dollar < 0:
            parts.append(text[at:])
            return "".join(parts)
        parts.append(text[at:dollar])
        following = text[dollar + 1 : dollar + 2]
        if following == "$":
            parts.append("$")
            at = dollar + 2
            continue
        if following != "{":
            return None
        end = _closing(text, dollar + 2)
        if end < 0 or depth >= MAX_NESTING:
            return None
        default = _default(text[dollar + 2 : end])
        value = None if default is None else _interpolate(default, depth + 1)
        if value is None:
            return None
        parts.append(value)
        at = end + 1


def malformed_variable(text: str) -> str | None:
    """The first `${…}` that Compose refuses, None when there is none. What is nested in another one is not looked at.

    compose-spec/compose-go, template/template.go: a name, then `}` or one of `:-`, `-`, `:?`, `?`, `:+` and `+`. Tried with
    Docker Compose 2.40.3 in November 2026.
    """
    if "${" not in text:
        return None
    import re

    at = 0
    while (dollar := text.find("$", at)) >= 0:
        at = dollar + 2
        if text[dollar + 1 : at] == "{":
            end = _closing(text, at)
            if end < 0:
                return text[dollar:]
            if re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*(?:\}|:?[-?+])").match(text, at) is None:
                return text[dollar : end + 1]
            at = end + 1
        elif text[dollar + 1 : at] != "$":
            at = dollar + 1
    return None


def _closing(text: str, at: int) -> int:
    """Offset of the brace that closes the one before `at`, else -1."""
    import re

    open_braces = 1
    for mark in re.compile(r"\$\{|\}").finditer(text, at):
        open_braces += 1 if mark[0] == "${" else -1
        if open_braces == 0:
            return mark.start()
    return -1


def _default(body: str) -> str | None:
    """What follows `:-` or `-` behind the variable's name."""
    at = 0
    while at < len(body) and body[at] in _NAME:
        at += 1
    if at == 0:
        return None
    if body.startswith(":-", at):
        return body[at + 2 :]
    return body[at + 1 :] if body.startswith("-", at) else None


def port_number(text: str) -> int | None:
    """A port as a number, None when it is not between 0 and 65535."""
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        return None
    number = int(text)
    return number if number <= 65535 else None


def port_range(text: str) -> tuple[int, int] | None:
    """`8080` or `8080-8090` as first and last port."""
    first_text, dash, last_text = text.partition("-")
    first = port_number(first_text)
    last = port_number(last_text) if dash else first
    return None if first is None or last is None or last < first else (first, last)


def split_port(text: str) -> tuple[str, str, str, str]:
    """`[[ip:]host:]container[/protocol]` as (ip, host, container, protocol), each "" when absent."""
    rest, _, protocol = text.partition("/")
    host = ip = ""
    head, colon, container = rest.rpartition(":")
    if colon:
        ip, _, host = head.rpartition(":")
    return ip.strip("[]"), host, container, protocol


def split_volume(text: str) -> tuple[tuple[int, int] | None, tuple[int, int], str] | None:
    """`[source:]target[:options]` as ranges of characters of source and target, and the options.

    A colon behind a single letter is a drive's. None when a part is empty or there are too many.
    """
    parts: list[tuple[int, int]] = []
    start = 0
    for at, char in enumerate(text + ":"):
        if char == ":" and not (at - start == 1 and text[start].isalpha() and len(text) > 2 and at < len(text)):
            if at == start:
                return None
            parts.append((start, at))
            start = at + 1
    if not parts or len(parts) > 3:
        return None
    if len(parts) == 1:
        return None, parts[0], ""
    return parts[0], parts[1], text[parts[2][0] : parts[2][1]] if len(parts) == 3 else ""


def is_host_path(source: str) -> bool:
    """Whether the source of a short volume is a path of the host, as opposed to a volume's name."""
    return source[:1] in (".", "/", "~") or source.startswith("\\\\") or (source[1:2] == ":" and source[0].isalpha())


def mount_kind(mount: Mount) -> str | None:
    """What a service's `Mount` brings in: "bind", "tmpfs", or "volume", which starts as a copy of what the image has there.

    None when it cannot be known. A volume without a name is one too (docs.docker.com/engine/storage/volumes, "Mounting a
    volume over existing data").
    """
    if mount.path.value is None or mount.volume == UNKNOWN:
        return None
    if mount.volume == TMPFS:
        return "tmpfs"
    return "bind" if mount.volume is not None and is_host_path(mount.volume) else "volume"
