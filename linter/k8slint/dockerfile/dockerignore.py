"""`.dockerignore`: which paths of a build context are not sent (moby/patternmatcher, `MatchesOrParentMatches`).

Patterns are tied to the context's root, whether they begin with a slash or not; `**` stands for any folders. A pattern
that takes something back (`!name`) makes the answer depend on more than the path, so then nothing is said at all, as
BuildKit's check CopyIgnoredFile does.
"""

from __future__ import annotations

import posixpath

from k8slint.files.globs import Globs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.files.tree import Tree

_EVERYTHING = frozenset(("*", "**", "**/*", "."))
MAX_CHARACTERS = 1_000_000
MAX_PATTERNS = 2_000
"""Of one file; what a longer one leaves out is not known."""


class Dockerignore:
    """A read `.dockerignore`. `path` is where it lies."""

    __slots__ = ("_globs", "_takes_back", "everything", "path")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        lines = text.splitlines() if len(text) <= MAX_CHARACTERS else []
        patterns = [pattern for line in lines if (pattern := _pattern(line))]
        self._takes_back = any(pattern.startswith("!") for pattern in patterns)
        self.everything = not self._takes_back and not _EVERYTHING.isdisjoint(patterns)
        """Whether it leaves out the whole context."""
        certain = not self._takes_back and len(patterns) <= MAX_PATTERNS
        self._globs = Globs([f"/{pattern}" for pattern in patterns] if certain else [])

    def ignores(self, path: str) -> bool:
        """Whether a path, or a folder that it lies in, is left out for certain. "." is the whole context."""
        if path == ".":
            return self.everything
        parts = path.split("/")
        return any(self._globs.verdict("/".join(parts[: end + 1]), True) for end in range(len(parts)))


def find(tree: Tree, dockerfile: str) -> Dockerignore | None:
    """The ignore file of a Dockerfile: `NAME.dockerignore` beside it, else `.dockerignore` in its folder."""
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
