"""Edits for project rules, from facts alone, and the texts that they are made of."""

import pytest

from k8slint._internal.files.tree import MemoryTree, Overlay
from k8slint._internal.project import Project
from k8slint._internal.project.edits import insert_behind, remove_value, replace_value
from k8slint._internal.project.reread import Reread
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.syntax.yaml.locate import entry_of_value
from k8slint._internal.text.edit import apply
from k8slint._internal.text.source import Place, Source, Span

TEXT = "a: 1\n---\nb:\n  - image: site # here\n    x: &q {c: 2}\n  - z: *q\n"


def place(value, text=TEXT):
    start = text.index(value)
    return Place("f.yaml", Span(start, start + len(value)))


def project(text=TEXT):
    return Project([], tree=MemoryTree({"f.yaml": text}))


@pytest.mark.parametrize(("value", "name"), [("1", "a"), ("site", "image"), ("2", "c"), ("{c: 2}", "x"), ("*q", "z")])
def test_an_entry_is_found_by_its_value(value, name):
    found = entry_of_value(parse(Source("f.yaml", TEXT)), place(value).span)
    assert found is not None
    assert found[1].name == name


@pytest.mark.parametrize("span", [Span(0, 1), Span(3, 3), Span(0, 10**6), Span(10**6, 10**6 + 1)])
def test_other_spans_are_no_values(span):
    assert entry_of_value(parse(Source("f.yaml", TEXT)), span) is None


def test_nothing_is_found_in_an_empty_file():
    assert entry_of_value(parse(Source("f.yaml", "")), Span(0, 1)) is None


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda p: replace_value(p, place("site"), "shop"), TEXT.replace("site", "shop")),
        (lambda p: replace_value(p, place("1"), 8), TEXT.replace("a: 1", "a: 8")),
        (lambda p: insert_behind(p, place("site"), "pull", "Never"), TEXT.replace("here\n", "here\n    pull: Never\n")),
        (lambda p: remove_value(p, place("site")), None),
    ],
)
def test_edits_touch_nothing_else(edit, expected):
    found = edit(project())
    assert (None if found is None else apply(TEXT, [found])) == expected or expected is None


def test_a_missing_file_gives_no_edit():
    assert replace_value(Project([], tree=MemoryTree({})), place("site"), "x") is None
    assert replace_value(Project([]), place("site"), "x") is None


def test_an_overlay_has_the_texts_that_were_put_there():
    tree = Overlay(MemoryTree({"a": "old", "b/c": "same"}))
    tree.put("./a", "new\udcff")
    assert tree.read("a") == b"new\xff"
    assert tree.read("./a") == b"new\xff"
    assert tree.read("b/c") == b"same"
    assert tree.read("missing") is None
    assert (tree.exists("b"), tree.is_dir("b"), tree.list("b")) == (True, True, ["c"])
    tree.put("b/d/e", b"\xff")
    assert (tree.read("b/d/e"), tree.exists("b/d/e"), tree.is_dir("b/d")) == (b"\xff", True, True)
    assert (tree.list("b"), tree.list("b/d")) == (["c", "d"], ["e"])
    tree.drop("b/d/e")
    tree.drop("a")
    assert (tree.exists("b/d"), tree.list("b"), tree.read("a")) == (False, ["c"], b"old")


def test_what_is_read_again_is_read_once():
    class Counting(MemoryTree):
        reads = 0

        def read(self, path):
            self.reads += 1
            return super().read(path)

    tree = Counting({"Dockerfile": "FROM a\n", "bad": b"\xff"})
    again = Reread(tree)
    assert again.dockerfile("Dockerfile") is again.dockerfile("Dockerfile")
    assert again.source("bad") is None
    assert again.stream("bad") is None
    assert again.dockerfile("missing") is None
    assert again.dockerfile("missing") is None
    assert tree.reads == 3
