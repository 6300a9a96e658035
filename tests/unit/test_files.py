"""Reading: what is refused, and in which words."""

import os
import socket

import pytest

from k8slint._internal import files
from k8slint._internal.files import ReadError


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    (root / "a").mkdir(parents=True)
    (root / "a" / "x.yaml").write_bytes(b"inside")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x.yaml").write_bytes(b"outside")
    return root


def reason(path, **options):
    with pytest.raises(ReadError) as caught:
        files.read(str(path), **options)
    return caught.value.reason


def test_the_bytes_come_back_as_they_are(tmp_path):
    for data in (b"", b"a", b"\xff\x00\r\n", b"x" * 100_000):
        (tmp_path / "file").write_bytes(data)
        assert files.read(str(tmp_path / "file")) == data


def test_the_cap_is_exact(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"x" * 11)
    assert files.read(str(path), limit=11) == b"x" * 11
    with pytest.raises(ReadError) as caught:
        files.read(str(path), limit=10)
    assert caught.value.kind == "input-limit"
    assert "10" in caught.value.reason


def test_a_file_that_says_it_is_empty_is_capped_too():
    assert files.read("/proc/self/status").startswith(b"Name:")
    assert "at most 5" in reason("/proc/self/status", limit=5)


def test_what_is_no_regular_file_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        assert "socket" in reason(tmp_path / "socket")
    assert "named pipe" in reason(tmp_path / "pipe")
    assert "symbolic link" in reason(tmp_path / "link")
    assert "folder" in reason(tmp_path)
    assert "device" in reason("/dev/zero")


def test_what_is_not_there(tmp_path):
    assert reason(tmp_path / "x") == "does not exist"
    assert reason(tmp_path / "no" / "x", root=str(tmp_path)) == "does not exist"
    assert "name" in reason("a\0b")
    assert "too long" in reason(tmp_path / ("x" * 300))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_no_permission(tmp_path):
    (tmp_path / "x").write_text("x")
    (tmp_path / "x").chmod(0)
    assert reason(tmp_path / "x") == "cannot be read: permission denied"


def test_a_link_is_not_followed_even_inside(project):
    (project / "b").symlink_to(project / "a" / "x.yaml")
    assert "symbolic link" in reason(project / "b", root=str(project))


def test_a_folder_that_is_a_link_may_lead_only_inside(project):
    (project / "in").symlink_to("a")
    (project / "out").symlink_to("../secret")
    (project / "a" / "deep").symlink_to(project.parent)
    assert files.read(str(project / "in" / "x.yaml"), root=str(project)) == b"inside"
    assert "outside" in reason(project / "out" / "x.yaml", root=str(project))
    assert "outside" in reason(project / "a" / "deep" / "secret" / "x.yaml", root=str(project))


def test_dots_do_not_lead_out(project):
    assert "outside" in reason(project / ".." / "secret" / "x.yaml", root=str(project))
    assert files.read(str(project / "a" / ".." / "a" / "x.yaml"), root=str(project)) == b"inside"


def test_dots_behind_a_link_are_taken_as_written(project):
    (project / "away").symlink_to(project.parent / "secret" / "deep")
    (project.parent / "secret" / "deep").mkdir()
    (project / "x.yaml").write_bytes(b"mine")
    assert files.read(str(project / "away" / ".." / "x.yaml"), root=str(project)) == b"mine"


def test_a_root_that_is_reached_through_a_link(project, tmp_path):
    (tmp_path / "alias").symlink_to(project)
    assert files.read(str(tmp_path / "alias" / "a" / "x.yaml"), root=str(tmp_path / "alias")) == b"inside"
    assert files.read(str(project / "a" / "x.yaml"), root=str(tmp_path / "alias")) == b"inside"
    assert files.read(str(tmp_path / "alias" / "a" / "x.yaml"), root=str(project)) == b"inside"


def test_a_neighbour_with_the_same_beginning_is_outside(project):
    (project.parent / "project-2").mkdir()
    (project.parent / "project-2" / "x").write_text("x")
    assert "outside" in reason(project.parent / "project-2" / "x", root=str(project))


def test_the_head_of_a_file(tmp_path):
    (tmp_path / "x").write_bytes(b"abcdef")
    assert files.head(str(tmp_path / "x"), 3) == b"abc"
    (tmp_path / "l").symlink_to("x")
    with pytest.raises(ReadError):
        files.head(str(tmp_path / "l"))
