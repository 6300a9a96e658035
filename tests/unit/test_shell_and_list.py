"""A redirection in the middle of an AND list, which the grammar puts around the list before it."""

import pytest

from k8slint._internal.syntax.shell.parse import parse


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a > f && b", 2),
        ("a && b > f && c", 3),
        ("a && b > f && c > g && d", 4),
        ("a && b 2>/dev/null && c", 3),
        ("a && b > f 2>&1 && c", 3),
        ("a && b > f", 2),
    ],
)
def test_redirection_inside(text, count):
    script = parse(text, 0, len(text))
    assert len(script.and_list) == count
    assert script.and_list == script.commands


@pytest.mark.parametrize(
    "text",
    [
        "{ a && b; } > f && c",
        "(a && b) > f && c",
        "a && b > f || c",
        "a || b > f && c",
        "a; b > f && c",
        "a && b > f; c",
        "a && b > f & c",
        "a && b | c > f && d",
        "a && b <<E && c\nE\n",
    ],
)
def test_more_than_a_list(text):
    script = parse(text, 0, len(text))
    assert script is None or script.and_list is None
