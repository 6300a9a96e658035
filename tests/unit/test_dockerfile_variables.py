"""Variables of a word."""

import pytest

from k8slint._internal.kinds.dockerfile.variables import references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", []),
        ("$A", [("A", "$A", False)]),
        ("x${A}y$B.c", [("A", "${A}", False), ("B", "$B", False)]),
        ("${A:-$B}$C", [("A", "${A:-$B}", True), ("B", "$B", True), ("C", "$C", False)]),
        ("${A-${B}}", [("A", "${A-${B}}", True), ("B", "${B}", True)]),
        ("${A#x}", [("A", "${A#x}", False)]),
        ("${A/$B/c}", [("A", "${A/$B/c}", False), ("B", "$B", False)]),
        ("'$A'\"'$B'\"", [("B", "$B", False)]),
        ("\\$A $", []),
        ("$1 ${2} $$", []),
        ("${A", [("A", "${A", False)]),
    ],
)
def test_references(text, expected):
    assert [(r.name, text[r.start : r.end], r.optional) for r in references(text)] == expected
