"""Flags before the arguments: `--name=value`, taken apart as BuildKit's `extractBuilderFlags` and `bflag.go` do."""

from __future__ import annotations

from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint._internal.kinds.dockerfile.statement import Statement
    from k8slint._internal.text.source import Span

TEXT, BOOLEAN, LIST = "text", "boolean", "list"
KNOWN: dict[str, dict[str, str]] = {
    "ADD": {
        "chown": TEXT,
        "chmod": TEXT,
        "link": BOOLEAN,
        "keep-git-dir": BOOLEAN,
        "checksum": TEXT,
        "exclude": LIST,
        "unpack": BOOLEAN,
    },
    "COPY": {"chown": TEXT, "chmod": TEXT, "from": TEXT, "link": BOOLEAN, "parents": BOOLEAN, "exclude": LIST},
    "FROM": {"platform": TEXT},
    "HEALTHCHECK": {
        "interval": TEXT,
        "timeout": TEXT,
        "start-period": TEXT,
        "start-interval": TEXT,
        "retries": TEXT,
    },
    "RUN": {"mount": LIST, "network": TEXT, "security": TEXT, "device": LIST},
}
"""What each instruction takes (moby/buildkit `instructions/parse.go` and its hooks, 0.25)."""
SINCE: dict[str, dict[str, tuple[int, int]]] = {
    "ADD": {
        "keep-git-dir": (1, 1),
        "checksum": (1, 6),
        "chmod": (1, 2),
        "link": (1, 4),
        "unpack": (1, 17),
        "exclude": (1, 19),
    },
    "COPY": {"chmod": (1, 2), "link": (1, 4), "parents": (1, 20), "exclude": (1, 19)},
}
"""The version of the Dockerfile syntax that a flag needs (Dockerfile reference, "ADD" and "COPY", read in November 2026)."""
_MODES = {"network": ("default", "none", "host"), "security": ("sandbox", "insecure")}
_UNCHECKED = frozenset(("ARG", "STOPSIGNAL"))
"""BuildKit never looks at the flags of these."""


class Flag(Record):
    """A flag of an instruction, `--name=value`, quotes removed; `value` is None without `=`. `value_span` covers the value
    as written."""

    name: str
    value: str | None
    span: Span
    value_span: Span | None


def split(statement: Statement, at: int) -> tuple[tuple[Flag, ...], int]:
    """The flags that begin at `at`, and where what follows them begins."""
    text = statement.text
    size = len(text)
    flags: list[Flag] = []
    while True:
        while at < size and text[at].isspace():
            at += 1
        if not text.startswith("--", at):
            return tuple(flags), at
        start = at
        at, meant = _word(text, at)
        if meant == "--":
            return tuple(flags), at
        name, equals, value = meant[2:].partition("=")
        value_at = text.find("=", start, at) + 1 if equals else 0
        flags.append(
            Flag(
                name,
                value if equals else None,
                statement.span(start, at),
                statement.span(value_at, at) if equals else None,
            )
        )


def _word(text: str, at: int) -> tuple[int, str]:
    """Where the word at `at` ends, and it without quotes and backslashes."""
    out = []
    size = len(text)
    quote = ""
    while at < size:
        character = text[at]
        if not quote and character.isspace():
            break
        at += 1
        if character == "\\":
            out.append(text[at : at + 1])
            at += 1
        elif character == quote:
            quote = ""
        elif not quote and character in "'\"":
            quote = character
        else:
            out.append(character)
    return min(at, size), "".join(out)


def faults(keyword: str, flags: tuple[Flag, ...]) -> Iterator[tuple[Span, str]]:
    """What BuildKit refuses in the flags of an instruction, and where."""
    if keyword in _UNCHECKED:
        return
    known = KNOWN.get(keyword, {})
    seen = set()
    for flag in flags:
        kind = known.get(flag.name)
        if kind is None:
            from k8slint._internal.kinds.dockerfile.nearest import nearest

            near = nearest(flag.name, known)
            if near is not None:
                remedy = f"did you mean `--{near}`?"
            elif known:
                remedy = f"it takes {', '.join(f'`--{name}`' for name in known)}"
            else:
                remedy = "it takes none"
            yield flag.span, f"`{keyword}` has no flag `--{flag.name}`; {remedy}"
            continue
        if flag.name in seen and kind != LIST:
            yield flag.span, f"a second `--{flag.name}`; keep one"
        seen.add(flag.name)
        if kind == BOOLEAN:
            if flag.value is not None and flag.value.lower() not in ("true", "false"):
                yield flag.span, f"`--{flag.name}` is on or off, not `{flag.value}`; write `--{flag.name}` alone"
        elif flag.value is None:
            yield flag.span, f"`--{flag.name}` has no value; write `--{flag.name}=VALUE`"
        elif flag.name in _MODES and keyword == "RUN" and flag.value not in _MODES[flag.name] and "$" not in flag.value:
            yield flag.span, f"`--{flag.name}` has no mode `{flag.value}`; use one of {', '.join(_MODES[flag.name])}"
