"""Promise 2: nothing outside the tree is read or written."""

import os
import subprocess

import pytest

SECRET = "FROM secret-image:latest\nMAINTAINER secret-person\n"
SECRET_POD = (
    "apiVersion: v1\nkind: Pod\nmetadata: {name: secret-pod}\nspec: {containers: [{name: a, image: b:latest}]}\n"
)


@pytest.fixture
def outside(tree, tmp_path):
    """A folder beside the tree that no run may touch."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "Dockerfile").write_text(SECRET)
    (folder / "pod.yaml").write_text(SECRET_POD)
    (folder / "kustomization.yaml").write_text("resources: [pod.yaml]\nnamePrefix: secret-\n")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    yield folder
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_links_are_not_followed(tree, outside):
    root = tree.root
    (root / "folder").symlink_to(outside)
    (root / "Dockerfile").symlink_to(outside / "Dockerfile")
    (root / "pod.yaml").symlink_to("../outside/pod.yaml")
    (root / "up").symlink_to("..")
    (root / "disk").symlink_to("/")
    (root / "loop").symlink_to("loop")
    (root / "self").symlink_to(".")
    (root / "chain").symlink_to("folder/Dockerfile")
    for arguments in (("check",), ("fix", "--unsafe"), ("fix", "--diff")):
        outcome = tree.run(*arguments)
        assert "secret" not in outcome.out + outcome.err
    tree.put({"plain/Dockerfile": "FROM debian:latest\n", "plain/pod.yaml": tree.read("plain/pod.yaml")})
    tree.check()


@pytest.mark.parametrize(
    "name", ["Dockerfile", "folder/Dockerfile", "folder", "up/outside/Dockerfile", "folder/pod.yaml"]
)
def test_a_named_link_that_leads_out_is_refused(tree, outside, name):
    (tree.root / "Dockerfile").symlink_to(outside / "Dockerfile")
    (tree.root / "folder").symlink_to(outside)
    (tree.root / "up").symlink_to("..")
    for command in ("check", "fix"):
        outcome = tree.run(command, name, "plain", "--output-format", "concise")
        assert "secret" not in outcome.out + outcome.err
        assert outcome.code in (1, 2)
        assert name in outcome.out + outcome.err, "what is named is never skipped"
        assert "plain/Dockerfile" in outcome.out
        alone = tree.run(command, name, "--select", "latest-base-image")
        assert alone.code == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kustomization.yaml", "resources: [../outside, ../outside/pod.yaml, OUT, /OUT/pod.yaml]\n"),
        ("kustomization.yaml", "resources: [link, link/pod.yaml, ./link/../link/pod.yaml, 'a/../../outside']\n"),
        ("compose.yaml", "services:\n  a: {build: ../outside}\n  b: {build: OUT}\n  c: {build: link}\n"),
        ("compose.yaml", "services:\n  a: {build: {context: ., dockerfile: link/Dockerfile}}\n"),
        ("compose.yaml", "services:\n  a: {build: {context: ., dockerfile: ../outside/Dockerfile}}\n"),
        (
            "compose.yaml",
            "services:\n  a: {extends: {file: ../outside/pod.yaml, service: a}, env_file: [OUT/pod.yaml]}\n",
        ),
        (
            "skaffold.yaml",
            "apiVersion: skaffold/v4beta6\nkind: Config\nbuild: {artifacts: [{image: x, context: OUT}]}\n",
        ),
        (
            "skaffold.yaml",
            "apiVersion: skaffold/v4beta6\nkind: Config\nmanifests: {rawYaml: ['../outside/*', 'link/*']}\n",
        ),
        (".k8slint.yaml", "images: {x: ../outside/Dockerfile}\n"),
        (".k8slint.yaml", "images: {x: OUT/Dockerfile}\n"),
        (".k8slint.yaml", "images: {x: link/Dockerfile}\n"),
        (".k8slint.yaml", "exclude: ['../outside/**']\n"),
        (".dockerignore", "../outside\nOUT\nlink/**\n"),
    ],
)
def test_references_end_at_the_root(tree, outside, name, text):
    (tree.root / "link").symlink_to(outside)
    tree.put({"Dockerfile": "FROM debian:12\nCOPY ../outside/pod.yaml link/pod.yaml /x/\n"})
    tree.put({name: text.replace("OUT", str(outside))})
    for arguments in (("check",), ("fix", "--unsafe", "--diff")):
        outcome = tree.run(*arguments)
        assert "secret-" not in outcome.out + outcome.err


def test_ignore_files_and_configs_above_the_repository_do_not_count(tree):
    above = tree.root.parent
    (above / ".k8slint.yaml").write_text("ignore: [ALL]\n")
    (above / ".gitignore").write_text("*\n")
    (above / "pyproject.toml").write_text("[tool.k8slint]\nignore = ['ALL']\n")
    tree.check()


@pytest.mark.parametrize("depth", [150, 600])
def test_deep_folders(tree, depth):
    folder = os.open(tree.root, os.O_RDONLY)
    try:
        for _ in range(depth):
            os.mkdir("d", dir_fd=folder)
            below = os.open("d", os.O_RDONLY, dir_fd=folder)
            os.close(folder)
            folder = below
        with open(os.open("Dockerfile", os.O_WRONLY | os.O_CREAT, dir_fd=folder), "w") as file:
            file.write("FROM debian:latest\n")
    finally:
        os.close(folder)
    outcome = tree.check()
    # pytest tidies up by recursion, which does not get down there.
    subprocess.run(["rm", "-rf", str(tree.root / "d")], check=True)
    said = [path for path, rules in outcome.rules.items() if "input-limit" in rules]
    assert said, "what is too deep is said"


def test_odd_names_are_found(tree):
    names = [
        *(
            b"new\nline",
            b"esc\x1b[31m",
            b"bidi\xe2\x80\xae",
            b"\xff\xfe",
            b"-x",
            b"--config",
            b"::error::x",
            b" ",
            b"a b",
        ),
        *(
            b"[red]",
            b"%0A",
            b"*",
            b"~",
            b"$HOME",
            b"\\",
            b"'",
            b'"',
            b"#",
            b"a" * 255,
            b"\xc3\xa9",
            b"e\xcc\x81",
            b"..x",
        ),
    ]
    root = os.fsencode(tree.root)
    for name in names:
        os.mkdir(root + b"/" + name)
        with open(root + b"/" + name + b"/Dockerfile", "wb") as file:
            file.write(b"FROM debian:latest\n")
    outcome = tree.check()
    assert sum("latest-base-image" in rules for rules in outcome.rules.values()) == len(names) + 1
    tree.all_formats()
    for name in (b"-x", b"--config"):
        with open(root + b"/" + name + b"/Dockerfile", "wb") as file:
            file.write(b"FROM debian:12\nMAINTAINER x\n")
    tree.run("fix")
    assert b"MAINTAINER" not in tree.read("-x/Dockerfile") + tree.read("--config/Dockerfile")


@pytest.mark.parametrize("link", [".git", ".git/info"])
def test_patterns_of_another_repository_are_not_read(tree, outside, link):
    (outside / "info").mkdir()
    (outside / "info/exclude").write_text("plain/\n")
    (outside / "exclude").write_text("plain/\n")
    try:
        if link == ".git":
            (tree.root / ".git").rmdir()
        (tree.root / link).symlink_to(outside)
        tree.check()
    finally:
        (outside / "exclude").unlink()
        (outside / "info/exclude").unlink()
        (outside / "info").rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("name", [".k8slint.yaml", "pyproject.toml", ".git"])
def test_what_a_stranger_put_above_the_tree_is_not_obeyed(tree, name):
    (tree.root / ".git").rmdir()
    above = tree.root.parent / name
    if name == ".git":
        above.mkdir()
        (tree.root.parent / ".gitignore").write_text("plain/\n")
    else:
        above.write_text("[tool.k8slint]\nignore = ['ALL']\n" if name.endswith("toml") else "ignore: [ALL]\n")
    os.chown(above, 12345, 12345)
    outcome = tree.check()
    if name != "pyproject.toml":
        assert f"{above} belongs to another user" in outcome.err
    os.chown(above, 0, 0)
    assert tree.run("check", "--no-cache").code == 0, "one's own is obeyed"


def test_a_folder_that_is_a_link_when_its_files_are_read(tree, outside):
    """Links may come between the walk and the reading: nothing is read through them."""
    from k8slint._internal import files
    from k8slint._internal.files.discover import discover

    tree.put({"x/Dockerfile": "FROM debian:12\n"})
    found = discover([str(tree.root)], str(tree.root))
    (tree.root / "x/Dockerfile").unlink()
    (tree.root / "x").rmdir()
    (tree.root / "x").symlink_to(outside)
    with pytest.raises(files.ReadError, match="outside the project"):
        found.read("x/Dockerfile")


def test_a_cache_in_the_repository_is_not_used_for_a_part_of_it(tree):
    tree.put({"sub/Dockerfile": "FROM debian:latest\n", "sub/.k8slint.yaml": "profile: maintenance\n"})
    before = tree.files()
    outcome = tree.run("check", "sub", env={"XDG_CACHE_HOME": str(tree.root / ".cache")})
    assert outcome.code == 1
    assert tree.files() == before
