"""The cache: what it remembers, when it does not believe itself, and where it may lie."""

import json
import os
import time

import pytest

from k8slint._internal.files.tree import DiskTree, MemoryTree
from k8slint._internal.rulekit.registry import hash_text
from k8slint._internal.running import cache as caches
from k8slint._internal.running.analyse import Analysis, Failure
from k8slint._internal.running.cache import Cache, pack
from k8slint._internal.running.witness import Witness, unchanged
from k8slint._internal.text.finding import Finding, Severity
from k8slint._internal.text.source import Span

FINDING = Finding("rule", "f", Span(0, 1), "message é", Severity.WARNING)
OLD = (10**18, 10**18, 5, 77)
"""A signature of 2001: settled."""
NOW = 1_700_000_000 * 10**9


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """The user's cache folder."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


def analysis(path="f", failures=(), findings=(FINDING,)):
    return Analysis(path, "dockerfile", None, findings, (), None, failures, ())


def filled(root="/project", fingerprint="one", signature=OLD, now=NOW):
    cache = Cache.open(root, fingerprint)
    cache.add(analysis(), signature, "digest")
    cache.save(now)
    assert cache.warning is None
    return cache


def test_an_analysis_comes_back():
    filled()
    cache = Cache.open("/project", "one")
    found = cache.same_file("f", OLD)
    assert (found.path, found.kind, found.aside, found.failures, found.fatal) == ("f", "dockerfile", None, (), ())
    assert found.findings == (FINDING,)
    assert found.suppressions == ()
    assert found.facts is None
    assert cache.digest_of("f") == "digest"


@pytest.mark.parametrize("index", range(4))
def test_any_change_of_the_signature_counts(index):
    filled()
    changed = list(OLD)
    changed[index] += 1
    assert Cache.open("/project", "one").same_file("f", tuple(changed)) is None


def test_a_file_written_anew_with_the_same_bytes_is_known_and_then_known_unread():
    filled()
    cache = Cache.open("/project", "one")
    other = (OLD[0] + 1, *OLD[1:])
    assert cache.same_content("f", other, "another") is None
    assert cache.same_content("f", other, "digest").findings == (FINDING,)
    cache.save(NOW)
    assert Cache.open("/project", "one").same_file("f", other) is not None


@pytest.mark.parametrize(("root", "fingerprint"), [("/project", "two"), ("/other", "one")])
def test_another_project_or_other_settings_know_nothing(root, fingerprint):
    filled()
    cache = Cache.open(root, fingerprint)
    assert cache.known == {}
    assert cache.warning is None


def test_a_file_changed_just_now_is_read_again():
    """Its times may stay the same although it changes once more."""
    recent = (NOW - caches.SETTLED_NS // 2, NOW - caches.SETTLED_NS // 2, 5, 77)
    filled(signature=recent)
    cache = Cache.open("/project", "one")
    assert cache.same_file("f", recent) is None
    assert cache.same_content("f", recent, "digest") is not None
    settled = (NOW - 2 * caches.SETTLED_NS, NOW - 2 * caches.SETTLED_NS, 5, 77)
    filled(signature=settled)
    assert Cache.open("/project", "one").same_file("f", settled) is not None


def test_failures_are_tried_again():
    cache = Cache.open("/project", "one")
    cache.add(analysis(failures=(Failure("f", 0, "no"),)), OLD, "digest")
    cache.save(NOW)
    assert Cache.open("/project", "one").same_file("f", OLD) is None


def test_files_that_are_gone_are_forgotten():
    filled()
    cache = Cache.open("/project", "one")
    cache.add(analysis("g"), OLD, "other")
    cache.save(NOW)
    assert set(Cache.open("/project", "one").known) == {"g"}


def test_nothing_is_written_when_nothing_changed():
    path = filled().path
    before = os.stat(path)
    cache = Cache.open("/project", "one")
    cache.same_file("f", OLD)
    cache.save(NOW)
    assert (os.stat(path).st_ino, os.stat(path).st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


# --- what is not believed


def signed(body):
    return f"{hash_text(body)}\n{body}".encode()


GOOD = json.dumps([{"f": [list(OLD), "digest", pack(analysis())]}, None])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 1000,
        b"no digest",
        signed(GOOD)[:-1],
        signed(GOOD).replace(b"message", b"massage"),
        signed("[")[:],
        signed("[[]]"),
        signed("{}"),
        signed("[" * 100_000),
        "é".encode(),
    ],
    ids=["empty", "zeros", "short", "cut", "changed", "no JSON", "few", "other shape", "deep", "not ASCII"],
)
def test_a_damaged_cache_is_ignored_and_written_anew(data):
    path = filled().path
    with open(path, "wb") as file:
        file.write(data)
    cache = Cache.open("/project", "one")
    assert cache.same_file("f", OLD) is None
    assert "is ignored" in cache.warning
    cache.add(analysis(), OLD, "digest")
    cache.save(NOW)
    assert Cache.open("/project", "one").same_file("f", OLD) is not None


def test_a_good_copy_is_taken():
    """The counterpart of the damaged ones."""
    path = filled().path
    with open(path, "wb") as file:
        file.write(signed(GOOD))
    assert Cache.open("/project", "one").same_file("f", OLD) is not None


def test_another_users_cache_is_ignored(monkeypatch):
    filled()
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    cache = Cache.open("/project", "one")
    assert cache.known == {}
    assert "not a cache file of this user" in cache.warning


def test_a_link_and_a_pipe_are_not_followed(tmp_path):
    path = filled().path
    elsewhere = tmp_path / "elsewhere.json"
    os.rename(path, elsewhere)
    os.symlink(elsewhere, path)
    assert Cache.open("/project", "one").known == {}
    os.unlink(path)
    os.mkdir(path)
    assert Cache.open("/project", "one").known == {}


def test_a_huge_cache_is_ignored(monkeypatch):
    filled()
    monkeypatch.setattr(caches, "MAX_CACHE_BYTES", 10)
    cache = Cache.open("/project", "one")
    assert cache.known == {}
    assert cache.warning


# --- where it lies


def test_it_is_private_and_tagged(place):
    path = filled().path
    assert path.startswith(str(place))
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert os.stat(os.path.dirname(path)).st_mode & 0o077 == 0
    tag = place / "k8slint" / "CACHEDIR.TAG"
    assert tag.read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")


@pytest.mark.parametrize("inside", ["", ".cache", "a/b"])
def test_it_never_lies_in_the_linted_tree(tmp_path, monkeypatch, inside):
    root = tmp_path / "root"
    root.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(root / inside))
    cache = Cache.open(str(root), "one")
    cache.add(analysis(), OLD, "digest")
    cache.save(NOW)
    assert cache.path is None
    assert list(root.iterdir()) == []


def test_a_relative_cache_folder_counts_as_none(monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert caches.folder() == "/home/somebody/.cache/k8slint"


def test_a_folder_that_cannot_be_written_is_no_error(place):
    place.write_text("a file")
    cache = Cache.open("/project", "one")
    cache.add(analysis(), OLD, "digest")
    cache.save(NOW)
    assert "could not be written" in cache.warning


def test_old_caches_are_dropped_and_no_half_one_is_left(place):
    path = filled().path
    month = NOW / 1e9 - 31 * 86_400
    os.utime(path, (month, month))
    filled(fingerprint="two")
    names = os.listdir(os.path.dirname(path))
    assert os.path.basename(path) not in names
    assert len(names) == 1


# --- what the project rules asked

TREE = {"a/Dockerfile": "FROM x\n", "a/b": "1"}


def test_a_witness_passes_on_and_notes():
    witness = Witness(MemoryTree(TREE))
    assert witness.exists("a/b")
    assert not witness.exists("a/c")
    assert witness.is_dir("a")
    assert witness.read("a/b") == b"1"
    assert witness.read("a/c") is None
    assert witness.list("a") == ["Dockerfile", "b"]
    assert len(witness.questions) == 6
    assert unchanged(json.loads(json.dumps(witness.questions)), MemoryTree(TREE))


@pytest.mark.parametrize(
    ("operation", "path", "changed"),
    [
        ("exists", "a/b", {"a/Dockerfile": ""}),
        ("exists", "a/c", {**TREE, "a/c": ""}),
        ("is_dir", "a", {"a": ""}),
        ("read", "a/b", {**TREE, "a/b": "2"}),
        ("read", "a/b", {"a/Dockerfile": ""}),
        ("list", "a", {**TREE, "a/c": ""}),
    ],
)
def test_another_answer_is_seen(operation, path, changed):
    witness = Witness(MemoryTree(TREE))
    getattr(witness, operation)(path)
    assert unchanged(witness.questions, MemoryTree(TREE))
    assert not unchanged(witness.questions, MemoryTree(changed))


def test_on_disk_too(tmp_path):
    (tmp_path / "a").write_text("1")
    witness = Witness(DiskTree(str(tmp_path)))
    witness.read("a")
    witness.exists("b")
    assert unchanged(witness.questions, DiskTree(str(tmp_path)))
    (tmp_path / "b").write_text("")
    assert not unchanged(witness.questions, DiskTree(str(tmp_path)))


# --- whole runs

CONTEXT = "FROM debian:13\nCOPY . /app\n"
RULE = "context-copied-without-dockerignore"


def settle(project):
    """Gives all files times that are long past, so that the next run need not read them."""
    for path in project.folder.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    time.sleep(0.06)


def cached(project, *arguments):
    result = project.run("check", "-v", "--output-format", "concise", *arguments)
    line = next(line for line in result.stderr.splitlines() if "came from the cache" in line)
    result.stdout = result.stdout.partition("\nFound")[0]
    return int(line.split()[1]), result


def test_a_second_run_reads_nothing_and_says_the_same(project):
    project.write("Dockerfile", CONTEXT + "RUNN x\n")
    project.write("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, name: b}\n")
    settle(project)
    first, cold = cached(project)
    second, warm = cached(project)
    assert (first, second) == (0, 2)
    assert warm.stdout == cold.stdout
    assert warm.returncode == cold.returncode == 1
    assert "dockerfile-syntax" in warm.stdout


def test_only_what_changed_is_linted_again(project):
    project.write("a/Dockerfile", CONTEXT)
    project.write("b/Dockerfile", CONTEXT)
    settle(project)
    cached(project)
    project.write("b/Dockerfile", CONTEXT + "RUNN x\n")
    count, result = cached(project)
    assert count == 1
    assert "b/Dockerfile:3:1: error dockerfile-syntax" in result.stdout


def test_what_stands_beside_the_files_is_asked_again(project):
    """No linted file changes, but what a project rule concluded from the tree does."""
    project.write("Dockerfile", CONTEXT)
    project.write("secret.txt", "x")
    settle(project)
    _, cold = cached(project, "--select", RULE)
    assert RULE in cold.stdout
    project.write(".dockerignore", "secret.txt\n")
    count, warm = cached(project, "--select", RULE)
    assert count == 1
    assert RULE not in warm.stdout
    (project.folder / ".dockerignore").unlink()
    count, again = cached(project, "--select", RULE)
    assert count == 1
    assert again.stdout == cold.stdout


def test_other_rules_other_findings(project):
    project.write("Dockerfile", "FROM debian:13\nRUNN x\n")
    settle(project)
    _, first = cached(project, "--select", "dockerfile-syntax")
    count, other = cached(project, "--select", "empty-dockerfile")
    assert count == 0
    assert "dockerfile-syntax" in first.stdout
    assert "dockerfile-syntax" not in other.stdout


def test_no_cache_neither_reads_nor_writes(project, place):
    project.write("Dockerfile", CONTEXT)
    project.run("check", "--no-cache")
    assert not (project.folder.parent / "cache").exists()
