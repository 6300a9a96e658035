"""Inserting a key in front of others."""

import pytest

from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.syntax.yaml.insert import insert_before
from k8slint._internal.text.edit import apply
from k8slint._internal.text.source import Source


def inserted(text, before=("b",)):
    source = Source("", text)
    root = parse(source).documents[0].root
    edit = insert_before(source, root.mapping("m"), "k", "v", before)
    return None if edit is None else apply(text, [edit])


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("m:\n  b: 1\n", "m:\n  k: v\n  b: 1\n"),
        ("m:\r\n  b: 1\r\n", "m:\r\n  k: v\r\n  b: 1\r\n"),
        ("m:\n  a: 1 # one\n  b: 2", "m:\n  a: 1 # one\n  k: v\n  b: 2"),
        ("m:\n  # about b\n  b: 1\n", None),
        ("m: {b: 1}\n", "m: {k: v, b: 1}\n"),
        ("m: {a: 1, b: 1}\n", "m: {a: 1, k: v, b: 1}\n"),
        ("m:\n  a: 1\n", None),
        ("m:\n  b: 1\n  k: 2\n", None),
        ("x: &x {c: 1}\nm:\n  b: 1\n  <<: *x\n", None),
        ("m: &x\n  b: 1\ny: *x\n", None),
        ("m:\n  &x b: 1\n", None),
        ('{"m": {"b": 1}}', None),
    ],
)
def test_insert_before(text, result):
    assert inserted(text) == result


def test_first_of_several_names():
    assert inserted("m:\n  c: 1\n  b: 1\n", ("b", "c")) == "m:\n  k: v\n  c: 1\n  b: 1\n"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("m:\n  x: 1\n", "m:\n  k:\n    a: b\n    c: d\n  x: 1\n"),
        ("m:\n  w: 0\n  x: 1\n", "m:\n  w: 0\n  k:\n    a: b\n    c: d\n  x: 1\n"),
        ("m: {x: 1}\n", None),
    ],
)
def test_insert_lines_before(text, result):
    source = Source("a.yaml", text)
    root = parse(source).documents[0].root
    edit = insert_before(source, root.mapping("m"), "k", "\na: b\nc: d", ("x",))
    assert (None if edit is None else apply(text, [edit])) == result
