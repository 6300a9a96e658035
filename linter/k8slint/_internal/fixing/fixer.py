"""Fixing texts: choose fixes that do not meet, apply them, look at what came out, and do it again.

No fix knows of another one. Two that meet take turns: the second is offered anew, for the new text, a round later.
"""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING

from k8slint._internal.files.discover import classify
from k8slint._internal.kinds import document
from k8slint._internal.running import budget
from k8slint._internal.running.analyse import Failure
from k8slint._internal.running.workspace import Workspace
from k8slint._internal.text.edit import Applicability, OverlappingEdits, apply
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import BOM, DecodeError, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from k8slint._internal.files.discover import Tree
    from k8slint._internal.kinds.parsed import Document
    from k8slint._internal.running.across import Lookup
    from k8slint._internal.running.analyse import Analysed
    from k8slint._internal.running.engine import Engine, Result
    from k8slint._internal.text.edit import Fix
    from k8slint._internal.text.finding import Finding

MAX_ROUNDS = 10
"""Rounds in a row that a file may take without having fewer fixable findings than ever before."""

MAX_SECONDS = 6
"""Processor time for the rounds of one file."""

MAX_ROUNDS_IN_ALL = 100
"""A bound that holds whatever rules do."""


class FixResult(Record):
    """What fixing came to. `texts` has every path that was given; `applied` is (path, rule, title) of each fix that is in
    them; `remaining` are the findings of the fixed texts, `result` all that their last run says. `failures` (those of
    `result`, and fixes that were taken back) make a run exit 2.

    A text carries its byte order mark, and bytes that are no UTF-8 as surrogates: `encode` gives the bytes of the file.
    """

    texts: dict[str, str]
    failures: tuple[Failure, ...]
    applied: tuple[tuple[str, str, str], ...]
    remaining: tuple[Finding, ...]
    result: Result


def encode(text: str) -> bytes:
    """The bytes of a text in a `FixResult`."""
    return text.encode("utf-8", "surrogateescape")


def fix_texts(
    engine: Engine,
    texts: Mapping[str, str | bytes],
    *,
    unsafe: bool = False,
    only: Collection[str] | None = None,
    wanted: Callable[[Finding, str], bool] | None = None,
    analyses: Iterable[Analysed] = (),
    source: Lookup | None = None,
    tree: Tree | None = None,
    workspace: Workspace | None = None,
) -> FixResult:
    """Applies every safe fix (with `unsafe`, those too) until none is left.

    `only` names the paths that may change, `wanted` says of a finding and the text that it is in whether it is to be fixed
    (default all). `analyses` are those that the caller has already: of these texts, or of other files of the project,
    which are context and stay as they are (`source` looks up their texts). `tree` is what lies around the texts; default
    they are everything there is. A `workspace` of the engine stands for all three; the fixed texts are in it afterwards.
    """
    floor = Applicability.UNSAFE if unsafe else Applicability.SAFE
    if workspace is None:
        workspace = Workspace(engine, known=analyses, source=source, linted=lambda path, text: True, tree=tree)
    files = {path: _File(path, data) for path, data in texts.items()}
    for path, file in files.items():
        workspace.put(path, texts[path], file.kind)

    editable = {path for path, file in files.items() if file.source is not None and (only is None or path in only)}
    while True:
        result = workspace.result(only)
        offers: dict[str, list[Finding]] = {}
        for found in result.findings:
            if found.fix is None or found.fix.applicability < floor or found.path not in editable:
                continue
            if wanted is None or wanted(found, files[found.path].text.removeprefix(BOM)):
                offers.setdefault(found.path, []).append(found)
        changed = []
        for path, offered in offers.items():
            started = process_time()
            if files[path].bounded_step(offered):
                changed.append(path)
                workspace.put(path, files[path].text, files[path].kind)
                workspace.analyses()
            files[path].seconds += process_time() - started
            if files[path].seconds > MAX_SECONDS and not files[path].given_up:
                editable.discard(path)
                files[path].give_up(f"takes more than {MAX_SECONDS} s of processor time")
        if not changed:
            break
    return FixResult(
        {path: file.text for path, file in files.items()},
        (*result.failures, *(failure for path in sorted(files) for failure in files[path].failures)),
        tuple((path, rule, title) for path in sorted(files) for rule, title in files[path].applied),
        result.findings,
        result,
    )


class _File:
    """One text on its way, and the rules whose fixes it takes no more."""

    def __init__(self, path: str, data: str | bytes) -> None:
        self.path = path
        self.kind = classify(path, data)
        self.original = data if isinstance(data, str) else data.decode("utf-8", "surrogateescape")
        self.failures: list[Failure] = []
        self.seconds = 0.0
        self.given_up = False
        self.banned: set[str] = set()
        self.source: Source | None = None
        try:
            self.source = Source(path, data) if isinstance(data, str) else Source.decode(path, data)
        except DecodeError:
            pass
        self.restart()

    def give_up(self, reason: str) -> None:
        self.failures.append(Failure(self.path, 0, f"fixing it {reason}; what was fixed by then stands"))
        self.given_up = True

    def restart(self) -> None:
        """Back to the text that was given."""
        self.text = self.original
        if self.source is not None:
            self.source = Source(self.path, self.original)
        self.parsed: Document | None = None
        self.applied: list[tuple[str, str]] = []
        self.seen: dict[str, int] = {}
        self.rounds: list[frozenset[str]] = []
        self.fewest: int | None = None
        self.stalled = 0

    def bounded_step(self, offered: Sequence[Finding]) -> bool:
        """`step`, unless it costs too much."""
        if self.given_up:
            return False
        text, applied = self.text, list(self.applied)
        try:
            return budget.within(lambda: self.step(offered))
        except budget.Exceeded as error:
            self.text, self.applied = text, applied
            self.source, self.parsed = Source(self.path, text), None
            self.give_up(str(error))
            return False

    def step(self, offered: Sequence[Finding]) -> bool:
        """One round: takes what can be taken of the fixes on offer. Whether the text is another one now."""
        while chosen := choose(found for found in offered if found.rule not in self.banned):
            before = self.text
            if self._turns_in_circles(len(offered), chosen):
                if self.text != before:
                    return True
                continue
            taken, after = self._take(chosen)
            if taken:
                self.seen[self.text] = len(self.rounds)
                self.rounds.append(frozenset(found.rule for found in taken))
                self._become(after)
                self.applied.extend((found.rule, found.fix.title) for found in taken if found.fix is not None)
                return True
        return False

    def _become(self, after: Document) -> None:
        self.parsed = after
        self.source = after.source
        self.text = (BOM if after.source.bom else "") + after.source.text

    def _turns_in_circles(self, fixable: int, chosen: Sequence[Finding]) -> bool:
        """Whether the rounds lead nowhere. Then the rules at fault are banned, and the file starts again without them."""
        first = self.seen.get(self.text)
        if first is not None:
            guilty = frozenset().union(*self.rounds[first:])
            how = "its fixes undo one another" if len(guilty) > 1 else "its fix leaves what it is meant to fix"
        else:
            if self.fewest is None or fixable < self.fewest:
                self.fewest, self.stalled = fixable, 0
            else:
                self.stalled += 1
            if self.stalled < MAX_ROUNDS and len(self.rounds) < MAX_ROUNDS_IN_ALL:
                return False
            guilty = frozenset(found.rule for found in chosen)
            how = f"its fixes come to no end in {len(self.rounds)} rounds"
        for rule in sorted(guilty):
            others = "".join(f" (with `{other}`)" for other in sorted(guilty - {rule}))
            self._ban(rule, 0, f"{how}{others}")
        self.restart()
        return True

    def _ban(self, rule: str, line: int, reason: str) -> None:
        self.banned.add(rule)
        message = f"fixes of rule `{rule}` were not applied: {reason}; this is a bug in the rule"
        self.failures.append(Failure(self.path, line, message))

    def _take(self, chosen: Sequence[Finding]) -> tuple[Sequence[Finding], Document]:
        """The fixes that do no harm, with the document they make. A rule whose fix does harm is banned here."""
        before = self._document()
        after = self._outcome(before, chosen)
        if not isinstance(after, str):
            return chosen, after
        rules: dict[str, list[Finding]] = {}
        for found in chosen:
            rules.setdefault(found.rule, []).append(found)
        taken: list[Finding] = []
        best = before
        for rule, fixes in sorted(rules.items()):
            outcome = self._outcome(before, [*taken, *fixes])
            if isinstance(outcome, str):
                self._ban(rule, fixes[0].line, outcome)
            else:
                taken, best = [*taken, *fixes], outcome
        return taken, best

    def _document(self) -> Document:
        if self.parsed is None:
            self.parsed = document.read(Source(self.path, self.text), self.kind)
        return self.parsed

    def _outcome(self, before: Document, chosen: Sequence[Finding]) -> Document | str:
        """The document after the fixes, or what is wrong with it."""
        from k8slint._internal.fixing.verify import harm

        edits = [edit for found in chosen if found.fix is not None for edit in found.fix.edits]
        try:
            text = apply(before.source.text, edits)
            after = document.read(Source(self.path, text, bom=before.source.bom), self.kind)
            wrong = harm(before, after, edits)
        except OverlappingEdits:
            return "it edits the same characters twice"
        except (Exception, RecursionError, MemoryError) as error:
            return f"what it makes cannot be read ({type(error).__name__}: {error})"
        return wrong if wrong is not None else after


def choose(offered: Iterable[Finding]) -> list[Finding]:
    """Findings whose fixes can be applied together: in the order of the text and, at one place, of the rules' names; one of
    several equal fixes; none that overlaps or touches one taken before it. A fix claims everything from its first edit to
    its last: what it moves or relies on lies between.
    """
    ordered = [(*_extent(found.fix), found.rule, number, found) for number, found in enumerate(offered) if found.fix]
    ordered.sort(key=lambda item: item[:4])
    taken: list[Finding] = []
    done = -1
    for start, end, _, _, found in ordered:
        if start > done:
            taken.append(found)
            done = end
    return taken


def _extent(fix: Fix) -> tuple[int, int]:
    """From the first character that a fix touches to the last. (An equal fix touches it, so it is dropped with the rest.)"""
    if not fix.edits:
        return -1, -1
    return min(edit.span.start for edit in fix.edits), max(edit.span.end for edit in fix.edits)
