"""Patterns over paths, as `.gitignore` writes them (git-scm.com/docs/gitignore, "PATTERN FORMAT").

Most patterns are a name, a `*.suffix` or a plain path: those are looked up, not matched. The rest become regular
expressions whose every `*` sits in an atomic group, so that no pattern takes more than the product of the lengths.
"""

from __future__ import annotations

from itertools import islice

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

MAX_PATTERN = 1_000
"""Characters of a pattern; a longer one matches nothing."""
_WILD = frozenset("*?[\\")
_MAX_REMEMBERED = 20_000


class Globs:
    """A list of patterns; the last one that matches decides, and `!` in front of it means "not".

    A pattern with a slash before its end is tied to the folder the paths are relative to, any other matches at every
    depth. One that ends in a slash matches folders only. What lies in a matched folder is matched.
    """

    __slots__ = ("_endings", "_folders", "_names", "_paths", "_regexes", "_rules", "_suffixes", "wild")

    def __init__(self, patterns: Iterable[str]) -> None:
        self._rules: list[tuple[bool, bool]] = []  # by number: negated, folders only
        self._names: dict[str, list[int]] = {}
        self._paths: dict[str, list[int]] = {}
        self._suffixes: list[tuple[str, int]] = []
        self._regexes: list[tuple[bool, str, int, re.Pattern[str] | None]] = []  # whole path, glob, number
        self._folders: dict[str, bool] = {}
        self.wild = 0
        """Characters of the patterns that have to be matched one by one."""
        for pattern in patterns:
            self._add(pattern)
        self._endings = tuple(suffix for suffix, _ in self._suffixes)

    @classmethod
    def of_lines(cls, text: str, most: int | None = None) -> Globs:
        """The patterns of an ignore file, or the first of them: without its comments, blank lines and trailing spaces."""
        return cls(islice((pattern for line in text.split("\n") if (pattern := _line(line))), most))

    def __len__(self) -> int:
        """How many patterns there are that can match."""
        return len(self._rules)

    def _add(self, pattern: str) -> None:
        negated = pattern.startswith("!")
        if negated:
            pattern = pattern[1:]
        folders_only = pattern.endswith("/")
        if folders_only:
            pattern = pattern[:-1]
        if not pattern or len(pattern) > MAX_PATTERN:
            return
        whole = "/" in pattern
        if pattern.startswith("/"):
            pattern = pattern[1:]
        elif pattern.startswith("**/") and "/" not in pattern[3:] and pattern[3:] not in ("", "**"):
            pattern, whole = pattern[3:], False
        number = len(self._rules)
        self._rules.append((negated, folders_only))
        if _WILD.isdisjoint(pattern):
            (self._paths if whole else self._names).setdefault(pattern, []).append(number)
        elif not whole and pattern[0] == "*" and _WILD.isdisjoint(pattern[1:]):
            self._suffixes.append((pattern[1:], number))
        else:
            self._regexes.append((whole, pattern, number, None))
            self.wild += len(pattern)

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """What the patterns say of one entry, its folders left aside: matched, un-matched again by a `!`, or nothing."""
        name = path.rpartition("/")[2]
        best = -1
        rules = self._rules
        for numbers in (self._names.get(name), self._paths.get(path)):
            for number in numbers or ():
                if number > best and (is_folder or not rules[number][1]):
                    best = number
        for suffix, number in self._suffixes if name.endswith(self._endings) else ():
            if number > best and name.endswith(suffix) and (is_folder or not rules[number][1]):
                best = number
        for at, (whole, glob, number, regex) in enumerate(self._regexes):
            if number > best and (is_folder or not rules[number][1]):
                if regex is None:
                    regex = _compiled(glob, whole)
                    self._regexes[at] = (whole, glob, number, regex)
                if regex.match(path if whole else name):
                    best = number
        return None if best < 0 else not rules[best][0]

    def match(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether a path, or a folder it lies in, is matched. `path` is relative, with forward slashes."""
        if not self._rules:
            return False
        folder = path.rpartition("/")[0]
        return self._folder(folder) or bool(self.verdict(path, is_folder))

    def _folder(self, folder: str) -> bool:
        if not folder:
            return False
        known = self._folders.get(folder)
        if known is None:
            known, end = False, -1
            while not known and end < len(folder):
                end = folder.find("/", end + 1)
                end = len(folder) if end < 0 else end
                known = bool(self.verdict(folder[:end], True))
            if len(self._folders) >= _MAX_REMEMBERED:
                self._folders.clear()
            self._folders[folder] = known
        return known


def _line(line: str) -> str:
    """A line of an ignore file as a pattern, "" for none. A space at the end counts when a backslash is before it."""
    line = line.removesuffix("\r")
    if line.startswith("#"):
        return ""
    end = len(line.rstrip(" "))
    if end < len(line) and (end - len(line[:end].rstrip("\\"))) % 2:
        end += 1
    return line[:end]


def _compiled(glob: str, whole: bool) -> re.Pattern[str]:
    import re

    try:
        return re.compile(_path_regex(glob) if whole else _name_regex(glob) + r"\Z", re.DOTALL)
    except (re.error, _NeverMatches):
        return re.compile(r"(?!)")


class _NeverMatches(ValueError):
    """A pattern that git takes for broken: an open bracket, a backslash at the end."""


def _path_regex(glob: str) -> str:
    """`**` between slashes stands for any number of folders, at the end for everything inside."""
    groups: list[list[str]] = [[]]
    parts = _unescaped_slashes(glob).split("/")
    for part in parts:
        if len(part) > 1 and not part.strip("*"):
            if groups[-1] or len(groups) == 1:
                groups.append([])
        else:
            groups[-1].append(_name_regex(part))
    inside = len(parts[-1]) > 1 and not parts[-1].strip("*")
    *first, last = groups
    regex = ""
    for number, names in enumerate(first):
        loop = "(?:[^/]+/)*?" if number else ""
        regex += f"(?>{loop}{''.join(f'{name}/' for name in names)})"
    if inside:
        return regex + r".+\Z"
    loop = "(?:[^/]+/)*?" if first else ""
    return f"{regex}{loop}{'/'.join(last)}\\Z"


def _unescaped_slashes(glob: str) -> str:
    """`\\/` is a slash like any other."""
    if "\\/" not in glob:
        return glob
    halves = glob.split("\\\\")
    return "\\\\".join(half.replace("\\/", "/") for half in halves)


def _name_regex(glob: str) -> str:
    """One segment. Each `*` and what follows it up to the next one match as early as they can, and stay there; only the
    last may move, to the end of the name.
    """
    import re

    pieces: list[list[str]] = [[]]
    at = 0
    while at < len(glob):
        character = glob[at]
        at += 1
        if character == "*":
            if pieces[-1] or len(pieces) == 1:
                pieces.append([])
        elif character == "?":
            pieces[-1].append("[^/]")
        elif character == "[":
            text, at = _bracket(glob, at)
            pieces[-1].append(text)
        else:
            if character == "\\":
                if at == len(glob):
                    raise _NeverMatches
                character = glob[at]
                at += 1
            pieces[-1].append(re.escape(character))
    first, *rest = ("".join(piece) for piece in pieces)
    if not rest:
        return first
    *middle, last = rest
    end = r"(?=/|\Z)" if last else ""
    return first + "".join(f"(?>[^/]*?{piece})" for piece in middle) + f"(?>[^/]*{last}{end})"


_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "\\x21-\\x7e",
    "lower": "a-z",
    "print": "\\x20-\\x7e",
    "punct": "!-/:-@\\[-`{-~",
    "space": " \\t\\n\\r\\f\\v",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


def _bracket(glob: str, at: int) -> tuple[str, int]:
    """The class that begins at `at`, behind its `[`, and where the glob goes on."""
    negated = glob[at : at + 1] in ("!", "^")
    at += negated
    members: list[str] = []
    first = True
    while True:
        if at >= len(glob):
            raise _NeverMatches
        character = glob[at]
        if character == "]" and not first:
            return f"(?!/)[{'^' if negated else ''}{''.join(members)}]", at + 1
        first = False
        if glob.startswith("[:", at):
            end = glob.find(":]", at + 2)
            name = glob[at + 2 : end] if end >= 0 else ""
            if name in _CLASSES:
                members.append(_CLASSES[name])
                at = end + 2
                continue
            if end >= 0:
                raise _NeverMatches
        low, at = _member(glob, at)
        if glob[at : at + 1] == "-" and glob[at + 1 : at + 2] not in ("]", ""):
            high, at = _member(glob, at + 1)
            members.append(f"{_literal(low)}-{_literal(high)}" if low <= high else _literal(low))
        else:
            members.append(_literal(low))


def _member(glob: str, at: int) -> tuple[str, int]:
    if glob[at] == "\\":
        at += 1
        if at >= len(glob):
            raise _NeverMatches
    return glob[at], at + 1


def _literal(character: str) -> str:
    return f"\\{character}" if character in "\\]^-[&~|" else character
