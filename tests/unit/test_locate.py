"""Findings about made texts: they go to the file that was written, and fixes only where the text is the same."""

import pytest

from k8slint._internal.text.edit import Edit, Fix
from k8slint._internal.text.finding import Finding, Related, Severity
from k8slint._internal.text.locate import as_written, settle
from k8slint._internal.text.source import Place, Position, Range, Span

FIX = Fix("t", (Edit(Span(2, 4), "x"), Edit(Span(6, 6), "y")))
FOUND = Finding(
    "r", "", Span(2, 4), "m", Severity.ERROR, (Related("", Span(0, 1), "here"), Related("b", Span(0, 1), "there")), FIX
)


def ranges(path, span):
    return Range(Position(1, span.start + 1), Position(1, span.end + 1))


def names(path, at):
    return f"{path} {at}"


def moved(path, span):
    """The text of `made` is that of `written`, ten characters later, up to character 5; the rest was made up."""
    if path != "made":
        return Place(path, span), True
    return Place("written", Span(span.start + 10, span.end + 10)), span.end <= 5


def test_what_was_written_stays_where_it_is():
    found = settle(FOUND, "a", as_written, ranges, names)
    assert (found.path, found.span, found.fix, found.column, found.object) == ("a", Span(2, 4), FIX, 3, "a 2")
    assert [(related.path, related.range.start.column) for related in found.related] == [("a", 1), ("b", 1)]


def test_what_was_made_goes_to_where_it_comes_from():
    found = settle(FOUND, "made", moved, ranges, names)
    assert (found.path, found.span, found.column, found.object) == ("written", Span(12, 14), 13, "written 12")
    assert [(related.path, related.span) for related in found.related] == [("written", Span(10, 11)), ("b", Span(0, 1))]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ((Edit(Span(2, 4), "x"),), (Edit(Span(12, 14), "x"),)),
        ((Edit(Span(2, 4), "x"), Edit(Span(6, 6), "y")), None),
        ((Edit(Span(4, 6), ""),), None),
    ],
)
def test_a_fix_needs_the_text_as_it_was_judged(edits, expected):
    made = Finding("r", "", Span(2, 4), "m", Severity.ERROR, (), Fix("t", edits))
    fix = settle(made, "made", moved, ranges, names).fix
    assert (None if fix is None else fix.edits) == expected
