"""Which `#` starts a comment, and where it ends."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from k8slint._internal.syntax.yaml.comments import comments
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.text.source import Source


def read(text):
    source = Source("a.yaml", text)
    return comments(source, parse(source))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a\nb: 1 # c\n  # d\n", [("a", True), ("c", False), ("d", True)]),
        ("a: b#c\n", []),
        ("a: 'b # c'\n", []),
        ('a: "b\n  # c"\n', []),
        ("a: |\n  # b\n  c # d\n# e\n", [("e", True)]),
        ("a: | # b\n  # c\n", [("b", False)]),
        ("a: >-2   # b\n  # c\n", [("b", False)]),
        ("a: |\n  b\n # c\n", [("c", True)]),
        ("a: |\n\n  # b\n\nc: 1 # d\n", [("d", False)]),
        ("a: http://x/#b # c\n", [("c", False)]),
        ("a: [b, # c\n  d] # e\n", [("c", False), ("e", False)]),
        ("a: 'b'# c\n", [("c", False)]),
        ("--- # a\nb: 1\n---# c\nd: 1\n", [("a", False), ("c", False)]),
        ("#\n#a\n##b\n", [("", True), ("a", True), ("#b", True)]),
        ("a: 1 # b\r\n# c\r\n", [("b", False), ("c", True)]),
        ("# a\n---\n# b\n", [("a", True), ("b", True)]),
        ("a: 1 # b", [("b", False)]),
        ("a:\t# b\n", [("b", False)]),
        ("# a\nb: [ # c\n", [("a", True)]),
        ("# a\nb: [ # c\n---\nd: 1 # e\n", [("a", True), ("e", False)]),
        ("a: 1\n...\n# b\nc: 1 # d\n", []),
        ('{"a": "# b"}', []),
        ("a: *b # c\n", []),
        ("a: &b 1 # c\nd: *b # e\n", [("c", False), ("e", False)]),
        ("a: b\n  c # d\n", [("d", False)]),
        ("", []),
    ],
)
def test_comments(text, expected):
    found = read(text)
    assert [(comment.text, comment.own_line) for comment in found] == expected
    for comment in found:
        assert text[comment.span.start] == "#"
        assert text[comment.span.start + 1 : comment.span.end].strip() == comment.text
        assert "\n" not in text[comment.span.start : comment.span.end]
        assert not text[comment.span.start : comment.span.end].endswith("\r")


LINES = st.lists(
    st.sampled_from(
        ["a: 1", "b: 'x # y'", "c: |", "  # text", "d: [1,", "  2]", "e: x#y", "f:", '  g: "# h"', "---", "", "i: >-"]
    ),
    max_size=10,
)


@settings(max_examples=200, deadline=None)
@given(LINES, st.data())
def test_a_comment_behind_a_line_is_found_where_the_parser_skips_it(lines, data):
    """Blanking what is found changes nothing that is read."""
    marked = [line + data.draw(st.sampled_from(["", " # z", "  #z"])) for line in lines]
    text = "\n".join(marked) + "\n"
    source = Source("a.yaml", text)
    stream = parse(source)
    # A comment also ends a text of several lines: blanked, the lines would be one text.
    assume(not any(problem.fatal for problem in stream.problems))
    assume(all(document.dropped is None for document in stream.documents))
    blanked = text
    found = comments(source, stream)
    # Nor is a line of blanks behind a block scalar what a comment is there: it belongs to the scalar.
    assume(not {"c: |", "i: >-"} & set(lines) or not any(comment.own_line for comment in found))
    for comment in found:
        start, end = comment.span.start, comment.span.end
        blanked = blanked[:start] + " " * (end - start) + blanked[end:]
    again = parse(Source("a.yaml", blanked))
    assert [repr(document.root) for document in again.documents] == [
        repr(document.root) for document in stream.documents
    ]
