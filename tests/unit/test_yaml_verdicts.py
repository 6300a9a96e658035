# ruff: noqa: E501
"""Whole files against verdicts of kubectl 1.37.1 (`kubectl label --local -f FILE -o json k=v`): what it reads, None if it refuses."""

from __future__ import annotations

import pytest

from k8slint._internal.syntax.yaml.documents import parse, to_data
from k8slint._internal.text.source import Source

A, B, C = (f"apiVersion: v1\nkind: X\nmetadata: {{name: {name}}}\n" for name in "abc")
JA, JB = (f'{{"apiVersion": "v1", "kind": "X", "metadata": {{"name": "{name}"}}}}' for name in "ab")
NESTED = []
for _ in range(89):
    NESTED = [NESTED]

# fmt: off
VERDICTS = (
    (A + '---\n' + B, [{'name': 'a'}, {'name': 'b'}]),
    ('---\n' + A + '---\n---\n# only\n---\n' + B + '---\n', [{'name': 'a'}, {'name': 'b'}]),
    (A + '---# c\n' + B, [{'name': 'a'}, {'name': 'b'}]),
    (A + '---\t\n' + B, [{'name': 'a'}, {'name': 'b'}]),
    (A + '--- # c\n' + B, [{'name': 'a'}, {'name': 'b'}]),
    (A + '----\n' + B, None),
    (A + '---foo\n' + B, None),
    (A + '--- {}\n' + B, None),
    ('--- |\n', None),
    (A + ' ---\n' + B, None),
    (A + '...\n' + B, [{'name': 'a'}]),
    (A + '...\n' + B + '---\n' + C, [{'name': 'a'}, {'name': 'c'}]),
    (A + 'x: "p\n---\nq"\n', None),
    ('apiVersion: v1\r\nkind: X\r\nmetadata: {name: a}\r\n---\r\napiVersion: v1\r\nkind: X\r\nmetadata: {name: b}\r\n', [{'name': 'a'}, {'name': 'b'}]),
    ('apiVersion: v1\rkind: X\rmetadata: {name: a}\r---\rapiVersion: v1\rkind: X\rmetadata: {name: b}\r', [{'name': 'a'}]),
    ('\ufeff' + A, [{'name': 'a'}]),
    (A + '---\n\ufeff' + B, [{'name': 'a'}, {'name': 'b'}]),
    (A + '\ufeff---\n' + B, None),
    ('%YAML 1.1\n---\n' + A, None),
    ('%YAML 1.2\n---\n' + A, None),
    (JA + JB, [{'name': 'a'}, {'name': 'b'}]),
    (JA + '\n' + JB + '\n', [{'name': 'a'}, {'name': 'b'}]),
    (JA + '\n---\n' + JB, [{'name': 'a'}, {'name': 'b'}]),
    (JA + '\n---\n' + B, [{'name': 'a'}, {'name': 'b'}]),
    ('{apiVersion: v1, kind: X, metadata: {name: a,},}', [{'name': 'a'}]),
    ("{'apiVersion': 'v1', kind: X, metadata: {name: a}}", [{'name': 'a'}]),
    ('\n\n  ' + JA, [{'name': 'a'}]),
    (JA + '\n---\n', [{'name': 'a'}]),
    ('{"apiVersion": "v1", "kind": "X", "metadata": {"name": "a"}, "x": "\\/\\ud83d\\ude00\\u007f"}', [{'x': '/😀\x7f', 'name': 'a'}]),
    ('{"apiVersion": "v1", "kind": "X", "metadata": {"name": "a"},\n\t"x":\t1}', [{'x': 1, 'name': 'a'}]),
    ('{"apiVersion": "v1", "kind": "X", "metadata": {"name": "a"}, "x": 1, "x": 2}', [{'x': 2, 'name': 'a'}]),
    ('{"apiVersion": "v1", "kind": "X", "metadata": {"name": "a"}, "x": 80.0}', [{'x': 80, 'name': 'a'}]),
    (A + 'x: 1\nx: 2\n', [{'x': 2, 'name': 'a'}]),
    (A + 'x: {y: 1, y: 2}\n', [{'x': {'true': 2}, 'name': 'a'}]),
    (A + 'y: 1\n"true": 2\n', [{'true': 2, 'name': 'a'}]),
    (A + 'd: &d {p: 1, q: 2}\nx: {p: 3, <<: *d}\n', [{'d': {'p': 1, 'q': 2}, 'x': {'p': 1, 'q': 2}, 'name': 'a'}]),
    (A + 'd: &d {p: 1, q: 2}\nx: {<<: *d, p: 3}\n', [{'d': {'p': 1, 'q': 2}, 'x': {'p': 3, 'q': 2}, 'name': 'a'}]),
    (A + 'd: &d {p: 1}\ne: &e {p: 2, r: 3}\nx: {<<: [*d, *e]}\n', [{'d': {'p': 1}, 'e': {'p': 2, 'r': 3}, 'x': {'p': 1, 'r': 3}, 'name': 'a'}]),
    (A + 'd: &d {p: 1}\nx: {"<<": *d}\n', [{'d': {'p': 1}, 'x': {'<<': {'p': 1}}, 'name': 'a'}]),
    (A + 'x: {<<: 1}\n', None),
    (A + 'd: &d {p: 1}\ne: &e {q: 1}\nx: {<<: *d, <<: *e}\n', [{'d': {'p': 1}, 'e': {'q': 1}, 'x': {'p': 1, 'q': 1}, 'name': 'a'}]),
    (A + 'x: &x {y: *x}\n', None),
    (A + 'x: *y\n', None),
    (A + 'x: &y 1\n---\n' + B + 'x: *y\n', None),
    (A + 'x: &y 1\nz: &y 2\nw: *y\n', [{'w': 2, 'x': 1, 'z': 2, 'name': 'a'}]),
    (A + 'x: &y\n  z: &y 1\n  w: *y\nv: *y\n', [{'v': 1, 'x': {'w': 1, 'z': 1}, 'name': 'a'}]),
    (A + 'x:\t1\n', [{'x': 1, 'name': 'a'}]),
    (A + 'x: 1\t# c\n', [{'x': 1, 'name': 'a'}]),
    (A + 'x:\t# c\n  y: 1\n', [{'x': {'true': 1}, 'name': 'a'}]),
    (A + 'x:\n\ty: 1\n', None),
    (A + 'x:\n  y: 1\n\t\n  z: 1\n', None),
    (A + 'x: [\t1,\t2\t]\n', [{'x': [1, 2], 'name': 'a'}]),
    (A + 'x: {\n\ty: 1\n}\n', [{'x': {'true': 1}, 'name': 'a'}]),
    (A + '-\ty\n', None),
    (A + 'x:\n-\ty\n', None),
    (A + 'x:\n-\ty: 1\n', None),
    (A + 'x: 1\t\n', [{'x': 1, 'name': 'a'}]),
    (A + 'x: "y"\t\n', [{'x': 'y', 'name': 'a'}]),
    (A + 'x:\t\n  y: 1\n', [{'x': {'true': 1}, 'name': 'a'}]),
    (A + 'x: |\t\n  y\n', [{'x': 'y\n', 'name': 'a'}]),
    (A + 'x: |\n  y\n  \tz\n', [{'x': 'y\n\tz\n', 'name': 'a'}]),
    (A + 'x: a\tb\n', [{'x': 'a\tb', 'name': 'a'}]),
    ('---\t# c\n' + A, [{'name': 'a'}]),
    ('--- \t\n' + A, [{'name': 'a'}]),
    ('\t\n' + A, None),
    (A + '\t\n', None),
    (A + '\t# c\n', None),
    (A + 'x: 1\n  \t# c\n', [{'x': 1, 'name': 'a'}]),
    (A + 'x: {{ y }}\n', None),
    (A + '{{ y }}: 1\n', None),
    (A + '? [p]\n: 1\n', None),
    (A + 'null: 1\n', None),
    (A + '~: 1\n', None),
    (A + ': 1\n', None),
    (A + '"null": 1\n', [{'null': 1, 'name': 'a'}]),
    (A + 'x: {y}\n', [{'x': {'true': None}, 'name': 'a'}]),
    (A + 'x: [p: 1]\n', [{'x': [{'p': 1}], 'name': 'a'}]),
    (A + 'x: {image: nginx:1.27}\n', [{'x': {'image': 'nginx:1.27'}, 'name': 'a'}]),
    (A + 'x: [http://h:80/p, "q":1]\n', [{'x': ['http://h:80/p', {'q': 1}], 'name': 'a'}]),
    (A + 'x: {y:z}\n', [{'x': {'y:z': None}, 'name': 'a'}]),
    (A + 'x: [a::b, c :d]\n', [{'x': ['a::b', 'c :d'], 'name': 'a'}]),
    (A + 'x: "\\/"\n', None),
    (A + 'x: "\\ud83d\\ude00"\n', None),
    (A + 'x: .inf\n', None),
    (A + 'x: !!int y\n', None),
    (A + 'x: !!binary aGk=\n', [{'x': 'hi', 'name': 'a'}]),
    (A + 'x: p\u2028q\n', None),
    (A + 'x: p\x85q\n', None),
    (A + 'x:\xa0q\n', None),
    (A + 'x: "\x7f"\n', None),
    (A + 'x: \x01\n', None),
    (A + 'x: |\n  y', [{'x': 'y\n', 'name': 'a'}]),
    (A + 'x: |+\n  y\n\n', [{'x': 'y\n\n', 'name': 'a'}]),
    (A + 'x: >-\n  y\n  z\n', [{'x': 'y z', 'name': 'a'}]),
    (A + 'x: y\n  z\n', [{'x': 'y z', 'name': 'a'}]),
    (A + '' + "k" * 1025 + ': 1\n', None),
    (A + '' + "k" * 1024 + ': 1\n', [{"k" * 1024: 1, 'name': 'a'}]),
    (A + '"' + "k" * 1022 + '": 1\n', [{"k" * 1022: 1, 'name': 'a'}]),
    (A + 'x: @y\n', None),
    (A + 'x: `y\n', None),
    (A + 'x: %y\n', None),
    (A + 'x: "y"#c\n', [{'x': 'y', 'name': 'a'}]),
    (A + 'x: "y\n', None),
    (A + 'x: y: z\n', None),
    (A + 'x: 1\n y: 2\n', None),
    ('# only\n', []),
    ('---\n', []),
    ('', []),
    ('null\n', []),
    (A + '---\nnull\n---\n' + B, [{'name': 'a'}, {'name': 'b'}]),
    (A + '---\nx: [\n---\n' + B, None),
    (A + "x: " + "[" * 90 + "]" * 90 + "\n", [{"x": NESTED, "name": "a"}]),
)
# fmt: on


def read(text):
    """The objects of a text as in the table; None when k8slint says that kubectl refuses the file, or that a template shapes it."""
    stream = parse(Source("a.yaml", text))
    if stream.aside or any(
        problem.fatal or problem.kind == "malformed-document-separator" for problem in stream.problems
    ):
        return None
    data = [to_data(document.root) for document in stream.documents]
    objects = []
    for value in data:
        if value is not None:
            assert (value.pop("apiVersion"), value.pop("kind")) == ("v1", "X")
            name = value.pop("metadata")["name"]
            objects.append({**value, "name": name})
    return objects


def sorted_deep(value):
    if isinstance(value, dict):
        return sorted((key, sorted_deep(each)) for key, each in value.items())
    return [sorted_deep(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("text", "objects"), VERDICTS)
def test_verdict(text, objects):
    got = read(text)
    assert got == objects
    assert repr(sorted_deep(got)) == repr(sorted_deep(objects)), "1, 1.0 and True are equal in Python"
