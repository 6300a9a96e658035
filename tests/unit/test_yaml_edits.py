"""Edits of YAML: examples in every style, and properties: only what is declared changes."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from k8slint._internal.syntax.yaml.attached import leaves_comment
from k8slint._internal.syntax.yaml.comments import comments
from k8slint._internal.syntax.yaml.documents import parse, to_data
from k8slint._internal.syntax.yaml.edits import (
    insert_entry,
    remove_entry,
    remove_item,
    remove_upward,
    rename_key,
    replace_scalar,
)
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar, Sequence, walk
from k8slint._internal.text.edit import apply
from k8slint._internal.text.source import Source


def load(text):
    source = Source("a.yaml", text)
    stream = parse(source)
    assert not any(problem.fatal for problem in stream.problems), (text, stream.problems)
    return source, stream


def at(root, path):
    for step in path:
        root = root.resolved()[step] if isinstance(step, int) else root.get(step)
    return root


def edited(text, function, *path, **more):
    """`text` after an edit of the node at `path`; None when there is none."""
    source, stream = load(text)
    edit = function(source, stream.documents[0].root, path, **more)
    return None if edit is None else apply(source.text, [edit])


def replacing(source, root, path, *, by):
    node = root
    for step in path:
        node = node.resolved()[step] if isinstance(step, int) else node.index[step].value
    return replace_scalar(source, node, by)


def inserting(source, root, path, *, key="k", value="v", after=None):
    return insert_entry(source, at(root, path), key, value, after=after)


def removing(source, root, path):
    holder = at(root, path[:-1])
    if isinstance(holder, Sequence):
        return remove_item(source, holder, holder.items[path[-1]])
    return remove_entry(source, holder, holder.index[path[-1]])


def renaming(source, root, path, *, to):
    return rename_key(source, at(root, path[:-1]).index[path[-1]], to)


@pytest.mark.parametrize(
    ("text", "path", "by", "expected"),
    [
        ("a: b # c\n", ["a"], "d", "a: d # c\n"),
        ("a: 'b'\n", ["a"], "it's", "a: 'it''s'\n"),
        ('a: "b"\n', ["a"], 'q"\\\n', 'a: "q\\"\\\\\\n"\n'),
        ("a: 'b'\n", ["a"], "c\nd", 'a: "c\\nd"\n'),
        ("a: b\n", ["a"], "yes", 'a: "yes"\n'),
        ("a: b\n", ["a"], "012", 'a: "012"\n'),
        ("a: b\n", ["a"], "2001-01-01", 'a: "2001-01-01"\n'),
        ("a: b\n", ["a"], "c: d", 'a: "c: d"\n'),
        ("a: b\n", ["a"], "", 'a: ""\n'),
        ("a: b\n", ["a"], "nginx:1.27-alpine", "a: nginx:1.27-alpine\n"),
        ("a: {b: c}\n", ["a", "b"], "nginx:1.27", 'a: {b: "nginx:1.27"}\n'),
        ("a: [\n  b # x\n  ]\n", ["a", 0], "n:1", 'a: [\n  "n:1" # x\n  ]\n'),
        ("a: 128\n", ["a"], "128Mi", "a: 128Mi\n"),
        ("a: 'true'\n", ["a"], True, "a: true\n"),
        ("a: no\n", ["a"], False, "a: false\n"),
        ("a: x\n", ["a"], 80, "a: 80\n"),
        ("a:\n", ["a"], "b", "a: b\n"),
        ("a: # c\n", ["a"], 1, "a: 1 # c\n"),
        ("a:\nb: 1\n", ["a"], True, "a: true\nb: 1\n"),
        ("-\n- b\n", [0], "a", "- a\n- b\n"),
        ("a: ~\n", ["a"], "b", "a: b\n"),
        ('{"a": true}', ["a"], "b", '{"a": "b"}'),
        ('{"a":1}', ["a"], 2, '{"a": 2}'),
        ('{"a":"é"}', ["a"], "ü\x7f", '{"a": "ü\\u007f"}'),
        ("a: |\n  b\n", ["a"], "c", None),
        ("a: b\n  c\n", ["a"], "c", None),
        ("a: !!str b\n", ["a"], "c", None),
        ("a: &x b\nc: *x\n", ["a"], "c", None),
        ("a: &x {b: c}\nd: *x\n", ["a", "b"], "c", None),
        ("a: b\n", ["a"], "\ud800", None),
        ("a: {b}\n", ["a", "b"], "c", None),
    ],
)
def test_replace(text, path, by, expected):
    assert edited(text, replacing, *path, by=by) == expected


@pytest.mark.parametrize(
    ("text", "path", "more", "expected"),
    [
        ("a: 1\n", [], {}, "a: 1\nk: v\n"),
        ("a: 1", [], {}, "a: 1\nk: v"),
        ("a: 1\r\nb: 2\r\n", [], {"after": "a"}, "a: 1\r\nk: v\r\nb: 2\r\n"),
        ("a: 1 # c\nb: 2\n", [], {"after": "a"}, "a: 1 # c\nk: v\nb: 2\n"),
        ("a: 1\nb: 2\n", [], {"after": "none"}, "a: 1\nb: 2\nk: v\n"),
        ("a:\n- x\n- y\nb: 2\n", [], {"after": "a"}, "a:\n- x\n- y\nk: v\nb: 2\n"),
        ("a:\n  b:\n    c: 1\n\n# e\nd: 1\n", ["a", "b"], {}, "a:\n  b:\n    c: 1\n    k: v\n\n# e\nd: 1\n"),
        ("-   a: 1\n-   b: 1\n", [0], {}, "-   a: 1\n    k: v\n-   b: 1\n"),
        ("- - a: 1\n", [0, 0], {}, "- - a: 1\n    k: v\n"),
        ("a: |\n  x\nb: 1\n", [], {"after": "a"}, "a: |\n  x\nk: v\nb: 1\n"),
        ("a: |\n  x\n\n\nb: 1\n", [], {"after": "a"}, "a: |\n  x\nk: v\n\n\nb: 1\n"),
        ("a: |+\n  x\n\nb: 1\n", [], {"after": "a"}, None),
        ("a: {}\n", ["a"], {}, "a: {k: v}\n"),
        ("a: { }\n", ["a"], {}, "a: {k: v}\n"),
        ("a: {b: 1}\n", ["a"], {}, "a: {b: 1, k: v}\n"),
        ("a: {b: 1, c: 2}\n", ["a"], {"after": "b"}, "a: {b: 1, k: v, c: 2}\n"),
        ("a: {b: 1,}\n", ["a"], {}, "a: {b: 1, k: v,}\n"),
        ("a: {b: }\n", ["a"], {}, None),
        ('{\n  "a": 1,\n  "b": 2\n}\n', [], {"value": '"v"'}, '{\n  "a": 1,\n  "b": 2,\n  "k": "v"\n}\n'),
        ('{\n\t"a": 1\n}\n', [], {"value": "true"}, '{\n\t"a": 1,\n\t"k": true\n}\n'),
        ('{"a": 1}', [], {"value": "v"}, None),
        ('{"a": {}}', ["a"], {"value": "1"}, '{"a": {"k": 1}}'),
        ("a: 1\n", [], {"value": "\nb: 1\nc: [2]"}, "a: 1\nk:\n  b: 1\n  c: [2]\n"),
        ("a:\n  b: 1\nc: 1\n", ["a"], {"value": "\n- 1\n- d: 2\n  e: 3\n"},
         "a:\n  b: 1\n  k:\n    - 1\n    - d: 2\n      e: 3\nc: 1\n"),
        ("a: {b: 1}\n", ["a"], {"value": "\nb: 1"}, None),
        ("a: 1\n", [], {"value": "[ALL]"}, "a: 1\nk: [ALL]\n"),
        ("a: 1\n", [], {"value": "x: y"}, None),
        ("a: 1\n", [], {"value": "x # c"}, None),
        ("a: 1\n", [], {"value": ""}, None),
        ("a: 1\n", [], {"value": "&x y"}, None),
        ("a: 1\n", [], {"value": "|"}, None),
        ("a: {b: 1}\n", ["a"], {"value": "v, w"}, None),
        ("a: 1\n", [], {"key": "yes"}, 'a: 1\n"yes": v\n'),
        ("a: 1\n", [], {"key": "example.com/x"}, "a: 1\nexample.com/x: v\n"),
        ("a: 1\n", [], {"key": "a"}, None),
        ("a: &x\n  b: 1\nc: *x\n", ["a"], {}, None),
        ("a: &x {b: 1}\nc:\n  d: 1\n  <<: *x\n", ["c"], {"after": "d"}, None),
        ("a: &x {b: 1}\nc:\n  d: 1\n  <<: *x\n", ["c"], {}, "a: &x {b: 1}\nc:\n  d: 1\n  <<: *x\n  k: v\n"),
        ("? a\n: 1\n", [], {}, None),
    ],
)  # fmt: skip
def test_insert(text, path, more, expected):
    assert edited(text, inserting, *path, **more) == expected


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a: 1\nb: 2\nc: 3\n", ["b"], "a: 1\nc: 3\n"),
        ("a: 1\nb: 2 # c\nc: 3\n", ["b"], "a: 1\nc: 3\n"),
        ("a: 1\nb: 2", ["b"], "a: 1"),
        ("a: 1\r\nb: 2", ["b"], "a: 1"),
        ("a: 1\nb: 2\n", ["a"], "b: 2\n"),
        ("a: 1\nb:\n  c: 2\n  d: |\n    x\n\n    y\ne: 3\n", ["b"], "a: 1\ne: 3\n"),
        ("a: 1\nb:\n- 2\n# c\n- 3\ne: 3\n", ["b"], "a: 1\ne: 3\n"),
        ("# t\na: 1\n# about b\nb: 2\n", ["b"], "# t\na: 1\n"),
        ("# t\na: 1\n# about b\nb: 2\nc: 3\n", ["b"], "# t\na: 1\n# about b\nc: 3\n"),
        ("# t\na: 1\n# about b\nb: 2 # b\n# c\nc: 3\n", ["b"], "# t\na: 1\n# c\nc: 3\n"),
        ("a: 1\n\n# two lines\n# about b\nb: 2\n\nc: 3\n", ["b"], "a: 1\n\nc: 3\n"),
        ("# of all\na: 1\n# b\nb: 2\n", ["a"], "# of all\n# b\nb: 2\n"),
        ('a: "x\n# y"\nb: 1\n', ["b"], 'a: "x\n# y"\n'),
        ("a:\n  # all\n  - x\n  # y\n  - y\n", ["a", 1], "a:\n  # all\n  - x\n"),
        ("a: 1\r\n# b\r\nb: 2", ["b"], "a: 1"),
        ("s:\n  # three for the launch\n  a: 3\n  b: 1\n", ["s", "a"], "s:\n  b: 1\n"),
        ("s:\n  b: 1\n  # three\n  a: 3\n  c: 1\n", ["s", "a"], "s:\n  b: 1\n  c: 1\n"),
        ("s:\n  # all\n  - a\n  - b\n", ["s", 0], "s:\n  # all\n  - b\n"),
        ("- # all\n  a: 3\n  b: 1\n", [0, "a"], "- # all\n  b: 1\n"),
        ("a:\n  b: 1\n", ["a", "b"], "a: {}\n"),
        ("a: # c\n  b: 1\n", ["a", "b"], "a: # c\n  {}\n"),
        ("a:\n  b: 1 # c\n", ["a", "b"], "a: {} # c\n"),
        ("a: # note:\n  b: 1\n", ["a", "b"], "a: # note:\n  {}\n"),
        ("a: 1\n", ["a"], "{}\n"),
        ("---\na: 1\n", ["a"], "---\n{}\n"),
        ("- a: 1\n  b: 2\n", [0, "a"], "- b: 2\n"),
        ("- a: 1\n  b: 2\n", [0, "b"], "- a: 1\n"),
        ("- a: 1\n  # c\n  b: 2\n", [0, "a"], None),
        ("- a: 1\n", [0, "a"], "- {}\n"),
        ("- a: 1\n- b: 2\n", [0], "- b: 2\n"),
        ("a:\n- b\n- c # d\n- e\nf: 1\n", ["a", 1], "a:\n- b\n- e\nf: 1\n"),
        ("a:\n- b\nf: 1\n", ["a", 0], "a: []\nf: 1\n"),
        ("a: # c\n- b\nf: 1\n", ["a", 0], None),
        ("- b\n", [0], "[]\n"),
        ("- - a\n  - b\n", [0, 0], "- - b\n"),
        ("- - a\n", [0, 0], "- []\n"),
        ("-\n- b\n", [0], "- b\n"),
        ("- b\n-\n", [1], "- b\n"),
        ("a: {b: 1, c: 2, d: 3}\n", ["a", "b"], "a: {c: 2, d: 3}\n"),
        ("a: {b: 1, c: 2, d: 3}\n", ["a", "c"], "a: {b: 1, d: 3}\n"),
        ("a: {b: 1, c: 2, d: 3}\n", ["a", "d"], "a: {b: 1, c: 2}\n"),
        ("a: {b: 1}\n", ["a", "b"], "a: {}\n"),
        ("a: [b, c]\n", ["a", 0], "a: [c]\n"),
        ("a: [b, c,]\n", ["a", 1], "a: [b,]\n"),
        ("a: [ b ]\n", ["a", 0], "a: []\n"),
        ('{\n  "a": 1,\n  "b": 2\n}\n', ["b"], '{\n  "a": 1\n}\n'),
        ('{\n  "a": 1,\n  "b": 2\n}\n', ["a"], '{\n  "b": 2\n}\n'),
        ("a: [b, # c\n  d]\n", ["a", 0], None),
        ("a: |\n  x\nb: 1\n", ["b"], "a: |\n  x\n"),
        ("a: |\n  x\nb: 1", ["b"], "a: |\n  x\n"),
        ("a: |\n  x\nb: 1\n# c\nd: 1\n", ["b"], "a: |\n  x\n# c\nd: 1\n"),
        ("a: |\n  x\nb:\n  c: 1\n  # deep\nd: 1\n", ["b"], None),
        ("a: |+\n  x\nb: 1\n\n", ["b"], None),
        ("a: |\n  x\nb: 1\n     \nd: 1\n", ["b"], None),
        ("a: 1\nb: |\n  x\n  \t\n\t\nc: 1\n", ["b"], "BAD"),
        ("a: &x 1\nb: *x\nc: 1\n", ["a"], None),
        ("a: &x 1\nb: *x\nc: 1\n", ["b"], "a: &x 1\nc: 1\n"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n  b: 2\n", ["c", "b"], None),
        ("a: 1\n\nb: 2\n", ["a"], "b: 2\n"),
        ("a: 1\n\nb: 2\n\nc: 3\n", ["b"], "a: 1\n\nc: 3\n"),
        ("a: 1\n\nb: 2\nc: 3\n", ["b"], "a: 1\n\nc: 3\n"),
        ("a: 1\nb: 2\n\nc: 3\n", ["b"], "a: 1\n\nc: 3\n"),
        ("a: |+\n  x\n\nb: 2\n\nc: 3\n", ["b"], None),
        ("# a\n\na: 1\n\n", ["a"], "# a\n\n{}\n\n"),
        ("# a\n\na: 1\n\nb: 2\n", ["a"], "# a\n\nb: 2\n"),
        ("? a\n: 1\nb: 2\n", ["a"], None),
        ("!!str a: 1\nb: 2\n", ["a"], None),
    ],
)
def test_remove(text, path, expected):
    if expected == "BAD":
        assert any(problem.fatal for problem in parse(Source("a.yaml", text)).problems)
        return
    assert edited(text, removing, *path) == expected


@pytest.mark.parametrize(
    ("text", "path", "to", "expected"),
    [
        ("a: 1 # c\n", ["a"], "b", "b: 1 # c\n"),
        ("'a' : 1\n", ["a"], "b", "'b' : 1\n"),
        ("a: 1\n", ["a"], "on", '"on": 1\n'),
        ("a: 1\n", ["a"], "x:y", '"x:y": 1\n'),
        ('{"a":1}', ["a"], "b", '{"b":1}'),
        ("x: {a: 1}\n", ["x", "a"], "b", "x: {b: 1}\n"),
        ("- a:\n    b: 1\n", [0, "a"], "c", "- c:\n    b: 1\n"),
        ("? a\n: 1\n", ["a"], "b", None),
        ("&x a: *x\n", ["a"], "b", None),
        ("a: 1\n", ["a"], "b" * 2000, None),
    ],
)
def test_rename(text, path, to, expected):
    assert edited(text, renaming, *path, to=to) == expected


# Properties: random texts in mixed styles, random edits.

WORDS = st.sampled_from(["a", "b", "c", "d", "e1", "f-g", "yes", "'q'", '"r s"', "8", "n"])
PLAIN = st.sampled_from(
    ["x", "x y", "1", "yes", "'it''s'", '"q\\n"', "~", "", "nginx:1.2", "|\n  t\n   u", "|+\n  t\n\n", ">-\n  t\n  u",
     "p\n  q", "!!str 5", "&z w"]
)  # fmt: skip
FLOW = st.recursive(
    st.sampled_from(["x", "1", "'q, r'", '"#"', "yes", "y z"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.lists(st.tuples(WORDS, inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{k}: {v}" for k, v in pairs) + "}"
        ),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: "[\n " + " ,\n ".join(items) + " , ]"),
    ),
    max_leaves=5,
)
NOISE = st.sampled_from(["", "", "", "\n", "# c\n", "  # d\n", "\n\n", "   \n", "      # deep\n"])
TAIL = st.sampled_from(["", "", " # t", "  "])


def indented(text, by):
    return "\n".join(by + line if line else line for line in text.split("\n"))


@st.composite
def entry(draw, inner):
    key, value = draw(WORDS), draw(inner)
    comment = draw(TAIL)
    if value.startswith(BLOCK):
        body = value.removeprefix(BLOCK)
        return f"{key}:{comment}\n" + (body if body.startswith("- ") and draw(st.booleans()) else indented(body, "  "))
    return f"{key}: {value}" + (comment if "\n" not in value else "")


@st.composite
def item(draw, inner):
    value = draw(inner)
    if value.startswith(BLOCK):
        return "- " + indented(value.removeprefix(BLOCK), "  ").lstrip(" ")
    return f"- {value}"


@st.composite
def lines(draw, part, inner):
    parts = draw(st.lists(part(inner), min_size=1, max_size=4))
    return BLOCK + "".join(
        (draw(NOISE) if number else "") + text.rstrip("\n") + "\n" for number, text in enumerate(parts)
    ).rstrip("\n")


BLOCK = "\0"
NODES = st.recursive(
    st.one_of(PLAIN, FLOW), lambda inner: st.one_of(lines(entry, inner), lines(item, inner)), max_leaves=8
)
TEXTS = st.tuples(
    st.sampled_from(["", "---\n", "# top\n", "---\nz0: 0\n---\n"]),
    st.one_of(lines(entry, NODES), lines(item, NODES)),
    st.sampled_from(["\n", "", "\n# end\n", "\n\n---\nlast: 1\n", "\n   \n"]),
    st.booleans(),
).map(lambda parts: (parts[0] + parts[1].removeprefix(BLOCK) + parts[2]).replace("\n", "\r\n" if parts[3] else "\n"))


def shape(node):
    """A tree as nested lists that keep duplicate keys, tags and anchors, and which can be changed."""
    if isinstance(node, Mapping):
        return ["map", [[shape(each.key), shape(each.value)] for each in node.entries]]
    if isinstance(node, Sequence):
        return ["list", [shape(each) for each in node.items]]
    if isinstance(node, Scalar):
        return ["scalar", node.tag, node.anchor, node.value, node.text if isinstance(node.value, str) else ""]
    return ["alias", node.name]


def parsed(text):
    """Sources whose documents are all fine."""
    source = Source("a.yaml", text)
    stream = parse(source)
    assume(not any(problem.fatal for problem in stream.problems))
    assume(stream.documents)
    return source, stream


def collections(stream, kind):
    return [
        (number, place)
        for number, document in enumerate(stream.documents)
        for place, node in enumerate(walk(document.root))
        if isinstance(node, kind)
    ]


def shapes(stream):
    """Shapes of all documents, and the way from each node to its own."""
    result, of = [], {}
    for document in stream.documents:
        root = shape(document.root)
        result.append(root)
        stack = [(document.root, root)]
        while stack:
            node, twin = stack.pop()
            of[id(node)] = twin
            if isinstance(node, Mapping):
                for each, pair in zip(node.entries, twin[1], strict=True):
                    stack += [(each.key, pair[0]), (each.value, pair[1])]
            elif isinstance(node, Sequence):
                stack += zip(node.items, twin[1], strict=True)
    return result, of


def check(source, stream, edit, expected, gone=None):
    text = apply(source.text, [edit])
    after = Source("a.yaml", text)
    again = parse(after)
    assert not any(problem.fatal for problem in again.problems), (source.text, text)
    assert [shape(document.root) for document in again.documents] == expected, (source.text, text)
    if gone is None:
        assert [c.text for c in comments(after, again)] == [c.text for c in comments(source, stream)]
    else:
        kept = [c.text for c in comments(source, stream) if not gone[0] <= c.span.start < gone[1]]
        assert [c.text for c in comments(after, again)] == kept, (source.text, text)


def pick(data, candidates):
    assume(candidates)
    return candidates[data.draw(st.integers(0, len(candidates) - 1))]


def nodes(stream, kind):
    return [node for document in stream.documents for node in walk(document.root) if isinstance(node, kind)]


SETTINGS = settings(max_examples=60, deadline=None)


@SETTINGS
@given(TEXTS, st.data())
def test_replaced_values_and_nothing_else(text, data):
    source, stream = parsed(text)
    keys = {id(each.key) for mapping in nodes(stream, Mapping) for each in mapping.entries}
    scalar = pick(data, [node for node in nodes(stream, Scalar) if id(node) not in keys])
    new = data.draw(
        st.one_of(
            st.text(max_size=6), st.integers(-99, 99), st.booleans(), st.sampled_from(["a: b", "- x", "#", "on", "1e3"])
        )
    )
    edit = replace_scalar(source, scalar, new)
    assume(edit is not None)
    expected, of = shapes(stream)
    of[id(scalar)][3:] = [new, new if isinstance(new, str) else ""]
    check(source, stream, edit, expected)


@SETTINGS
@given(TEXTS, st.data())
def test_renamed_keys_and_nothing_else(text, data):
    source, stream = parsed(text)
    each = pick(data, [each for mapping in nodes(stream, Mapping) for each in mapping.entries])
    new = data.draw(st.one_of(st.text(min_size=1, max_size=6), st.sampled_from(["a: b", "x:y", "on", "1", "<<", "?"])))
    edit = rename_key(source, each, new)
    assume(edit is not None)
    expected, of = shapes(stream)
    of[id(each.key)][3:] = [new, new]
    check(source, stream, edit, expected)


VALUES = {"v": "v", "true": True, "[a, {b: 1}]": None, '"x: y"': "x: y", "\nm: 1\nn:\n- 2": None, "{}": None}


@SETTINGS
@given(TEXTS, st.data())
def test_inserted_entries_and_nothing_else(text, data):
    source, stream = parsed(text)
    mapping = pick(data, nodes(stream, Mapping))
    key = data.draw(st.sampled_from(["new", "no", "a b", "x/y.z"]))
    value = data.draw(st.sampled_from(list(VALUES)))
    after = data.draw(st.sampled_from([None, *(each.name for each in mapping.entries)]))
    edit = insert_entry(source, mapping, key, value, after=after)
    assume(edit is not None)
    expected, of = shapes(stream)
    places = [place for place, each in enumerate(mapping.entries) if each.name == after]
    number = places[-1] + 1 if places else len(mapping.entries)
    made = shape(parse(Source("", value)).documents[0].root)
    of[id(mapping)][1].insert(number, [["scalar", None, None, key, key], made])
    check(source, stream, edit, expected)


@SETTINGS
@given(TEXTS, st.data())
def test_removed_entries_and_nothing_else(text, data):
    source, stream = parsed(text)
    mapping = pick(data, [node for node in nodes(stream, Mapping) if node.entries])
    number = data.draw(st.integers(0, len(mapping.entries) - 1))
    each = mapping.entries[number]
    edit = remove_entry(source, mapping, each)
    assume(edit is not None)
    expected, of = shapes(stream)
    del of[id(mapping)][1][number]
    check(source, stream, edit, expected, (edit.span.start, edit.span.end))


@SETTINGS
@given(TEXTS, st.data())
def test_removed_items_and_nothing_else(text, data):
    source, stream = parsed(text)
    sequence = pick(data, [node for node in nodes(stream, Sequence) if node.items])
    number = data.draw(st.integers(0, len(sequence.items) - 1))
    edit = remove_item(source, sequence, sequence.items[number])
    assume(edit is not None)
    expected, of = shapes(stream)
    del of[id(sequence)][1][number]
    check(source, stream, edit, expected, (edit.span.start, edit.span.end))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k: v\nm:\n  a:\n    x: 1\n", "k: v\n"),
        ("k: v\nm:\n  a:\n    x: 1\n  b: 1\n", "k: v\nm:\n  b: 1\n"),
        ("k: v\nm:\n  a:\n    x: 1\n    y: 1\n", "k: v\nm:\n  a:\n    y: 1\n"),
        ("m:\n  a:\n    x: 1\n", "{}\n"),
    ],
)
def test_an_emptied_parent_goes_too(text, expected):
    source, stream = load(text)
    root = stream.documents[0].root
    outer, inner = root.mapping("m"), root.mapping("m").mapping("a")
    edit = remove_upward(source, (root, root.entry("m")), (outer, outer.entry("a")), (inner, inner.entry("x")))
    assert apply(text, [edit]) == expected


@pytest.mark.parametrize(
    ("text", "key", "left"),
    [
        ("# of all\na: 1\nb: 2\n", "a", True),
        ("# t\n\na: 1\nb: 2\n", "a", False),
        ("a: 1\n# group\nb: 2\nc: 3\n", "b", True),
        ("a: 1\n# b\nb: 2\n", "b", False),
        ("a: 1\nb: 2\nc: 3\n", "b", False),
        ("a: 1\nb: 2", "b", False),
    ],
)
def test_a_comment_that_loses_what_it_speaks_of(text, key, left):
    source, stream = load(text)
    root = stream.documents[0].root
    assert leaves_comment(source, remove_entry(source, root, root.entry(key))) is left


def test_edits_keep_the_data_of_other_documents():
    text = "a: 1\n---\nb: {c: 1}\n---\nd: 1\n"
    source, stream = load(text)
    edit = insert_entry(source, stream.documents[1].root.mapping("b"), "k", "2")
    assert [to_data(d.root) for d in load(apply(text, [edit]))[1].documents] == [
        {"a": 1},
        {"b": {"c": 1, "k": 2}},
        {"d": 1},
    ]
