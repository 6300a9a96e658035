"""Where keys and values stand in a TOML text: tomllib reads the values, but says nothing of their places."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.config.validation import Path

_TOKENS = r"""
    (?P<newline>\n)
  | (?P<space>[ \t\r]+ | \#[^\n]*)
  | (?P<string>\"{3}(?:[^\"\\] | \\. | \"{1,2}(?!\"))*\"{3,5} | '{3}(?:[^'] | '{1,2}(?!'))*'{3,5}
             | \"(?:[^\"\\\n] | \\.)*\" | '[^'\n]*')
  | (?P<mark>[\[\]{}=,.])
  | (?P<bare>[^\s\[\]{}=,.\"'\#]+)
"""


_DEEPEST = 10
"""Keys on the way to a value whose places are noted; ours lie less deep."""


def places(text: str) -> dict[Path, tuple[int, int]]:
    """The offsets of key and value by path, of a text that tomllib accepts. The key of a list item is the item itself."""
    scan = _Scan()
    import re

    for token in re.compile(_TOKENS, re.VERBOSE | re.DOTALL).finditer(text):
        kind = token.lastgroup
        if kind == "newline":
            scan.newline()
        elif kind != "space":
            scan.step(token.group(), token.start(), kind == "mark")
    scan.newline()
    return scan.places


class _Scan:
    """What is open while tokens come in: `mode` is what the next one belongs to."""

    def __init__(self) -> None:
        self.places: dict[Path, tuple[int, int]] = {}
        self.mode = "key"
        self._open: list[tuple[str, Path]] = [("table", ())]
        self._key: list[str] = []
        self._start = 0
        self._path: Path = ()
        self._counts: list[int] = []

    def newline(self) -> None:
        if len(self._open) > 1:
            return
        if self.mode == "header":
            self._open = [("table", tuple(self._key))]
            self._note(tuple(self._key), self._start, self._start)
        self.mode = "key"
        self._key = []

    def step(self, text: str, at: int, mark: bool) -> None:
        if self.mode == "header":
            if not mark:
                self._key.append(_unquoted(text))
        elif self.mode == "key":
            self._key_step(text, at, mark)
        elif self.mode == "value":
            self._value_step(text, at, mark)
        elif mark and text == ",":
            self._key = []
            self.mode = "value" if self._open[-1][0] == "array" else "key"
        elif mark and text in "]}" and len(self._open) > 1:
            self._close()

    def _key_step(self, text: str, at: int, mark: bool) -> None:
        if not mark:
            if not self._key:
                self._start = at
            self._key.append(_unquoted(text))
        elif text == "[":
            if not self._key:
                self._start = at
            self.mode = "header"
        elif text == "=":
            self._path = (*self._open[-1][1], *self._key)
            self.mode = "value"
        elif text == "}" and len(self._open) > 1:
            self._close()

    def _value_step(self, text: str, at: int, mark: bool) -> None:
        kind, path = self._open[-1]
        if kind == "array":
            if mark and text == "]":
                self._close()
                return
            if mark and text == ",":
                return
            self._path = (*path, self._counts[-1])
            self._counts[-1] += 1
            self.places.setdefault(self._path, (at, at))
        else:
            self._note(self._path, self._start, at, below=len(path))
        if mark and text in "[{":
            self._open.append(("array" if text == "[" else "inline", self._path))
            self._counts.append(0)
            self._key = []
            self.mode = "value" if text == "[" else "key"
        else:
            self.mode = "after"

    def _close(self) -> None:
        self._open.pop()
        self._counts.pop()
        self.mode = "after"

    def _note(self, path: Path, key: int, value: int, *, below: int = 0) -> None:
        """Places a key, and those that a dotted one holds on the way."""
        for end in range(below + 1, min(len(path), _DEEPEST)):
            self.places.setdefault(path[:end], (key, key))
        self.places.setdefault(path, (key, value))


def _unquoted(text: str) -> str:
    if text[0] not in "\"'":
        return text
    if "\\" not in text:
        return text[1:-1]
    import tomllib

    value: str = tomllib.loads(f"x = {text}")["x"]
    return value
