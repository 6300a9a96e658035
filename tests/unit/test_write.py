"""Writing: the old bytes or the new ones, whatever happens in between."""

from __future__ import annotations

import errno
import fcntl
import os
import pathlib
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time

import pytest

from k8slint._internal.files import leftovers
from k8slint._internal.files import write as module
from k8slint._internal.files.write import WriteError, write

OLD, NEW = b"FROM alpine\n", b"FROM alpine:3.20\r\nRUN true"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "src" / "Dockerfile"
    path.parent.mkdir()
    path.write_bytes(OLD)
    path.chmod(0o640)
    return path


def put(path, old=OLD, new=NEW, root=None):
    write(str(path), old, new, root=str(root or path.parent))


def refused(path, words, **kwargs):
    with pytest.raises(WriteError, match=words) as caught:
        put(path, **kwargs)
    assert caught.value.path == str(path)
    assert str(path) in str(caught.value)


def names(path):
    return sorted(os.listdir(path.parent))


def test_new_bytes_and_the_same_mode(file):
    file.chmod(0o4751)
    put(file)
    assert file.read_bytes() == NEW
    assert stat.S_IMODE(file.stat().st_mode) == 0o4751
    assert names(file) == ["Dockerfile"]


def test_owner_is_kept(file, monkeypatch):
    owners = []
    monkeypatch.setattr(module.os, "fchown", lambda handle, uid, gid: owners.append((uid, gid)))
    real = os.fstat
    made = []

    def fstat(handle):
        status = real(handle)
        if status.st_ino == file.stat().st_ino:
            return status
        made.append(handle)
        return os.stat_result([*status[:4], status.st_uid + 1, *status[5:10]])

    monkeypatch.setattr(module.os, "fstat", fstat)
    put(file)
    status = file.stat()
    assert owners == [(status.st_uid, status.st_gid)]
    assert made


def test_extended_attributes_are_kept(file):
    try:
        os.setxattr(file, "user.note", b"mine")
    except OSError:
        pytest.skip("no extended attributes here")
    put(file)
    assert os.getxattr(file, "user.note") == b"mine"


def test_nothing_to_do_touches_nothing(file):
    before = file.stat()
    put(file, new=OLD)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("other", [b"", b"FROM alpinE\n", OLD + b"\n", OLD[:-1]])
def test_a_file_that_changed_is_left_alone(file, other):
    file.write_bytes(other)
    refused(file, "changed since it was linted")
    assert file.read_bytes() == other


def test_a_file_that_changes_while_its_successor_is_written(file, monkeypatch):
    real = os.fsync

    def fsync(handle):
        real(handle)
        file.write_bytes(b"FROM other\n")

    monkeypatch.setattr(module.os, "fsync", fsync)
    refused(file, "changed since it was linted")
    assert file.read_bytes() == b"FROM other\n"
    assert names(file) == ["Dockerfile"]


def test_a_file_that_is_replaced_by_an_equal_one_meanwhile(file, monkeypatch):
    real = os.fsync

    def fsync(handle):
        real(handle)
        other = file.with_name("other")
        other.write_bytes(OLD)
        other.rename(file)

    monkeypatch.setattr(module.os, "fsync", fsync)
    refused(file, "changed since it was linted")
    assert names(file) == ["Dockerfile"]


def saved_by_rename(file, data):
    other = file.with_name("other~")
    other.write_bytes(data)
    other.rename(file)


def before_exchange(monkeypatch, *saves):
    """Does one of `saves` before each exchange."""
    real, left = module.exchange, list(saves)

    def exchange(*arguments):
        if left:
            left.pop(0)()
        return real(*arguments)

    monkeypatch.setattr(module, "exchange", exchange)


@pytest.fixture
def exchanges(file):
    """Skips where two files cannot change places."""
    other = file.with_name("probe")
    other.write_bytes(b"")
    folder = os.open(file.parent, os.O_RDONLY)
    can = module.exchange(folder, "probe", "Dockerfile") and module.exchange(folder, "probe", "Dockerfile")
    os.close(folder)
    other.unlink()
    if not can:
        pytest.skip("no renameat2 here")


@pytest.mark.usefixtures("exchanges")
@pytest.mark.parametrize("same", [True, False])
def test_a_text_saved_in_the_last_moment_is_put_back(file, monkeypatch, same):
    saved = OLD if same else b"FROM saved\n"
    before_exchange(monkeypatch, lambda: saved_by_rename(file, saved))
    refused(file, "changed since it was linted; not written$")
    assert file.read_bytes() == saved
    assert names(file) == ["Dockerfile"]


@pytest.mark.usefixtures("exchanges")
def test_a_text_written_over_the_old_one_in_the_last_moment_is_put_back(file, monkeypatch):
    before_exchange(monkeypatch, lambda: file.write_bytes(b"FROM saved\n"))
    refused(file, "changed since it was linted; not written$")
    assert file.read_bytes() == b"FROM saved\n"
    assert names(file) == ["Dockerfile"]


@pytest.mark.usefixtures("exchanges")
def test_two_saves_in_the_last_moments_lose_neither(file, monkeypatch):
    before_exchange(
        monkeypatch, lambda: saved_by_rename(file, b"FROM first\n"), lambda: saved_by_rename(file, b"FROM second\n")
    )
    refused(file, r"changed since .* kept in \.k8slint-\S+\.tmp")
    assert file.read_bytes() == b"FROM second\n"
    kept, _ = names(file)
    assert file.with_name(kept).read_bytes() == b"FROM first\n"


@pytest.mark.usefixtures("exchanges")
def test_a_file_that_another_program_is_writing(file):
    with open(file, "r+b") as handle:
        if not module.written_elsewhere(os.open(file, os.O_RDONLY)):
            pytest.skip("no leases here")
        refused(file, "changed since it was linted; not written$")
        handle.write(b"FROM other")
    assert file.read_bytes().startswith(b"FROM other")
    assert names(file) == ["Dockerfile"]
    with open(file, "rb"):
        put(file, old=file.read_bytes())
    assert file.read_bytes() == NEW


def test_where_files_cannot_change_places(file, monkeypatch):
    monkeypatch.setattr(module, "exchange", lambda *_: False)
    put(file)
    assert file.read_bytes() == NEW
    assert names(file) == ["Dockerfile"]


def test_where_files_have_names_from_the_start(file, monkeypatch):
    real = os.link
    monkeypatch.setattr(module.os, "link", lambda *_, **__: real("/nowhere/at/all", "x"))
    put(file)
    assert file.read_bytes() == NEW
    assert names(file) == ["Dockerfile"]


def test_runs_take_turns_in_a_folder(file, monkeypatch):
    folder = os.open(file.parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    monkeypatch.setattr(module, "_TRIES", 2)
    refused(file, "another process has locked its folder")
    fcntl.flock(folder, fcntl.LOCK_UN)
    put(file)
    assert file.read_bytes() == NEW
    os.close(folder)


# --- what killed runs leave


def left(file, data, name=None):
    path = file.with_name(name or leftovers.temporary_name(OLD, NEW))
    path.write_bytes(data)
    assert leftovers.looks_left(path.name)
    return path, leftovers.remove(str(file.parent.parent), f"{file.parent.name}/{path.name}")


@pytest.mark.parametrize("data", [OLD, NEW])
def test_what_a_fix_left_is_removed(file, data):
    path, why = left(file, data)
    assert (path.exists(), why) == (False, None)


@pytest.mark.parametrize("name", [None, ".k8slint-notes.tmp", ".k8slint-.tmp", ".k8slint--.tmp"])
def test_what_holds_another_text_stays(file, name):
    path, why = left(file, b"", name)
    assert path.exists()
    assert "neither the text before a fix nor the text after it" in why


def test_what_is_in_use_or_not_a_file_stays(file):
    folder = os.open(file.parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    path, why = left(file, OLD)
    os.close(folder)
    assert path.exists()
    assert "another run" in why
    os.link(path, path.with_name("other"))
    assert "does not belong" in leftovers.remove(str(file.parent), path.name)
    path.unlink()
    path.mkdir()
    assert "does not belong" in leftovers.remove(str(file.parent), path.name)
    path.rmdir()
    path.symlink_to("other")
    assert "cannot be removed" in leftovers.remove(str(file.parent), path.name)
    assert "does not exist" in leftovers.remove(str(file.parent), "nowhere/x")


def test_links_are_refused(file):
    link = file.with_name("link")
    link.symlink_to(file)
    refused(link, "symbolic link")
    link.unlink()
    os.link(file, link)
    refused(file, r"2 names \(hard links\)")
    assert file.read_bytes() == OLD
    assert file.stat().st_ino == link.stat().st_ino


def test_nothing_outside_of_the_root(file, tmp_path):
    inside = tmp_path / "project"
    inside.mkdir()
    refused(file, "lies outside", root=inside)
    (inside / "way").symlink_to(file.parent)
    refused(inside / "way" / "Dockerfile", "lies outside", root=inside)
    refused(inside / ".." / "src" / "Dockerfile", "lies outside", root=inside)
    refused(inside, "lies outside", root=inside)
    sibling = tmp_path / "srcs"
    sibling.mkdir()
    refused(file, "lies outside", root=sibling)
    assert file.read_bytes() == OLD


def test_a_linked_folder_inside_of_the_root(file, tmp_path):
    (tmp_path / "way").symlink_to(file.parent)
    put(tmp_path / "way" / "Dockerfile", root=tmp_path)
    assert file.read_bytes() == NEW


def test_a_root_behind_a_link(file, tmp_path):
    (tmp_path / "way").symlink_to(file.parent)
    put(tmp_path / "way" / "Dockerfile", root=tmp_path / "way")
    assert file.read_bytes() == NEW


def test_a_folder_that_becomes_a_link_is_not_followed(file, tmp_path, monkeypatch):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "Dockerfile").write_bytes(OLD)
    real = os.path.relpath

    def relpath(path, start):
        found = real(path, start)
        file.parent.rename(tmp_path / "gone")
        (tmp_path / "src").symlink_to(outside)
        return found

    monkeypatch.setattr(module.os.path, "relpath", relpath)
    refused(file, "not written", root=tmp_path)
    assert (outside / "Dockerfile").read_bytes() == OLD


def test_what_is_no_plain_file(file):
    pipe = file.with_name("pipe")
    os.mkfifo(pipe)
    refused(pipe, "not a regular file", old=b"")
    folder = file.with_name("folder")
    folder.mkdir()
    refused(folder, "not a regular file", old=b"")
    refused(file.with_name("missing"), "no such file")


@pytest.fixture
def folder():
    """A folder outside of pytest's own, so that another user can be the one who looks in."""
    made = tempfile.mkdtemp()
    yield made
    shutil.rmtree(made)


@pytest.fixture
def nobody(folder):
    """No longer root, if we are, and the folder is ours."""
    if os.geteuid() != 0:
        yield
        return
    os.chown(folder, 65534, 65534)
    os.seteuid(65534)
    yield
    os.seteuid(0)


def test_read_only_files_and_folders(folder, nobody):
    file = pathlib.Path(folder, "Dockerfile")
    file.write_bytes(OLD)
    file.chmod(0o440)
    refused(file, "read-only")
    file.chmod(0o640)
    file.parent.chmod(0o550)
    refused(file, "permission denied")
    assert names(file) == ["Dockerfile"]
    file.parent.chmod(0o750)
    assert file.read_bytes() == OLD
    put(file)
    assert file.read_bytes() == NEW


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_another_user(folder, nobody):
    os.seteuid(0)
    file = pathlib.Path(folder, "Dockerfile")
    file.write_bytes(OLD)
    file.chmod(0o666)
    os.seteuid(65534)
    refused(file, "belongs to another user")
    assert file.read_bytes() == OLD
    assert names(file) == ["Dockerfile"]


def test_a_read_only_file_whoever_asks(file, monkeypatch):
    monkeypatch.setattr(module.os, "access", lambda *_, **__: False)
    refused(file, "read-only")


FAULTS = ["open", "write", "fsync", "fchmod", "fstat", "close", "read", "rename", "unlink", "listxattr"]


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), MemoryError()]
)
@pytest.mark.parametrize("nth", range(8))
@pytest.mark.parametrize("exchanges", [True, False])
def test_a_fault_at_any_step_loses_nothing(file, monkeypatch, name, error, nth, exchanges):
    if not exchanges:
        monkeypatch.setattr(module, "exchange", lambda *_: False)
        monkeypatch.delattr(module.os, "O_TMPFILE", raising=False)
    real = getattr(os, name)
    calls = 0
    failed = False

    def faulty(*args, **kwargs):
        nonlocal calls, failed
        calls += 1
        if calls - 1 == nth:
            failed = True
            if name == "close":
                real(*args, **kwargs)
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(module.os, name, faulty)
    reason = None
    try:
        put(file)
    except WriteError as caught:
        reason = caught.reason
        expected = (NEW,) if "could not be synced" in reason else (OLD,)
    except (KeyboardInterrupt, MemoryError):
        expected = (OLD, NEW)
    else:
        assert not failed or name == "close"
        expected = (NEW,)
    monkeypatch.undo()
    assert reason is None or "no space left on device" in reason
    assert file.read_bytes() in expected
    assert names(file) == ["Dockerfile"]


def test_short_writes(file, monkeypatch):
    real = os.write
    monkeypatch.setattr(module.os, "write", lambda handle, data: real(handle, data[:3]))
    put(file)
    assert file.read_bytes() == NEW


def test_a_temporary_file_that_cannot_be_removed_is_named(file, monkeypatch):
    def fail(*_, **__):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(module, "exchange", lambda *_: False)
    monkeypatch.setattr(module.os, "rename", fail)
    monkeypatch.setattr(module.os, "unlink", fail)
    refused(file, r"\.k8slint-[0-9a-f-]+\.tmp next to it could not be removed")
    assert file.read_bytes() == OLD


def test_a_planted_temporary_file_is_not_written_through(file, monkeypatch):
    target = file.with_name("target")
    target.write_bytes(b"precious")
    monkeypatch.setattr(module, "temporary_name", lambda *_: ".k8slint-1.tmp")
    file.with_name(".k8slint-1.tmp").symlink_to(target)
    refused(file, "file exists")
    assert target.read_bytes() == b"precious"
    assert file.read_bytes() == OLD


def test_a_limit_on_file_size(file):
    code = f"""
import resource, sys
from k8slint._internal.files.write import WriteError, write
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
try:
    write({str(file)!r}, {OLD!r}, b"x" * 5000, root={str(file.parent)!r})
except WriteError as error:
    print(error.reason)
"""
    # Without byte code: under the limit Python would cut it short and believe it ever after.
    said = subprocess.run([sys.executable, "-B", "-c", code], capture_output=True, text=True, check=True)
    assert "file too large" in said.stdout
    assert file.read_bytes() == OLD
    assert names(file) == ["Dockerfile"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


LOOP = """
import sys
from k8slint._internal.files.write import write
old, new = b"a" * 200_000, b"b" * 150_000
print("ready", flush=True)
while True:
    write(sys.argv[1], old, new, root=sys.argv[2])
    old, new = new, old
"""


def run_and_send(file, number, delay):
    file.write_bytes(b"a" * 200_000)
    process = subprocess.Popen(
        [sys.executable, "-c", LOOP, str(file), str(file.parent)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout.readline() == b"ready\n"
    time.sleep(delay)
    process.send_signal(number)
    process.stdout.close()
    assert process.wait(10) != 0
    assert file.read_bytes() in (b"a" * 200_000, b"b" * 150_000)


def test_killed_at_any_moment_it_leaves_a_whole_file(file):
    moments = random.Random(7)
    for _ in range(12):
        run_and_send(file, signal.SIGKILL, moments.uniform(0, 0.05))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_polite_signal_leaves_no_temporary_file(file, number):
    moments = random.Random(11)
    for _ in range(8):
        run_and_send(file, number, moments.uniform(0, 0.05))
        assert names(file) == ["Dockerfile"]


def test_signals_come_through_afterwards(file):
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    put(file)
    refused(file, "changed")
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
