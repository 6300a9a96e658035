"""Remembers analyses between runs, by content, in the user's cache folder.

One file for a project root and its settings. It starts with a digest of the rest: what is damaged or foreign is ignored.
Entries stay packed until they are used, so a warm run decodes only the findings that it shows.
"""

from __future__ import annotations

import os
import stat

from k8slint._internal.rulekit.registry import hash_text
from k8slint._internal.running.analyse import Across, Analysis, Failure
from k8slint._internal.running.encode import decode, encode, layout
from k8slint._internal.text.json import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from k8slint._internal.kinds.facts import FileFacts
    from k8slint._internal.kinds.suppress import Suppression
    from k8slint._internal.text.finding import Finding

MAX_CACHE_BYTES = 256 * 1024 * 1024
SETTLED_NS = 50_000_000
"""A file changed less than this before it was read may change again within the same clock tick."""

Signature = tuple[int, int, int, int]
"""Modification and change time (ns), size, inode: the same file, unread."""


def folder() -> str | None:
    """The user's cache folder for k8slint; None when there is no home."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.expanduser("~/.cache")
    return os.path.join(base, "k8slint") if os.path.isabs(base) else None


class Packed:
    """An analysis as the cache holds it: `Analysis`' face, decoded part by part when asked for."""

    __slots__ = ("_facts", "_findings", "_suppressions", "aside", "failures", "fatal", "kind", "parts", "path", "row")

    def __init__(self, path: str, row: list[Any]) -> None:
        self.path = path
        self.row = row
        self.kind: str = row[0]
        self.aside: str | None = row[1]
        self.failures: tuple[Failure, ...] = ()
        self.fatal: tuple[Finding, ...] = decode(loads(row[5])) if row[5] else ()
        self.parts: tuple[tuple[int, str], ...] = decode(loads(row[6])) if row[6] else ()
        self._findings: tuple[Finding, ...] | None = None
        self._suppressions: tuple[Suppression, ...] | None = None
        self._facts: FileFacts | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        if self._findings is None:
            self._findings = decode(loads(self.row[2])) if self.row[2] else ()
        return self._findings

    @property
    def suppressions(self) -> tuple[Suppression, ...]:
        if self._suppressions is None:
            self._suppressions = decode(loads(self.row[3])) if self.row[3] else ()
        return self._suppressions

    @property
    def facts(self) -> FileFacts | None:
        if self._facts is None and self.row[4]:
            self._facts = decode(loads(self.row[4]))
        return self._facts


def pack(analysis: Analysis) -> list[Any]:
    """The row of an analysis; what is empty is "" so that nothing need be decoded."""
    return [
        analysis.kind,
        analysis.aside,
        *(
            _dump(part) if part else ""
            for part in (analysis.findings, analysis.suppressions, analysis.facts, analysis.fatal, analysis.parts)
        ),
    ]


def _dump(value: object) -> str:
    return dumps(encode(value))


class Cache:
    """What was known before this run, and what this run adds. `save` writes both when anything changed.

    `known` maps a path to `[signature, content digest, row]`; `project` is `[key, questions, findings]` of the last run.
    """

    def __init__(self, path: str | None) -> None:
        self.path = path
        self.warning: str | None = None
        self.known: dict[str, list[Any]] = {}
        self.project: list[Any] | None = None
        self._fresh: dict[str, list[Any]] = {}
        self._changed = False
        if path is not None:
            self._load(path)

    @classmethod
    def open(cls, root: str, fingerprint: str) -> Cache:
        """The cache of a project root under these settings; an idle one where there is no place for it outside of the
        project and its repository: what can be committed must not be believed.
        """
        from k8slint import __version__
        from k8slint._internal.files.repository import repository

        base = folder()
        if base is None:
            return cls(None)
        real = os.path.realpath(base)
        if any(real.startswith(os.path.join(os.path.realpath(top), "")) for top in (root, repository(root)) if top):
            return cls(None)
        name = hash_text(f"{root}\n{fingerprint}\n{layout()}")
        return cls(os.path.join(base, __version__, f"{name}.json"))

    def _load(self, path: str) -> None:
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return
        try:
            with open(descriptor, "rb") as file:
                status = os.fstat(file.fileno())
                if (
                    not stat.S_ISREG(status.st_mode)
                    or status.st_uid != os.geteuid()
                    or status.st_size > MAX_CACHE_BYTES
                ):
                    raise ValueError("not a cache file of this user")
                digest, _, body = file.read().decode("ascii").partition("\n")
            if digest != hash_text(body):
                raise ValueError("is damaged")
            known, project = loads(body)
            if not isinstance(known, dict) or not isinstance(project, list | None):
                raise ValueError("does not hold analyses")
            self.known, self.project = known, project
        except (OSError, ValueError, TypeError, RecursionError, MemoryError) as error:
            self.known, self.project = {}, None
            self.warning = f"the cache {path} is ignored: {error}"

    def forget(self) -> None:
        """Drops what was known: it is not what it should be."""
        self.known, self.project = {}, None
        self._fresh.clear()
        self._changed = True
        self.warning = f"the cache {self.path} is ignored: it does not hold analyses"

    def same_file(self, path: str, signature: Signature) -> Packed | None:
        """The analysis of a file that has not changed by its signature."""
        entry = self.known.get(path)
        if entry is None or entry[0] != list(signature):
            return None
        self._fresh[path] = entry
        return Packed(path, entry[2])

    def same_content(self, path: str, signature: Signature, digest: str) -> Packed | None:
        """The analysis of a file that was written anew with the same bytes."""
        entry = self.known.get(path)
        if entry is None or entry[1] != digest:
            return None
        self._fresh[path] = [list(signature), digest, entry[2]]
        self._changed = True
        return Packed(path, entry[2])

    def add(self, analysis: Analysis, signature: Signature | None, digest: str) -> None:
        """Remembers an analysis, unless something failed in it: then the next run tries again."""
        self._changed = True
        if signature is None or analysis.failures:
            return
        self._fresh[analysis.path] = [list(signature), digest, pack(analysis)]

    def digest_of(self, path: str) -> str:
        """The content digest of a file of this run; "" when it has none."""
        entry = self._fresh.get(path)
        return entry[1] if entry is not None else ""

    def set_project(self, key: str, questions: list[Any], together: Across) -> None:
        self.project = [key, questions, _dump(together)]
        self._changed = True

    def project_together(self) -> Across:
        found: Across = decode(loads(self.project[2])) if self.project else Across()
        return found

    def save(self, now_ns: int) -> None:
        """Writes what this run knows. A cache that cannot be written is no error: the next run is slower."""
        if self.path is None or not (self._changed or len(self._fresh) != len(self.known)):
            return
        for entry in self._fresh.values():
            if max(entry[0][:2]) > now_ns - SETTLED_NS:
                entry[0] = [0, 0, 0, 0]
        body = dumps([self._fresh, self.project])
        base = os.path.dirname(self.path)
        temporary = f"{self.path}.{os.getpid()}.{os.urandom(4).hex()}"
        try:
            os.makedirs(base, mode=0o700, exist_ok=True)
            _tag(os.path.dirname(base))
            _drop_old(base, now_ns)
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                with open(descriptor, "wb") as file:
                    file.write(f"{hash_text(body)}\n{body}".encode("ascii"))
                os.replace(temporary, self.path)
            except OSError:
                os.unlink(temporary)
                raise
        except OSError as error:
            self.warning = f"the cache could not be written: {error}"


def _tag(base: str) -> None:
    """Tells backup tools that the folder can be made anew (bford.info/cachedir)."""
    tag = os.path.join(base, "CACHEDIR.TAG")
    if not os.path.lexists(tag):
        with open(tag, "x", encoding="ascii") as file:
            file.write("Signature: 8a477f597d28d172789f06886806bc55\n")


def _drop_old(base: str, now_ns: int) -> None:
    """Removes caches that no run has written for thirty days."""
    limit = now_ns / 1e9 - 30 * 86_400
    with os.scandir(base) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < limit:
                os.unlink(entry.path)
