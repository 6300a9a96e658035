"""What a fix did beyond its edits."""

from __future__ import annotations

import random

import pytest

from k8slint._internal.fixing.verify import Moves, _instructions_harm, _new_problem, harm
from k8slint._internal.kinds import document
from k8slint._internal.text.edit import Edit, apply
from k8slint._internal.text.finding import Problem
from k8slint._internal.text.source import Source, Span


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


def random_edits(dice, length):
    edits, at = [], 0
    while (at := at + dice.choice([0, 1, 2, 5])) <= length:
        end = min(at + dice.choice([0, 0, 1, 3]), length)
        edits.append(Edit(Span(at, end), dice.choice(["", "x", "xx", "\n", "a\nb"])))
        at = end + (edits[-1].span.start == end)
    return edits


def test_moves_answer_what_a_look_at_every_edit_answers():
    dice = random.Random(11)
    length = 12
    for _ in range(150):
        edits = random_edits(dice, length)
        moves = Moves(edits)
        spans = [(e.span.start, e.span.end, e.text) for e in edits]
        for start in range(length + 1):
            kept = [e for e in edits if e.span.end <= start and not e.span.start == e.span.end == start]
            shift = sum(len(e.text) - (e.span.end - e.span.start) for e in kept)
            inside = any(low < start < high for low, high, _ in spans)
            assert moves.end(start) == (None if inside else start + shift)
            over = next((n for n, (_, high, _) in enumerate(spans) if high > start), len(spans) - 1)
            if edits:
                assert moves.text_over(start) == moves.inserted[over]
            for end in range(start, length + 1):
                overwritten = any(high > start and low < end for low, high, _ in spans)
                assert moves.overwrites(start, end) == overwritten
                assert moves.replaces(start, end) == any(low <= start < high and high >= end for low, high, _ in spans)
                beside = any(low <= end and high >= start and "\n" not in text for low, high, text in spans)
                assert moves.touches(start, end) == (overwritten or beside)
        for place in range(length + 20):
            assert moves.made(place) == any(low <= place <= high for low, high in moves.inserted)


def said_of(before, after, *edits, path="a.yaml", kind="yaml"):
    """What is said of a text that became another one, though the edits tell only of a part of it."""
    return harm(document.read(Source(path, before), kind), document.read(Source(path, after), kind), edits)


HEAD = "apiVersion: v1\nkind: Pod\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\n", "a: 2\n"),
        ("a: 'x'\n", 'a: "x"\n'),
        ("a: 'x'\n", 'a: "y"\n'),
        ("a: x\n", "a: y\n"),
        ("a: !x 1\n", "a: !y 1\n"),
        ("a: &x 1\n", "a: &y 1\n"),
        ("a: !x {b: 1}\n", "a: !y {b: 1}\n"),
        ("a: &x [b]\n", "a: &y [b]\n"),
        ("a: {b: 1}\n", "a: [b, 1]\n"),
        ("a: [b, 1]\n", "a: {b: 1}\n"),
        ("a: {b: 1}\n", "a: 'b: 1'\n"),
        ("a: [b, 1]\n", "a: 'b, 1'\n"),
        ("a: b\n", "a: [b]\n"),
        ("a: b\n", "a: {b: 1}\n"),
        ("a:\n", "a: 1\n"),
        ("a: {b: 1}\n", "a: {b: 1, c: 2}\n"),
        ("a: {b: 1, c: 2}\n", "a: {b: 1}\n"),
        ("a: {b: 1, c: 2}\n", "a: {b: 1, d: 2}\n"),
        ("a: {'b': 1}\n", 'a: {"b": 1}\n'),
        ("a: [1, 2]\n", "a: [1]\n"),
        ("a: [1]\n", "a: [1, 2]\n"),
        ("a: [1, 2]\n", "a: [1, 3]\n"),
        ("a: [[1], 2]\n", "a: [[3], 2]\n"),
        ("a:\n  -\n  - 1\n", "a:\n  - 2\n  - 1\n"),
        ("x: &p 1\ny: &q 2\na: *p\n", "x: &p 1\ny: &q 2\na: *q\n"),
        ("x: &p 1\na: *p\n", "x: &p 1\na: 'p'\n"),
        ("x: &p 1\na: '*'\n", "x: &p 1\na: *p\n"),
        ("x: &p 1\na: *p\n", "x: &p 1\na: [2]\n"),
        ("a: |\n  x\n", "a: >\n  x\n"),
    ],
)
def test_each_difference_that_no_edit_explains_is_found(before, after):
    line = 2 + max(number for number, text in enumerate(before.splitlines(), 1) if text.startswith(("a:", "  -")))
    said = said_of(HEAD + before, HEAD + after)
    assert said in (
        f"it changes line {line}, which it does not edit",
        f"it changes line {line - 1}, which it does not edit",
    )
    assert said_of(HEAD + before, HEAD + before) is None


def at(text, old, new):
    start = text.index(old, len(HEAD))
    return Edit(Span(start, start + len(old)), new)


@pytest.mark.parametrize(
    ("before", "old", "new", "after"),
    [
        # The edit explains the key, and not its value.
        ("key: 1\n", "key", "yek", "yek: 2\n"),
        ("key: {b: 1}\n", "key", "yek", "yek: {b: 2}\n"),
        # An entry is half covered, and gone.
        ("key: 1\nl: 2\n", "key", "", "l: 2\n"),
        ("l: [key, 1]\n", "k", "", "l: [1]\n"),
        ("l: [{k: 1}, 1]\n", "{", "", "l: [1]\n"),
        # The edit explains the first character of an item, and not what is in it.
        ("l: [{k: 1}, 2]\n", "{", "{", "l: [{k: 3}, 2]\n"),
        # Something came in beside what was written.
        ("l: 1\n", "1", "2", "l: 2\nm: 3\n"),
        ("l: [1]\n", "1", "2", "l: [2, 3]\n"),
        ("m: !x 1\nl: 1\n", "l", "n", "m: !y 1\nn: 1\n"),
    ],
)
def test_an_edit_explains_only_what_it_covers(before, old, new, after):
    assert "which it does not edit" in said_of(HEAD + before, HEAD + after, at(HEAD + before, old, new))


@pytest.mark.parametrize(
    ("before", "old", "new"),
    [
        ("key: 1\n", "key", "other"),
        ("key: 1\nl: 2\n", "key: 1\n", ""),
        ("key: 1\nl: 2\n", "key: 1", "a: 1\nb: 2"),
        ("l: [a, b]\n", "a, ", ""),
        ("l: [a, b]\n", "a", "c, d"),
        ("l:\n  - a: 1\n  - b: 2\n", "- a: 1", "- c: 1\n    d: 2"),
        ("l:\n  -\n  - 1\n", "-\n", "- 2\n"),
        ("l:\n  - {a: 1}\n", "{a: 1}", "{b: 1, a: 1}"),
        ("l: !x 1\n", "!x", "!y"),
        ("l: &x 1\n", "&x ", ""),
        ("x: &p 1\nl: *p\n", "*p", "[1]"),
        ("l: {a: 1}\n", "{a: 1}", "'a'"),
        ("l: [1]\n", "[1]", "{a: 1}"),
        ("l:\nm: 1\n", "l:", "l: [1]"),
        ("l: ab\n", "ab", "'ab'"),
        ("l: a\n", "a", "ab"),
    ],
)
def test_an_edit_may_do_what_it_covers(before, old, new):
    text = HEAD + before
    assert harm_of(text, at(text, old, new)) is None


STREAM = "apiVersion: v1\nkind: Pod\na: 1\n---\napiVersion: v1\nkind: Pod\nb: 2\n"


def test_documents_that_are_lost():
    assert said_of(STREAM, STREAM.replace("apiVersion: v1\nkind: Pod\nb: 2", "# gone")) == "it makes 1 documents of 2"
    assert said_of(STREAM, STREAM.replace("b: 2", "b: 3")) == "it changes line 7, which it does not edit"
    empty = "apiVersion: v1\nkind: Pod\n---\n# nothing\n---\nb: 1\n"
    assert said_of(empty, empty) is None
    assert said_of(empty, empty.replace("b: 1", "b: 2")) == "it changes line 6, which it does not edit"


HIDDEN = "apiVersion: v1\nkind: Pod\na: 1\n----\nx: 1\n---\napiVersion: v1\nkind: Pod\nb: 2\n"
FATAL = "apiVersion: v1\nkind: Pod\na: 1\n---\nx: [1\n---\napiVersion: v1\nkind: Pod\nb: 2\n"


@pytest.mark.parametrize(("text", "old", "new"), [(HIDDEN, "----", "---"), (FATAL, "[1", "[1]\n---\ny: 1")])
def test_what_was_hidden_may_come_to_light(text, old, new):
    fix = at(text, old, new)
    before = document.read(Source("a.yaml", text), "yaml")
    assert any(problem.fatal or problem.kind == "malformed-document-separator" for problem in before.problems)
    after = apply(text, [fix])
    assert said_of(text, after, fix) is None
    assert "line 9" in said_of(text, after.replace("b: 2", "b: 3"), fix), "what was seen before is still watched"
    lost = after.replace("apiVersion: v1\nkind: Pod\nb: 2\n", "# gone\n")
    assert "line 7" in said_of(text, lost, fix)


@pytest.mark.parametrize("text", [HIDDEN, FATAL])
def test_a_file_with_a_hidden_part_may_change_its_kind(text):
    other = "a: 1\n"
    before = document.read(Source("a.yaml", text), "yaml")
    for kind, said in (("yaml", None), ("dockerfile", None)):
        after = document.read(Source("a.yaml", other if kind == "yaml" else "FROM a\n"), kind)
        found = harm(before, after, ())
        assert said is None
        assert found is None or "no longer read" not in found


def test_kinds_that_are_not_manifests_are_watched():
    compose = "services:\n  a:\n    image: b\n    command: x\n"
    assert (
        said_of(compose, compose.replace("b", "c"), path="compose.yaml") == "it changes line 3, which it does not edit"
    )
    assert said_of(compose, compose, path="compose.yaml") is None
    tool = "resources:\n  - a.yaml\n  - b.yaml\n"
    path = "kustomization.yaml"
    assert said_of(tool, tool.replace("b.", "c."), path=path) == "it changes line 3, which it does not edit"
    assert said_of(tool, tool, path=path) is None


def test_files_without_a_tree_are_not_compared():
    before = document.read(Source("a.txt", "hello\n"), "other")
    after = document.read(Source("a.txt", "bye\n"), "other")
    assert harm(before, after, ()) is None


def dockerfile_said(before, after, *edits):
    return said_of(before, after, *edits, path="Dockerfile", kind="dockerfile")


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("FROM a\nRUN b\n", "FROM a\nCMD b\n", 2),
        ("FROM a\nRUN b\n", "FROM a\nRUN bb\n", 2),
        ("FROM a\nRUN b\nRUN c\n", "FROM a\n#UN b\nRUN c\n", 2),
        ("FROM a\nRUN b\n", "FROM a\nRUN b \\\n c\n", 2),
    ],
)
def test_each_difference_of_an_instruction_is_found(before, after, line):
    assert f"of line {line}, which it does not edit" in dockerfile_said(before, after)
    assert dockerfile_said(before, before) is None


def test_an_instruction_may_grow_where_an_edit_adds_to_it():
    text = "FROM a\nRUN b\nRUN c\n"
    assert dockerfile_said(text, "FROM a\nRUN b x\nRUN c\n", Edit(Span(12, 12), " x")) is None
    assert "line 3" in dockerfile_said(text, "FROM a\nRUN b x\nCMD c\n", Edit(Span(12, 12), " x"))
    assert "line 2" in dockerfile_said(text, "FROM a\nRUN b \\\nRUN c\n", Edit(Span(13, 13), "\n"))
    assert dockerfile_said(text, "FROM a\nRUN b\n", Edit(Span(13, 19), "")) is None


class Part:
    """As much of an instruction, or of a problem, as is looked at."""

    def __init__(self, start, end, keyword="RUN"):
        self.span, self.keyword = Span(start, end), keyword


class Text:
    def __init__(self, instructions, problems=()):
        self.instructions, self.problems = instructions, problems
        self.source = Source("Dockerfile", "x" * 100)


@pytest.mark.parametrize(
    ("bad", "said"),
    [((10, 20), False), ((0, 11), False), ((19, 30), False), ((12, 13), False), ((0, 10), True), ((20, 30), True)],
)
def test_an_instruction_that_could_not_be_read_is_not_watched(bad, said):
    before = Text([Part(10, 20)], [Part(*bad)])
    assert (_instructions_harm(before, Text([]), Moves(())) is not None) == said


@pytest.mark.parametrize(
    ("before", "after", "edits", "expected"),
    [
        ([("yaml-syntax", 5, "a", True)], [("duplicate-key", 9)], [Edit(Span(3, 8), "")], None),
        ([("yaml-syntax", 5, "a", True)], [("duplicate-key", 5)], [], None),
        ([("yaml-syntax", 5, "a", True)], [("duplicate-key", 4)], [], 4),
        ([("yaml-syntax", 5, "a")], [("duplicate-key", 9)], [], 9),
    ],
)
def test_what_a_gone_problem_hid(before, after, edits, expected):
    found = _new_problem([problem(*p) for p in before], [problem(*p) for p in after], Moves(edits))
    assert (None if found is None else found.span.start) == expected
