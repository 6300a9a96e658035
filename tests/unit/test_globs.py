"""Globs against git: a table of its own documentation, and git itself over a tree of odd names."""

import shutil
import subprocess
import time

import pytest

from k8slint._internal.files.globs import MAX_PATTERN, Globs

MATCHES = [
    # pattern, matched, not matched
    ("Dockerfile", ["Dockerfile", "a/Dockerfile"], ["Dockerfile.dev", "aDockerfile"]),
    ("/Dockerfile", ["Dockerfile"], ["a/Dockerfile"]),
    ("a/b", ["a/b", "a/b/c"], ["x/a/b", "a/bc"]),
    ("*.yaml", ["x.yaml", "a/b/x.yaml", ".yaml"], ["x.yml", "yaml"]),
    ("k8s/*.yaml", ["k8s/x.yaml"], ["k8s/a/x.yaml", "a/k8s/x.yaml"]),
    ("test*", ["tests/a/b", "a/test.yaml"], ["atest"]),
    ("a?c", ["abc", "x/abc"], ["ac", "abbc", "a/c"]),
    ("a*b*c", ["abc", "aXbYbc", "abcbc"], ["ab", "abcd", "a/bc"]),
    ("*ab", ["ab", "abab", "xab"], ["aba"]),
    ("**/foo", ["foo", "a/foo", "a/b/foo/x"], ["foobar"]),
    ("**/foo/bar", ["foo/bar", "a/foo/bar"], ["foo/x/bar"]),
    ("foo/**", ["foo/a", "foo/a/b"], ["foo", "x/foo/a"]),
    ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a/xb", "ab", "x/a/b"]),
    ("a/**/b/**/c", ["a/b/c", "a/b/x/b/c", "a/x/b/y/c"], ["a/c", "a/x/c"]),
    ("a/***/b", ["a/b", "a/x/y/b"], ["a/xb"]),
    ("a**b", ["ab", "axxb"], ["a/b"]),
    ("[ab].txt", ["a.txt", "b.txt"], ["c.txt", "[ab].txt"]),
    ("[!ab].txt", ["c.txt"], ["a.txt"]),
    ("[^ab].txt", ["c.txt"], ["a.txt"]),
    ("[]a]x", ["]x", "ax"], ["bx"]),
    ("[a-c]x", ["bx"], ["dx", "-x"]),
    ("[a-]x", ["ax", "-x"], ["bx"]),
    ("[c-a]x", ["cx"], ["bx", "ax"]),
    ("[[:digit:]]x", ["5x"], ["ax", ":x"]),
    ("a[!x]b", ["ayb"], ["a/b", "axb"]),
    ("[a", [], ["a", "[a"]),
    ("a\\", [], ["a", "a\\"]),
    ("\\*", ["*"], ["a"]),
    ("\\!a", ["!a"], ["a"]),
    ("a.b", ["a.b"], ["axb"]),
    ("a+b(c)|d", ["a+b(c)|d"], ["aab"]),
    ("", [], ["a", ""]),
    ("/", [], ["a"]),
    ("!", [], ["a"]),
]


@pytest.mark.parametrize(("pattern", "matched", "others"), MATCHES, ids=[row[0] for row in MATCHES])
def test_pattern(pattern, matched, others):
    globs = Globs([pattern])
    assert [path for path in matched if not globs.match(path)] == []
    assert [path for path in others if globs.match(path)] == []


def test_folder_patterns_match_folders_and_what_lies_in_them():
    globs = Globs(["build/"])
    assert not globs.match("build")
    assert globs.match("build", is_folder=True)
    assert globs.match("a/build/x")


def test_the_last_pattern_decides():
    globs = Globs(["*.yaml", "!keep.yaml", "a/keep.yaml"])
    assert globs.match("x.yaml")
    assert not globs.match("keep.yaml")
    assert globs.match("a/keep.yaml")
    assert globs.verdict("keep.yaml", False) is False
    assert globs.verdict("other", False) is None


def test_nothing_is_taken_back_from_a_matched_folder():
    assert Globs(["build/", "!build/x"]).match("build/x")


LINES = [
    ("# comment", "# comment", False),
    ("\\# name", "# name", True),
    ("a  ", "a", True),
    ("a\\ ", "a ", True),
    ("a\\  ", "a ", True),
    ("a\\\\ ", "a\\", True),
    ("a\r", "a", True),
    (" a", " a", True),
]


@pytest.mark.parametrize(("line", "path", "matched"), LINES)
def test_lines_of_an_ignore_file(line, path, matched):
    assert Globs.of_lines(f"{line}\n").match(path) is matched


HOSTILE = [
    ("*a" * 300 + "b", "a" * 4000),
    ("**/*a" * 150, "a/" * 1500 + "b"),
    ("/" + "**/a/" * 199 + "b", "a/" * 1500 + "c"),
    ("*[!b]" * 199 + "b", "a" * 4000),
    ("?" * 500 + "*" * 400 + "b", "a" * 4000),
    ("[" * 900, "[" * 4000),
    ("a*" * 400 + "/x", "a" * 4000 + "/y"),
]


@pytest.mark.parametrize(("pattern", "path"), HOSTILE, ids=[row[0][:8] for row in HOSTILE])
def test_hostile_patterns_end_soon(pattern, path):
    assert len(pattern) <= MAX_PATTERN
    start = time.process_time()
    assert Globs([pattern]).verdict(path, False) is None
    assert time.process_time() - start < 2


def test_overlong_patterns_match_nothing():
    assert not Globs(["a" * (MAX_PATTERN + 1)]).match("a" * (MAX_PATTERN + 1))


NAMES = ["a", "ab", "abc", "b.a", ".a", "a b", "A", "x-y", "[a]", "a]b", "a*b", "a\\b", "!a", "#a", "ba"]
PATTERNS = [
    ["a"], ["/a"], ["a/"], ["a/b"], ["*"], ["*", "!a"], ["*", "!*/"], ["**"], ["/**"], ["**/"], ["a/**"], ["**/a"],
    ["a/**/a"], ["**/a/**"], ["**/a/b.a"], ["a/*"], ["*/a"], ["*/*/a"], ["*b*"], ["a?"], ["?a/"], ["[ab]"], ["[!a]"],
    ["[^a]b"], ["[]a]*"], ["[a-b]*c"], ["\\a"], ["\\!a"], ["\\#a"], ["#a"], ["a\\*b"], ["a\\\\b"], ["\\[a\\]"], ["a b"],
    ["a]b"], ["[a"], ["[[:upper:]]"], ["[[:nonsense:]]"], ["a\\/b"], ["****/a"], ["a/***"], ["a**"], ["!a", "a"],
    ["a", "!a/b"], ["*a", "!ba", "/ba"], ["x-y/", "!x-y/a"], ["/*", "!/ab", "/ab/a"], ["[b-a]"], ["a/", "!a"],
]  # fmt: skip


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the judge")
def test_git_agrees(tmp_path):
    paths = []
    for number, first in enumerate(NAMES):
        for second in NAMES[number % 3 :: 2]:
            path = f"{first}/{second}" if number % 4 else f"{first}/{second}/{NAMES[(number * 7) % len(NAMES)]}"
            paths.append(path)
    paths += ["top", "b.a2"]
    for path in paths:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    exclude = tmp_path / ".git" / "info" / "exclude"
    exclude.parent.mkdir(exist_ok=True)
    different = []
    for patterns in PATTERNS:
        text = "\n".join(patterns) + "\n"
        exclude.write_text(text)
        command = ["git", "-C", str(tmp_path), "-c", "core.excludesFile=/dev/null", "check-ignore", "-z", "--stdin"]
        done = subprocess.run(
            [*command, "--no-index"], input="\0".join(paths).encode(), capture_output=True, check=False
        )
        ignored = set(done.stdout.decode().split("\0")) - {""}
        globs = Globs.of_lines(text)
        mine = {path for path in paths if globs.match(path)}
        if mine != ignored:
            different.append((patterns, sorted(mine ^ ignored)))
    assert different == []
