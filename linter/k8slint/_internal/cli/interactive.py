"""`k8slint fix -i`: file by file, each written when its questions are answered, so that an end halfway loses nothing."""

from __future__ import annotations

from k8slint._internal.cli.ask import Asker, Back, Suppress
from k8slint._internal.text.edit import Applicability, Edit, apply
from k8slint._internal.text.record import replace
from k8slint._internal.text.source import BOM, Source, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from k8slint._internal.cli import project
    from k8slint._internal.fixing.fixer import FixResult
    from k8slint._internal.running.analyse import Analysed
    from k8slint._internal.running.run import Outcome
    from k8slint._internal.text.finding import Finding

    Write = Callable[[str, bytes, bytes], bool]
    """Writes a file (path, old and new bytes); whether it did."""


def fix_files(
    found: project.Project, outcome: Outcome, texts: Mapping[str, bytes], asker: Asker, write: Write
) -> FixResult:
    """Asks about the fixes of each file and writes it. Gives back what the files are then, as far as they were written."""
    fixable: dict[str, int] = {}
    for one in outcome.result.findings:
        if one.fix is not None and one.fix.applicability > Applicability.DISPLAY and one.path in texts:
            fixable[one.path] = fixable.get(one.path, 0) + 1
    session = _Session(found, outcome, texts, asker)
    for number, (path, count) in enumerate(sorted(fixable.items()), 1):
        if asker.quit:
            break
        asker.begin(count, number, len(fixable))
        try:
            session.fix(path, write)
        except KeyboardInterrupt:
            asker.interrupted()
            raise
    return session.result()


class _Session:
    def __init__(self, found: project.Project, outcome: Outcome, texts: Mapping[str, bytes], asker: Asker) -> None:
        self._engine = found.engine
        self._root = found.discovery.root
        self._outcome = outcome
        self._asker = asker
        self._texts = dict(texts)
        self._reported = {*texts, *(one.path for one in found.discovery.problems)}
        self._reported.update(file.path for file in found.discovery.files if file.reported)
        self._analyses: dict[str, Analysed] = {analysis.path: analysis for analysis in outcome.of(texts)}
        self._applied: list[tuple[str, str, str]] = []

    def fix(self, path: str, write: Write) -> None:
        from k8slint._internal.fixing.fixer import encode

        while True:
            try:
                fixed = self._fixed({path: self._texts[path]}, self._asker.wanted)
                break
            except Back:
                self._asker.undo()
            except Suppress as wish:
                if self._silenced(wish.found, wish.text) is None:
                    self._asker.say(
                        "No comment can silence this here; `ignore` or `per-file-ignores` in the config can."
                    )
                else:
                    self._asker.suppress(wish.found, wish.text)
        new = encode(self._with_comments(path, fixed))
        if new != self._texts[path] and write(path, self._texts[path], new):
            self._texts[path] = new
            self._analyses[path] = self._engine.analyse(path, new)
            self._applied.extend(fixed.applied)

    def _with_comments(self, path: str, fixed: FixResult) -> str:
        """The fixed text with the comments that were asked for."""
        text = fixed.texts[path]
        lead = BOM if text.startswith(BOM) else ""
        text = text.removeprefix(BOM)
        findings = fixed.result.findings
        while (
            wish := next((f for f in findings if f.path == path and self._asker.silences(f, text)), None)
        ) is not None:
            silenced = self._silenced(wish, text)
            if silenced is not None:
                text = silenced
                findings = self._findings(path, text)
        return lead + text

    def result(self) -> FixResult:
        """What is left, without another question."""
        return replace(self._fixed({}, None), applied=tuple(self._applied), texts=self._decoded())

    def _decoded(self) -> dict[str, str]:
        return {path: data.decode("utf-8", "surrogateescape") for path, data in self._texts.items()}

    def _fixed(self, texts: Mapping[str, bytes], wanted: Callable[[Finding, str], bool] | None) -> FixResult:
        from k8slint._internal.files.discover import DiskTree
        from k8slint._internal.fixing.fixer import fix_texts

        analyses = [analysis for path, analysis in self._analyses.items() if path not in texts]
        return fix_texts(
            self._engine,
            texts,
            unsafe=True,
            only=set(texts) or self._reported,
            wanted=wanted,
            analyses=analyses,
            source=self._source,
            tree=DiskTree(self._root),
        )

    def _source(self, path: str) -> Source | None:
        data = self._texts.get(path)
        if data is None:
            return self._outcome.source(path)
        try:
            return Source.decode(path, data)
        except ValueError:
            return None

    def _silenced(self, found: Finding, text: str) -> str | None:
        """The text with a comment that silences a finding; None where none does, or it would silence another rule's too."""
        source = Source(found.path, text)
        before = _words(self._findings(found.path, text))
        line = source.line_at(found.span.start)
        while line > 0:
            at = source.line_span(line)
            row = source.slice(at)
            indent = row[: len(row) - len(row.lstrip())]
            comment = f"{indent}# k8slint: ignore[{found.rule}]{source.newline}"
            new = apply(text, [Edit(Span(at.start, at.start), comment)])
            if _silences(found, before, _words(self._findings(found.path, new))):
                return new
            # In the middle of an instruction of several lines: the comment belongs before its first.
            previous = source.slice(source.line_span(line - 1)).rstrip() if line > 1 else ""
            if not previous.endswith(("\\", "`")):
                return None
            line -= 1
        return None

    def _findings(self, path: str, text: str) -> tuple[Finding, ...]:
        """The findings of a file with this text."""
        data = text.encode("utf-8", "surrogateescape")
        result = self._fixed({path: data}, lambda found, now: False).result
        return tuple(found for found in result.findings if found.path == path)


def _words(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Findings, whatever their places."""
    return sorted((found.rule, found.message) for found in findings)


def _silences(found: Finding, before: list[tuple[str, str]], after: list[tuple[str, str]]) -> bool:
    """Whether a finding is gone, and nothing but findings of its rule with it."""
    gone = list(before)
    for one in after:
        if one not in gone:
            return False
        gone.remove(one)
    return (found.rule, found.message) in gone and all(rule == found.rule for rule, _ in gone)
