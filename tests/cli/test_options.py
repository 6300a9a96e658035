"""What the options do, run in this process: formats and files, selection of files, configs of folders, hints."""

import contextlib
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

from k8slint._internal.cli import main
from k8slint._internal.cli.arguments import whole
from k8slint._internal.cli.completion import script, subcommands
from k8slint._internal.cli.pager import pager
from k8slint._internal.cli.synonyms import _ANY, _COMMANDS, _OF
from k8slint._internal.running.engine import registry

BAD = "FROM alpine:3.20\nRUNN true\n"
GOOD = "FROM alpine:3.20\nRUN true\n"
NOTE = "FROM alpine:3.20 as Build\nRUN true\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Writes files into a folder of its own, runs a command there, and gives back code, output and errors."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("PRE_COMMIT", "FORCE_COLOR", "CI", "COLUMNS", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments, files=(), cwd="."):
        for path, text in dict(files).items():
            full = folder / path
            full.parent.mkdir(parents=True, exist_ok=True)
            full.write_text(text)
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(folder / cwd), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(list(map(str, arguments)))
        return code, out.getvalue(), err.getvalue()

    return call


# --- formats and files


def test_several_formats_at_once(run):
    code, out, _ = run("check", "-f", "sarif=a.sarif", "-f", "json=a.json", files={"Dockerfile": BAD})
    assert code == 1
    assert out.startswith("Dockerfile:2:1: error dockerfile-syntax")
    (result, *_) = json.loads(Path("a.sarif").read_text())["runs"][0]["results"]
    assert result["ruleId"] == "dockerfile-syntax"
    assert json.loads(Path("a.json").read_text())["findings"][0]["path"] == "Dockerfile"


def test_a_report_can_go_to_a_file(run):
    code, out, _ = run("check", "-f", "concise", "-o", "report.txt", files={"Dockerfile": BAD})
    assert (code, out) == (1, "")
    assert (
        Path("report.txt").read_text().startswith("Dockerfile:2:1: error dockerfile-syntax unknown instruction `RUNN`")
    )


def test_a_report_follows_no_link_and_replaces_no_folder(run, tmp_path):
    target = tmp_path / "precious"
    target.write_text("precious")
    os.symlink(target, "report.txt")
    code, _, err = run("check", "-o", "report.txt", files={"Dockerfile": GOOD})
    assert code == 2
    assert "the report cannot be written to `report.txt`: is a symbolic link" in err
    assert target.read_text() == "precious"
    os.mkdir("folder")
    assert run("check", "-o", "folder")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-f", "json", "-f", "sarif"], "two output formats go to one place"),
        (["-f", "=x"], "needs the form FORMAT or FORMAT=FILE"),
        (["-f", "json="], "needs the form FORMAT or FORMAT=FILE"),
        (["-o", "json"], "`--output json` names a file; for the format, write `--output-format json`"),
        (["-o", "Dockerfile"], "it is one of the files that are linted"),
        (["-f", "sarif=Dockerfile"], "it is one of the files that are linted"),
        (["-f", "xml"], "unknown output format `xml`"),
        (["-f", "Dockerfile"], "to lint `Dockerfile`, name it without an option"),
        (["-f", "sarif", "--statistics"], "`--statistics` has no `sarif` format"),
        (["https://example.com/Dockerfile"], "`https://example.com/Dockerfile` is an address"),
        (["--today", "soon"], "`soon` is not a day such as 2026-11-30"),
        (["--exclude", ","], "`--exclude` is empty"),
    ],
)
def test_wrong_values_are_told(run, arguments, said, capsys):
    code, out, err = run("check", *arguments, files={"Dockerfile": GOOD})
    assert (code, out) == (2, "")
    assert said in err
    assert Path("Dockerfile").read_text() == GOOD


def test_machines_get_a_report_of_nothing(run):
    os.mkdir("empty")
    code, out, _ = run("check", "-f", "json")
    assert (code, json.loads(out)["findings"]) == (0, [])
    code, out, _ = run("check", "-f", "sarif", "empty")
    assert (code, json.loads(out)["runs"][0]["results"]) == (2, [])
    assert run("check")[1] == ""


def test_sarif_paths_begin_at_the_repository(run):
    os.mkdir(".git")
    files = {"a/.k8slint.yaml": "profile: strict\n", "a/Dockerfile": BAD, "Dockerfile": GOOD}
    _, out, _ = run("check", "-f", "sarif", "a", files=files)
    (result, *_) = json.loads(out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a/Dockerfile"


def test_statistics(run):
    files = {"a/Dockerfile": BAD, "b/Dockerfile": BAD, "c/Dockerfile": NOTE}
    code, out, _ = run("check", "--statistics", "--select", "dockerfile-syntax,mixed-case-stage-name", files=files)
    lines = out.splitlines()
    assert code == 1
    assert lines[0].split()[:3] == ["2", "error", "dockerfile-syntax"]
    assert lines[1].split()[:4] == ["1", "note", "mixed-case-stage-name", "[*]"]
    assert lines[2].startswith("Found 2 errors, 1 note in 3 files")
    data = json.loads(run("check", "--statistics", "-f", "json", "--select", "dockerfile-syntax")[1])
    assert data["rules"] == [
        {"rule": "dockerfile-syntax", "severity": "error", "count": 2, "files": 2, "applicability": None}
    ]


# --- which files


def test_exclude_replaces_and_extends(run):
    files = {".k8slint.yaml": "exclude: [a/]\n", "a/Dockerfile": BAD, "b/Dockerfile": BAD, "c/Dockerfile": BAD}

    def paths(*arguments):
        found = json.loads(run("check", "-f", "json", "--select", "dockerfile-syntax", *arguments, files=files)[1])
        return [one["path"] for one in found["findings"]]

    assert paths() == ["b/Dockerfile", "c/Dockerfile"]
    assert paths("--exclude", "b/,c/") == ["a/Dockerfile"]
    assert paths("--extend-exclude", "b/") == ["c/Dockerfile"]
    assert paths("--exclude", "b/", "--extend-exclude", "c/") == ["a/Dockerfile"]


def test_suppressions_can_be_left_out_of_account(run):
    files = {"Dockerfile": "# k8slint: ignore[mixed-case-stage-name] it is called so elsewhere\n" + NOTE}
    select = ("--select", "mixed-case-stage-name,unused-suppression")
    assert run("check", *select, files=files)[1] == "No findings (1 file checked, 1 finding suppressed).\n"
    assert "1 note in 1 file (1 checked)" in run("check", "--no-suppressions", *select)[1]


def test_the_day_decides_about_suppressions_that_end(run):
    files = {"Dockerfile": "# trivy:ignore:DS-0001:exp:2020-01-01\nFROM alpine:latest\n"}
    for day, number in (("2019-12-31", 0), ("2020-01-02", 1)):
        out = run("check", "-f", "json", "--select", "trivy:DS-0001", "--today", day, files=files)[1]
        assert len(json.loads(out)["findings"]) == number, day


# --- the config of the nearest folder

FOLDERS = {
    ".k8slint.yaml": "select: [dockerfile-syntax]\n",
    "Dockerfile": BAD,
    "a/.k8slint.yaml": "select: [mixed-case-stage-name]\nfail-on: note\n",
    "a/Dockerfile": BAD.replace("3.20", "3.20 as Build"),
    "a/deep/Dockerfile": BAD,
    "b/pyproject.toml": '[tool.k8slint]\nselect = ["relative-workdir"]\n',
    "b/Dockerfile": "FROM alpine:3.20\nWORKDIR app\nRUNN true\n",
    "c/Dockerfile": BAD,
}


def rules(run, *arguments, cwd=".", files=FOLDERS):
    data = json.loads(run("check", "-f", "json", *arguments, cwd=cwd, files=files)[1])
    return [(one["path"], one["rule"]) for one in data["findings"]]


ALL = [
    ("Dockerfile", "dockerfile-syntax"),
    ("a/Dockerfile", "mixed-case-stage-name"),
    ("b/Dockerfile", "relative-workdir"),
    ("c/Dockerfile", "dockerfile-syntax"),
]


def test_each_file_has_the_config_of_its_nearest_folder(run):
    assert rules(run) == ALL
    assert rules(run, ".") == ALL
    assert rules(run, "a") == ALL[1:2]
    assert rules(run, "a/Dockerfile", "b/Dockerfile", "Dockerfile") == ALL[:3]
    assert rules(run, "a/Dockerfile", "c") == [ALL[1], ALL[3]]
    assert rules(run, ".", "a/Dockerfile") == ALL
    assert rules(run, cwd="b") == [("Dockerfile", "relative-workdir")]


def test_one_config_is_that_of_all_when_it_is_named(run):
    found = rules(run, "--config", ".k8slint.yaml")
    assert {rule for _, rule in found} == {"dockerfile-syntax"}
    assert len(found) == 5
    assert "a/deep/Dockerfile" in [path for path, _ in rules(run, "--isolated", "--select", "dockerfile-syntax")]


def test_each_folder_fails_by_its_own_config(run):
    assert run("check", "a", files=FOLDERS)[0] == 1
    assert run("check", "b", "--fail-on", "error", files=FOLDERS)[0] == 0
    files = {**FOLDERS, "Dockerfile": GOOD, "c/Dockerfile": GOOD, "b/Dockerfile": GOOD}
    code, out, _ = run("check", files=files)
    assert code == 1
    assert out.endswith("Found 1 note in 1 file (5 checked). 1 fixable with `k8slint fix`.\n")


def test_frames_and_fixes_reach_every_folder(run):
    _, out, _ = run("check", files=FOLDERS)
    assert "1 | FROM alpine:3.20 as Build\n  |                     ^^^^^\n" in out
    run("fix", "--unsafe")
    assert "WORKDIR /app" in Path("b/Dockerfile").read_text()
    assert "as build" in Path("a/Dockerfile").read_text()


def test_files_with_another_config_are_still_known(run):
    service = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}], selector: {app: web}}\n"
    )
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: [{name: a, image: b}]}\n"
    files = {
        ".k8slint.yaml": "select: [service-selects-nothing]\n",
        "service.yaml": service,
        "a/.k8slint.yaml": "select: [duplicate-key]\n",
        "a/pod.yaml": pod,
    }
    assert rules(run, files=files) == []
    files = {
        ".k8slint.yaml": "select: [duplicate-key]\n",
        "pod.yaml": pod,
        "a/.k8slint.yaml": "select: [service-selects-nothing]\n",
        "a/service.yaml": service,
        "a/wrong.yaml": service.replace("app: web", "app: wob"),
    }
    (Path("a") / "pod.yaml").unlink()
    Path("service.yaml").unlink()
    for cwd in (".", "a"):
        assert [rule for _, rule in rules(run, cwd=cwd, files=files)] == ["service-selects-nothing"]


def test_a_run_has_so_many_configs_at_most(run):
    files = {f"d{n}/{name}": text for n in range(60) for name, text in ((".k8slint.yaml", ""), ("Dockerfile", GOOD))}
    code, out, err = run("check", files={".k8slint.yaml": "", "Dockerfile": GOOD, **files})
    assert (code, out) == (2, "")
    assert "more than 50 folders have a config of their own" in err


def test_globs_and_paths_of_an_inner_config_begin_in_its_folder(run):
    files = {
        ".k8slint.yaml": "select: [dockerfile-syntax]\n",
        "a[b]/.k8slint.yaml": "extend: ../.k8slint.yaml\nexclude: [x/, /y, deep/z]\nper-file-ignores: {ok/**: [ALL]}\n",
        **{f"a[b]/{path}/Dockerfile": BAD for path in ("x", "n/x", "y", "n/y", "deep/z", "z", "ok", "n")},
        "x/Dockerfile": BAD,
    }
    for cwd, prefix in ((".", "a[b]/"), ("a[b]", "")):
        found = [path for path, _ in rules(run, cwd=cwd, files=files) if path.startswith(prefix)]
        assert [path for path in found if path != "x/Dockerfile"] == [
            f"{prefix}{path}/Dockerfile" for path in ("n", "n/y", "z")
        ]


def test_a_config_extends_that_of_the_folder_around_it(run):
    files = {
        ".k8slint.yaml": "select: [dockerfile-syntax]\n",
        "a/.k8slint.yaml": "extend: ../.k8slint.yaml\nextend-select: [mixed-case-stage-name]\n",
        "a/Dockerfile": BAD.replace("3.20", "3.20 as Build"),
    }
    both = ["dockerfile-syntax", "mixed-case-stage-name"]
    assert sorted(rule for _, rule in rules(run, files=files)) == both
    assert sorted(rule for _, rule in rules(run, cwd="a", files=())) == both
    files = {"a/.k8slint.yaml": "extend: ../../x.yaml\n"}
    assert "lies outside of the project" in run("check", files=files, cwd="a")[2]


def test_all_mistakes_of_a_config_are_told(run):
    code, out, err = run("check", files={"Dockerfile": GOOD, ".k8slint.yaml": "selct: []\nfail-on: 3\n"})
    assert (code, out) == (2, "")
    assert [line.split(": ")[1] for line in err.splitlines()] == [".k8slint.yaml:1:1", ".k8slint.yaml:2:10"]


def test_a_config_shows_where_its_values_come_from(run):
    files = {".k8slint.yaml": "fail-on: error\nseverity:\n  size: note\n"}
    out = run("config", "--output-format", "text", files=files)[1]
    assert "fail-on: error  # .k8slint.yaml:1\n" in out
    assert "severity.size: note  # .k8slint.yaml:3\n" in out
    assert "profile: maintenance\n" in out


# --- words


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--fix"], "`k8slint fix` repairs"),
        (["fix", "--check"], "write `--diff`"),
        (["fix", "--dry-run"], "write `--diff`"),
        (["check", "--rule", "x"], "write `--select RULES`"),
        (["check", "--disable=x"], "write `--ignore RULES`"),
        (["check", "--since", "main"], "there is none: name the files that changed"),
        (["check", "--baseline", "x"], "there is none"),
        (["check", "--strict"], "write `--profile strict`"),
        (["check", "--unsafe"], "`k8slint fix --unsafe` does that"),
        (["check", "--format", "json"], "write `--output-format FORMAT`"),
        (["lint"], "unknown command `lint`; write `k8slint check`"),
        (["--strict"], "write `--profile strict`"),
    ],
)
def test_options_of_other_tools_are_translated(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_what_is_written_instead_is_ours():
    parsers = subcommands(whole())
    options = {option for parser in parsers.values() for option in parser._option_string_actions}
    for hint in (*_ANY.values(), *(text for table in _OF.values() for text in table.values()), *_COMMANDS.values()):
        for code in hint.split("`")[1::2]:
            words = code.split()
            if words[0] == "k8slint":
                assert words[1] in parsers, hint
            assert all(word in options for word in words if word.startswith("-") and word not in ("-", "-qq")), hint
    ours = [*_ANY, *(name for table in _OF.values() for name in table)]
    assert not [name for name in ours if all(name in parser._option_string_actions for parser in parsers.values())]


def test_help_and_version_are_commands_too(run):
    assert run("help")[1] == run("--help")[1] != ""
    assert run("help", "fix")[1] == run("fix", "--help")[1] != ""
    assert run("version")[1].startswith("k8slint ")


# --- rules and explain


def test_rules_by_pattern(run):
    code, out, _ = run("rules", "volume")
    assert code == 0
    assert "  write-under-volume " in out
    assert "  consecutive-runs " not in out
    assert [line.split()[0] for line in run("rules", "DL3059")[1].splitlines() if line.startswith("  ")] == [
        "consecutive-runs"
    ]
    assert "  missing-user " in run("rules", "missing-*")[1]
    fixable = json.loads(run("rules", "--fixable", "--output-format", "json")[1])
    assert fixable
    assert all(rule["fix"] for rule in fixable)


def test_titles_are_whole_and_code_in_them_too():
    for entry in registry().entries:
        title = entry.headline
        assert title, entry.name
        assert title.count("`") % 2 == 0, (entry.name, title)
        assert not title.endswith((".", ":")), (entry.name, title)


def test_a_category_has_a_page(run):
    out = run("explain", "size")[1]
    assert out.startswith("size\n\nRules about bytes in the image that nobody needs.\n")
    assert "severity: {size: note}" in out


def test_the_pager_is_never_one_of_the_linted_tree(run, tmp_path, monkeypatch):
    less = tmp_path / "project" / "less"
    less.write_text("#!/bin/sh\ntouch ran\n")
    less.chmod(0o755)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("PAGER", "less")
    monkeypatch.setenv("PATH", f"{tmp_path / 'project'}:.")
    assert pager() is None
    monkeypatch.setenv("PAGER", "./less")
    assert pager() is None
    monkeypatch.setenv("PAGER", str(less))
    assert pager() is None
    outside = tmp_path / "bin" / "less"
    outside.parent.mkdir()
    outside.write_text("#!/bin/sh\n")
    outside.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'project'}:{outside.parent}")
    monkeypatch.setenv("PAGER", "less -R")
    assert pager() == [str(outside), "-R"]


# --- completion


def test_bash_completes_commands_options_and_rules(tmp_path):
    path = tmp_path / "completion.bash"
    path.write_text(script("bash", registry()))

    def complete(*words):
        line = " ".join(f"'{word}'" for word in words)
        code = f"source {path}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _k8slint; echo ${{COMPREPLY[@]}}"
        done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return done.stdout.split()

    assert complete("k8slint", "ch") == ["check"]
    assert complete("k8slint", "fix", "--uns") == ["--unsafe"]
    assert complete("k8slint", "check", "--select", "consecutive") == ["consecutive-runs"]
    assert complete("k8slint", "explain", "consecutive") == ["consecutive-runs"]
    assert complete("k8slint", "check", "-f", "sa") == ["sarif"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_name_every_option(shell, run):
    code, out, _ = run("completion", shell)
    assert code == 0
    for parser in subcommands(whole()).values():
        for option in parser._option_string_actions:
            assert option.lstrip("-") in out, option
