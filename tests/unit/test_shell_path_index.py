"""Paths found by pattern: the index must say what asking every path would."""

from __future__ import annotations

import itertools

import pytest

from k8slint._internal.syntax.shell.path_index import PathIndex
from k8slint._internal.syntax.shell.paths import covers

PATHS = (
    "/",
    "~",
    "/a",
    "/a/b",
    "/a/b/c.o",
    "/a/.hidden",
    "/tmp/x.tgz",
    "/tmp/[x]",
    "~/.cache/pip",
    "/root",
    "/root/.cache",
    "/rooted/a",
    "/?/-1/x",
)
PATTERNS = (
    *PATHS,
    "**",
    "/**",
    "/*",
    "/*/**",
    "/a/**",
    "/a/*",
    "/a/*/**",
    "/a/**/*.o",
    "/a/**/b/**",
    "/a/**/b/c.o",
    "/tmp/*.tgz",
    "/tmp/*.tgz/**",
    "/t?p/[xy].*",
    "~/**",
    "~/*/**",
    "/root/**",
    "/root/.cache/**",
    "/r*",
    "/nothing/**",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_covered_agrees_with_covers(pattern):
    index = PathIndex()
    for path in PATHS:
        index.add((path,), path)
    assert index.covered(pattern) == [path for path in PATHS if covers(pattern, path)]


@pytest.mark.parametrize(("first", "second"), list(itertools.permutations(PATTERNS, 2)))
def test_what_is_taken_is_gone_and_nothing_else(first, second):
    index = PathIndex()
    for path in PATHS:
        index.add((path,), path)
    taken = index.take(first)
    left = [path for path in PATHS if path not in taken]
    assert len(index) == len(left)
    assert index.take(second) == [path for path in left if covers(second, path)]
    index.take("/**")
    assert not len(index)
    assert not index._root.below


def test_a_value_of_several_places_goes_with_the_first_of_them():
    index = PathIndex()
    index.add(("~/.cache", "/root/.cache", "/var/cache"), "cache")
    index.add(("/var/cache",), "other")
    assert index.take("/root/.cache/**") == ["cache"]
    assert index.take("/var/cache") == ["other"]


def test_under_takes_names_literally():
    index = PathIndex()
    for path in ("/a", "/a/b", "/ab", "/*", "/*/c"):
        index.add((path,), path)
    assert index.under("/a") == ["/a", "/a/b"]
    assert index.under("/a/") == ["/a", "/a/b"]
    assert index.under("/*") == ["/*", "/*/c"]
    assert index.under("/") == ["/a", "/a/b", "/ab", "/*", "/*/c"]
    assert index.under("/a/b/c") == []
