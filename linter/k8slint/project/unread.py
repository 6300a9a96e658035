"""Files that could not be read, and what they may hold: who says "there is no …" has to ask here first.

A file with a syntax error, a template, an odd encoding or too many bytes is a fact like any other. It may hold what a rule
looks for when it may be of that kind, and

- its text has the words that the thing would be written with, wherever in the project it lies; or
- its text does not tell (it is a template, or there is none), and it belongs to the same deployment.

Files belong to one deployment when one kustomization takes in both; else when the folder of one is the folder of the
other, or lies in it, or both lie in one folder. The folder of a file of a Helm chart is the chart's.
"""

from __future__ import annotations

from k8slint.files.confine import folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from k8slint.facts import FileFacts
    from k8slint.files.tree import Tree

_COMPUTED = ("{{", "{%", "<%", "${", "$(", "#@", "[[")
"""Marks of templates: Go, Jinja, ERB, variables, ytt."""


class UnreadFiles:
    """The unread files of a project, by what they may be. `covering` tells which kustomizations take in a
    file."""

    def __init__(self, files: Mapping[str, FileFacts], tree: Tree | None) -> None:
        self._tree = tree
        self._texts: dict[str, str | None] = {}
        self._by_kind: dict[str, list[str]] = {}
        self.reasons: dict[str, str] = {}
        """Why each of them was not read."""
        for path, file in files.items():
            if file.unread is not None:
                self.reasons[path] = file.unread.reason
                for kind in file.unread.kinds:
                    self._by_kind.setdefault(kind, []).append(path)
        self.covering: Callable[[str], tuple[str, ...] | None] = _covered_by_none

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Those that may be of a kind of file."""
        return tuple(self._by_kind.get(kind, ()))

    def may_hold(self, words: Iterable[str], near: str, kind: str = "manifest") -> bool:
        """Whether a file of that kind may hold something that is written with all of these words."""
        paths = self._by_kind.get(kind)
        if not paths:
            return False
        words = tuple(words)
        return any(self._file_may_hold(path, words, near) for path in paths)

    def _file_may_hold(self, path: str, words: tuple[str, ...], near: str) -> bool:
        text = self._text(path)
        if text is not None and all(word in text for word in words):
            return True
        tells = text is not None and not any(mark in text for mark in _COMPUTED)
        return not tells and self.is_same_deployment(path, near)

    def names(self, path: str, word: str, near: str) -> bool:
        """Whether an unread file has a word in its text; where it has no text, whether it may concern `near`."""
        text = self._text(path)
        return self._are_beside(path, near) if text is None else word in text

    def is_same_deployment(self, path: str, near: str) -> bool:
        first, second = self.covering(path), self.covering(near)
        if first is None or second is None or not set(first).isdisjoint(second):
            return True
        return self._are_beside(path, near)

    def _are_beside(self, path: str, near: str) -> bool:
        here, there = self._home(path), self._home(near)
        return _holds(here, there) or _holds(there, here) or folder(here) == folder(there)

    def _text(self, path: str) -> str | None:
        if path not in self._texts:
            data = None if self._tree is None else self._tree.read(path)
            # Words in ASCII are the same in most encodings; UTF-16 puts zeros between the letters.
            self._texts[path] = None if data is None else data.decode("utf-8", "replace").replace("\0", "")
        return self._texts[path]

    def _home(self, path: str) -> str:
        place = folder(path)
        parts = place.split("/")
        for at, part in enumerate(parts):
            chart = "/".join(parts[:at])
            if part == "templates" and (self._tree is None or self._tree.exists(f"{chart}/Chart.yaml".lstrip("/"))):
                return chart
        return place


def _covered_by_none(path: str) -> tuple[str, ...]:
    return ()


def _holds(outer: str, inner: str) -> bool:
    return not outer or f"{inner}/".startswith(f"{outer}/")
