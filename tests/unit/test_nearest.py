"""What a misspelt word was meant to be."""

from __future__ import annotations

import pytest

from k8slint._internal.text.nearest import distance, nearest

KNOWN = ("environment", "env_file", "image", "ports", "cpus", "restart", "volumes", "build", "tty", "init")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("enviroment", "environment"),
        ("enviornment", "environment"),
        ("Environment", "environment"),
        ("envFile", "env_file"),
        ("port", "ports"),
        ("cpu", "cpus"),
        ("iamge", "image"),
        ("volume", "volumes"),
        ("tt", None),
        ("ttx", None),
        ("inits", "init"),
        ("command", None),
        ("x" * 100, None),
        ("", None),
    ],
)
def test_the_known_word(word, meant):
    assert nearest(word, KNOWN) == meant


def test_two_that_are_equally_near_are_no_guess():
    assert nearest("conf-c", ("conf-a", "conf-b")) is None


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abcd", "bc", 2), ("ab", "ba", 1)],
)
def test_distance(left, right, edits):
    assert distance(left, right) == distance(right, left) == edits
