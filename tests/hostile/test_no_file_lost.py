"""Promise 3: after `fix`, whatever happened, each file is the old one or the whole new one, and nothing else lies about."""

import os
import resource
import signal
import time

import pytest

FAULTY = 'FROM debian:12\nMAINTAINER somebody\nCMD ["a"]\n'
MANY = 40


@pytest.fixture
def faulty(tree):
    tree.put({f"d{number}/Dockerfile": FAULTY + f"# {number}\n" * 200 for number in range(MANY)})
    return tree


def fixed(tree):
    """The tree as it is once it is fixed, in another place."""
    before = tree.files()
    assert tree.run("fix", "--jobs", "1").code in (0, 1)
    after = tree.files()
    tree.put({path: data for path, data in before.items() if data != after[path]})
    assert tree.files() == before
    return before, after


def whole(tree, before, after):
    """Each file is one of the two, and there is no other."""
    now = tree.files()
    assert now.keys() == before.keys()
    for path, data in now.items():
        assert data in (before[path], after[path]), path
    return now


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killed_at_any_moment(faulty, number):
    before, after = fixed(faulty)
    for moment in range(8):
        process = faulty.start("fix", "--jobs", "1", "--no-cache")
        deadline = time.monotonic() + 30
        while process.poll() is None and faulty.read("d0/Dockerfile") == before["d0/Dockerfile"]:
            assert time.monotonic() < deadline
        time.sleep(moment / 400)
        process.send_signal(number)
        process.communicate(timeout=30)
        if number == signal.SIGKILL:
            # What the killed run left is removed by the next one.
            left = {path for path in faulty.files() if path.endswith(".tmp")}
            faulty.run("fix", "--jobs", "1", "--no-cache", "--select", "latest-base-image")
            assert not left & faulty.files().keys()
        now = whole(faulty, before, after)
        faulty.put({path: before[path] for path, data in now.items() if data != before[path]})


def test_a_full_disk(faulty):
    """A limit on the size of files stands for it: each write fails."""
    before, after = fixed(faulty)
    limit = 300

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    outcome = faulty.run("fix", "--no-cache", "--output-format", "concise", before=small)
    now = whole(faulty, before, after)
    assert outcome.code == 2
    assert "d0/Dockerfile" in outcome.err
    assert now["d0/Dockerfile"] == before["d0/Dockerfile"]
    assert now["plain/Dockerfile"] == after["plain/Dockerfile"], "a small file is written all the same"


def test_folders_and_files_that_cannot_be_written(faulty, unprivileged):
    before, after = fixed(faulty)
    (faulty.root / "d0").chmod(0o555)
    (faulty.root / "d1/Dockerfile").chmod(0o444)
    try:
        outcome = faulty.run("fix", "--no-cache", before=unprivileged)
    finally:
        (faulty.root / "d0").chmod(0o755)
    now = whole(faulty, before, after)
    assert outcome.code == 2
    for path in ("d0/Dockerfile", "d1/Dockerfile"):
        assert path in outcome.err
        assert now[path] == before[path]
    assert now["d2/Dockerfile"] == after["d2/Dockerfile"]
    assert (faulty.root / "d1/Dockerfile").stat().st_mode & 0o777 == 0o444


def test_hard_links(faulty, tmp_path):
    before, after = fixed(faulty)
    os.link(faulty.root / "d0/Dockerfile", tmp_path / "other")
    outcome = faulty.run("fix", "--no-cache")
    assert outcome.code == 2
    assert "d0/Dockerfile" in outcome.err
    assert (tmp_path / "other").read_bytes() == faulty.read("d0/Dockerfile") == before["d0/Dockerfile"]
    assert faulty.read("d1/Dockerfile") == after["d1/Dockerfile"]


FAULTS = """
import os, sys, errno
name, nth = os.environ["FAULT"].split(":")
if "k8slint" in " ".join(sys.orig_argv):
    real, left = getattr(os, name), [int(nth)]
    def faulty(*arguments, **options):
        left[0] -= 1
        if left[0] == 0:
            raise OSError(errno.EIO, "input/output error")
        return real(*arguments, **options)
    def hook(event, arguments):
        if event == "import" and arguments[0] == "k8slint._internal.files.write":
            setattr(os, name, faulty)
    sys.addaudithook(hook)
"""
CALLS = ("open", "write", "fsync", "fstat", "rename", "fchmod", "close", "read", "stat", "lstat", "access", "listxattr")


@pytest.mark.parametrize("call", CALLS)
def test_a_fault_in_any_call(tree, tmp_path, call):
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(FAULTS)
    tree.put({"d/Dockerfile": FAULTY})
    before, after = fixed(tree)
    for nth in (1, 2, 3, 5, 8):
        env = {"FAULT": f"{call}:{nth}", "PYTHONPATH": str(hooks)}
        outcome = tree.run("fix", "--no-cache", "--jobs", "1", env=env)
        now = whole(tree, before, after)
        changed = [path for path, data in now.items() if data != before[path]]
        if len(changed) < 2:
            assert outcome.code == 2, f"{call} {nth}: {outcome.err}"
        tree.put({path: before[path] for path in changed})


CHANGES = """
import os, sys
if "k8slint" in " ".join(sys.orig_argv):
    path, how = os.environ["CHANGED"], os.environ["HOW"]
    done = []
    def hook(event, arguments):
        if event == "import" and arguments[0] == "k8slint._internal.files.write" and not done:
            done.append(1)
            if how == "text":
                with open(path, "a") as file:
                    file.write("# mine\\n")
            else:
                os.unlink(path)
            if how == "link":
                os.symlink(os.environ["SECRET"], path)
            elif how == "folder":
                os.mkdir(path)
            elif how == "pipe":
                os.mkfifo(path)
    sys.addaudithook(hook)
"""


@pytest.mark.parametrize("how", ["text", "link", "folder", "pipe", "gone"])
def test_a_file_that_changes_before_it_is_written(tree, tmp_path, how):
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(CHANGES)
    secret = tmp_path / "secret"
    secret.write_text(FAULTY)
    tree.put({"d/Dockerfile": FAULTY})
    changed = tree.root / "d/Dockerfile"
    env = {"CHANGED": str(changed), "HOW": how, "SECRET": str(secret), "PYTHONPATH": str(hooks)}
    outcome = tree.run("fix", "--no-cache", "--jobs", "1", env=env)
    assert outcome.code == 2
    assert "d/Dockerfile" in outcome.err
    assert secret.read_text() == FAULTY
    if how == "text":
        assert changed.read_text() == FAULTY + "# mine\n"
    assert b"MAINTAINER" not in tree.read("plain/Dockerfile"), "the other file is fixed"
    assert not list(tree.root.rglob("*.tmp"))


SAVES = """
import os
from k8slint import Rule
from k8slint._internal.project import Project


class Saving(Rule[Project]):
    \"\"\"Saves another text over a file, as an editor does while others are linted.\"\"\"

    name = "saving"
    category = "correctness"

    def check(self, project):
        if not os.path.exists(os.environ["DONE"]):
            open(os.environ["DONE"], "w").close()
            if not os.path.exists(os.environ["SAVED"]):
                os.unlink("d/Dockerfile")
                return
            with open(os.environ["SAVED"], "rb") as file:
                text = file.read()
            with open("d/Dockerfile~", "wb") as file:
                file.write(text)
            os.rename("d/Dockerfile~", "d/Dockerfile")
        return
        yield


def k8slint_rules():
    return [Saving]
"""
BEFORE = "FROM alpine:3.20\nMAINTAINER me@example.com\nADD a.txt /a.txt\nRUN apk add curl\nCMD ['a']\n"
SAVED = [
    "# one line more\n" + BEFORE,
    "FROM alpine:3.20\nRUN apk add curl\nADD a.txt /a.txt\nMAINTAINER me@example.com\nCMD ['a']\n",
    "FROM debian:12-slim\nENV GREETING='hello, this is a longer text than before'\nCOPY app /app\nENTRYPOINT ['/app']\n",
    BEFORE.replace("me@", "me.too@"),
    BEFORE.replace("ADD a.txt /a.txt\n", ""),
    BEFORE.replace("\n", "\r\n"),
]


@pytest.mark.parametrize("saved", SAVED)
def test_a_text_that_is_saved_while_others_are_linted(tree, tmp_path, saved):
    """It gets the fixes that a run over it alone would make, and not those for the text before."""
    (tmp_path / "saving_pack.py").write_text(SAVES)
    (tmp_path / "saved").write_bytes(saved.encode())
    tree.put({"d/Dockerfile": saved})
    tree.run("fix", "--no-cache", "d/Dockerfile")
    right = tree.read("d/Dockerfile")
    tree.put({"d/Dockerfile": BEFORE})
    env = {"PYTHONPATH": str(tmp_path), "DONE": str(tmp_path / "done"), "SAVED": str(tmp_path / "saved")}
    tree.run("fix", "--no-cache", "--plugin", "saving_pack", "--extend-select", "saving", env=env)
    assert (tmp_path / "done").exists()
    assert tree.read("d/Dockerfile") == right


def test_a_file_that_goes_while_others_are_linted(tree, tmp_path):
    (tmp_path / "saving_pack.py").write_text(SAVES)
    tree.put({"d/Dockerfile": BEFORE})
    env = {"PYTHONPATH": str(tmp_path), "DONE": str(tmp_path / "done"), "SAVED": str(tmp_path / "none")}
    outcome = tree.run("fix", "--no-cache", "--plugin", "saving_pack", "--extend-select", "saving", env=env)
    assert outcome.code == 2
    assert "d/Dockerfile: was linted, and now does not exist; not fixed" in outcome.err
    assert not (tree.root / "d/Dockerfile").exists()
    assert b"MAINTAINER" not in tree.read("plain/Dockerfile")


def test_four_runs_at_once(faulty):
    before, after = fixed(faulty)
    runs = [faulty.start("fix", "--jobs", "1", "--no-cache") for _ in range(4)]
    for run in runs:
        run.communicate(timeout=120)
        assert run.returncode in (0, 1, 2)
    whole(faulty, before, after)
    assert faulty.run("fix", "--no-cache").code in (0, 1)
    assert faulty.files() == after


def test_what_a_killed_run_left_is_removed_or_named(tree):
    from k8slint._internal.files.leftovers import temporary_name

    old = temporary_name(FAULTY.encode(), b"new")
    tree.put({f"d/{old}": FAULTY, "d/.k8slint-mine.tmp": "mine\n"})
    assert f"d/{old}" in tree.files()
    for arguments in (("check",), ("fix", "--diff"), ("fix", "plain")):
        tree.run(*arguments)
        assert f"d/{old}" in tree.files(), "only a fix of its folder removes it"
    outcome = tree.run("fix")
    assert f"d/{old}" not in tree.files()
    assert tree.read("d/.k8slint-mine.tmp") == b"mine\n"
    assert "d/.k8slint-mine.tmp is a temporary file of a fix that was stopped, and holds neither" in outcome.err


def test_mode_line_ends_and_mark_stay(tree):
    full = tree.root / "Dockerfile"
    full.write_bytes(b'\xef\xbb\xbfFROM debian:12\r\nMAINTAINER x\r\nCMD ["a"]')
    full.chmod(0o640)
    tree.run("fix")
    data = full.read_bytes()
    assert b"MAINTAINER" not in data
    assert data.startswith(b"\xef\xbb\xbfFROM debian:12\r\n")
    assert data.endswith(b'"a"]')
    assert data.count(b"\n") == data.count(b"\r\n")
    assert full.stat().st_mode & 0o777 == 0o640
