"""`.dockerignore` patterns: the answers of moby/patternmatcher's own tests, and where files are looked for."""

import pytest

from k8slint._internal.files.tree import MemoryTree
from k8slint._internal.kinds.dockerfile import dockerignore
from k8slint._internal.kinds.dockerfile.dockerignore import Dockerignore


@pytest.mark.parametrize(
    ("patterns", "path", "ignored"),
    [
        ("**", "file", True),
        ("**", ".", True),
        ("*", ".", True),
        (".*", ".", False),
        ("dir", "dir/file", True),
        ("dir", "other/dir", False),
        ("/dir/", "dir", True),
        ("./dir", "dir", True),
        ("**/file", "dir/dir/file", True),
        ("**/file", "file", True),
        ("**/dir2/*", "dir/dir2/file", True),
        ("dir/**", "dir/dir2/file", True),
        ("*/tmp/*", "x/tmp/a", True),
        ("a?c", "abc", True),
        ("a?c", "a/c", False),
        ("*.txt", "a.txt", True),
        ("*.txt", "b/a.txt", False),
        ("# dir", "dir", False),
        ("  dir  ", "dir", True),
        ("dir\n!dir/file", "dir/file", False),
        ("**\n!file", ".", False),
        ("", "dir", False),
    ],
)
def test_ignores(patterns, path, ignored):
    assert Dockerignore(".dockerignore", patterns).ignores(path) is ignored


def test_find_prefers_the_dockerfiles_own():
    tree = MemoryTree({"a/.dockerignore": "x", "a/Dockerfile.dockerignore": "y"})
    assert dockerignore.find(tree, "a/Dockerfile").path == "a/Dockerfile.dockerignore"
    assert dockerignore.find(tree, "a/other").path == "a/.dockerignore"
    assert dockerignore.find(tree, "a/b/other") is None


@pytest.mark.parametrize(
    ("dockerfile", "expected"), [("a/b/Dockerfile", True), ("Dockerfile", False), ("c/Dockerfile", False)]
)
def test_exists_upwards(dockerfile, expected):
    assert dockerignore.exists(MemoryTree({"a/.dockerignore": ""}), dockerfile) is expected
