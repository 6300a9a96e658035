"""What is said about documents that cannot be read, about separators, and about documents as a whole."""

from __future__ import annotations

import time

import pytest

from k8slint._internal.syntax.yaml.documents import parse, to_data
from k8slint._internal.syntax.yaml.whole import of_objects
from k8slint._internal.text.edit import Applicability, apply
from k8slint._internal.text.source import Source

MANIFEST = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"


def problems(text):
    source = Source("a.yaml", text)
    return [(source.slice(problem.span), problem) for problem in of_objects(parse(source))]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("x: {P}.16\n", ".16", '`"{P}.16"`'),
        ("x: [a] b\n", "b", '`"[a] b"`'),
        ("- x: {a: 1} b # c\n", "b", "quote the value"),
        ('x: "a" b\n', "b", 'closing `"`'),
        ("x: 'it''s' b\n", "b", "closing `'`"),
        ("'k': 'a' b\n", "b", "closing `'`"),
        ("data:\n<<<<<<< HEAD\n  x: 1\n=======\n  x: 2\n>>>>>>> b\n", "<<<<<<< HEAD", "merge conflict"),
        ("<<<<<<< HEAD\nx: 1\n=======\nx: 2\n>>>>>>> b\n", "<<<<<<< HEAD", "merge conflict"),
        ("data:\n\tx: 1\n", "\t", "a tab cannot indent"),
        ("data:\n  a:x\n  b: y\n", "a:x", "write `a: x`"),
        ("kind:Foo\nz: 1\n", "kind:Foo", "write `kind: Foo`"),
        ("z: 1\nkind:Foo\n", "kind:Foo", "write `kind: Foo`"),
        ("data:\n  - a:x\n    b: y\n", "a:x", "write `a: x`"),
        ("x: @a\n", "@a", "`@`"),
        ("x: %a\n", "%a", "`%`"),
        ("x: `a`\n", "`a`", "a backtick"),
        ("x: *.foo\n", "*.foo", "quote the value"),
        ("x: & a\n", "&", "quote the value"),
        ("x: ]\n", "]", "quote it"),
        ("x: a: b\n", ":", "quote the value"),
        (" ---\ny: 1\n", "---", "start of a line"),
        ("x: - a\n", "-", "line of its own"),
        ('x: "\\d"\n', '\\d"', "double the backslash"),
        ("x: 'a\n", "'", "the quote is not closed"),
        ("x: [a\n", "[", "`[` without its `]`"),
        ("x: [\n", "[", "`[` is not closed"),
        ("x: {a: 1\n", "{", "`{` without its `}`"),
        ("x: > a\n  b\n", "a", "only a comment"),
        ("y 1\nz: 2\n", "y", "put a colon"),
        ('data:\n  a: "open\n  b: "x"\n', '"', "not closed on this line"),
        ("x: 'don't'\n", "t'", "write `''`"),
        ('x: ["sh", "echo "hi""]\n', 'hi""', "single quotes"),
        ('x: ["a" "b"]\n', '"b"', "comma"),
        ("x: {a: 1 b: 2}\n", ":", "comma"),
        ("x: [1, 2\ny: 3\n", "[", "`[` without its `]`"),
        ("x: [a, b]]\n", "]", "closes nothing"),
        ("x:\n  - a\n  -b\n  - c\n", "-b", "write `- b`"),
        ("x: 1\n=======\ny: 2\n", "=======", "merge conflict"),
        ("x: *nope\n", "*nope", "quote the value"),
        ("x:\n   a: 1\n  b: 2\n", "b:", "align it"),
    ],
)
def test_words(text, place, words):
    ((found, problem),) = problems(MANIFEST + text)
    assert problem.kind == "yaml-syntax"
    assert problem.fatal
    assert problem.fix is None
    assert found == place
    assert words in problem.message
    assert ";" in problem.message, "says what to do"


@pytest.mark.parametrize(
    "text",
    [
        "x: {P}\n",
        "x: [a] # b\n",
        'x: "a" # b\n',
        "x: http://a/b\n",
        "x: a:b\n",
        "x: |\n  <<<<<<< HEAD\n  =======\n",
        "x: '@a'\n",
        "x:\n  - a:b\n",
    ],
)
def test_silence(text):
    assert problems(MANIFEST + text) == []


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("a: 1\n----\nb: 1\n", "a: 1\n---\nb: 1\n"),
        ("---b: 1\nc: 2\n", "---\nb: 1\nc: 2\n"),
        ("---b: 1\r\nc: 2\r\n", "---\r\nb: 1\r\nc: 2\r\n"),
        ("a: 1\n--- b: 1\nc: 1\n", "a: 1\n---\nb: 1\nc: 1\n"),
        ("a: 1\n--- {b: 1}\n", "a: 1\n---\n{b: 1}\n"),
        ("---#x\na: 1\n", "--- #x\na: 1\n"),
        # Text; a quote that the line cuts; a document next to it that cannot be read; text that kubectl drops.
        ("a: 1\n--- foo\nb: 1\n", None),
        ('d:\n m: "w\n----\n b"\n', None),
        ("a: [\n----\nb: 1\n", None),
        ("a: 1\n----\nb: [\n", None),
        ("a: {{ .Values.x }}\n----\nb: 1\n", None),
        ("a: 1\n--- {b: 1}\nc: 1\n", None),
    ],
)
def test_separators(text, fixed):
    (problem,) = [problem for _, problem in problems(text) if problem.kind == "malformed-document-separator"]
    if fixed is None:
        assert problem.fix is None
    else:
        assert problem.fix.applicability == Applicability.SAFE
        assert apply(text, problem.fix.edits) == fixed
        assert problems(fixed) == []


@pytest.mark.parametrize("text", ["# c\n---#x\na: 1\n", "---\n---#x\na: 1\n", "--- #x\na: 1\n", "---\t#x\na: 1\n"])
def test_separators_that_kubectl_takes(text):
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 1\n...\nb: 1\n", "b: 1", "`...`"),
        ("a: 1\n... # x\n# c\nb: 1\n---\nc: 1\n", "b: 1", "`...`"),
        ("a: 1\n...\n%YAML 1.1\n---\nb: 1\n", None, ""),
        ("{a: 1}\nb: 1\n", "b: 1", "closing `}`"),
        ("a: 1\n...\n", None, ""),
        ("a: 1\n...\n# c\n---\nc: 1\n", None, ""),
    ],
)
def test_text_that_is_dropped(text, place, words):
    found = problems(text)
    assert [at for at, _ in found] == ([] if place is None else [place])
    if found:
        assert found[0][1].kind == "text-after-document-end"
        assert words in found[0][1].message


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        (
            "apiVersion: v1\nkind: A\nm: 1\n# B\napiVersion: v1\nkind: B\nm: 2\n",
            "apiVersion: v1\nkind: A\nm: 1\n---\n# B\napiVersion: v1\nkind: B\nm: 2\n",
        ),
        (
            "kind: A\r\napiVersion: v1\r\nkind: B\r\napiVersion: v1\r\nkind: C\r\napiVersion: v1\r\n",
            "kind: A\r\napiVersion: v1\r\n---\r\nkind: B\r\napiVersion: v1\r\n---\r\nkind: C\r\napiVersion: v1\r\n",
        ),
        ("{apiVersion: v1, kind: A, apiVersion: v1, kind: B}\n", None),
    ],
)
def test_two_objects_in_one(text, fixed):
    found = [problem for _, problem in problems(text)]
    assert {problem.kind for problem in found} == {"missing-document-separator"}
    if fixed is None:
        assert [problem.fix for problem in found] == [None]
        return
    edits = [edit for problem in found for edit in problem.fix.edits]
    assert apply(text, edits) == fixed
    assert problems(fixed) == []
    kinds = [to_data(document.root)["kind"] for document in parse(Source("a.yaml", fixed)).documents]
    assert len(kinds) == len(set(kinds)) == len(found) + 1


def test_lines_that_end_with_carriage_returns():
    found = problems("a: 1\r---\rb: 1\r")
    assert [(at, problem.kind) for at, problem in found] == [
        ("a: 1", "lone-carriage-return"),
        ("b: 1", "text-after-document-end"),
    ]
    assert problems("a: 1\r\n---\r\nb: 1\r\n") == []


def test_one_key_twice_is_still_a_duplicate():
    found = problems("apiVersion: v1\nkind: A\nkind: B\nmetadata: {a: 1, a: 2}\n")
    assert [problem.kind for _, problem in found] == ["duplicate-key", "duplicate-key"]
    inner = problems("apiVersion: v1\nkind: A\nm: {a: 1, a: 2}\napiVersion: v1\nkind: B\nm: 2\n")
    assert [problem.kind for _, problem in inner] == ["duplicate-key", "missing-document-separator"]


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "{" * 150 + "x}" * 40_000,
        "a: " + "'a' " * 100_000,
        "a: [" + "'a' " * 100_000,
        "a:\n" + '  b: "c\n' * 50_001,
        "a:\n" + "  b:c\n" * 50_000 + " d: e\n",
        "apiVersion: v1\nkind: A\n" * 20_000,
        "a: 1\n...\n" + "b\n" * 100_000,
        "a: 1\n----\n" * 3_000 + "[",
        "[\n----\n" * 9_000,
    ],
)
def test_linear(text):
    start = time.process_time()
    problems(text)
    assert time.process_time() - start < 4
