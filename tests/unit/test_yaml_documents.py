"""Streams: documents, problems with their spans, limits, what kubectl drops."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from k8slint._internal.syntax.yaml import build, documents, reader
from k8slint._internal.syntax.yaml.documents import may_hold_objects, parse, to_data
from k8slint._internal.syntax.yaml.tree import Alias, Scalar, walk
from k8slint._internal.text.edit import apply
from k8slint._internal.text.source import Source


def read(text):
    return parse(Source("a.yaml", text))


def problems(text):
    return [(problem.kind, text[problem.span.start : problem.span.end]) for problem in read(text).problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n", []),
        ("a: 1\na: 2\n", [("duplicate-key", "a")]),
        ("a: {b: 1, b: 2, b: 3}\n", [("duplicate-key", "b"), ("duplicate-key", "b")]),
        ("y: 1\n'true': 2\n", [("duplicate-key", "'true'")]),
        ("010: 1\n8: 2\n", [("duplicate-key", "8")]),
        ("a: 1\nA: 2\n", []),
        ("a: &a {x: 1}\nb: {<<: *a, x: 2}\n", []),
        ('{"a": 1, "a": 2}', [("duplicate-key", '"a"')]),
        ("a: 1\n----\nb: 1\n", [("malformed-document-separator", "----")]),
        ("a: 1\n------ # c\nb: 1\n", [("malformed-document-separator", "------")]),
        ("a: 1\n---b: 1\n", [("malformed-document-separator", "---b: 1")]),
        ("a: 1\n--- {b: 1}\r\n", [("malformed-document-separator", "--- {b: 1}")]),
        ("a: [1\nb: 2\n", [("yaml-syntax", "[")]),
        ("a: b: c\n", [("yaml-syntax", ":")]),
        ("a: 1\n\tb: 2\n", [("yaml-syntax", "\t")]),
        ("a: 'x\n", [("yaml-syntax", "'")]),
        ("a: \x01\n", [("yaml-syntax", "\x01")]),
        ("a: *b\n", [("yaml-syntax", "*b")]),
        ("a: &b {c: *b}\n", [("yaml-syntax", "*b")]),
        ("a: {{ b }}\n", [("yaml-syntax", "{{ b }}")]),
        ("? [a]\n: 1\n", [("yaml-syntax", "[a]")]),
        ("? ? a", [("yaml-syntax", "? a")]),
        ("a: {<<: 1}\n", [("yaml-syntax", "<<: 1")]),
        ("a: .inf\n", [("yaml-syntax", ".inf")]),
        ("a: -.inf\n", [("yaml-syntax", "-.inf")]),
        ("a: [1, .NaN]\n", [("yaml-syntax", ".NaN")]),
        ("a:\n  - +.INF\n", [("yaml-syntax", "+.INF")]),
        ('a: "\\/"\n', [("yaml-syntax", '"\\/"')]),
        ("a: \ud800\n", [("yaml-syntax", "a:")]),
    ],
)
def test_problems(text, expected):
    assert problems(text) == expected
    for problem in read(text).problems:
        assert problem.fatal is (problem.kind == "yaml-syntax")
        assert problem.message[0].islower() or problem.message[0] == "`"
        assert ";" in problem.message, "says what to do"
        assert not problem.message.endswith(".")
        assert "\n" not in problem.message


def test_a_duplicate_tells_the_first_place():
    text = "a: 1\nb: 2\na: 3\n"
    (problem,) = read(text).problems
    assert [(related.path, related.span.start) for related in problem.related] == [("", 0)]
    assert "one of the two values is lost" in problem.message


def test_a_broken_document_does_not_silence_the_others():
    text = "a: 1\n---\nb: [\n---\nc: 1\nc: 2\n---\n\tx\n---\nd: 4\n"
    stream = read(text)
    assert [None if d.root is None else to_data(d.root) for d in stream.documents] == [
        {"a": 1},
        None,
        {"c": 2},
        None,
        {"d": 4},
    ]
    assert [problem.kind for problem in stream.problems] == ["yaml-syntax", "duplicate-key", "yaml-syntax"]
    assert [d.index for d in stream.documents] == [0, 1, 2, 3, 4]
    assert [len(d.problems) for d in stream.documents] == [0, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("line", "fixed"),
    [("----", "---"), ("-----------", "---"), ("---- # c", "--- # c"), ("----#c", "---#c"), ("---- \t", "--- \t")],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_separator_of_more_dashes_is_repaired(line, fixed, newline):
    text = f"a: 1{newline}{line}{newline}b: 2{newline}"
    (problem,) = read(text).problems
    assert problem.fix is not None
    repaired = apply(text, problem.fix.edits)
    assert repaired == f"a: 1{newline}{fixed}{newline}b: 2{newline}"
    assert read(repaired).problems == ()
    assert [to_data(d.root) for d in read(text).documents] == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize("line", ["---a", "--- a", "-----BEGIN X-----", "--- {b: 1}", "--- |"])
def test_a_separator_with_words_is_not(line):
    (problem, *_) = read(f"a: 1\n{line}\nb: 2\n").problems
    assert problem.kind == "malformed-document-separator"
    assert problem.fix is None


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("a: 1\n...\n", None),
        ("a: 1\n...\n# c\nb: 2\n\n", "# c\nb: 2"),
        ("a: 1\n...\nb: 2\n---\nc: 3\n", "b: 2"),
        ("a: 1\r---\rb: 2\r", "---\rb: 2"),
        ("{a: 1}\nb: 2\n", "b: 2"),
        ("a: 1\n", None),
        ("a: 1\n\n# c\n", None),
    ],
)
def test_dropped(text, dropped):
    span = read(text).documents[0].dropped
    assert (span and text[span.start : span.end]) == dropped


def test_indices_leave_out_empty_documents():
    stream = read("---\n# c\n---\na: 1\n---\n\n---\nnull\n---\nb: 2\n")
    assert [(d.index, to_data(d.root)) for d in stream.documents] == [(0, {"a": 1}), (1, None), (2, {"b": 2})]


def test_json_streams():
    text = '{"a": [1, -2.5e3, true, null, "\\u00e9\\ud83d\\ude00\\n"]}\n {"b":{}}{"c":[]}'
    stream = read(text)
    assert stream.is_json
    assert [to_data(d.root) for d in stream.documents] == [{"a": [1, -2500, True, None, "é😀\n"]}, {"b": {}}, {"c": []}]
    assert [text[d.root.start : d.root.end] for d in stream.documents][1:] == ['{"b":{}}', '{"c":[]}']
    assert text[slice(*spans(stream)[1])] == '"a"'
    assert not read("{a: 1}").is_json
    assert to_data(read("{a: 1,}").documents[0].root) == {"a": 1}


def spans(stream):
    return [(node.start, node.end) for node in walk(stream.documents[0].root)]


def test_spans():
    text = "é: &x !!str  b # c\nlist:\n- 1\n-\n- {k: , 'l': \"m\"}\nblock: |+ # d\n  text\n\n\n# e\nq: 'a\n  b'\nalias: *x\n"
    pieces = [text[start:end] for start, end in spans(read(text))[1:]]
    assert pieces == [
        "é", "b", "list", "- 1\n-\n- {k: , 'l': \"m\"}", "1", "", "{k: , 'l': \"m\"}", "k", "", "'l'", '"m"',
        "block", "|+ # d\n  text", "q", "'a\n  b'", "alias", "*x",
    ]  # fmt: skip
    root = read(text).documents[0].root
    assert text[root.end - 2 :] == "*x\n"
    assert text[root.entries[1].span.start : root.entries[1].span.end].endswith('"m"}')
    assert root.entries[0].value.tag == "tag:yaml.org,2002:str"
    assert root.entries[0].value.anchor == "x"


def test_offsets_count_from_the_start_of_the_file():
    text = "a: é\n---\nb: ü\n---\n\ufeffc: x\n"
    stream = read(text)
    assert [text[d.root.start : d.root.end] for d in stream.documents] == ["a: é", "b: ü", "c: x"]
    assert [text[d.span.start : d.span.end] for d in stream.documents] == ["a: é\n", "b: ü\n", "c: x\n"]


def test_colons_in_flow_words_keep_their_places():
    text = 'x: {image: nginx:1.27, "b":1, c: [http://h:80/p, a::b, d :e]}\n'
    root = read(text).documents[0].root
    assert to_data(root) == {"x": {"image": "nginx:1.27", "b": 1, "c": ["http://h:80/p", "a::b", "d :e"]}}
    for node in walk(root):
        if isinstance(node, Scalar) and not node.mark:
            assert text[node.start : node.end] == node.text


def test_limits(monkeypatch):
    def limited(text):
        stream = read(text)
        return [(problem.kind, problem.fatal) for problem in stream.problems]

    hit = [("input-limit", True)]
    depth = build.MAX_DEPTH
    assert limited("[" * depth + "]" * depth) == []
    assert limited("[" * (depth + 1) + "]" * (depth + 1)) == hit
    assert limited("".join(" " * n + f"k{n}:\n" for n in range(depth + 5))) == hit
    assert limited('{"a":' * (depth + 1) + "1" + "}" * (depth + 1)) == hit
    assert limited("[" * 1_000_000) == hit
    monkeypatch.setattr(documents, "MAX_CHARACTERS", 10)
    assert limited("a: 1234567\n") == hit
    assert limited("a: 123456\n") == []
    monkeypatch.undo()
    monkeypatch.setattr(build, "MAX_NODES", 50)
    assert limited("a: [" + "1, " * 60 + "]\n") == hit
    assert limited('{"a": [' + "1, " * 60 + "1]}\n") == hit
    assert limited("a: 1\n---\n" * 30)[-1:] == hit
    monkeypatch.undo()
    for text in ("a: 1\n---\n", '{"a": 1}\n', "----\n", "[\n---\n"):
        assert hit[0] in limited(text * 60_000)
    assert hit[0] in limited("a: 1\n" * 12_000 + "---\nb: 1\n")
    monkeypatch.setattr(build, "MAX_ALIASES", 5)
    assert limited("a: &a 1\nb: [" + "*a, " * 6 + "]\n") == hit
    assert limited("a: &a 1\nb: [" + "*a, " * 5 + "]\n") == []


def bomb(levels, merge):
    lines = ["a0: &a0 {x: 1, y: 2}"]
    for level in range(1, levels):
        others = ", ".join([f"*a{level - 1}"] * 9)
        value = f"{{<<: [{others}], k{level}: 1}}" if merge else f"[{others}]"
        lines.append(f"a{level}: &a{level} {value}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("merge", [False, True])
def test_aliases_are_never_expanded(merge, monkeypatch):
    start = time.process_time()
    stream = read(bomb(60, merge))
    assert stream.problems == ()
    assert time.process_time() - start < 2
    root = stream.documents[0].root
    if merge:
        assert len(list(root.mapping("a59").pairs())) == 61
    else:
        monkeypatch.setattr(documents, "MAX_DATA", 1000)
        with pytest.raises(ValueError, match="more than"):
            to_data(root)
    assert sum(isinstance(node, Alias) for node in walk(root)) == 59 * 9


def test_merges_are_bounded(monkeypatch):
    monkeypatch.setattr(build, "MAX_NODES", 2_000)
    keys = ", ".join(f"k{n}: 1" for n in range(100))
    text = f"a: &a {{{keys}}}\nb:\n" + "- <<: *a\n" * 30
    assert [problem.kind for problem in read(text).problems] == ["input-limit"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "{" * 200_000,
        "- " * 200_000,
        "? " * 200_000,
        "a: |\n" + " \n" * 200_000,
        "a: |\n" * 20_000,
        "---\n" * 200_000,
        "----\n" * 50_000,
        "a: '" + "''" * 200_000,
        '{"a": "' + "\\\\" * 200_000,
        "a: [" + "b:c, " * 30_000 + "]\n",
        "&a " * 100_000,
        "a: " + "x" * 1_000_000,
        "x:\n" + "- .a: .5\n" * 10_000,
    ],
)
def test_hostile_texts_are_read_in_linear_time(text):
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("apiVersion: v1\nkind: Pod\n", True),
        ('{"apiVersion":"v1","kind" : "Pod"}', True),
        ("- {apiVersion: v1, 'kind': Pod}", True),
        ("apiVersion: v1\n", False),
        ("kind: Pod\n", False),
        ("myapiVersion: v1\nkind: Pod\n", False),
        ("apiVersion: v1\nmankind: Pod\n", False),
        ("the apiVersion and kind of it\n", False),
        ("", False),
    ],
)
def test_may_hold_objects(text, expected):
    assert may_hold_objects(text) is expected


TOKENS = st.sampled_from(
    ["a", "b: ", "c:", "- ", "\n", "\n  ", "\n    ", "\t", " # c", '"x"', "'y'", "[", "]", "{", "}", ",", "|\n", ">-\n",
     "&a ",
     "*a", "!!int ", "! ", "<<: ", "\n---\n", "\n...\n", "\n----", '"\\/"', "é", "\ufeff", "\r", "\x85", "\x01",
     "y: ", "08", "x:y",
     "\ud800", "? ", ": ", "%", "'", '"', '{"a":1}', "1.5", ".inf"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(TOKENS, max_size=25).map("".join))
def test_parse_never_raises_and_spans_hold(text):
    source = Source("a.yaml", text)
    stream = parse(source)
    for problem in stream.problems:
        assert 0 <= problem.span.start <= problem.span.end <= len(source.text)
    assert list(stream.problems) == sorted(stream.problems, key=lambda p: (p.span.start, p.span.end))
    for document in stream.documents:
        if document.root is None:
            assert document.problems
            continue
        to_data(document.root)
        before = document.span.start
        for node in walk(document.root):
            assert before <= node.start <= node.end <= document.span.end
            before = node.start
            if isinstance(node, Scalar) and node.mark in ("'", '"'):
                raw = source.text[node.start : node.end]
                assert len(raw) >= 2
                assert raw[0] == raw[-1] == node.mark
            raw = source.text[node.start : node.end]
            if isinstance(node, Scalar) and not node.mark and not set("\n\r\x85\u2028\u2029\t") & set(raw):
                assert raw == node.text


def test_without_the_c_parser(monkeypatch):
    monkeypatch.setitem(sys.modules, "_ruamel_yaml", None)
    monkeypatch.setattr(reader, "_library", [])
    text = "a: &x [1, 'b']\nc: {<<: {d: 1}, e: *x}\nf: |\n  g\n\nh: ! 12\n---\ni: [\n"
    stream = read(text)
    assert reader.library().parser is reader._pure_parser
    assert to_data(stream.documents[0].root) == {"a": [1, "b"], "c": {"d": 1, "e": [1, "b"]}, "f": "g\n", "h": "12"}
    assert [problem.kind for problem in stream.problems] == ["yaml-syntax"]
    slow = spans(stream)
    monkeypatch.undo()
    assert slow == spans(read(text))
