"""The `full` format: each finding with its place, its code, what explains it and what repairs it; then a summary."""

from __future__ import annotations

from k8slint._internal.report.frame import cells_of, frame, last_line
from k8slint._internal.report.paint import LINK, coded, paint
from k8slint._internal.report.printable import printable, shown, shown_path
from k8slint._internal.report.wrap import wrapped
from k8slint._internal.text.edit import Applicability
from k8slint._internal.text.finding import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from k8slint._internal.report import Output, Report
    from k8slint._internal.report.paint import Line, Segment
    from k8slint._internal.running.analyse import Failure
    from k8slint._internal.text.finding import Finding

MOST_REASONS = 6
"""Reasons why files were not linted that the summary tells apart."""
_REASONS = {
    "no Kubernetes objects": "without Kubernetes objects",
    "neither a Dockerfile nor a manifest": "neither Dockerfile nor manifest",
    "placeholders that another program fills in": "with placeholders that another program fills in",
    "values of a Helm chart": "with values of a Helm chart",
    "a JSON6902 patch": "with a JSON6902 patch",
}
MOST_RELATED = 3
"""Related places drawn with their code; more are named in a line each."""

CONTEXT = 2
"""Lines shown before and after those of a finding."""
INDENT = 4
"""Cells before what continues a line."""

_COMMANDS = {
    Applicability.SAFE: "k8slint fix",
    Applicability.UNSAFE: "k8slint fix --unsafe",
    Applicability.DISPLAY: "",
}
_NOUNS = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note"))


def render(report: Report, out: Output) -> None:
    paint(lines(report, out.width, wraps=out.wraps, links=out.links), out)


def render_summary(report: Report, out: Output) -> None:
    """The last lines alone, for who has seen the findings already."""
    summary = [] if report.quiet else list(summary_lines(report))
    paint((row for line in summary for row in (wrapped(line, out.width, INDENT) if out.wraps else [line])), out)


def render_fixes(report: Report, out: Output) -> None:
    """What was fixed and nothing else: for a hook beside which another one reports what is left."""
    if report.fixed:
        paint(_fixed_lines(report), out)


def lines(report: Report, width: int, *, wraps: bool = False, links: bool = False) -> Iterator[Line]:
    """The whole report as styled lines, for a terminal or a picture of one. `wraps` breaks them between words at `width`."""
    for found in report.result.findings:
        yield from finding_lines(found, report, width, wraps=wraps, links=links)
        yield []
    for line in (*(aside_lines(report) if report.verbose else ()), *(() if report.quiet else summary_lines(report))):
        yield from wrapped(line, width, INDENT) if wraps else [line]


def finding_lines(
    found: Finding, report: Report, width: int, *, wraps: bool = False, links: bool = False
) -> Iterator[Line]:
    """One finding: the line that names it, the object it is in, its code, related places, its fix."""
    url = report.url(found.rule)
    first = head(found, url if links else "")
    yield from heads(first, width) if wraps else [first]
    source = report.source(found.path)
    if source is not None and source.text and found.range is not None:
        digits = len(str(last_line(source, found.span, CONTEXT)))
    else:
        digits = 1
    digits = max([digits, *(len(str(r.range.end.line)) for r in found.related if r.range)])

    def marked(*segments: Segment) -> Iterator[Line]:
        line: Line = [(f"{'':>{digits}} = ", "gutter"), *segments]
        yield from wrapped(line, width, digits + 5) if wraps else [line]

    if found.object:
        yield from marked(("in", "dim"), (" ", ""), (shown(found.object), "object"))
    if source is not None and found.range is not None and source.text:
        yield from frame(source, found.span, found.severity.label, width=width, digits=digits, context=CONTEXT)
    for index, related in enumerate(found.related):
        path = related.path or found.path
        line, column = (related.range.start.line, related.range.start.column) if related.range else (0, 0)
        yield from marked(
            ("see", "related"),
            (" ", ""),
            (place(path, line, column), "path"),
            (": ", ""),
            *coded(shown(related.message)),
        )
        there = report.source(path) if index < MOST_RELATED and related.range is not None else None
        if there is not None and there.text:
            yield from frame(there, related.span, "related", width=width, mark="-", digits=digits)
    if (words := help_words(found)) is not None:
        yield from marked(("help", "help"), (": ", ""), *coded(words))
    if report.verbose and url and not links:
        yield from marked(("page", "help"), (": ", ""), (url, ""))


def heads(line: Line, width: int) -> Iterator[Line]:
    """The first line of a finding, broken for a terminal: where the names take most of the room, the path has its own."""
    names = sum(cells_of(text) for text, _ in line[: _MESSAGE - 1])
    if sum(cells_of(text) for text, _ in line) > width and names > width * 3 // 5:
        yield [line[0]]
        yield from wrapped([(" " * INDENT, ""), *line[2:]], width, INDENT)
    else:
        yield from wrapped(line, width, INDENT)


def head(found: Finding, url: str = "") -> Line:
    """`path:line:column: severity rule message`; the rule links to `url`."""
    return [
        (place(found.path, found.line, found.column), "path"),
        (": ", ""),
        (found.severity.label, found.severity.label),
        (" ", ""),
        (shown(found.rule), f"rule{LINK}{url}" if url else "rule"),
        (" ", ""),
        *coded(shown(found.message)),
    ]


_MESSAGE = 6
"""Segments of a head before its message."""


def place(path: str, line: int, column: int) -> str:
    """A place as editors' terminals recognise it; without a line, the path alone."""
    return f"{shown_path(path)}:{line}:{column}" if line else shown_path(path)


def help_words(found: Finding) -> str | None:
    """What repairs a finding and how to apply it, without what its message says already; None when nothing is left."""
    if found.fix is None:
        return None
    command = _COMMANDS[found.fix.applicability]
    if not repeats(found.message, found.fix.title):
        return shown(found.fix.title) + (f" [`{command}`]" if command else "")
    return f"`{command}` does this" if command else None


def repeats(message: str, title: str) -> bool:
    """Whether the last part of a message says what the title of a fix says."""
    said = _bare(message)
    words = _bare(title)
    if not words or words == said[-len(words) :]:
        return bool(words)
    remedy = _bare(message.rpartition(";")[2]) if ";" in message else said
    return len(words) > 1 and words[0] in remedy and sum(word in remedy for word in words) >= len(words) * 4 / 5


def _bare(text: str) -> list[str]:
    """The words of a text, without marks around them."""
    return [bare for word in text.lower().split() if (bare := word.strip("`'\".,;:()"))]


# --- around the findings


def aside_lines(report: Report) -> Iterator[Line]:
    """The files that were not linted, with the reason."""
    for path, reason in report.result.aside:
        yield [(shown_path(path), "path"), (": ", ""), ("not linted", "note"), (f": {shown(reason)}", "")]


def summary_lines(report: Report) -> Iterator[Line]:
    """What was found, in which files, and how much of it can be fixed."""
    result = report.result
    findings = result.findings
    if report.fixed:
        yield from _fixed_lines(report)
    checked = [f"{result.checked} checked"]
    documents = [one for one in result.aside if _is_part(one[0])]
    unlinted = [one for one in result.aside if not _is_part(one[0])]
    if unlinted:
        checked.append(f"{len(unlinted)} not linted: {_reasons(unlinted)}")
    if documents:
        checked.append(f"{_count(len(documents), 'document')} in them not linted: {_reasons(documents)}")
    if report.left_out:
        checked.append(f"{report.left_out} left out in folders of test data, copies or old files")
    if result.suppressed:
        checked.append(f"{_count(result.suppressed, 'finding')} suppressed")
    elapsed = f" in {report.elapsed:.2f} s" if report.verbose and report.elapsed is not None else ""
    if not findings:
        failed = bool(result.failures)
        words = "No findings, but not everything could be linted" if failed else "No findings"
        notes = ", ".join([f"{_count(result.checked, 'file')} checked", *checked[1:]])
        yield [(words, "error" if failed else "help"), (f" ({notes}{elapsed}).", "")]
        return
    counts = [
        (_count(number, noun), severity.label)
        for severity, noun in _NOUNS
        if (number := sum(1 for f in findings if f.severity == severity))
    ]
    line: Line = [("Found ", "")]
    for index, (words, style) in enumerate(counts):
        line += [(", " if index else "", ""), (words, style)]
    files = len({found.path for found in findings})
    line.append((f" in {_count(files, 'file')} ({', '.join(checked)}{elapsed}).", ""))
    fixable = _fixable(findings)
    if fixable:
        line += [(" ", ""), *coded(fixable)]
    yield line


def _fixed_lines(report: Report) -> Iterator[Line]:
    """How much was fixed and, where that is asked for, which rules in which files."""
    if not report.show_fixes:
        yield [(f"Fixed {_count(report.fixed, 'finding')}.", "help")]
        return
    files: dict[str, dict[str, int]] = {}
    for path, rule, _ in report.fixes:
        rules = files.setdefault(path, {})
        rules[rule] = rules.get(rule, 0) + 1
    yield [(f"Fixed {_count(report.fixed, 'finding')} in {_count(len(files), 'file')}:", "help")]
    for path, rules in files.items():
        line: Line = [("  ", ""), (shown_path(path), "path"), (": ", "")]
        for number, (rule, times) in enumerate(sorted(rules.items())):
            line += [(", " if number else "", ""), (shown(rule), "rule"), (f" ({times})" if times > 1 else "", "")]
        yield line


def _is_part(path: str) -> bool:
    """Whether a path names a document of a file, by its line."""
    name, colon, line = path.rpartition(":")
    return bool(name and colon) and line.isascii() and line.isdigit()


def _reasons(aside: Sequence[tuple[str, str]]) -> str:
    """How many were not linted, by reason: `2 Helm templates, 1 without Kubernetes objects`."""
    counts: dict[str, int] = {}
    for _, reason in aside:
        counts[reason] = counts.get(reason, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    parts = [shown(_reason(reason, number)) for reason, number in ordered[:MOST_REASONS]]
    if rest := sum(number for _, number in ordered[MOST_REASONS:]):
        parts.append(f"{rest} for other reasons (-v names them)")
    return ", ".join(parts)


def _reason(reason: str, number: int) -> str:
    words = reason.removeprefix("is a ").removeprefix("is an ")
    if reason in _REASONS or words in _REASONS:
        return f"{number} {_REASONS.get(reason) or _REASONS[words]}"
    if words.endswith("template"):
        return _count(number, words)
    return f"{number} ({reason})"


def _fixable(findings: Iterable[Finding]) -> str:
    levels = [found.fix.applicability for found in findings if found.fix is not None]
    safe, unsafe = levels.count(Applicability.SAFE), levels.count(Applicability.UNSAFE)
    if safe and unsafe:
        return f"{safe} fixable with `k8slint fix`, {unsafe} more with `--unsafe`."
    if safe:
        return f"{safe} fixable with `k8slint fix`."
    return f"{unsafe} fixable with `k8slint fix --unsafe`." if unsafe else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# --- what went wrong


def render_failures(failures: Iterable[Failure], out: Output, *, verbose: int = 0) -> None:
    """Failures, for standard error: a line each, the traceback only when `verbose`."""
    for line in _failure_lines(failures, verbose):
        paint(wrapped(line, out.width, INDENT) if out.wraps else [line], out)


def _failure_lines(failures: Iterable[Failure], verbose: int) -> Iterator[Line]:
    for failure in failures:
        line: Line = [("k8slint: ", ""), ("error", "error"), (": ", "")]
        if failure.path:
            line += [(place(failure.path, failure.line, 1), "path"), (": ", "")]
        yield [*line, *coded(shown(failure.message))]
        if verbose and failure.detail:
            for detail in failure.detail.rstrip("\n").split("\n"):
                yield [("  | ", "gutter"), (printable(detail), "dim")]
