"""Files that are judged together, and what is found in each of them, kept up to date while texts change.

Everything that lints goes through it: a run over a folder, one over texts in memory, the fixer between its rounds, an editor
at each key. It keeps the analysis of every text, the facts of the project, and what was found across the files; a change
makes it do again only what the change touches.
"""

from __future__ import annotations

from k8slint._internal.files.tree import Overlay
from k8slint._internal.running.across import project_of
from k8slint._internal.running.analyse import Failure
from k8slint._internal.running.witness import Witness, unchanged
from k8slint._internal.text.source import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from typing import Any

    from k8slint._internal.files.tree import Tree
    from k8slint._internal.project import Project
    from k8slint._internal.running.across import Lookup
    from k8slint._internal.running.analyse import Across, Analysed
    from k8slint._internal.running.engine import Engine, Result
    from k8slint._internal.text.finding import Finding

    Reported = frozenset[str] | None
    """The files that are reported on; None for all."""

KEPT = 64
"""Analyses of texts that are not there now: an undo, or a fix that is taken back, brings them back."""


class Workspace:
    """`put` and `drop` texts, and ask for the `findings` of a path.

    `known` are analyses of files that are there from the start, `source` looks up their texts, `linted` says whether the
    analysis of a path was made for some bytes, and `tree` is what lies around them.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        known: Iterable[Analysed] = (),
        source: Lookup | None = None,
        linted: Callable[[str, str | bytes], bool] | None = None,
        tree: Tree | None = None,
    ) -> None:
        self._engine = engine
        self._known = {analysis.path: analysis for analysis in known}
        self._look_up = source
        self._linted = linted
        self._tree = Overlay(tree)
        self._given: dict[str, _Text] = {}
        self._analyses: dict[str, Analysed] = dict(self._known)
        """One for each file, as of the last look."""
        self._stale: dict[str, None] = {}
        self._kept: dict[tuple[str, str | bytes, str | None], Analysed] = {}
        self._project: Project | None = None
        self._witness = Witness(self._tree)
        self._said: dict[Reported, _Said] = {}

    # --- what there is

    def put(self, path: str, text: str | bytes, kind: str | None = None) -> None:
        """Sets the text of a path, whether or not there is such a file. `kind` is "dockerfile", "yaml" or "other" (default:
        what name and text say)."""
        given = self._given.get(path)
        if given is not None and given.text == text and given.kind == kind:
            return
        first = given is None and path in self._known and self._linted is not None
        self._given[path] = _Text(path, text, kind)
        self._tree.put(path, text)
        if not (first and self._linted is not None and self._linted(path, text)):
            self._stale[path] = None

    def drop(self, path: str) -> None:
        """Takes back the text that was put there: what the file itself holds counts again, if there is one."""
        if self._given.pop(path, None) is not None:
            self._tree.drop(path)
            self._stale[path] = None

    def analyses(self) -> list[Analysed]:
        """One for each file, of its text as it is now."""
        self._look()
        return list(self._analyses.values())

    def source(self, path: str) -> Source | None:
        """The text of a path; None when it cannot be had."""
        given = self._given.get(path)
        if given is not None:
            return given.source
        return None if self._look_up is None else self._look_up(path)

    # --- what is found

    def findings(self, path: str) -> tuple[Finding, ...]:
        """What is found in a file, as a run over all files finds it: sorted, and without what is suppressed."""
        return self.result((path,)).findings

    def result(self, report_on: Collection[str] | None = None, *, together: Across | None = None) -> Result:
        """What a run says about some files (default: all). `together` is what an earlier one found across the very same."""
        analyses = self.analyses()
        reported = None if report_on is None else frozenset(report_on)
        failures: tuple[Failure, ...] = ()
        if together is None:
            together, failures = self.across(reported)
        result = self._engine.conclude(analyses, self.source, together=together, report_on=reported)
        return result.with_failures(failures) if failures else result

    def across(self, reported: Reported = None) -> tuple[Across, tuple[Failure, ...]]:
        """What the files say together, and what went wrong."""
        analyses = self.analyses()
        if not unchanged(self._witness.questions, self._tree):
            self._forget()
        said = self._said.get(reported)
        if said is None:
            said = self._across(analyses, reported)
            if not said.failures:  # what went wrong is tried again
                self._said[reported] = said
        return said.across, said.failures

    @property
    def questions(self) -> list[list[Any]]:
        """What the tree was asked for what the files say together (see `running/witness.py`)."""
        return self._witness.questions

    @property
    def tree(self) -> Tree:
        """What lies around the files, with the texts that were put there."""
        return self._tree

    def _across(self, analyses: list[Analysed], reported: Reported) -> _Said:
        engine, failures, read = self._engine, list[Failure](), set[str]()

        def make() -> Project:
            if self._project is None:
                self._project = project_of(analyses, engine.settings.images, self._witness)
            return self._project

        def source(path: str) -> Source | None:
            read.add(path)
            return self.source(path)

        found = engine.across(analyses, source, failures, report_on=reported, make=make)
        return _Said(found, tuple(failures), read)

    def _look(self) -> None:
        """Brings the analyses up to date, and forgets what the files said together where they say something else now."""
        for path in self._stale:
            before = self._analyses.pop(path, None)
            after = self._analysed(path)
            if after is not None:
                self._analyses[path] = after
            if before is None or after is None or before.kind != after.kind or before.facts != after.facts:
                self._forget()
            else:
                self._said = {
                    reported: said
                    for reported, said in self._said.items()
                    if reported is not None and path not in reported and path not in said.read
                }
        self._stale.clear()

    def _analysed(self, path: str) -> Analysed | None:
        given = self._given.get(path)
        if given is None:
            return self._known.get(path)
        key = (path, given.text, given.kind)
        found = self._kept.pop(key, None)
        if found is None:
            found = self._engine.analyse(path, given.text, given.kind)
        self._kept[key] = found
        if len(self._kept) > KEPT + len(self._given):
            del self._kept[next(iter(self._kept))]
        return found

    def _forget(self) -> None:
        self._project = None
        self._said.clear()
        self._witness = Witness(self._tree)


class _Said:
    """What the files say together, as far as some of them are concerned. The texts of `read` were looked at for it."""

    __slots__ = ("across", "failures", "read")

    def __init__(self, across: Across, failures: tuple[Failure, ...], read: set[str]) -> None:
        self.across = across
        self.failures = failures
        self.read = read


class _Text:
    """A text that was put."""

    __slots__ = ("_source", "kind", "path", "text")

    def __init__(self, path: str, text: str | bytes, kind: str | None) -> None:
        self.path = path
        self.text = text
        self.kind = kind
        self._source: Source | None = None

    @property
    def source(self) -> Source | None:
        """None where the bytes are no text."""
        if self._source is None:
            try:
                text = self.text
                self._source = (
                    Source.checked(self.path, text) if isinstance(text, str) else Source.decode(self.path, text)
                )
            except ValueError:
                return None
        return self._source
