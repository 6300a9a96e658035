"""Files that could not be read, and what they may hold: who says "there is no …" has to ask here first.

A file with a syntax error, a template, an odd encoding or too many bytes is a fact like any other. It may hold what a rule
looks for when it may be of that kind, and

- its text has the words that the thing would be written with, wherever in the project it lies; or
- its text does not tell (it is a template, or there is none), and it belongs to the same deployment.

A file that was read may hold it as well where a template still replaces what an object is, or which image is built.

Files belong to one deployment when one kustomization takes in both; else when the folder of one is the folder of the
other, or lies in it, or both lie in one folder. The folder of a file of a Helm chart is the chart's.
"""

from __future__ import annotations

from k8slint._internal.files.confine import folder
from k8slint._internal.text.literal import is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from k8slint._internal.files.tree import Tree
    from k8slint._internal.kinds.facts import FileFacts

_COMPUTED = ("{{", "{%", "<%", "${", "$(", "#@", "[[")
"""Marks of templates: Go, Jinja, ERB, variables, ytt."""
MAX_NAMED = 50
"""Unread files with one word that are looked at: one is enough to leave things open."""


class UnreadFiles:
    """The unread files of a project, by what they may be. `covering` tells which kustomizations take in a file."""

    def __init__(self, files: Mapping[str, FileFacts], tree: Tree | None) -> None:
        self._tree = tree
        self._by_kind: dict[str, list[str]] = {}
        self._open: dict[str, list[str]] = {}
        self._indexes: dict[str, _Index] = {}
        self._untold: dict[object, bool] = {}
        self.reasons: dict[str, str] = {}
        """Why each of them was not read."""
        for path, file in files.items():
            if file.unread is not None:
                self.reasons[path] = file.unread.reason
                for kind in file.unread.kinds:
                    self._by_kind.setdefault(kind, []).append(path)
            for kind in _left_open(file):
                self._open.setdefault(kind, []).append(path)
        self.covering: Callable[[str], tuple[str, ...] | None] = _covered_by_none

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Those that may be of a kind of file."""
        return tuple(self._by_kind.get(kind, ()))

    def may_hold(self, words: Iterable[str], near: str, kind: str = "manifest") -> bool:
        """Whether a file of that kind may hold something that is written with all of these words."""
        if kind not in self._by_kind and kind not in self._open:
            return False
        index = self._index(kind)
        return bool(index.with_all(words)) or self._is_untold(index, kind, near)

    def naming(self, word: str, near: str, kind: str) -> list[str]:
        """The files of a kind that have a word in their text; of those without a text, the ones next to `near`."""
        if kind not in self._by_kind:
            return []
        index = self._index(kind)
        return [*index.first_with(word), *(path for path in index.textless[:MAX_NAMED] if self._are_beside(path, near))]

    def names(self, path: str, word: str, near: str) -> bool:
        """Whether an unread file has a word in its text; where it has no text, whether it may concern `near`."""
        text = _text(self._tree, path)
        return self._are_beside(path, near) if text is None else word in text

    def is_same_deployment(self, path: str, near: str) -> bool:
        first, second = self.covering(path), self.covering(near)
        if first is None or second is None or not set(first).isdisjoint(second):
            return True
        return self._are_beside(path, near)

    def _index(self, kind: str) -> _Index:
        if kind not in self._indexes:
            self._indexes[kind] = _Index({path: _text(self._tree, path) for path in self._by_kind.get(kind, ())})
        return self._indexes[kind]

    def _is_untold(self, index: _Index, kind: str, near: str) -> bool:
        """Whether the deployment has a file of which the text does not tell what it holds."""
        key = (kind, self.covering(near), self._home(near))
        if key not in self._untold:
            untold = (*index.computed, *self._open.get(kind, ()))
            self._untold[key] = any(self.is_same_deployment(path, near) for path in untold)
        return self._untold[key]

    def _are_beside(self, path: str, near: str) -> bool:
        here, there = self._home(path), self._home(near)
        return _holds(here, there) or _holds(there, here) or folder(here) == folder(there)

    def _home(self, path: str) -> str:
        place = folder(path)
        parts = place.split("/")
        for at, part in enumerate(parts):
            chart = "/".join(parts[:at])
            if part == "templates" and (self._tree is None or self._tree.exists(f"{chart}/Chart.yaml".lstrip("/"))):
                return chart
        return place


def _left_open(file: FileFacts) -> Iterator[str]:
    """The kinds of things that a file may hold and does not tell: a template still replaces what an object is, or the name of
    an image that is built."""
    builds = []
    if file.manifest is not None:
        if any(not is_literal(fact.kind) for fact in file.manifest.objects):
            yield "manifest"
        if any(not is_literal(fact.api_version) for fact in file.manifest.objects):
            yield from ("manifest", "skaffold")
    if file.skaffold is not None:
        builds += [("skaffold", build.image) for build in file.skaffold.builds]
    if file.compose is not None:
        builds += [("compose", one.image) for one in file.compose.services if one.build is not None]
    for kind, image in builds:
        if image is not None and not is_literal(image.value or "$"):
            yield kind


class _Index:
    """Texts by the words in them. `textless` are the paths without a text, `computed` those and the templates."""

    def __init__(self, texts: Mapping[str, str | None]) -> None:
        self._texts = texts
        self._words: dict[str, set[str]] = {}
        self._first: dict[str, list[str]] = {}
        self.textless = [path for path, text in texts.items() if text is None]
        self.computed = [
            path for path, text in texts.items() if text is None or any(mark in text for mark in _COMPUTED)
        ]
        for path, text in texts.items():
            for word in _words(text or ""):
                self._words.setdefault(word, set()).add(path)

    def with_all(self, words: Iterable[str]) -> list[str]:
        """The paths of the texts that have all of some words."""
        found: set[str] | None = None
        for word in words:
            # What is no single word is rare.
            here = self._words.get(word, set()) if list(_words(word)) == [word] else self._searched(word)
            found = here if found is None else found & here
        return sorted(self._texts if found is None else found)

    def first_with(self, word: str) -> list[str]:
        """The first paths of the texts that have a word."""
        if word not in self._first:
            self._first[word] = self.with_all((word,))[:MAX_NAMED]
        return self._first[word]

    def _searched(self, word: str) -> set[str]:
        return {path for path, text in self._texts.items() if text is not None and word in text}


def _words(text: str) -> Iterator[str]:
    """Names as Kubernetes has them: letters, digits, `-`, `_` and `.`, the last not at an end."""
    separated = "".join(character if character.isalnum() or character in "-_." else " " for character in text)
    return (word for part in separated.split() if (word := part.strip(".")))


def _text(tree: Tree | None, path: str) -> str | None:
    data = None if tree is None else tree.read(path)
    # Words in ASCII are the same in most encodings; UTF-16 puts zeros between the letters.
    return None if data is None else data.decode("utf-8", "replace").replace("\0", "")


def _covered_by_none(path: str) -> tuple[str, ...]:
    return ()


def _holds(outer: str, inner: str) -> bool:
    return not outer or f"{inner}/".startswith(f"{outer}/")
