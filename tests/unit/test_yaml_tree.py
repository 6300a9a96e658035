"""Mappings as kubectl reads them: aliases, merges, duplicates, nulls."""

from __future__ import annotations

import subprocess
import sys

import pytest

from k8slint._internal.syntax.yaml.documents import parse, to_data
from k8slint._internal.syntax.yaml.tree import Alias, Mapping, Scalar, resolve, walk
from k8slint._internal.text.source import Source


def root(text):
    return parse(Source("a.yaml", text)).documents[0].root


def test_the_last_key_wins_and_null_is_absent():
    mapping = root("a: 1\nb: ~\na: 2\nc: x\nc:\n'y': 3\ny: 4\n")
    assert mapping.get("a").text == "2"
    assert mapping.entry("a").key.start == 10
    assert mapping.get("b") is None
    assert mapping.entry("b") is None
    assert mapping.get("c") is None, "the last one is null"
    assert mapping.get("y").text == "3"
    assert mapping.get("true").text == "4"
    assert [entry.name for entry, _ in mapping.pairs()] == ["a", "y", "true"]
    assert [entry.name for entry, _ in mapping.pairs(nulls=True)] == ["a", "b", "c", "y", "true"]
    assert [entry.name for entry in mapping.entries] == ["a", "b", "a", "c", "c", "y", "true"]


def test_getters_check_the_kind():
    mapping = root("m: {x: 1}\nl: [1, two]\ns: text\nnumber: 5\n")
    assert isinstance(mapping.mapping("m"), Mapping)
    assert mapping.mapping("l") is mapping.mapping("s") is mapping.mapping("no") is None
    assert [item.value for item in mapping.items("l")] == [1, "two"]
    assert mapping.items("m") == mapping.items("no") == []
    assert mapping.sequence("l").flow
    assert mapping.sequence("m") is None
    assert mapping.scalar("number").value == 5
    assert mapping.scalar("m") is None
    assert mapping.string("s").text == "text"
    assert mapping.string("number") is mapping.string("l") is None


def test_aliases_are_resolved_in_views_and_kept_in_the_tree():
    mapping = root("a: &x {k: v}\nb: *x\nc: [*x, 1]\nd: &n ~\ne: *n\n")
    alias = mapping.entries[1].value
    assert isinstance(alias, Alias)
    assert (alias.name, alias.target, resolve(alias)) == ("x", mapping.get("a"), mapping.get("a"))
    assert mapping.mapping("b").get("k").text == "v"
    assert mapping.items("c")[0] is mapping.get("a")
    assert isinstance(mapping.sequence("c").items[0], Alias)
    assert mapping.get("e") is None


def test_shared_nodes_are_marked_to_the_last():
    mapping = root("a: &x {k: [v]}\nb: *x\nc: &y {k: v}\n")
    target = mapping.get("a")
    assert all(node.shared for node in walk(target))
    assert target.anchor == "x"
    assert not mapping.shared
    assert not any(node.shared for node in walk(mapping.get("c"))), "an anchor nobody uses"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{<<: *a, x: 9}", {"x": 9, "u": 2}),
        ("{x: 9, <<: *a}", {"x": 1, "u": 2}),
        ("{<<: [*b, *a]}", {"x": 1, "u": 3, "z": 4}),
        ("{<<: [*a, *b]}", {"x": 1, "u": 2, "z": 4}),
        ("{<<: *a, <<: *b}", {"x": 1, "u": 3, "z": 4}),
        ("{<<: {q: 1}}", {"q": 1}),
        ("{<<: []}", {}),
        ("{'<<': 1}", {"<<": 1}),
        ("{<<: *c, w: 1}", {"x": 1, "u": 2, "v": 5, "w": 1}),
    ],
)
def test_merges(text, expected):
    mapping = root(f"a: &a {{x: 1, u: 2}}\nb: &b {{u: 3, z: 4}}\nc: &c {{<<: *a, v: 5}}\nm: {text}\n").mapping("m")
    assert to_data(mapping) == expected
    assert {entry.name: value.value for entry, value in mapping.pairs()} == expected
    assert all(mapping.get(name).value == value for name, value in expected.items())


def test_a_merge_key_seen_in_quotes_before_still_merges():
    assert to_data(root("a: {'<<': 1, b: 2}\nm: {<<: {q: 1}, b: 2}\n")) == {
        "a": {"<<": 1, "b": 2},
        "m": {"q": 1, "b": 2},
    }


def test_merged_entries_stand_where_they_are_written():
    text = "a: &a {x: 1}\nm:\n  <<: *a\n"
    entry = root(text).mapping("m").entry("x")
    assert text[entry.span.start : entry.span.end] == "x: 1"
    assert entry.value.shared


def test_styles():
    styles = [node.style for node in root("[a, 'b', \"c\"]").items]
    styles += [node.style for node in root("- |\n  a\n- >-\n  b\n").items]
    assert styles == ["plain", "single", "double", "literal", "folded"]


def test_tags():
    nodes = root("- !!str a\n- !x b\n- ! c\n- d\n- !!map {}\n- !reset\n").items
    assert [node.tag for node in nodes] == ["tag:yaml.org,2002:str", "!x", "!", None, "tag:yaml.org,2002:map", "!reset"]


def test_walk_goes_in_the_order_of_the_text():
    nodes = list(walk(root("a: [b, {c: d}]\ne: f\n")))
    assert [node.text for node in nodes if isinstance(node, Scalar)] == list("abcdef")
    assert [node.start for node in nodes] == sorted(node.start for node in nodes)


def test_looking_at_a_text_loads_no_parser():
    program = (
        "import sys; from k8slint._internal.syntax.yaml.documents import may_hold_objects\n"
        "may_hold_objects('apiVersion: v1\\nkind: x')\n"
        "print([name for name in ('ruamel.yaml', '_ruamel_yaml', 're', 'json', 'typing') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, text=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    assert done.stdout == "['re']\n" or done.stdout == "[]\n", done.stderr
