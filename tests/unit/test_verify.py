"""What a fix did beyond its edits."""

from __future__ import annotations

import random

import pytest

from k8slint import document
from k8slint.edit import Edit, apply
from k8slint.finding import Problem
from k8slint.source import Source, Span
from k8slint.verify import Moves, _new_problem, harm


def edit(text, old, new, number=0):
    at = -1
    for _ in range(number + 1):
        at = text.index(old, at + 1)
    return Edit(Span(at, at + len(old)), new)


def harm_of(text, *edits, path="a.yaml", kind="yaml"):
    after = apply(text, edits)
    return harm(document.read(Source(path, text), kind), document.read(Source(path, after), kind), edits)


def test_moves_agree_with_the_text():
    dice = random.Random(5)
    for _ in range(300):
        text = [chr(0x4E00 + number) for number in range(30)]
        edits, at = [], 0
        while (at := at + dice.randrange(1, 8)) < 30:
            end = min(at + dice.choice([0, 0, 1, 3]), 30)
            edits.append(Edit(Span(at, end), "x" * dice.choice([0, 1, 5])))
            at = end
        new = apply("".join(text), edits)
        moves = Moves(edits)
        for number, character in enumerate(text):
            inside = any(e.span.start <= number < e.span.end for e in edits)
            assert moves.overwrites(number, number + 1) == inside
            if not inside:
                assert new[moves.start(number)] == new[moves.shifted(number)] == character
                assert new[moves.end(number + 1) - 1] == character
                assert not moves.made(moves.start(number)) or any(e.span.end == number for e in edits)
            assert (moves.start(number) is None) == any(e.span.start < number < e.span.end for e in edits)
        for (low, high), made in zip(moves.inserted, edits, strict=True):
            assert new[low:high] == made.text
            assert all(moves.made(place) for place in (low, high))


POD = """\
apiVersion: v1
kind: Pod
metadata: {name: a, labels: {b: c}}
spec:
  first: 1
  list:
  - name: x
    image: y
  - name: z
  flow: [1, 2, 3]
  empty:
  alias: &anchor {q: 1}
  user: *anchor
  text: |
    one
    two
  last: "quoted"
"""


@pytest.mark.parametrize(
    "edits",
    [
        [("metadata: {name: a, labels: {b: c}}\n", "")],
        [("kind: Pod\n", "kind: Pod # c\n")],
        [("  first: 1\n", "")],
        [("first: 1\n  ", "")],
        [("name: x\n    ", "")],
        [("  - name: x\n    image: y\n", "")],
        [("- name: z\n", "- name: z\n    more: [1]\n  - {}\n")],
        [("1, ", ""), (", 3", "")],
        [("[1, 2, 3]", "{a: 1}")],
        [("empty:", "empty:\n    made: 1")],
        [("empty:", "empty: 5")],
        [("user: *anchor", "user: {q: 1}")],
        [("*anchor", "{q: 1}")],
        [("two", "three\n    four")],
        [('"quoted"', "plain")],
        [("last", "first2")],
        [("{name: a, labels: {b: c}}", "\n  name: a\n  labels:\n    b: c")],
        [("image: y", "image: y:1"), ("first: 1", "first: 2"), ("empty:", "empty: {}")],
        [("list:", "list: !!seq")],
        [("spec:\n", "spec:\n  # k8slint\n\n")],
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_edits_that_do_what_they_say(edits, newline):
    text = POD.replace("\n", newline)
    made = [edit(text, old.replace("\n", newline), new.replace("\n", newline)) for old, new in edits]
    assert harm_of(text, *made) is None


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("first: 1", "first: 1 #\n  list: []\n  was:", 6),
        ("empty:\n", "empty: |\n  ", 12),
        ("empty:\n", "empty:\n  ", 12),
        ("flow: [1, 2, 3]\n  empty:\n", "flow: [1, 2, 3]\n  empty:\n  alias: 2\n...\n", 12),
        ("image: y\n", "image: y\n    ", 9),
        ("{q: 1}", "{q: 1} #", None),
        ("&anchor ", "&anchor2 ", 13),
        ("    two\n", "    two\n    ", 17),
        ("labels: {", "labels: {} #", 3),
    ],
)
def test_edits_that_do_more(old, new, line):
    said = harm_of(POD, edit(POD, old, new))
    if line is None:
        assert said is None
    else:
        assert said is not None
        assert f"line {line}" in said or "makes a new problem" in said


def test_untouched_documents_are_watched():
    text = "apiVersion: v1\nkind: Pod\na: 1\n---\napiVersion: v1\nkind: Pod\nb: 1\n"
    assert harm_of(text, edit(text, "a: 1", "a: 2")) is None
    assert harm_of(text, edit(text, "a: 1\n", "a: |\n ")) is not None
    assert harm_of(text, edit(text, "---\n", "")) is not None
    assert "1 documents of 2" in harm_of("kind: a\napiVersion: b\n---\nc: 1\n", Edit(Span(22, 26), ""))
    assert "3 documents of 2" in harm_of(text, edit(text, "a: 1", "a: 1\n---\nb: 1"))


def test_a_file_that_is_no_manifest_any_more():
    text = "apiVersion: v1\nkind: Pod\n"
    assert "no longer read as one of kind `manifest`" in harm_of(text, edit(text, "kind: Pod", "kin: Pod"))


def problem(kind, start, message="m", fatal=False):
    return Problem(kind, Span(start, start + 1), message, fatal)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [], None),
        ([], [("yaml-syntax", 5)], 5),
        ([("yaml-syntax", 5)], [("yaml-syntax", 9)], None),
        ([("yaml-syntax", 5, "in line 3")], [("yaml-syntax", 9, "in line 4")], None),
        ([("yaml-syntax", 5, "this")], [("yaml-syntax", 9, "that")], 9),
        ([("yaml-syntax", 5, "this", True)], [("yaml-syntax", 9, "that", True)], None),
        ([("yaml-syntax", 5, "this", True)], [("yaml-syntax", 3, "that", True)], 3),
        ([("yaml-syntax", 5), ("yaml-syntax", 6)], [("yaml-syntax", 9)], None),
        ([("yaml-syntax", 5)], [("yaml-syntax", 5), ("yaml-syntax", 9)], 9),
        ([("duplicate-key", 5, "key a")], [("duplicate-key", 5, "key b")], None),
        ([("duplicate-key", 5, "key a")], [("duplicate-key", 5, "key b"), ("duplicate-key", 6, "key c")], 6),
        ([("malformed-document-separator", 5)], [("duplicate-key", 9)], None),
        ([("malformed-document-separator", 5)], [("duplicate-key", 2)], 2),
    ],
)
def test_new_problems(before, after, expected):
    found = _new_problem([problem(*p) for p in before], [problem(*p) for p in after], Moves(()))
    assert (None if found is None else found.span.start) == expected


DOCKERFILE = "FROM a\nRUN b\nCOPY <<E /x\ntext\nE\nRUN c \\\n  && d\nCMD e\n"


def dockerfile_harm(old, new):
    return harm_of(DOCKERFILE, edit(DOCKERFILE, old, new), path="Dockerfile", kind="dockerfile")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("RUN b\n", ""),
        ("\nRUN b", ""),
        ("RUN b", "RUN b\nRUN bb"),
        ("RUN b", "# b"),
        ("FROM a\n", "FROM a\nUSER x\n"),
        ("c \\\n  && d", '["c"]'),
        ("text\n", "text\nmore\n"),
        ("CMD e\n", "CMD e"),
        ("CMD e\n", "CMD e\nUSER f\n"),
    ],
)
def test_dockerfile_edits_that_do_what_they_say(old, new):
    assert dockerfile_harm(old, new) is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("RUN b", "RUN b \\", "`COPY` of line 3"),
        ("RUN b", "RUN b <<E", "line 3"),
        ("\nE\n", "\nF\n", "problem"),
        ("FROM a", "# escape=`\nFROM a", "new problem in line 8"),
        ("RUN b\n", "RUN b ", "`COPY` of line 3"),
        ("FROM a\n", "FORM a\n", "problem"),
        ("&& d\n", "&& d \\\n", "`CMD` of line 8"),
    ],
)
def test_dockerfile_edits_that_do_more(old, new, words):
    said = dockerfile_harm(old, new)
    assert said is not None
    assert words in said


def test_everything_gone():
    assert "new problem" in harm_of("FROM a\n", Edit(Span(0, 7), ""), path="Dockerfile", kind="dockerfile")
