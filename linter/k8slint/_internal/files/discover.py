"""Which files there are to lint: those named, and those a walk finds. Links are never followed, and nothing is run."""

from __future__ import annotations

import os
import stat
from itertools import islice
from time import process_time

from k8slint._internal import files
from k8slint._internal.files.classify import classify as classify
from k8slint._internal.files.classify import kind_by_name
from k8slint._internal.files.globs import Globs
from k8slint._internal.files.ignores import IgnoreFiles
from k8slint._internal.files.leftovers import looks_left
from k8slint._internal.files.repository import repository as repository
from k8slint._internal.files.tree import DiskTree as DiskTree
from k8slint._internal.files.tree import MemoryTree as MemoryTree
from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from k8slint._internal.files.tree import Tree as Tree

MAX_DEPTH = 100
"""Folders below a folder that is walked."""
MAX_ENTRIES = 500_000
"""Files and folders that a run looks at."""
MATCHING_SECONDS = 3
"""Processor time for reading ignore files and for names against patterns, on top of what many entries take anyway."""
_ENTRIES_A_SECOND = 50_000
EXCLUDED = (
    *(
        ".bzr/",
        ".direnv/",
        ".eggs/",
        ".git/",
        ".hg/",
        ".ipynb_checkpoints/",
        ".jj/",
        ".mypy_cache/",
        ".nox/",
        ".pants.d/",
    ),
    *(".pytest_cache/", ".ruff_cache/", ".svn/", ".terraform/", ".tox/", ".venv/", "__pycache__/", "__pypackages__/"),
    *("node_modules/", "site-packages/", "venv/"),
)
"""What no walk enters unless `exclude` takes it back (`!venv`): folders that tools fill. Of ruff's list, those that hold
no manifest that somebody wrote; `dist`, `_build` and `.vscode` may.
"""

ASIDE = ("testdata*/", ".chainsaw-test/", ".kyverno-test/", "third_party/", "vendor/", "_archived/", "archived/")
"""What no walk reports on unless `exclude` takes it back (`!testdata`): data for tests, copies of others' files, and what
is kept for the record. A change there breaks a test, is lost with the next copy, or helps nobody. The go command leaves
out `testdata` and `vendor` too (https://pkg.go.dev/cmd/go#hdr-Package_lists_and_patterns). The files are read, since the
rest of the project may refer to them.
"""

ASIDE_REASON = "holds test data, copies or old files"


class FoundFile(Record):
    """A file to lint. `path` is relative to the root, or absolute when the file was named and lies outside of it.

    `kind` is None when only the content can tell. `named`: given by its own name; `reported`: given, or in a folder that
    was; the others are there so that the whole project is known. `signature` is modification and change time (ns), size
    and inode.
    """

    path: str
    kind: str | None
    named: bool
    reported: bool
    signature: tuple[int, int, int, int]


class Missed(Record):
    """Something that is not linted, and why; `kind` is the problem it makes: "unreadable-file" or "input-limit"."""

    path: str
    reason: str
    kind: str = "unreadable-file"


class Discovery(Record):
    """`files` are sorted by path. `problems` are what should have been linted and cannot be; `skipped` what a walk leaves
    out on purpose, by name: links, data too big to be a manifest, and problems of what is only context. `leftovers` are
    temporary files that a fix left when it was killed.
    """

    root: str
    files: tuple[FoundFile, ...]
    problems: tuple[Missed, ...]
    skipped: tuple[Missed, ...]
    leftovers: tuple[str, ...]

    @property
    def left_out(self) -> int:
        """How many files lie in folders of test data, copies or old files, and are not reported on for that."""
        folders = tuple(missed.path + "/" for missed in self.skipped if missed.reason == ASIDE_REASON)
        return sum(not file.reported and file.path.startswith(folders) for file in self.files) if folders else 0

    def read(self, path: str) -> bytes:
        """The bytes of a found file. Raises `files.ReadError`."""
        full = os.path.join(self.root, path)
        return files.read(full, root=None if path.startswith("/") else self.root)


def discover(
    paths: Sequence[str],
    root: str,
    *,
    exclude: Iterable[str] = (),
    context: bool | Sequence[str] = True,
    force_exclude: bool = False,
) -> Discovery:
    """What `paths` mean. They are relative to the working folder, which is what is meant when there are none (the root, when
    it lies elsewhere).

    A file that is named is taken whatever it is called and whatever ignores it, unless `force_exclude`. With `context`
    the rest of the root is found too, or of these folders in it. Never raises for what lies on the disk.
    """
    exclude = tuple(exclude)
    walk = _Walk(os.path.abspath(root), Globs([*EXCLUDED, *exclude]), Globs([*ASIDE, *exclude]))
    folders: list[tuple[str, str]] = []
    for given in paths or [_default(walk.root)]:
        walk.name(given, folders, force_exclude=force_exclude)
    # The deepest first: what an outer folder ignores is taken when it is named itself.
    for full, path in sorted(folders, key=lambda folder: (-folder[1].count("/"), folder)):
        walk.down(full, path, reported=True)
    for full in [walk.root] if context is True else context or ():
        walk.down(full, os.path.relpath(full, walk.root) if full != walk.root else "", reported=False)
    walk.follow()
    found = sorted(walk.found.values(), key=lambda file: file.path)
    return Discovery(
        walk.root, tuple(found), _sorted(walk.problems), _sorted(walk.skipped), tuple(sorted(walk.leftovers))
    )


def _default(root: str) -> str:
    here = os.path.abspath(os.curdir)
    return here if os.path.commonpath([here, root]) == root else root


def _sorted(missed: list[Missed]) -> tuple[Missed, ...]:
    return tuple(sorted(missed, key=lambda one: (one.path, one.reason)))


class _Walk:
    def __init__(self, root: str, exclude: Globs, aside: Globs) -> None:
        self.root = root
        self.found: dict[str, FoundFile] = {}
        self.problems: list[Missed] = []
        self.skipped: list[Missed] = []
        self._exclude = exclude
        self._aside = aside
        self._excludes_files = len(exclude) > len(EXCLUDED)
        self.leftovers: list[str] = []
        self._walked: set[str] = set()
        self._links: list[tuple[str, str, bool]] = []
        self._ignores: dict[str, IgnoreFiles] = {}
        self._matching = 0.0
        self._entries = 0
        self._full = False
        self._context = False

    # --- what is named

    def name(self, given: str, folders: list[tuple[str, str]], *, force_exclude: bool) -> None:
        """Takes a path from the command line: a file is found, a folder is to be walked."""
        full = path = os.path.abspath(given)
        try:
            path = self._relative(full)
            found = os.lstat(full)
            if stat.S_ISLNK(found.st_mode):
                full = os.path.realpath(full, strict=True)
                path = self._relative(full)
                if path.startswith("/"):
                    self._miss(given, "is a symbolic link that leads out of the project; name the file itself")
                    return
                found = os.lstat(full)
        except (OSError, ValueError) as error:
            self._miss(path, files.reason(full, error))
            return
        if stat.S_ISDIR(found.st_mode):
            folders.append((full, path))
        elif not stat.S_ISREG(found.st_mode):
            self._miss(path, f"is {files.kind_of(found.st_mode)}, not a regular file")
        elif not (force_exclude and self._left_out(path)):
            self.found[path] = FoundFile(path, kind_by_name(path), True, True, _signature(found))

    def _relative(self, full: str) -> str:
        """A path from the root on, "" for the root itself; as it is when it lies outside."""
        for root, path in ((self.root, full), (os.path.realpath(self.root), os.path.realpath(full))):
            if path == root:
                return ""
            if path.startswith(base := root if root.endswith("/") else root + "/"):
                return path[len(base) :]
        return full

    def _left_out(self, path: str) -> bool:
        """Whether a walk from the root would not come to a file that is named."""
        if path.startswith("/"):
            return False
        if self._late():
            self._give_up_matching(path, "it is taken")
            return False
        since = process_time()
        try:
            return self._exclude.match(path) or self._aside.match(path) or self._ignored(path)
        finally:
            self._matching += process_time() - since

    def _ignored(self, path: str) -> bool:
        """Whether ignore files leave out a path, or a folder it lies in."""
        if "" not in self._ignores:
            self._ignores[""] = IgnoreFiles.above(self.root, "", self._miss).entered("", self._miss)
        ignores = self._ignores[""]
        folder = ""
        *folders, _ = path.split("/")
        for name in folders:
            folder = f"{folder}/{name}" if folder else name
            if ignores.ignored(folder, True):
                return True
            if folder not in self._ignores:
                self._ignores[folder] = ignores.entered(folder, self._miss)
            ignores = self._ignores[folder]
        return ignores.ignored(path, False)

    # --- what lies below

    def down(self, top: str, path: str, *, reported: bool) -> None:
        """Finds what lies in a folder, all the way down. What is not reported on has no problems either."""
        self._context = not reported
        base = top if path.startswith("/") else self.root
        stack = [(top, path, IgnoreFiles.above(base, path, self._miss), 0, reported)]
        while stack:
            full, path, ignores, depth, reported = stack.pop()
            self._context = not reported
            if path in self._walked:
                continue
            self._walked.add(path)
            entries = self._list(full, path)
            if ".gitignore" in [entry.name for entry in entries]:
                since = process_time()
                ignores = ignores.entered(path, self._miss)
                self._matching += process_time() - since
            prefix = f"{path}/" if path else ""
            for entry in self._in_time(entries, path) if ignores.wild or self._exclude.wild else entries:
                name = entry.name
                here = prefix + name
                if entry.is_dir(follow_symlinks=False):
                    if self._exclude.verdict(here, True) or ignores.ignored(here, True):
                        continue
                    if depth == MAX_DEPTH:
                        self._miss(here, f"lies more than {MAX_DEPTH} folders deep; it is not entered", "input-limit")
                        continue
                    shown = reported and not self._aside.verdict(here, True)
                    if reported and not shown:
                        self.skipped.append(Missed(here, ASIDE_REASON))
                    stack.append((entry.path, here, ignores, depth + 1, shown))
                    continue
                kind = kind_by_name(name)
                if kind is None or here in self.found:
                    if reported and kind is None and looks_left(name):
                        self.leftovers.append(here)
                    continue
                if (self._excludes_files and self._exclude.verdict(here, False)) or ignores.ignored(here, False):
                    continue
                self._file(entry, here, kind, reported)

    def _in_time(self, entries: list[os.DirEntry[str]], path: str) -> Iterator[os.DirEntry[str]]:
        """The entries of a folder, as long as matching names against all the patterns does not take too much time."""
        since = process_time()
        for number, entry in enumerate(entries):
            if number % 16 == 0:
                self._matching += (now := process_time()) - since
                since = now
            if self._late():
                self._give_up_matching(path, "the rest is not linted")
                self._full = True
                return
            yield entry
        self._matching += process_time() - since

    def _late(self) -> bool:
        return self._matching > MATCHING_SECONDS + self._entries / _ENTRIES_A_SECOND

    def _give_up_matching(self, path: str, so: str) -> None:
        what = f"matching names against patterns takes more than {MATCHING_SECONDS} s of processor time"
        self._miss(path, f"{what}; {so}", "input-limit")

    def _list(self, full: str, path: str) -> list[os.DirEntry[str]]:
        left = MAX_ENTRIES - self._entries
        if self._full:
            return []
        if self._late():
            self._give_up_matching(path, "the rest is not linted")
            self._full = True
            return []
        try:
            with os.scandir(full) as listing:
                entries = list(islice(listing, left + 1))
        except (OSError, ValueError) as error:
            self._miss(path, files.reason(full, error))
            return []
        if len(entries) > left:
            entries.pop()
            self._full = True
            self._miss(path, f"more than {MAX_ENTRIES:,} entries; the rest is not linted", "input-limit")
        self._entries += len(entries)
        return entries

    def _file(self, entry: os.DirEntry[str], path: str, kind: str, reported: bool) -> None:
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError as error:
            self._miss(path, files.reason(entry.path, error))
            return
        if stat.S_ISLNK(found.st_mode):
            self._links.append((path, kind, reported))
        elif not stat.S_ISREG(found.st_mode):
            self._miss(path, f"is {files.kind_of(found.st_mode)}, not a regular file")
        elif found.st_size > files.MAX_BYTES and path.endswith(".json") and not _begins_like_manifest(entry.path):
            self.skipped.append(Missed(path, f"has {found.st_size:,} bytes and does not begin like a manifest"))
        else:
            self.found[path] = FoundFile(path, kind, False, reported, _signature(found))

    def follow(self) -> None:
        """Takes what links by the name of a Dockerfile or manifest lead to, where no walk would find it: tools follow them.

        It is found under its own name, inside of the root, and only if nothing excludes it.
        """
        for path, kind, reported in self._links:
            try:
                full = os.path.realpath(os.path.join(self.root, path), strict=True)
                target = self._relative(full)
                found = os.lstat(full)
            except (OSError, ValueError):
                target = "/"
            if (
                target.startswith("/")
                or not stat.S_ISREG(found.st_mode)
                or kind_by_name(target)
                or self._left_out(target)
            ):
                self.skipped.append(Missed(path, "is a symbolic link"))
            elif target not in self.found:
                self.found[target] = FoundFile(target, kind, False, reported, _signature(found))

    def _miss(self, path: str, reason: str, kind: str = "unreadable-file") -> None:
        missed = Missed(path or ".", reason, kind)
        into = self.skipped if self._context else self.problems
        if missed not in into[-1:]:
            into.append(missed)


def _signature(found: os.stat_result) -> tuple[int, int, int, int]:
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


def _begins_like_manifest(full: str) -> bool:
    try:
        return b'"apiVersion"' in files.head(full)
    except files.ReadError:
        return True


# --- the project


def start_of(paths: Sequence[str]) -> str:
    """The folder where the search for a config begins: the deepest one that all paths lie in, or the working folder."""
    if not paths:
        return os.path.abspath(os.curdir)
    full = [os.path.abspath(path) for path in paths]
    return os.path.commonpath([path if os.path.isdir(path) else os.path.dirname(path) for path in full])


def root_of(start: str) -> str:
    """The root of a project without a config: of its repository, else the working folder, else `start`."""
    top = repository(start)
    if top is not None:
        return top
    here = os.path.abspath(os.curdir)
    return here if os.path.commonpath([here, start]) == here else start
