"""A run over files on disk: what the cache knows, what must be analysed (here or in forked workers), and what it all says."""

from __future__ import annotations

import os
import time

from k8slint._internal import files
from k8slint._internal.files.discover import DiskTree
from k8slint._internal.files.tree import as_bytes
from k8slint._internal.running.analyse import Failure, unreadable
from k8slint._internal.running.workspace import Workspace
from k8slint._internal.text.finding import NOWHERE, Problem
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from k8slint._internal.files.discover import Discovery, FoundFile
    from k8slint._internal.running.across import Lookup
    from k8slint._internal.running.analyse import Across, Analysed, Analysis
    from k8slint._internal.running.cache import Cache
    from k8slint._internal.running.engine import Engine, Result

    Progress = Callable[[int, int], None]
    """Told how many of how many files are done."""


class Given(Record):
    """A text that does not come from the disk but stands for a path: standard input."""

    path: str
    data: bytes


class Outcome(Record):
    """A run's result, and the texts behind it for whoever shows or repairs them."""

    result: Result
    analyses: tuple[Analysed, ...]
    source: Lookup
    read: Callable[[str], bytes]
    """Bytes of a path of the run, as they are on the disk now; raises `files.ReadError`."""
    linted: Callable[[str, bytes], bool]
    """Whether the analysis of a path was made for these bytes."""
    cached: int
    seconds: float
    workspace: Workspace

    def of(self, texts: Mapping[str, bytes]) -> list[Analysed]:
        """The analyses of these very texts, and of the files around them. A text that was saved since is linted again."""
        return [one for one in self.analyses if one.path not in texts or self.linted(one.path, texts[one.path])]


def check(
    engine: Engine,
    discovery: Discovery,
    *,
    jobs: int = 1,
    cache: Cache | None = None,
    given: Given | None = None,
    progress: Progress | None = None,
    known: Mapping[str, Analysed] | None = None,
) -> Outcome:
    """Lints what was discovered. With `given`, that text alone is reported on and the files are its context. `known` are
    analyses of an earlier run over the same root, by whatever rules: they serve for files that are only context.
    """
    started = time.perf_counter()
    run = _Run(engine, discovery, cache, given, progress, known or {})
    workspace = Workspace(
        engine, known=run.analyses(jobs), source=run.source, linted=run.linted, tree=DiskTree(discovery.root)
    )
    if given is not None:
        workspace.put(given.path, given.data)
        reported = {given.path}
    else:
        reported = {file.path for file in discovery.files if file.reported}
        reported.update(missed.path for missed in discovery.problems)
    result = workspace.result(reported, together=None if given is not None else run.together(workspace))
    if run.failures:
        result = result.with_failures(run.failures)
    if cache is not None and (given is None or not cache.known):
        # A text that an editor hands over comes with each key; its surroundings are written down once.
        cache.save(time.time_ns())
    analyses = tuple(workspace.analyses())
    seconds = time.perf_counter() - started
    return Outcome(result, analyses, run.source, run.read, run.linted, run.cached, seconds, workspace)


class _Run:
    def __init__(
        self,
        engine: Engine,
        discovery: Discovery,
        cache: Cache | None,
        given: Given | None,
        progress: Progress | None,
        context: Mapping[str, Analysed],
    ) -> None:
        self.context = context
        self.engine = engine
        self.discovery = discovery
        self.cache = cache
        self.given = given
        self.progress = progress
        self.cached = 0
        self.failures: list[Failure] = []
        self._digests: dict[str, str] = {}
        self._texts: dict[str, bytes] = {}
        self._sources: dict[str, Source | None] = {}

    def read(self, path: str) -> bytes:
        if self.given is not None and path == self.given.path:
            return self.given.data
        return self.discovery.read(path)

    def source(self, path: str) -> Source | None:
        """The text of a path as it was linted; None when it cannot be read, or is another one by now."""
        if path not in self._sources:
            self._sources[path] = None
            try:
                data = self._texts.pop(path, None)
                if data is None:
                    data = self.read(path)
                if self.linted(path, data):
                    self._sources[path] = Source.decode(path, data)
            except (files.ReadError, ValueError):
                pass
        return self._sources[path]

    def linted(self, path: str, data: str | bytes) -> bool:
        if isinstance(data, str):
            data = as_bytes(data)
        return self._digests.get(path) in (None, digest(data))

    def analyses(self, jobs: int) -> list[Analysed]:
        done: list[Analysed] = []
        for missed in self.discovery.problems:
            if os.path.lexists(os.path.join(self.discovery.root, missed.path)):
                problem = Problem(missed.kind, NOWHERE, missed.reason, fatal=True)
                done.append(unreadable(missed.path, problem, self.engine.plan))
            else:
                self.failures.append(Failure(missed.path, 0, missed.reason))
        tasks: list[_Task] = []
        for file in self.discovery.files:
            if self.given is not None and file.path == self.given.path:
                continue
            if not file.reported and file.path in self.context:
                done.append(self.context[file.path])
                continue
            known = self._known(file, done)
            if known is not None:
                tasks.append(known)
        done.extend(self._analysed(tasks, jobs))
        return done

    def _known(self, file: FoundFile, done: list[Analysed]) -> _Task | None:
        """Adds what the cache knows of a file to `done`; else gives back the work that it makes."""
        cache = self.cache
        if cache is not None:
            packed = cache.same_file(file.path, file.signature)
            if packed is not None:
                self.cached += 1
                self._digests[file.path] = cache.digest_of(file.path)
                done.append(packed)
                return None
        try:
            data = self.discovery.read(file.path)
        except files.ReadError as error:
            done.append(unreadable(file.path, Problem(error.kind, NOWHERE, error.reason, fatal=True), self.engine.plan))
            return None
        content = self._digests[file.path] = digest(data)
        if cache is not None:
            packed = cache.same_content(file.path, file.signature, content)
            if packed is not None:
                self.cached += 1
                done.append(packed)
                return None
        return _Task(file.path, file.kind, data, file.signature, content)

    def _analysed(self, tasks: Sequence[_Task], jobs: int) -> Iterable[Analysis]:
        from k8slint._internal.running import workers

        sizes = [len(task.data) for task in tasks]
        done = 0
        if workers.worth_it(jobs, sizes):
            self._warm_up(tasks)
            results = workers.spread(lambda index: self._analyse(tasks[index]), sizes, jobs)
        else:
            results = ((index, self._analyse(task)) for index, task in enumerate(tasks))
        for index, analysis in results:
            task = tasks[index]
            done += 1
            if self.progress is not None:
                self.progress(done, len(tasks))
            if isinstance(analysis, Failure):
                self.failures.append(Failure(task.path, 0, analysis.message))
                continue
            if self.cache is not None:
                self.cache.add(analysis, task.signature, task.digest)
            if analysis.findings or analysis.suppressions:
                # For whoever shows them: read and compared once.
                self._texts[task.path] = task.data
            yield analysis

    def _warm_up(self, tasks: Sequence[_Task]) -> None:
        """Lints the smallest file of each kind here, so that workers are forked with everything imported."""
        seen = set()
        for task in sorted(tasks, key=lambda task: len(task.data)):
            if task.kind not in seen and task.data:
                seen.add(task.kind)
                self._analyse(task)

    def _analyse(self, task: _Task) -> Analysis:
        return self.engine.analyse(task.path, task.data, task.kind)

    def together(self, workspace: Workspace) -> Across | None:
        """What the files say across them, from the cache when no file and no answer of the tree has changed; None when it is
        to be found out for those that are reported on."""
        from k8slint._internal.running.witness import unchanged

        cache = self.cache
        if cache is None:
            return None
        digests = [(analysis.path, cache.digest_of(analysis.path)) for analysis in workspace.analyses()]
        if not all(content for _, content in digests):
            return None
        key = digest(repr(sorted(digests)).encode("utf-8", "surrogatepass"))
        known = cache.project
        if known is not None and known[0] == key and unchanged(known[1], workspace.tree):
            return cache.project_together()
        together, failures = workspace.across()
        if not failures:
            cache.set_project(key, workspace.questions, together)
        self.failures.extend(failures)
        return together


class _Task:
    __slots__ = ("data", "digest", "kind", "path", "signature")

    def __init__(
        self, path: str, kind: str | None, data: bytes, signature: tuple[int, int, int, int] | None, digest: str
    ) -> None:
        self.path = path
        self.kind = kind
        self.data = data
        self.signature = signature
        self.digest = digest


def digest(data: bytes) -> str:
    from _blake2 import blake2b

    return blake2b(data, digest_size=16).hexdigest()


def fingerprint(engine: Engine) -> str:
    """Everything but the files that findings depend on: versions, rules, settings, and our own code while it is developed."""
    settings = engine.settings
    parts = [engine.registry.fingerprint, ",".join(sorted(engine.plan.names))]
    parts += [repr((settings.options, dict(settings.images), settings.exclude, settings.target))]
    if any(entry.dated for entry in engine.plan.entries):
        parts.append(settings.target.today)
    here = os.path.dirname(__file__)
    if "site-packages" not in here and "dist-packages" not in here:
        parts.append(_newest(here.partition(os.path.join("linter", "k8slint"))[0]))
    return "\n".join(parts)


def _newest(folder: str) -> str:
    """Names the state of an editable install: its newest module and how many there are."""
    newest, count = 0, 0
    for place in ("linter", "rules"):
        for base, _, names in os.walk(os.path.join(folder, place)):
            for name in names:
                if name.endswith((".py", ".json")):
                    newest = max(newest, os.stat(os.path.join(base, name)).st_mtime_ns)
                    count += 1
    return f"{count} {newest}"
