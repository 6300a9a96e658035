"""Unified diffs: right, bounded, safe to print."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import time

import pytest

from k8slint._internal.report import Output
from k8slint._internal.report.diff import compare, render, split_lines


def diff(old: str, new: str, *, path: str = "f", colour: bool = False) -> str:
    stream = io.StringIO()
    render(path, old, new, Output(stream, colour=colour))
    return stream.getvalue()


NUMBERS = "".join(f"{n}\n" for n in range(1, 21))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("a\nb\n", "a\nb\n", "", id="equal"),
        pytest.param("a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", id="replaced"),
        pytest.param("", "a\n", "@@ -0,0 +1 @@\n+a\n", id="from nothing"),
        pytest.param("a\n", "", "@@ -1 +0,0 @@\n-a\n", id="to nothing"),
        pytest.param("a", "a\n", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n", id="newline added"),
        pytest.param("a\r\n", "a\n", "@@ -1 +1 @@\n-a\\r\n+a\n", id="CRLF is seen"),
        pytest.param("a\x0bb\x85c\n", "a\n", "@@ -1 +1 @@\n-a\\x0bb\\x85c\n+a\n", id="only \\n ends a line"),
        pytest.param("\ta\n", "\tb\n", "@@ -1 +1 @@\n-\ta\n+\tb\n", id="tabs stay"),
        pytest.param(
            NUMBERS,
            NUMBERS.replace("3\n", "3\nnew\n", 1).replace("\n18\n", "\n"),
            "@@ -1,6 +1,7 @@\n 1\n 2\n 3\n+new\n 4\n 5\n 6\n@@ -15,6 +16,5 @@\n 15\n 16\n 17\n-18\n 19\n 20\n",
            id="two hunks",
        ),
    ],
)
def test_diff(old, new, expected):
    assert diff(old, new) == (f"--- f\n+++ f\n{expected}" if expected else "")


def test_colours_additions_and_removals():
    text = diff("a\n", "b\n", colour=True)
    assert "\x1b[31m-a\x1b[0m" in text
    assert "\x1b[32m+b\x1b[0m" in text


def texts(seed: int) -> tuple[str, str]:
    chance = random.Random(seed)
    old = [chance.choice("abcdefgh") for _ in range(chance.randrange(40))]
    new = list(old)
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(new) + 1)
        new[at : at + chance.randrange(3)] = [chance.choice("abxyz") for _ in range(chance.randrange(3))]
    ends = [chance.choice(["\n", ""]) for _ in range(2)]
    return tuple("\n".join(lines) + (end if lines else "") for lines, end in zip((old, new), ends, strict=True))


@pytest.mark.parametrize("seed", range(200))
def test_changes_make_the_new_text(seed):
    old, new = map(split_lines, texts(seed))
    made, at = [], 0
    for a, b, c, d in compare(old, new):
        assert at <= a <= b
        assert old[a:b] != new[c:d]
        made += old[at:a] + new[c:d]
        at = b
    assert made + old[at:] == new


@pytest.mark.skipif(shutil.which("patch") is None, reason="no patch program")
@pytest.mark.parametrize("seed", range(25))
def test_patch_accepts_it(tmp_path, seed):
    old, new = texts(seed)
    if old == new or not old or not new:
        pytest.skip("nothing to patch")
    (tmp_path / "f").write_text(old)
    subprocess.run(["patch", "-s", "f"], cwd=tmp_path, input=diff(old, new), text=True, check=True)
    assert (tmp_path / "f").read_text() == new


@pytest.mark.parametrize("kinds", [1, 2, 500, 10**9], ids=["one line", "two lines", "some lines", "all differ"])
def test_huge_texts_take_linear_time(kinds):
    old = [f"line {n % kinds}\n" for n in range(60_000)]
    new = ["changed\n" if n % 97 == 0 else line for n, line in enumerate(old)]
    start = time.process_time()
    changes = list(compare(old, new))
    assert time.process_time() - start < 5
    assert changes
