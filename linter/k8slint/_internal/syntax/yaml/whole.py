"""What is wrong with a document as a whole: text that nobody reads, two objects in one, separators that cut a text."""

from __future__ import annotations

from bisect import bisect_left

from k8slint._internal.syntax.yaml.tree import Mapping
from k8slint._internal.text.edit import Applicability, Edit, Fix
from k8slint._internal.text.finding import Problem, Related
from k8slint._internal.text.record import replace
from k8slint._internal.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint._internal.syntax.yaml.documents import Document, Stream
    from k8slint._internal.syntax.yaml.tree import Node

CARRIAGE_RETURN = "lone-carriage-return"
LOST, MERGED, SEPARATOR = "text-after-document-end", "missing-document-separator", "malformed-document-separator"


def of_objects(stream: Stream) -> tuple[Problem, ...]:
    """The problems of a stream as kubectl has them: with those of its documents as wholes."""
    text = stream.source.text
    problems = stream.problems
    changed = False
    if "\r" in text and "\n" not in text:
        problems, changed = (*problems, _of_line_ends(text)), True
    for document in stream.documents:
        if document.dropped is not None:
            found = lost(text, document.dropped)
            if found is not None:
                problems, changed = (*problems, found), True
        if len(document.problems) > 1 and document.root is not None:
            better = merged(text, document.root, document.problems)
            if better is not document.problems:
                old = set(map(id, document.problems))
                problems, changed = (*[p for p in problems if id(p) not in old], *better), True
    return tuple(sorted(problems, key=lambda problem: (problem.span.start, problem.span.end))) if changed else problems


def _of_line_ends(text: str) -> Problem:
    message = (
        "lines end with a carriage return alone, so kubectl finds no `---` in this file; save it with Unix line ends"
    )
    start = len(text) - len(text.lstrip())
    end = text.find("\r", start)
    return Problem(CARRIAGE_RETURN, Span(start, len(text) if end < 0 else end), message)


def lost(text: str, dropped: Span) -> Problem | None:
    """Content that kubectl drops since it stands after `...`, or after a `---` that no line feed precedes."""
    lines = text[dropped.start : dropped.end].splitlines(keepends=True)
    at = dropped.start
    for line in lines:
        code = line.strip()
        if code and code[0] not in "#%" and not code.startswith("---"):
            break
        at += len(line)
    else:
        return None
    span = Span(at, at + len(text[at : dropped.end].splitlines()[0].rstrip()))
    marker = text.rfind("\n...", 0, dropped.start) + 1
    if not marker or text[marker + 3 : dropped.start].strip(" \t\r\n"):
        before = text[: dropped.start].rstrip()
        if before.endswith(("}", "]")):
            message = (
                f"kubectl stops after the closing `{before[-1]}` and drops what follows; put `---` on the line above"
            )
        else:
            message = (
                "kubectl drops this document, since lines end with a carriage return alone; end them with a line feed"
            )
        return Problem(LOST, span, message)
    after = text[dropped.start : dropped.end].lstrip()
    if after.startswith(("---", "%")):
        return Problem(LOST, span, _LOST)
    fix = Fix("write `---` in place of `...`", (Edit(Span(marker, marker + 3), "---"),), Applicability.UNSAFE)
    return Problem(LOST, span, _LOST, fix=fix)


_LOST = (
    "kubectl stops at `...` and drops what follows up to the next `---`, so this is never created; write `---` in place of"
    " `...`"
)


def merged(text: str, root: Node, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems of a document, those that a missing `---` between two objects makes as one."""
    if not isinstance(root, Mapping):
        return problems
    names = [entry.name for entry in root.entries]
    if names.count("apiVersion") < 2 or names.count("kind") < 2:
        return problems
    keys = {entry.key.start for entry in root.entries}
    first: set[str] = set()
    starts = []
    for entry in root.entries:
        if entry.name in first:
            starts.append(entry.key)
            first.clear()
        first.add(entry.name)
    kept = [p for p in problems if p.kind != "duplicate-key" or p.span.start not in keys]
    return (*kept, *[_merged(text, root, start) for start in starts])


def _merged(text: str, root: Mapping, key: Node) -> Problem:
    related = (Related("", root.entries[0].key.span, "the first object begins here"),)
    message = (
        "a second object begins here without a `---` before it, so kubectl merges the two into one and loses the values that"
        " both have; put `---` on the line above"
    )
    line = text.rfind("\n", 0, key.start) + 1
    if root.flow or line != key.start:
        message = message.replace("put `---` on the line above", "write each object for itself")
        return Problem(MERGED, key.span, message, related=related)
    while (above := text.rfind("\n", 0, line - 1) + 1) < line and text[above : above + 1] == "#":
        line = above
    newline = "\r\n" if text[line - 2 : line] == "\r\n" else "\n"
    fix = Fix("put `---` between the objects", (Edit(Span(line, line), f"---{newline}"),), Applicability.UNSAFE)
    return Problem(MERGED, key.span, message, fix=fix, related=related)


def trusted(problems: list[Problem], documents: list[Document]) -> list[Problem]:
    """The problems, fixes of separators left out where a document next to one cannot be read: the line may then be a part of
    a quoted text.
    """
    if not any(problem.kind == SEPARATOR and problem.fix for problem in problems):
        return problems
    dark = [document.span for document in documents if document.root is None or document.dropped]
    starts, ends = [span.start for span in dark], {span.end for span in dark}
    return [replace(p, fix=None) if p.kind == SEPARATOR and _touches(p.span, starts, ends) else p for p in problems]


def _touches(line: Span, starts: list[int], ends: set[int]) -> bool:
    following = bisect_left(starts, line.start)
    return line.start in ends or (following < len(starts) and starts[following] <= line.end + 2)
