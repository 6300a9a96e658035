"""Promises 1, 2 and 7 by what the interpreter says that it does: no program, no socket, no file outside."""

import ast
import json
import os
import shutil
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
STARTS_PROGRAMS = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "webbrowser.")
TALKS = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.")


@pytest.fixture
def events(leading_out, tmp_path):
    """Runs a command and gives (event, arguments) of all that it did."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    shutil.copy(Path(__file__).with_name("audit.py"), hooks / "sitecustomize.py")
    log = tmp_path / "audit.log"

    def run(*arguments):
        log.write_bytes(b"")
        outcome = leading_out.run(*arguments, env={"PYTHONPATH": str(hooks), "K8SLINT_AUDIT": str(log)})
        found = [line.partition("\t") for line in log.read_text("utf-8").splitlines()]
        assert found, "the hook was not there"
        return outcome, [(event, ast.literal_eval(arguments)) for event, _, arguments in found if "<" not in arguments]

    return run


COMMANDS = (
    ("check", "--no-cache"),
    ("check", "--jobs", "1"),
    ("check", "--output-format", "sarif"),
    ("fix", "--unsafe"),
    ("fix", "--diff"),
    ("config",),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_program_no_socket_no_file_outside(tree, events, arguments):
    outcome, found = events(*arguments)
    names = {event for event, _ in found}
    assert not [name for name in names if name.startswith((*STARTS_PROGRAMS, *TALKS))]
    assert outcome.code in (0, 1, 2)
    root, home = str(tree.root), str(tree.home)
    for event, given in found:
        if event == "open" and isinstance(given[1], str):
            how, path = given
            full = os.path.abspath(os.path.join(root, path))
            if how == "write":
                # A file without a name is opened by the name of its folder.
                temporary = path == os.curdir or path.startswith(".k8slint-")
                inside_tree = arguments[0] == "fix" and "--diff" not in arguments and temporary
                cache = full.startswith(f"{home}/cache/k8slint") and "--no-cache" not in arguments
                assert inside_tree or cache or path == os.devnull, path
            else:
                assert not full.startswith(str(tree.root.parent) + "/secret"), path
                assert full not in ("/etc/passwd", "/etc/shadow", "/etc/hostname"), path


def test_no_file_is_left_in_the_tree(leading_out):
    tree = leading_out
    before = tree.files()
    for arguments in (("check",), ("fix", "--diff"), ("config",), ("rules",)):
        tree.run(*arguments)
    assert tree.files() == before


@pytest.mark.parametrize(
    "env",
    [{"HOME": None, "XDG_CACHE_HOME": None}, {"HOME": "/nowhere", "XDG_CACHE_HOME": None}, {"TMPDIR": "/nowhere"}],
)
def test_without_a_home(tree, env):
    outcome = tree.run("check", "--output-format", "json", env=env)
    assert outcome.code == 1
    assert "latest-base-image" in outcome.rules["plain/Dockerfile"]


def test_a_cache_inside_the_tree_is_not_used(tree):
    before = tree.files()
    for inside in (tree.root / "cache", tree.root):
        tree.run("check", env={"XDG_CACHE_HOME": str(inside)})
        assert tree.files() == before


def _cache_file(tree):
    (found,) = (path for path in (tree.home / "cache").rglob("*.json"))
    return found


@pytest.mark.parametrize("body", [b"", b"{}", b"\x80\x04N.", b"0\n[{},null]", b"[" * 100_000, b"\xff" * 1000])
def test_a_damaged_cache_is_ignored(tree, body):
    want = tree.run("check", "--output-format", "json").json["findings"]
    _cache_file(tree).write_bytes(body)
    assert tree.run("check", "--output-format", "json").json["findings"] == want


def test_a_planted_cache_that_is_well_made_but_nonsense(tree):
    from k8slint._internal.rulekit.registry import hash_text

    want = tree.run("check", "--output-format", "json").json["findings"]
    cache = _cache_file(tree)
    known, project = json.loads(cache.read_text("ascii").partition("\n")[2])
    for broken in (
        {path: [] for path in known},
        {path: [entry[0], entry[1], [1, 2]] for path, entry in known.items()},
        {path: [entry[0], entry[1], ["dockerfile", None, "[", "[", "[", "["]] for path, entry in known.items()},
        dict.fromkeys(known, 7),
        [],
    ):
        for rest in (project, 7, [1], ["", [], "["]):
            body = json.dumps([broken, rest])
            cache.write_text(f"{hash_text(body)}\n{body}", "ascii")
            outcome = tree.run("check", "--output-format", "json")
            assert outcome.json["findings"] == want


@pytest.mark.parametrize("what", ["link", "folder", "pipe"])
def test_a_cache_that_is_no_file(tree, tmp_path, what):
    want = tree.run("check", "--output-format", "json").json["findings"]
    cache = _cache_file(tree)
    precious = tmp_path / "precious"
    precious.write_text("precious")
    cache.unlink()
    if what == "link":
        cache.symlink_to(precious)
    elif what == "folder":
        cache.mkdir()
    else:
        os.mkfifo(cache)
    assert tree.run("check", "--output-format", "json").json["findings"] == want
    assert precious.read_text() == "precious"


def test_a_cache_folder_that_cannot_be_written(tree):
    (tree.home / "cache").write_text("a file")
    assert tree.run("check", "--output-format", "json").code == 1


def test_the_code_names_no_network():
    banned = {"socket", "ssl", "http", "subprocess", "pickle", "ftplib", "urllib.request", "urllib3", "requests"}
    for path in (REPOSITORY / "linter").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
            if isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
            if path.name == "pager.py":  # `explain` on a terminal shows its page in the user's own pager
                names.discard("subprocess")
            assert not names & banned, path
