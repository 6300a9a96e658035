"""`k8slint fix` as its users run it."""

import json
import os
import pty
import shutil
import subprocess
import sys
import time

import pytest

BROKEN = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n----\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n"
FIXED = BROKEN.replace("----", "---")
SELECT = ("--select", "malformed-document-separator")


def test_fix_writes_and_says_what_is_left(project):
    project.write("a.yaml", BROKEN)
    project.write("Dockerfile", "FROM alpine:3.20\nRUNN true\n")
    result = project.run("fix", *SELECT, "--extend-select", "dockerfile-syntax")
    assert result.returncode == 1
    assert project.read("a.yaml") == FIXED
    assert "Fixed 1 finding." in result.stdout
    assert "dockerfile-syntax" in result.stdout


def test_fix_all_is_0_and_a_second_run_changes_nothing(project):
    project.write("a.yaml", BROKEN)
    assert project.run("fix", *SELECT).returncode == 0
    before = (project.folder / "a.yaml").stat().st_mtime_ns
    assert project.run("fix", *SELECT).returncode == 0
    assert (project.folder / "a.yaml").stat().st_mtime_ns == before


def test_line_ends_mark_and_missing_newline_survive(project):
    text = "\ufeff" + BROKEN.replace("\n", "\r\n").rstrip()
    project.write("a.yaml", text)
    project.run("fix", *SELECT)
    assert project.read("a.yaml") == text.replace("----", "---")


def test_mode_survives(project):
    path = project.write("a.yaml", BROKEN)
    path.chmod(0o640)
    project.run("fix", *SELECT)
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(project.folder) == ["a.yaml"]


def test_diff_writes_nothing(project):
    project.write("a.yaml", BROKEN)
    result = project.run("fix", "--diff", *SELECT)
    assert result.returncode == 1
    assert "-----\n+---\n" in result.stdout
    assert project.read("a.yaml") == BROKEN


def test_diff_of_nothing_is_0(project):
    project.write("a.yaml", FIXED)
    result = project.run("fix", "--diff", *SELECT)
    assert (result.returncode, result.stdout) == (0, "")


def test_only_what_is_named_changes(project):
    project.write("a.yaml", BROKEN)
    project.write("b.yaml", BROKEN)
    project.run("fix", "b.yaml", *SELECT)
    assert (project.read("a.yaml"), project.read("b.yaml")) == (BROKEN, FIXED)


def test_standard_input_becomes_standard_output(project):
    result = project.run("fix", "-", "--stdin-filename", "a.yaml", *SELECT, stdin=BROKEN)
    assert result.returncode == 0
    assert result.stdout == FIXED


def test_standard_input_comes_through_whatever_is_wrong(project):
    result = project.run("fix", "-", "--stdin-filename", "a.yaml", stdin=b"\xff\xfe\n")
    assert result.stdout == b"\xff\xfe\n"
    assert result.returncode in (1, 2)


def test_what_is_left_of_standard_input_is_told_beside_it(project):
    text = "FROM alpine:3.20\nRUNN true\n"
    result = project.run("fix", "-", "--stdin-filename", "Dockerfile", "--select", "dockerfile-syntax", stdin=text)
    assert (result.returncode, result.stdout) == (1, text)
    assert "Dockerfile:2:1: error dockerfile-syntax" in result.stderr


def interactive(project, answers):
    project.write("a.yaml", BROKEN)
    project.write("b.yaml", BROKEN)
    result = project.run("fix", "-i", *SELECT, stdin=answers)
    return result, [project.read(name) == FIXED for name in ("a.yaml", "b.yaml")]


def test_interactive_asks_each(project):
    result, fixed = interactive(project, "n\ny\n")
    assert fixed == [False, True]
    assert result.stdout.count("Apply this fix?") == 2
    assert "a.yaml:5:1: error malformed-document-separator" in result.stdout


def test_interactive_all(project):
    result, fixed = interactive(project, "a\n")
    assert fixed == [True, True]
    assert result.stdout.count("Apply this fix?") == 1


def test_interactive_quit_keeps_what_was_said(project):
    assert interactive(project, "y\nq\n")[1] == [True, False]


def test_interactive_asks_again_when_it_does_not_understand(project):
    result, fixed = interactive(project, "what\ny\n")
    assert fixed == [True, False]
    assert result.stdout.count("Apply this fix?") == 3


def test_links_and_hard_links_are_refused(project):
    outside = project.write("../outside.yaml", BROKEN)
    (project.folder / "link.yaml").symlink_to(outside)
    project.write("twice.yaml", BROKEN)
    os.link(project.folder / "twice.yaml", project.folder / "again.yaml")
    result = project.run("fix", "link.yaml", "twice.yaml", *SELECT)
    assert result.returncode == 2
    assert outside.read_text() == BROKEN
    assert project.read("twice.yaml") == BROKEN
    assert "hard link" in result.stderr


def test_questions_do_not_mix_with_what_a_program_reads(project):
    project.write("a.yaml", BROKEN)
    result = project.run("fix", "-i", "--output-format", "json", *SELECT, stdin="y\n")
    assert json.loads(result.stdout)["summary"]["fixed"] == 1
    assert "Apply this fix?" in result.stderr


def test_interrupted_questions_leave_the_file_as_it_was(project):
    project.write("a.yaml", BROKEN)
    project.write("b.yaml", BROKEN)
    code, shown = in_terminal(project, ["fix", "-i", *SELECT], ["y\n", "\x03"])
    assert code == 130
    assert "\x1b[31m-----" in shown
    end = "This file is as it was; what you chose for the files before it is written.\nk8slint: interrupted\n"
    assert shown.replace("\r", "").endswith(end)
    assert (project.read("a.yaml"), project.read("b.yaml")) == (FIXED, BROKEN)


def test_questions_interrupted_at_the_first_change_nothing(project):
    project.write("a.yaml", BROKEN)
    code, shown = in_terminal(project, ["fix", "-i", *SELECT], ["\x03"])
    assert code == 130
    assert shown.replace("\r", "").endswith("No file was changed.\nk8slint: interrupted\n")
    assert project.read("a.yaml") == BROKEN


def in_terminal(project, arguments, answers):
    """Runs a command in a terminal of its own, and answers its questions."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(project.folder)
        os.environ.pop("NO_COLOR", None)
        os.environ.update(TERM="xterm", HOME=str(project.folder), XDG_CACHE_HOME=str(project.folder.parent / "cache"))
        os.execv(sys.executable, [sys.executable, "-m", "k8slint", *arguments])
    shown, left = b"", list(answers)
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            try:  # what was written last may come after the word that the other end is closed
                time.sleep(0.1)
                data = os.read(terminal, 65536)
            except OSError:
                break
        if not data:
            break
        shown += data
        if shown.endswith(b"q(uit): ") and left:
            os.write(terminal, left.pop(0).encode())
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


@pytest.mark.parametrize("tool", [["git", "apply", "-p0"], ["patch", "-p0", "--binary", "-s"]])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", BROKEN),
        ("a.yaml", BROKEN.replace("name: a", "name: a   ").replace("kind", "kind ")),
        ("a.yaml", BROKEN.replace("\n", "\r\n")),
        ("a.yaml", "\ufeff" + BROKEN),
        ("a.yaml", BROKEN.replace("name: b\n", "name: b")),
        ("a.yaml", BROKEN.replace("name: a", "name: a # \u200b\xa0\t ##[error]")),
        ("größe.yaml", BROKEN),
        ("two words.yaml", BROKEN),
    ],
)
def test_a_diff_can_be_applied(project, tool, name, text):
    if shutil.which(tool[0]) is None:
        pytest.skip(f"there is no {tool[0]} here")
    project.write(name, text)
    patch = project.run("fix", "--diff", *SELECT, stdin=b"").stdout
    assert project.read(name) == text
    subprocess.run(tool, input=patch, cwd=project.folder, check=True, capture_output=True)
    assert project.read(name) == text.replace("----", "---")


@pytest.mark.parametrize(
    ("text", "env", "shown"),
    [
        ("\x1b[31m", {}, "\\x1b[31m"),
        ("\u202e", {}, "\\u202e"),
        ("a\rb", {}, "a\\rb"),
        ("##[error]x", {"CI": "true"}, "#\\x23[error]x"),
    ],
)
def test_a_diff_that_acts_on_who_shows_it_has_escapes(project, text, env, shown):
    project.write("Dockerfile", f"FROM debian:12\n# {text}\nENV a b\n")
    result = project.run("fix", "--diff", "--select", "legacy-key-value", env=env)
    assert shown in result.stdout
    assert "Dockerfile: its diff is shown with escapes and cannot be applied" in result.stderr


def test_a_diff_in_colour_has_escapes(project):
    project.write("a.yaml", BROKEN.replace("name: a", "name: a # \ufeff"))
    assert "\\ufeff" in project.run("fix", "--diff", *SELECT, "--color", "always").stdout


def test_fixes_are_listed_on_request_and_in_a_hook(project):
    for arguments, env in (["--show-fixes"], {}), ([], {"PRE_COMMIT": "1"}):
        project.write("a.yaml", BROKEN + "----\n" + BROKEN)
        out = project.run("fix", *SELECT, *arguments, env=env).stdout
        assert out.startswith("Fixed 3 findings in 1 file:\n  a.yaml: malformed-document-separator (3)\n")


def test_quiet_says_only_what_was_fixed(project):
    project.write("a.yaml", BROKEN)
    project.write("Dockerfile", "FROM alpine:3.20\nRUNN true\n")
    arguments = ("fix", "-q", "--exit-zero", *SELECT, "--extend-select", "dockerfile-syntax")
    result = project.run(*arguments)
    assert (result.returncode, result.stdout) == (0, "Fixed 1 finding.\n")
    assert (project.run(*arguments).stdout, project.run(*arguments).returncode) == ("", 0)


def test_a_missing_file_is_told_by_fix_too(project):
    project.write("a.yaml", BROKEN)
    result = project.run("fix", *SELECT, "a.yaml", "gone.yaml")
    assert result.returncode == 2
    assert "gone.yaml" in result.stderr
    assert project.read("a.yaml") == FIXED
