"""`RUN --mount=type=cache,target=/x`, read as BuildKit's `commands_runmount.go` reads it."""

from __future__ import annotations

from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.dockerfile.flags import Flag
    from k8slint._internal.text.source import Span

TYPES = ("bind", "cache", "tmpfs", "secret", "ssh")
_BARE = ("readonly", "ro", "readwrite", "rw", "required")
_KEYS = (
    *("type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "readwrite", "rw"),
    *("required", "size", "id", "sharing", "mode", "uid", "gid", "env"),
)
_PODMAN_BARE = (
    *("z", "Z", "U", "shared", "rshared", "private", "rprivate", "slave", "rslave"),
    *("bind-nonrecursive", "no-dereference", "nosuid", "nodev", "noexec", "tmpcopyup", "notmpcopyup"),
)
_PODMAN_KEYS = ("relabel", "bind-propagation", "consistency", "tmpfs-size", "tmpfs-mode")
"""What Buildah takes besides (containers/buildah `internal/volumes/volumes.go`, read in November 2026)."""


class RunMount(Record):
    """A `--mount` of RUN. `type` is bind when none is given; `span` is the whole flag. Values are as written, variables
    kept."""

    type: str
    target: str | None
    source: str | None
    from_: str | None
    span: Span
    id: str | None = None


def read(flags: tuple[Flag, ...]) -> tuple[RunMount, ...]:
    """The mounts of a RUN, in order."""
    found = []
    for flag in flags:
        if flag.name != "mount" or flag.value is None:
            continue
        values: dict[str, str] = {}
        for field in _fields(flag.value) or ():
            key, _, value = field.partition("=")
            values[key.lower()] = value
        found.append(
            RunMount(
                values.get("type", "bind").lower(),
                values.get("target", values.get("dst", values.get("destination"))),
                values.get("source", values.get("src")),
                values.get("from"),
                flag.span,
                values.get("id"),
            )
        )
    return tuple(found)


def faults(flags: tuple[Flag, ...], *, podman: bool = False) -> Iterator[tuple[Span, str]]:
    """What BuildKit refuses in the mounts of a RUN; with `podman`, what Buildah refuses too."""
    for flag in flags:
        if flag.name != "mount" or not flag.value or flag.value_span is None:
            continue
        fields = _fields(flag.value)
        if fields is None:
            yield flag.value_span, "a quote in this `--mount` stays open; close it"
            continue
        for field in fields:
            message = _fault(field, podman)
            if message is not None:
                yield flag.value_span, message


def _fault(field: str, podman: bool) -> str | None:
    key, equals, value = field.partition("=")
    if podman and key in (_PODMAN_KEYS if equals else _PODMAN_BARE):
        return None
    key = key.lower()
    if not equals:
        return None if key in _BARE else f"`{field}` in `--mount` has no value; write `{field}=VALUE`"
    if key == "from":
        at = value.find("$")
        if 0 <= at < len(value) - 1:
            return "`from` in `--mount` takes no variable; give the stage a name with `FROM … AS`"
        return None
    if key not in _KEYS:
        from k8slint._internal.kinds.dockerfile.nearest import nearest

        near = nearest(key, _KEYS)
        return f"`--mount` has no key `{key}`; " + (f"did you mean `{near}`?" if near else "remove it")
    if key == "type" and value.lower() not in TYPES and "$" not in value:
        return f"`{value}` is not a type of mount; use one of {', '.join(TYPES)}"
    return None


def _fields(value: str) -> list[str] | None:
    """The fields of a line of CSV; None when a quote stays open."""
    if '"' not in value:
        return value.split(",")
    fields, at, size = [], 0, len(value)
    while at <= size:
        if not value.startswith('"', at):
            stop = value.find(",", at)
            stop = size if stop < 0 else stop
            fields.append(value[at:stop])
        else:
            out = []
            at += 1
            while (closing := value.find('"', at)) >= 0:
                out.append(value[at:closing])
                at = closing + 1
                if not value.startswith('"', at):
                    break
                out.append('"')
                at += 1
            else:
                return None
            fields.append("".join(out))
            stop = at
            if stop < size and value[stop] != ",":
                return None
        at = stop + 1
    return fields
