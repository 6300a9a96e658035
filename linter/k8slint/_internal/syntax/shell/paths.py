"""Paths as commands name them: made absolute, and compared with patterns of removed ones."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.shell.words import ShellWord

    Paths = dict[str, ShellWord | None]

BELOW = "/**"
"""Ends a pattern that means a path and everything under it."""
UNKNOWN = "**"
"""Stands for a removal of something unknown; covers nothing surely."""
MAX_PATH = 4096
"""Longer paths are not followed: no kernel takes them (PATH_MAX, path_resolution(7))."""
_HOMES = ("$HOME", "${HOME}")
_VIRTUAL = ("/dev/", "/proc/", "/sys/")


def absolute(word: ShellWord, cwd: str | None) -> str | None:
    """The path that `word` names from the folder `cwd` (None when unknown), or None when it cannot be known.

    `~` and `$HOME` stay `~`, since the user is not known here. Patterns stay as they are. Has no `/` at its end.
    """
    text = word.text
    if text is None:
        raw = word.raw.strip('"') if word.raw.count('"') in (0, 2) else word.raw
        for home in _HOMES:
            rest = raw[len(home) :]
            if raw.startswith(home) and (not rest or rest[0] == "/") and not set(rest) & set("$`\\'\"{"):
                return normal("~" + rest)
        return None
    return resolve(text, cwd)


def resolve(path: str, cwd: str | None) -> str | None:
    """`path` seen from `cwd`, without `.`, `..` and doubled slashes; links are not known and not followed."""
    if not path or "\n" in path or len(path) > MAX_PATH or (cwd is not None and len(cwd) > MAX_PATH):
        return None
    if path[0] == "/":
        return normal(path)
    if path[0] == "~":
        return normal(path) if path == "~" or path[1] == "/" else None
    if len(path) > 1 and path[1] == ":":
        return None
    return None if cwd is None else normal(f"{cwd}/{path}")


def below(path: str) -> str:
    """The pattern of a path and everything under it."""
    return path.rstrip("/") + BELOW


def normal(path: str) -> str:
    """`path`, absolute or under `~`, in its shortest spelling."""
    root = "~" if path[0] == "~" else ""
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if kept:
                kept.pop()
        elif part and part not in (".", "~"):
            kept.append(part)
    if not kept:
        return root or "/"
    return f"{root}/{'/'.join(kept)}"


def put(found: Paths, word: ShellWord | None, cwd: str | None) -> None:
    """Notes the path that `word` names. Patterns, `-` and devices are none."""
    if word is None or word.glob or word.text in ("", "-"):
        return
    path = absolute(word, cwd)
    if path is not None and not path.startswith(_VIRTUAL):
        found[path] = word


def put_in(found: Paths, folder: str | None, name: str, word: ShellWord) -> None:
    """Notes `name`, created in the folder `folder`, as named by `word`."""
    if folder is None or not name or name in (".", ".."):
        return
    path = resolve(name, folder)
    if path is not None and not path.startswith(_VIRTUAL):
        found[path] = word


def covers(pattern: str, path: str) -> bool:
    """Whether removing `pattern` (as `effects.removes` gives it) takes all of `path`, a file or a folder, away.

    `/a/**` takes `/a` and what is under it, `/a/*` what is in `/a`, which counts as taking the folder. `~` also stands for
    `/root`. Links are not followed.
    """
    if pattern == UNKNOWN:
        return False
    if pattern[:1] != path[:1]:
        pattern, path = at_root(pattern), at_root(path)
    wanted = path.split("/")
    given = pattern.split("/")
    recursive = given[-1] == "**"
    if recursive:
        given.pop()
    if "**" in given:
        return _covers_deep(given, wanted, recursive)
    if given[-1] == "*" and len(given) - 1 == len(wanted) and _prefix(given[:-1], wanted):
        return True
    return (recursive or len(given) == len(wanted)) and _prefix(given, wanted)


def at_root(path: str) -> str:
    """`path` with `~` as the home of root."""
    return "/root" + path[1:] if path[:1] == "~" else path


def _prefix(given: list[str], wanted: list[str]) -> bool:
    """Whether the first names of `wanted` match `given`, one each."""
    if len(given) > len(wanted):
        return False
    return all(one == other or matches(one, other) for one, other in zip(given, wanted, strict=False))


def _covers_deep(given: list[str], wanted: list[str], recursive: bool) -> bool:
    """A `**` in the middle, as `find /a -name '*.o' -delete` removes: the name may stand at any depth."""
    at = given.index("**")
    head, tail = given[:at], given[at + 1 :]
    if not _prefix(head, wanted) or len(tail) != 1:
        return False
    names = wanted[len(head) :]
    if recursive:
        return any(matches(tail[0], name) for name in names)
    return bool(names) and matches(tail[0], names[-1])


def matches(pattern: str, name: str) -> bool:
    """One name against a shell pattern (`*`, `?`, `[…]`): a leading dot is matched by a dot only. Quadratic at worst."""
    if pattern == name:
        return True
    if not set(pattern) & set("*?["):
        return False
    if name[:1] == "." and pattern[:1] != ".":
        return False
    at = position = 0
    star = mark = -1
    while position < len(name):
        step = _one(pattern, at, name[position])
        if at < len(pattern) and pattern[at] == "*":
            star, mark = at, position
            at += 1
        elif step:
            at += step
            position += 1
        elif star >= 0:
            mark += 1
            at, position = star + 1, mark
        else:
            return False
    return not pattern[at:].strip("*")


def _one(pattern: str, at: int, char: str) -> int:
    """How many characters of the pattern at `at` match `char`; 0 for none."""
    if at >= len(pattern):
        return 0
    sign = pattern[at]
    if sign == "?":
        return 1
    if sign == "[":
        close = pattern.find("]", at + 2)
        if close > 0:
            inner = pattern[at + 1 : close]
            negated = inner[0] in "!^"
            return close + 1 - at if _in_set(inner[1:] if negated else inner, char) != negated else 0
    return 1 if sign == char else 0


def _in_set(inner: str, char: str) -> bool:
    at = 0
    while at < len(inner):
        if inner[at + 1 : at + 2] == "-" and at + 2 < len(inner):
            if inner[at] <= char <= inner[at + 2]:
                return True
            at += 3
        else:
            if inner[at] == char:
                return True
            at += 1
    return False
