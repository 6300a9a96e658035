"""`.dockerignore`: which paths of a build context are not sent (moby/patternmatcher, `MatchesOrParentMatches`).

Patterns are tied to the context's root, whether they begin with a slash or not; `**` stands for any folders. The last
pattern that matches a path, or a folder that it lies in, decides; one that begins with `!` takes the path back. A folder
that is left out may still be sent in part, when a pattern takes back something inside it.
"""

from __future__ import annotations

import posixpath

from k8slint._internal.files.globs import Globs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.files.tree import Tree

_EVERYTHING = frozenset(("*", "**", "**/*", "."))
MAX_CHARACTERS = 1_000_000
MAX_PATTERNS = 2_000
"""Of one file; what a longer one leaves out is not known."""
MAX_ORDERED = 200
"""Of a file that takes paths back, whose patterns are tried one by one."""


class Dockerignore:
    """A read `.dockerignore`. `path` is where it lies."""

    __slots__ = ("_globs", "_in_order", "_taken_back", "everything", "path")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        lines = text.splitlines() if len(text) <= MAX_CHARACTERS else []
        patterns = [pattern for line in lines if (pattern := _pattern(line))]
        self._taken_back = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
        self.everything = not self._taken_back and not _EVERYTHING.isdisjoint(patterns)
        """Whether it leaves out the whole context."""
        certain = len(patterns) <= (MAX_ORDERED if self._taken_back else MAX_PATTERNS)
        rooted = [f"/{pattern}" for pattern in patterns] if certain else []
        self._globs = Globs([] if self._taken_back else rooted)
        self._in_order = [
            (pattern[1] == "!", Globs([pattern.replace("!", "", 1) if pattern[1] == "!" else pattern]))
            for pattern in (rooted if self._taken_back else ())
        ]

    def ignores(self, path: str, *, is_file: bool = False) -> bool:
        """Whether a path is left out for certain. "." is the whole context; `is_file` tells that it surely is not a folder."""
        if path == ".":
            return self.everything
        parts = path.split("/")
        places = ["/".join(parts[: end + 1]) for end in range(len(parts))]
        if not self._taken_back:
            return any(self._globs.verdict(place, True) for place in places)
        if not is_file and any(_may_lie_in(pattern, path) for pattern in self._taken_back):
            return False
        ignored = False
        for takes_back, globs in self._in_order:
            if takes_back == ignored and any(globs.verdict(place, True) for place in places):
                ignored = not takes_back
        return ignored


def _may_lie_in(pattern: str, folder: str) -> bool:
    """Whether a pattern may match something inside a folder."""
    if any(wild in pattern for wild in "*?[\\"):
        fixed = pattern[: min(pattern.find(wild) for wild in "*?[\\" if wild in pattern)]
        return fixed.startswith(f"{folder}/") or f"{folder}/".startswith(fixed)
    return pattern.startswith(f"{folder}/")


def find(tree: Tree, dockerfile: str) -> Dockerignore | None:
    """The ignore file of a Dockerfile: `NAME.dockerignore` next to it, else `.dockerignore` in its folder."""
    folder = posixpath.dirname(dockerfile)
    for path in (f"{dockerfile}.dockerignore", posixpath.join(folder, ".dockerignore")):
        data = tree.read(path)
        if data is not None:
            return Dockerignore(path, data.decode("utf-8", "replace"))
    return None


def exists(tree: Tree, dockerfile: str) -> bool:
    """Whether there may be one: the context may be any folder that the Dockerfile lies in."""
    if tree.exists(f"{dockerfile}.dockerignore"):
        return True
    folder = posixpath.dirname(dockerfile)
    while True:
        if tree.exists(posixpath.join(folder, ".dockerignore")):
            return True
        if not folder:
            return False
        folder = posixpath.dirname(folder)


def _pattern(line: str) -> str:
    """A line's pattern, cleaned as Go's filepath.Clean does; "" for comments and blank lines."""
    if line.startswith("#"):
        return ""
    text = line.lstrip("\ufeff").strip()
    negated = text.startswith("!")
    text = text[1:].strip() if negated else text
    if not text:
        return ""
    path = posixpath.normpath(text)
    if len(path) > 1:
        path = path.lstrip("/")
    return f"!{path}" if negated else path
