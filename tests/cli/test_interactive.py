"""`k8slint fix -i`: what each answer does, and when files are written."""

import contextlib
import io
import os
import sys

import pytest

from k8slint._internal.cli import main

MANIFEST = """\
apiVersion: v1
kind: Namespace
metadata:
  name: a
----
apiVersion: v1
kind: Namespace
metadata:
  name: b
----
apiVersion: v1
kind: Namespace
metadata:
  name: c
"""
BOTH = ("--select", "malformed-document-separator,relative-workdir,mixed-case-as")
DOCKERFILE = "FROM alpine:3.20 as build\nWORKDIR app\nRUN true\nFROM alpine:3.20 as run\nRUN true\n"


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Writes files, answers questions about them, and gives back the exit code, what was shown, and the files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path.parent / "cache"))
    for name in ("PRE_COMMIT", "FORCE_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)

    def run(files, answers, *arguments):
        for path, text in files.items():
            (tmp_path / path).write_text(text)
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{answer}\n" for answer in answers)))
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = main(["fix", "-i", *BOTH, *arguments])
        return code, out.getvalue(), {path: (tmp_path / path).read_text() for path in files}

    return run


def separators(text):
    return [line == "---" for line in text.splitlines() if line.startswith("---")]


@pytest.mark.parametrize(
    ("answers", "fixed"),
    [
        ("yy", [True, True]),
        ("yn", [True, False]),
        ("nn", [False, False]),
        ("r", [True, True]),
        ("x", [False, False]),
        ("nf", [False, True]),
        ("yk", [True, False]),
        ("a", [True, True]),
        ("q", [False, False]),
        ("yq", [True, False]),
        ("nbyy", [True, True]),
        ("ybnn", [False, False]),
        ("nbybny", [False, True]),
        ("y?n", [True, False]),
        ("yzn", [True, False]),
        ("y", [True, False]),
    ],
)
def test_answers(ask, answers, fixed):
    _, shown, files = ask({"a.yaml": MANIFEST}, answers)
    assert separators(files["a.yaml"]) == fixed, shown


@pytest.mark.parametrize("word", ["yes", "YES", " y "])
def test_whole_words_are_answers_too(ask, word):
    assert separators(ask({"a.yaml": MANIFEST}, [word, "no"])[2]["a.yaml"]) == [True, False]


def test_help_names_every_answer(ask):
    _, shown, _ = ask({"a.yaml": MANIFEST}, "?q")
    for letter in "ynsbrxfkaq":
        assert f"  {letter}  " in shown


def test_questions_are_counted(ask):
    _, shown, _ = ask({"a.yaml": MANIFEST, "b.yaml": MANIFEST}, "nnnn")
    assert [line for line in shown.splitlines() if line.startswith("[")] == [
        "[1 of 2] file 1 of 2",
        "[2 of 2] file 1 of 2",
        "[1 of 2] file 2 of 2",
        "[2 of 2] file 2 of 2",
    ]


def test_nothing_is_before_the_first_question(ask):
    _, shown, files = ask({"a.yaml": MANIFEST}, "byn")
    assert "This is the first question of this file" in shown
    assert separators(files["a.yaml"]) == [True, False]


def test_a_rule_is_settled_for_all_files_a_file_for_itself(ask):
    files = ask({"a.yaml": MANIFEST, "b.yaml": MANIFEST}, "r")[2]
    assert separators(files["a.yaml"]) == separators(files["b.yaml"]) == [True, True]
    files = ask({"a.yaml": MANIFEST, "b.yaml": MANIFEST}, "kyy")[2]
    assert (separators(files["a.yaml"]), separators(files["b.yaml"])) == ([False, False], [True, True])


def test_unsafe_fixes_are_asked_about_without_an_option(ask):
    _, shown, files = ask({"Dockerfile": DOCKERFILE}, "nyn")
    assert "(unsafe: it may change what image or cluster do)" in shown
    assert "WORKDIR /app" in files["Dockerfile"]


def test_all_that_are_left_means_the_safe_ones(ask):
    assert "WORKDIR app" in ask({"Dockerfile": DOCKERFILE}, "a")[2]["Dockerfile"]
    assert "WORKDIR /app" in ask({"Dockerfile": DOCKERFILE}, "a", "--unsafe")[2]["Dockerfile"]


def test_suppressing_writes_a_comment(ask):
    code, shown, files = ask({"Dockerfile": DOCKERFILE}, "nsn")
    lines = files["Dockerfile"].splitlines()
    assert lines[1:3] == ["# k8slint: ignore[relative-workdir]", "WORKDIR app"], shown
    assert "relative-workdir" not in shown.splitlines()[-1]
    assert code in (0, 1)


def test_suppressing_can_be_taken_back(ask):
    files = ask({"Dockerfile": DOCKERFILE}, "nsbnn")[2]
    assert files["Dockerfile"] == DOCKERFILE


def test_suppressing_keeps_what_was_answered_before(ask):
    files = ask({"Dockerfile": DOCKERFILE}, "ysy")[2]
    assert files["Dockerfile"].splitlines()[:3] == [
        "FROM alpine:3.20 AS build",
        "# k8slint: ignore[relative-workdir]",
        "WORKDIR app",
    ]
    assert "AS run" in files["Dockerfile"]


def test_a_comment_does_not_stand_in_the_way_of_a_fix_that_was_wanted(ask):
    text = "FROM alpine:3.20 as Build\nWORKDIR app\nWORKDIR other\nRUN true\n"
    _, shown, files = ask({"Dockerfile": text}, "ys")
    assert files["Dockerfile"].splitlines()[:3] == [
        "FROM alpine:3.20 AS Build",
        "# k8slint: ignore[relative-workdir]",
        "WORKDIR app",
    ]
    assert "Fixed 1 finding." in shown


def test_what_no_comment_can_silence_is_told_and_asked_again(ask, monkeypatch):
    monkeypatch.setattr("k8slint._internal.cli.interactive._silences", lambda *_: False)
    _, shown, files = ask({"Dockerfile": DOCKERFILE}, "sny")
    assert "No comment can silence this here" in shown
    assert "ignore[" not in files["Dockerfile"]
    assert "WORKDIR /app" in files["Dockerfile"]


def test_files_are_written_one_by_one(ask, tmp_path, monkeypatch):
    seen = {}

    def note(prompt=""):
        seen[len(seen)] = separators((tmp_path / "a.yaml").read_text())
        return "y"

    monkeypatch.setattr("builtins.input", note)
    ask({"a.yaml": MANIFEST, "b.yaml": MANIFEST}, "")
    assert seen == {0: [False, False], 1: [False, False], 2: [True, True], 3: [True, True]}


def test_the_end_is_a_summary(ask):
    code, shown, _ = ask({"a.yaml": MANIFEST}, "yn")
    after = shown.rpartition("q(uit): ")[2]
    assert after.startswith("Fixed 1 finding.\nFound 1 error in 1 file (1 checked).")
    assert code == 1


def test_a_file_that_changed_meanwhile_keeps_its_findings(ask, tmp_path, monkeypatch):
    def meddle(prompt=""):
        (tmp_path / "a.yaml").write_text(MANIFEST + "# saved by an editor\n")
        return "y"

    monkeypatch.setattr("builtins.input", meddle)
    code, shown, files = ask({"a.yaml": MANIFEST}, "")
    assert code == 2
    assert separators(files["a.yaml"]) == [False, False]
    assert "Found 2 errors" in shown
    assert shown.splitlines()[-1].startswith("k8slint: a.yaml is as it was: ")
    assert "Fixed" not in shown


def test_refused_files_are_named_at_the_end_and_keep_their_findings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(MANIFEST)
    (tmp_path / "b.yaml").write_text(MANIFEST)
    os.link(tmp_path / "a.yaml", tmp_path / "again.txt")
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(["fix", "--no-cache", *BOTH])
    shown = out.getvalue()
    assert code == 2
    assert "a.yaml:5:1: error malformed-document-separator" in shown
    assert "b.yaml:5:1" not in shown
    assert "Fixed 2 findings." in shown
    assert shown.splitlines()[-1].startswith("k8slint: a.yaml is as it was: ")
