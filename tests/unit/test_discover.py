"""Which files are found, and what each one is."""

import os
import shutil
import socket
import subprocess
import time

import pytest

from k8slint._internal.files import discover as module
from k8slint._internal.files.discover import (
    DiskTree,
    MemoryTree,
    classify,
    discover,
    kind_by_name,
    repository,
    root_of,
    start_of,
)

KINDS = {
    "dockerfile": [
        "Dockerfile", "dockerfile", "DOCKERFILE", "a/Dockerfile", "Dockerfile.dev", "Dockerfile.alpine3.19", "api.Dockerfile",
        "api.dockerfile", "Containerfile", "Containerfile.prod", "x.containerfile", "Dockerfile-dev", "Dockerfile_dev",
        "dockerfile.debug", "Dockerfile.d/Dockerfile", "Dockerfile.dev\n2",
    ],
    "yaml": ["a.yaml", "a.yml", "a.json", "A.YAML", ".hidden.yaml", "Kustomization", "kustomization.yaml", "Dockerfile.yaml"],
    None: [
        "Dockerfile.md", "dockerfile.py", "Dockerfile.j2", "Dockerfile.tmpl", "Dockerfile.template", "Dockerfile.dockerignore",
        "Dockerfile.bak", "Dockerfile~", "Dockerfile.", "Dockerfiles", "mydockerfile", "MyDockerfile", ".dockerignore", "a",
        "yaml", "docker-compose", "", "Dockerfile/x", "Dockerfile.swp",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, paths in KINDS.items() for path in paths])
def test_kind_by_name(kind, path):
    assert kind_by_name(path) == kind


CONTENT = [
    ("FROM a", "dockerfile"),
    ("\ufeff# syntax=docker/dockerfile:1\n\n  from a\n", "dockerfile"),
    ("ARG X=1\nFROM a\n", "dockerfile"),
    (b"# \xff\nFROM a\n", "dockerfile"),
    ("FROM", "other"),
    ("Dear all,\nFROM here on\n", "other"),
    ("apiVersion: v1\nkind: Pod\n", "yaml"),
    ("---\nmetadata: {}\nkind: Pod\n", "yaml"),
    ('{\n"apiVersion": "v1"}', "yaml"),
    ('{"metadata": {}, "apiVersion": "v1"}', "yaml"),
    ("import x\n", "other"),
    ("", "other"),
    (b"\x00\x01\xff", "other"),
]


@pytest.mark.parametrize(("content", "kind"), CONTENT)
def test_kind_by_content(content, kind):
    assert classify("some/file", content) == kind


def test_a_name_that_says_it_needs_no_content():
    assert classify("Dockerfile", "") == "dockerfile"
    assert classify("manifest.yaml", b"FROM a") == "yaml"
    assert classify("Dockerfile.j2", "FROM a") == "dockerfile"


# --- the walk


def write(root, *paths, text=""):
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def found(paths, root, **options):
    return [file.path for file in discover([str(path) for path in paths], str(root), **options).files]


def test_files_are_found_sorted_with_what_is_known_of_them(tmp_path):
    write(tmp_path, "b/Dockerfile", "a.yaml", "b/a.json", "c.txt", "b/c/d/x.yml")
    result = discover([str(tmp_path)], str(tmp_path))
    assert [(f.path, f.kind, f.named, f.reported) for f in result.files] == [
        ("a.yaml", "yaml", False, True),
        ("b/Dockerfile", "dockerfile", False, True),
        ("b/a.json", "yaml", False, True),
        ("b/c/d/x.yml", "yaml", False, True),
    ]
    info = (tmp_path / "a.yaml").stat()
    assert result.files[0].signature == (info.st_mtime_ns, info.st_ctime_ns, info.st_size, info.st_ino)
    assert result.problems == result.skipped == ()
    assert result.read("b/c/d/x.yml") == b""


def test_folders_that_tools_fill_are_left_out(tmp_path):
    write(
        tmp_path, ".git/x.yaml", "node_modules/p/x.yaml", "a/.venv/x.yaml", "dist/x.yaml", ".github/x.yaml", "venv.yaml"
    )
    assert found([tmp_path], tmp_path) == [".github/x.yaml", "dist/x.yaml", "venv.yaml"]
    assert found([tmp_path / "node_modules"], tmp_path, context=False) == ["node_modules/p/x.yaml"]
    assert "a/.venv/x.yaml" in found([tmp_path], tmp_path, exclude=["!.venv"])


def test_folders_of_test_data_and_copies_are_read_and_not_reported(tmp_path):
    write(tmp_path, "a.yaml", "api/testdata/in/x.yaml", "vendor/y.yaml", "testdata.yaml")
    result = discover([str(tmp_path)], str(tmp_path))
    assert [(file.path, file.reported) for file in result.files] == [
        ("a.yaml", True),
        ("api/testdata/in/x.yaml", False),
        ("testdata.yaml", True),
        ("vendor/y.yaml", False),
    ]
    assert [missed.path for missed in result.skipped] == ["api/testdata", "vendor"]
    taken = discover([str(tmp_path)], str(tmp_path), exclude=["!testdata"])
    assert [file.path for file in taken.files if not file.reported] == ["vendor/y.yaml"]


def test_a_folder_of_test_data_that_is_named_is_reported(tmp_path):
    write(tmp_path, "testdata/in/x.yaml")
    for named in ("testdata", "testdata/in", "testdata/in/x.yaml"):
        result = discover([str(tmp_path / named)], str(tmp_path))
        assert [file.reported for file in result.files] == [True], named
    hooked = discover([str(tmp_path / "testdata/in/x.yaml")], str(tmp_path), force_exclude=True)
    assert [file.reported for file in hooked.files] == [False]


def test_exclude_holds_for_what_is_walked_not_for_what_is_named(tmp_path):
    write(tmp_path, "a/x.yaml", "a/y.yaml", "b/x.yaml")
    assert found([tmp_path], tmp_path, exclude=["/a/x.yaml", "b"]) == ["a/y.yaml"]
    named = tmp_path / "b" / "x.yaml"
    assert found([named], tmp_path, exclude=["b"], context=False) == ["b/x.yaml"]
    assert found([named], tmp_path, exclude=["b"], context=False, force_exclude=True) == []


def test_the_rest_of_the_project_is_context(tmp_path):
    write(tmp_path, "a/x.yaml", "b/y.yaml", "b/c/z.yaml")
    result = discover([str(tmp_path / "b" / "y.yaml"), str(tmp_path / "b" / "c")], str(tmp_path))
    assert [(f.path, f.named, f.reported) for f in result.files] == [
        ("a/x.yaml", False, False),
        ("b/c/z.yaml", False, True),
        ("b/y.yaml", True, True),
    ]


def test_no_paths_mean_the_working_folder(tmp_path, monkeypatch):
    write(tmp_path, "a/x.yaml", "b/y.yaml")
    monkeypatch.chdir(tmp_path / "a")
    assert [f.path for f in discover([], str(tmp_path)).files if f.reported] == ["a/x.yaml"]
    assert [f.path for f in discover([], str(tmp_path / "b")).files if f.reported] == ["y.yaml"]


def test_paths_are_seen_from_the_working_folder(tmp_path, monkeypatch):
    write(tmp_path, "a/x.yaml", "odd")
    monkeypatch.chdir(tmp_path / "a")
    result = discover(["x.yaml", "../odd", "./../a/x.yaml"], str(tmp_path))
    assert [(f.path, f.kind) for f in result.files] == [("a/x.yaml", "yaml"), ("odd", None)]


def test_what_is_named_outside_the_root_is_linted_under_its_own_path(tmp_path):
    write(tmp_path, "root/x.yaml", "other/y.yaml", "other/.gitignore", "other/d/z.yaml")
    (tmp_path / "other" / ".gitignore").write_text("/d\n")
    result = discover([str(tmp_path / "other")], str(tmp_path / "root"), context=False)
    assert [f.path for f in result.files] == [str(tmp_path / "other" / "y.yaml")]
    assert result.read(result.files[0].path) == b""


def test_an_outer_and_an_inner_folder(tmp_path):
    write(tmp_path, "build/x.yaml", "y.yaml")
    (tmp_path / ".gitignore").write_text("build/\n")
    assert found([tmp_path, tmp_path / "build"], tmp_path) == ["build/x.yaml", "y.yaml"]


# --- links, pipes and other traps


def test_links_are_not_followed(tmp_path):
    write(tmp_path, "root/a/x.yaml", "secret/Dockerfile", "secret/s.yaml")
    root = tmp_path / "root"
    (root / "out").symlink_to(tmp_path / "secret")
    (root / "loop").symlink_to(root)
    (root / "Dockerfile").symlink_to(tmp_path / "secret" / "Dockerfile")
    (root / "gone.yaml").symlink_to("nowhere")
    result = discover([str(root)], str(root))
    assert [f.path for f in result.files] == ["a/x.yaml"]
    assert [(m.path, m.reason) for m in result.skipped] == [
        ("Dockerfile", "is a symbolic link"),
        ("gone.yaml", "is a symbolic link"),
    ]
    assert result.problems == ()


def test_a_link_that_is_named_stands_for_its_target_inside(tmp_path):
    write(tmp_path, "root/a/x.yaml", "secret/s.yaml")
    root = tmp_path / "root"
    (root / "in.yaml").symlink_to("a/x.yaml")
    (root / "out.yaml").symlink_to("../secret/s.yaml")
    (root / "folder").symlink_to("../secret")
    result = discover([str(root / n) for n in ("in.yaml", "out.yaml", "folder")], str(root), context=False)
    assert [(f.path, f.named) for f in result.files] == [("a/x.yaml", True)]
    assert len(result.problems) == 2
    assert all("leads out" in problem.reason for problem in result.problems)


def test_a_named_file_behind_a_link_in_its_path_is_not_read_outside(tmp_path):
    write(tmp_path, "root/x.yaml", "secret/s.yaml", text="x")
    (tmp_path / "root" / "out").symlink_to("../secret")
    result = discover([str(tmp_path / "root" / "out" / "s.yaml")], str(tmp_path / "root"), context=False)
    with pytest.raises(module.files.ReadError):
        result.read(result.files[0].path)


def test_what_is_no_file_is_a_problem_where_a_file_is_expected(tmp_path):
    os.mkfifo(tmp_path / "Dockerfile")
    os.mkfifo(tmp_path / "other")
    write(tmp_path, "x.yaml")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s.yaml"))
        result = discover([str(tmp_path), str(tmp_path / "other"), "/dev/null"], str(tmp_path))
    assert [f.path for f in result.files] == ["x.yaml"]
    reasons = {m.path: m.reason for m in result.problems}
    assert reasons == {
        "Dockerfile": "is a named pipe, not a regular file",
        "other": "is a named pipe, not a regular file",
        "s.yaml": "is a socket, not a regular file",
        "/dev/null": "is a device, not a regular file",
    }


def test_what_is_named_and_not_there(tmp_path):
    result = discover([str(tmp_path / "no.yaml"), str(tmp_path / "x" / "y"), "a\0b"], str(tmp_path), context=False)
    assert {(os.path.basename(m.path), m.reason) for m in result.problems} == {
        ("no.yaml", "does not exist"),
        ("y", "does not exist"),
        ("a\0b", "has a name that no file can have"),
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_entered_is_a_problem(tmp_path):
    write(tmp_path, "a/x.yaml", "b/y.yaml")
    (tmp_path / "a").chmod(0)
    result = discover([str(tmp_path)], str(tmp_path))
    (tmp_path / "a").chmod(0o700)
    assert [f.path for f in result.files] == ["b/y.yaml"]
    assert [(m.path, m.reason) for m in result.problems] == [("a", "cannot be read: permission denied")]


def test_a_folder_that_goes_away_is_a_problem(tmp_path, monkeypatch):
    write(tmp_path, "a/x.yaml", "b/y.yaml")
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: scan(f"{path}-gone") if path.endswith("/a") else scan(path))
    result = discover([str(tmp_path)], str(tmp_path))
    assert [f.path for f in result.files] == ["b/y.yaml"]
    assert [m.path for m in result.problems] == ["a"]


def test_odd_names(tmp_path):
    names = [
        "a\nb.yaml",
        " .yaml",
        "\x1b[31m.yaml",
        "é.yaml",
        "‮x.yaml",
        "-x.yaml",
        "*.yaml",
        "\udcff.yaml",
        "a\\b.yaml",
    ]
    for name in names:
        with open(os.fsencode(os.path.join(tmp_path, name)), "w") as file:
            file.write("x")
    result = discover([str(tmp_path)], str(tmp_path))
    assert [f.path for f in result.files] == sorted(names)
    assert {result.read(f.path) for f in result.files} == {b"x"}


def test_depth_and_entries_are_capped_and_said(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MAX_DEPTH", 3)
    write(tmp_path, "1/2/3/x.yaml", "1/2/3/4/y.yaml", "1/2/3/node_modules/y.yaml")
    (tmp_path / "1" / "other").mkdir()
    result = discover([str(tmp_path)], str(tmp_path))
    assert [f.path for f in result.files] == ["1/2/3/x.yaml"]
    assert [(m.path, m.kind) for m in result.problems] == [("1/2/3/4", "input-limit")]
    monkeypatch.setattr(module, "MAX_ENTRIES", 2)
    result = discover([str(tmp_path)], str(tmp_path))
    assert [(m.path, m.kind) for m in result.problems] == [("1", "input-limit")]


def test_a_path_longer_than_the_system_takes_ends_without_an_error(tmp_path, monkeypatch):
    write(tmp_path, "x.yaml")
    name = "d" * 200
    with monkeypatch.context() as there:
        for level in range(25):
            there.chdir(name if level else tmp_path)
            os.mkdir(name)
    result = discover([str(tmp_path)], str(tmp_path))
    assert [f.path for f in result.files] == ["x.yaml"]
    assert [m.reason for m in result.problems] == ["cannot be read: file name too long"]


def test_big_json_is_data_unless_it_begins_like_a_manifest(tmp_path, monkeypatch):
    monkeypatch.setattr(module.files, "MAX_BYTES", 100)
    write(tmp_path, "data.json", text="[" + "1," * 100 + "1]")
    write(tmp_path, "pod.json", text='{"apiVersion": "v1", "x": "' + "x" * 200 + '"}')
    write(tmp_path, "big.yaml", text="x" * 200)
    result = discover([str(tmp_path)], str(tmp_path))
    assert [f.path for f in result.files] == ["big.yaml", "pod.json"]
    assert [m.path for m in result.skipped] == ["data.json"]


# --- .gitignore


def test_ignore_files_nest_and_take_back(tmp_path):
    write(tmp_path, "a.yaml", "keep.yaml", "d/a.yaml", "d/keep.yaml", "d/e/a.yaml", "d/e/only.yaml", "g/x.yaml")
    (tmp_path / ".gitignore").write_text("# comment\n*.yaml\n!keep.yaml\n/g/\n")
    (tmp_path / "d" / "e" / ".gitignore").write_text("!a.yaml\n")
    assert found([tmp_path], tmp_path) == ["d/e/a.yaml", "d/keep.yaml", "keep.yaml"]


def test_ignore_files_above_the_root_hold_up_to_the_repository(tmp_path):
    write(tmp_path, "top/repo/.git/info/exclude", text="excluded.yaml\n/sub/anchored.yaml\n")
    write(tmp_path, "top/repo/.gitignore", text="ignored.yaml\n/sub/deep/here.yaml\n")
    write(tmp_path, "top/.gitignore", text="*\n")
    names = ["ignored.yaml", "excluded.yaml", "anchored.yaml", "deep/here.yaml", "deep/anchored.yaml"]
    write(tmp_path, *[f"top/repo/sub/{name}" for name in names])
    assert found([tmp_path / "top/repo/sub"], tmp_path / "top/repo/sub") == ["deep/anchored.yaml"]
    assert found([tmp_path / "top/repo/sub/deep"], tmp_path / "top/repo", context=False) == ["sub/deep/anchored.yaml"]


def test_ignore_files_that_are_traps(tmp_path, monkeypatch):
    write(tmp_path, "a/x.yaml", "b/x.yaml", "c/x.yaml", "d/x.yaml", "secret", text="x.yaml\n")
    (tmp_path / "a" / ".gitignore").symlink_to("../secret")
    os.mkfifo(tmp_path / "b" / ".gitignore")
    (tmp_path / "c" / ".gitignore").mkdir()
    (tmp_path / "d" / ".gitignore").write_bytes(b"\xff\xfe\n\0\n[\n" + b"*" * 50_000 + b"\n!\n/\n")
    result = discover([str(tmp_path)], str(tmp_path))
    assert [f.path for f in result.files] == ["a/x.yaml", "b/x.yaml", "c/x.yaml", "d/x.yaml"]
    write(tmp_path, "d/.gitignore", text="\n".join(f"*{n}?" for n in range(6000)))
    result = discover([str(tmp_path)], str(tmp_path))
    assert [(m.path, m.kind) for m in result.problems] == [("d/.gitignore", "input-limit")]


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the judge")
def test_git_agrees_on_nested_ignore_files(tmp_path):
    folders = ["", "a", "a/b", "a/b/c", "x", "x/a", "build", "build/a"]
    paths = [f"{folder}/{name}.yaml".lstrip("/") for folder in folders for name in ("one", "two", "keep")]
    write(tmp_path, *paths)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    write(tmp_path, ".gitignore", text="one.yaml\n/a/b/*\n!/a/b/c/\nbuild/\n!keep.yaml\nx/**/two.yaml\n")
    write(tmp_path, "a/.gitignore", text="!one.yaml\n/two.yaml\nb/keep.yaml\n")
    write(tmp_path, "x/.gitignore", text="*\n!a/\n!.gitignore\n")
    write(tmp_path, "x/a/.gitignore", text="!one.yaml\n")
    write(tmp_path, ".git/info/exclude", text="keep.yaml\n")
    command = [
        "git",
        "-C",
        str(tmp_path),
        "-c",
        "core.excludesFile=/dev/null",
        "ls-files",
        "-o",
        "-z",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    wanted = sorted(path for path in listed if path.endswith(".yaml"))
    assert found([tmp_path], tmp_path) == wanted
    assert 3 < len(wanted) < len(paths)
    for path in paths:
        named = found([tmp_path / path], tmp_path, context=False, force_exclude=True)
        assert named == ([path] if path in wanted else [])


# --- the project


def test_where_a_project_begins(tmp_path, monkeypatch):
    write(tmp_path, "repo/.git", "repo/a/b/x.yaml", "repo/a/c/y.yaml", "plain/x.yaml")
    repo, plain = tmp_path / "repo", tmp_path / "plain"
    assert start_of([str(repo / "a/b/x.yaml"), str(repo / "a/c")]) == str(repo / "a")
    assert start_of([str(repo / "a/b/x.yaml")]) == str(repo / "a/b")
    assert start_of([str(repo / "a/none.yaml")]) == str(repo / "a")
    assert repository(str(repo / "a/b")) == root_of(str(repo / "a/b")) == str(repo)
    monkeypatch.chdir(tmp_path)
    assert start_of([]) == str(tmp_path)
    if repository(str(tmp_path)) is None:
        assert root_of(str(plain)) == str(tmp_path)
        monkeypatch.chdir(repo)
        assert root_of(str(plain)) == str(plain)


# --- trees


@pytest.fixture(params=["memory", "disk"])
def tree(request, tmp_path):
    texts = {"a/b/x.yaml": "x", "top": b"\xff", "é/y": "é"}
    if request.param == "memory":
        return MemoryTree(texts)
    for path, text in texts.items():
        write(tmp_path, f"root/{path}")
        (tmp_path / "root" / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    write(tmp_path, "outside", text="secret")
    return DiskTree(str(tmp_path / "root"))


def test_a_tree_answers(tree):
    assert tree.list("") == ["a", "top", "é"]
    assert tree.list("a/b") == ["x.yaml"]
    assert tree.list("top") == tree.list("none") == []
    assert tree.read("a/b/x.yaml") == tree.read("./a/../a//b/x.yaml") == b"x"
    assert tree.read("top") == b"\xff"
    assert tree.read("a") is tree.read("none") is None
    assert tree.exists("a/b")
    assert tree.exists("top")
    assert not tree.exists("a/x")
    assert tree.is_dir("a")
    assert tree.is_dir(".")
    assert not tree.is_dir("top")


@pytest.mark.parametrize("path", ["../outside", "a/../../outside", "/etc/passwd", "..", "a\0b", "a/" * 3000 + "x"])
def test_a_tree_shows_nothing_outside(tree, path):
    assert tree.read(path) is None
    assert not tree.exists(path)
    assert not tree.is_dir(path)
    assert tree.list(path) == []


def test_a_tree_on_disk_follows_no_link_out(tmp_path):
    write(tmp_path, "root/a/x", "secret/s", text="x")
    root = tmp_path / "root"
    (root / "out").symlink_to("../secret")
    (root / "file").symlink_to("../secret/s")
    tree = DiskTree(str(root))
    assert tree.read("out/s") is tree.read("file") is None
    assert not tree.exists("out/s")
    assert not tree.is_dir("out")
    assert tree.list("out") == []


def test_a_walk_is_quick(tmp_path):
    for folder in range(40):
        write(tmp_path, *[f"{folder}/{name}.yaml" for name in range(20)])
    (tmp_path / ".gitignore").write_text("*.log\nbuild/\n.env.*\n*.py[co]\n/dist\n!keep\n")
    best = min(_seconds(lambda: discover([str(tmp_path)], str(tmp_path))) for _ in range(5))
    bare = min(_seconds(lambda: _bare(str(tmp_path))) for _ in range(5))
    assert best < bare * 8


def _seconds(call):
    start = time.process_time()
    call()
    return time.process_time() - start


def _bare(top):
    pending = [top]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)
