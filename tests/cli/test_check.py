"""`k8slint check` as its users run it."""

import json
import os
import subprocess
import sys

import pytest

BAD = "FROM alpine:3.20\nRUNN true\n"
GOOD = "FROM alpine:3.20\nRUN true\n"
DUPLICATE = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: '1'\n  k: '2'\n"


def test_clean_is_0(project):
    project.write("Dockerfile", GOOD)
    result = project.run("check", "--select", "dockerfile-syntax")
    assert result.returncode == 0
    assert result.stdout == "No findings (1 file checked).\n"
    assert result.stderr == ""


def test_findings_are_1_and_stand_on_standard_output(project):
    project.write("sub/Dockerfile", BAD)
    result = project.run("check", "--select", "dockerfile-syntax")
    assert result.returncode == 1
    assert result.stdout.startswith("sub/Dockerfile:2:1: error dockerfile-syntax unknown instruction `RUNN`")
    assert "2 | RUNN true\n  | ^^^^\n" in result.stdout
    assert result.stdout.endswith("Found 1 error in 1 file (1 checked).\n")
    assert result.stderr == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--select", "no-such-rule"],
        ["--ignore", "no-such-rule"],
        ["--output-format", "no-such-format"],
        ["--config", "missing.yaml"],
        ["--config", ".k8slint.yaml", "--isolated"],
        ["--select", ","],
        ["--jobs", "0"],
        ["--plugin", "no_such_module"],
        ["--stdin-filename", "Dockerfile"],
        ["-", "Dockerfile"],
        ["--nonsense"],
    ],
)
def test_wrong_usage_is_2_and_no_traceback(project, arguments):
    project.write("Dockerfile", GOOD)
    result = project.run("check", *arguments)
    assert result.returncode == 2
    assert "k8slint" in result.stderr
    assert "Traceback" not in result.stderr


def test_near_misses_are_named(project):
    project.write("Dockerfile", GOOD)
    assert "did you mean `duplicate-key`" in project.run("check", "--select", "duplicate-kye").stderr


def test_nothing_to_lint_is_said(project):
    project.write("notes.txt", "hello")
    result = project.run("check")
    assert (result.returncode, result.stdout) == (0, "")
    assert "no Dockerfiles or manifests" in result.stderr


def test_nothing_to_lint_is_2_when_named(project):
    project.write("folder/notes.txt", "hello")
    assert project.run("check", "folder").returncode == 2
    assert project.run("check", "folder/notes.txt").returncode == 2
    assert project.run("check", "missing").returncode == 2


def test_yaml_without_objects_is_left_alone(project):
    project.write("workflow.yaml", "on: push\njobs: {}\n")
    result = project.run("check", "-v", "workflow.yaml", "--no-cache")
    assert result.returncode == 2
    assert "workflow.yaml: not linted: no Kubernetes objects" in result.stdout
    assert result.stderr.startswith("k8slint: workflow.yaml: no Kubernetes objects; it was not linted\n")
    assert project.run("check", "--force-exclude", "workflow.yaml").returncode == 0
    assert project.run("check").returncode == 0


def test_a_missing_file_does_not_hide_the_others(project):
    project.write("Dockerfile", BAD)
    result = project.run("check", "Dockerfile", "missing/Dockerfile")
    assert result.returncode in (1, 2)
    assert "dockerfile-syntax" in result.stdout
    assert "missing/Dockerfile" in result.stdout + result.stderr


def test_fail_closed_when_the_rule_that_would_say_so_is_off(project):
    project.write("a.yaml", 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "a\n')
    result = project.run("check", "--select", "duplicate-key")
    assert result.returncode == 2
    assert "a.yaml" in result.stderr


def test_exit_zero(project):
    project.write("Dockerfile", BAD)
    assert project.run("check", "--exit-zero").returncode == 0
    project.write("b/Dockerfile", b"FROM alpine\n\xff\n")
    assert project.run("check", "--exit-zero", "--select", "duplicate-key").returncode == 2


def test_fail_on(project):
    project.write("Dockerfile", BAD)
    assert project.run("check", "--fail-on", "error").returncode == 1
    project.write(".k8slint.yaml", "severity:\n  dockerfile-syntax: note\n")
    assert project.run("check", "--select", "dockerfile-syntax").returncode == 0
    for word in ("note", "info"):
        assert project.run("check", "--select", "dockerfile-syntax", "--fail-on", word).returncode == 1


def test_quiet(project):
    project.write("Dockerfile", BAD)
    assert "Found" not in project.run("check", "-q").stdout
    assert project.run("check", "-qq").stdout == ""


def test_standard_input(project):
    result = project.run("check", "-", "--select", "dockerfile-syntax", "--output-format", "concise", stdin=BAD)
    assert result.returncode == 1
    assert result.stdout.startswith("<stdin>:2:1: error dockerfile-syntax")


def test_standard_input_stands_for_a_file_of_the_project(project):
    project.write("Dockerfile", BAD)
    project.write("other/Dockerfile", BAD)
    result = project.run("check", "-", "--stdin-filename", "Dockerfile", stdin=GOOD)
    assert result.returncode in (0, 1)
    assert "RUNN" not in result.stdout


def test_paths_are_shown_from_the_working_folder(project):
    project.write(".k8slint.yaml", "profile: strict\n")
    project.write("a/Dockerfile", BAD)
    project.write("b/Dockerfile", BAD)
    assert project.concise("--select", "dockerfile-syntax", cwd="a") == [("Dockerfile:2:1", "dockerfile-syntax")]
    assert project.concise("--select", "dockerfile-syntax", "../b", cwd="a")[0][0].endswith("/b/Dockerfile:2:1")


def test_named_files_are_those_reported_on(project):
    project.write("a/Dockerfile", BAD)
    project.write("b/Dockerfile", BAD)
    assert project.concise("--select", "dockerfile-syntax", "b/Dockerfile") == [
        ("b/Dockerfile:2:1", "dockerfile-syntax")
    ]


def test_json(project):
    project.write("a.yaml", DUPLICATE)
    result = project.run("check", "--select", "duplicate-key", "--output-format", "json")
    report = json.loads(result.stdout)
    finding = report["findings"][0]
    assert (finding["rule"], finding["path"], finding["line"], finding["column"]) == ("duplicate-key", "a.yaml", 7, 3)
    assert (finding["end_line"], finding["end_column"], finding["severity"]) == (7, 4, "error")
    assert report["summary"]["errors"] == 1


def test_github(project):
    project.write("a.yaml", DUPLICATE)
    out = project.run("check", "--select", "duplicate-key", "--output-format", "github").stdout
    assert out.startswith("::error ")
    assert "file=a.yaml,line=7,col=3" in out.replace(", ", ",")


def test_colour_only_on_request(project):
    project.write("Dockerfile", BAD)
    assert "\x1b[" not in project.run("check").stdout
    assert "\x1b[" in project.run("check", env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b[" not in project.run("check", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    assert "\x1b[" in project.run("check", "--color", "always").stdout


def test_workers_say_the_same(project):
    for number in range(320):
        project.write(f"d{number:03}/Dockerfile", BAD if number % 7 == 0 else GOOD)
    alone = project.run("check", "--no-cache", "--jobs", "1", "--output-format", "json")
    spread = project.run("check", "--no-cache", "--jobs", "3", "--output-format", "json")
    assert alone.stdout == spread.stdout
    assert alone.stdout.count("RUNN") >= 46


def test_lost_output_is_2(project):
    project.write("Dockerfile", BAD)
    if not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full here")
    with open("/dev/full", "w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "k8slint", "check", "--no-cache"],
            cwd=project.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert result.returncode == 2
    assert "could not be written" in result.stderr
    assert "Traceback" not in result.stderr


def test_closed_pipe_is_quiet(project):
    for number in range(50):
        project.write(f"d{number:03}/Dockerfile", BAD)
    process = subprocess.Popen(
        [sys.executable, "-m", "k8slint", "check", "--no-cache"],
        cwd=project.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    error = process.stderr.read().decode()
    process.stderr.close()
    process.wait(30)
    assert "Traceback" not in error


def test_python_in_the_working_folder_does_not_run(project):
    project.write("Dockerfile", GOOD)
    for name in ("re", "json", "argparse", "ruamel", "k8slint_rules", "pluggy", "sitecustomize"):
        project.write(f"{name}.py", "open('ran', 'w')\n")
    project.write("conftest.py", "open('ran', 'w')\n")
    project.write("evil-1.0.dist-info/entry_points.txt", "[k8slint]\nevil = re\n")
    project.run("check", "--no-cache")
    assert not (project.folder / "ran").exists()


def test_no_command_is_help_and_2(project):
    result = project.run()
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("usage: k8slint ")
    assert "explain" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "unknown command `chekc`; did you mean `check`?"),
        (["Dockerfile"], "unknown command `Dockerfile`; to lint it, say `k8slint check Dockerfile`"),
        (["-v", "check"], "`-v` stands before the command; options come after it"),
        (["--verison"], "unknown option `--verison`; did you mean `--version`?"),
        (["check", "--exit-zeroo"], "unknown option `--exit-zeroo`; did you mean `--exit-zero`?"),
        (["check", "--profile", "stict"], "not `stict`; did you mean `strict`?"),
        (["check", "--select", "xyzzy"], "unknown rule `xyzzy`; `k8slint rules` lists all names"),
        (["rules", "xyzzy"], "no rule has `xyzzy` in its name, aliases, category or title"),
        (["config", "xyzzy"], "unknown argument `xyzzy`"),
    ],
)
def test_wrong_usage_says_what_to_do(project, arguments, said):
    project.write("Dockerfile", GOOD)
    result = project.run(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_named_file_of_another_kind_is_told(project):
    project.write("Dockerfile", GOOD)
    project.write("notes.txt", "hello")
    result = project.run("check", "notes.txt", "Dockerfile", "--select", "dockerfile-syntax")
    assert result.returncode == 2
    assert result.stderr == "k8slint: notes.txt: neither a Dockerfile nor a manifest; it was not linted\n"
    assert project.run("check", "notes.txt", "Dockerfile", "--force-exclude").returncode == 0
    given = project.run("check", "-", stdin="")
    assert given.returncode == 2
    assert "<stdin>: neither" in given.stderr
    assert project.run("check", "-", "--stdin-filename", "values.yaml", stdin="a: 1\n").returncode == 0


def test_github_takes_paths_from_its_workspace(project):
    project.write(".k8slint.yaml", "select: [duplicate-key]\noutput-format: github\n")
    project.write("sub/a.yaml", DUPLICATE)
    result = project.run("check", cwd="sub", env={"GITHUB_WORKSPACE": str(project.folder)})
    assert "file=sub/a.yaml," in result.stdout
    assert "file=a.yaml," in project.run("check", cwd="sub").stdout


def test_excluded_files_that_a_hook_names_are_no_mistake(project):
    project.write(".k8slint.yaml", "exclude: [vendor/]\n")
    project.write("vendor/Dockerfile", BAD)
    for command in ("check", "fix"):
        result = project.run(command, "--force-exclude", "vendor/Dockerfile")
        assert (result.returncode, result.stdout) == (0, "")
        assert "no Dockerfiles or manifests in `vendor/Dockerfile` that are not excluded" in result.stderr
    assert project.run("check", "vendor/Dockerfile").returncode == 1


def test_the_config_is_no_file_to_lint(project):
    project.write(".k8slint.yaml", "select: [dockerfile-syntax]\n")
    project.write("Dockerfile", GOOD)
    assert project.run("check").stdout == "No findings (1 file checked).\n"
    assert "1 not linted" in project.run("check", ".k8slint.yaml").stdout


def test_an_empty_path_is_wrong_usage(project):
    project.write("Dockerfile", GOOD)
    result = project.run("check", "")
    assert (result.returncode, result.stdout) == (2, "")
    assert "a path is empty" in result.stderr


def test_links_are_named_on_request(project):
    project.write("Dockerfile", GOOD)
    (project.folder / "b.Dockerfile").symlink_to("Dockerfile")
    assert "b.Dockerfile" not in project.run("check").stderr
    assert "k8slint: b.Dockerfile: is a symbolic link; it was not linted" in project.run("check", "-v").stderr


def test_an_image_whose_dockerfile_is_not_there_is_told(project):
    project.write(".k8slint.yaml", "images: {web: srv/Dockerfile}\n")
    project.write("Dockerfile", GOOD)
    result = project.run("check", "--select", "dockerfile-syntax")
    assert result.returncode == 0
    assert "the Dockerfile of image `web` does not exist: `srv/Dockerfile`" in result.stderr
    project.write("srv/Dockerfile", GOOD)
    assert project.run("check", "--select", "dockerfile-syntax").stderr == ""


def test_unused_suppressions_are_not_counted_as_suppressed(project):
    project.write("Dockerfile", "# k8slint: ignore-file[duplicate-key]\n" + GOOD)
    result = project.run("check", "--select", "duplicate-key,unused-suppression")
    assert result.stdout.endswith(" 1 warning in 1 file (1 checked). 1 fixable with `k8slint fix`.\n")


@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_gate_hears_no_suppressions(project, command):
    project.write("Dockerfile", "# k8slint: ignore-file[ALL]\nFROM alpine:3.20\nRUNN true\n")
    text = DUPLICATE.replace("  name: a\n", "  name: a\n  annotations: {k8slint/ignore: ALL}\n")
    project.write("a.yaml", text)
    arguments = (
        command,
        "--select",
        "dockerfile-syntax,duplicate-key,unused-suppression",
        "--output-format",
        "concise",
    )
    assert project.run(*arguments).returncode == 0
    result = project.run(*arguments, "--no-suppressions")
    assert result.returncode == 1
    assert "dockerfile-syntax" in result.stdout
    assert "duplicate-key" in result.stdout
    assert "unused-suppression" not in result.stdout


HELPER = "TEXT = 'first; go on'\n"
PACK = """
from k8slint import Rule
from k8slint._internal.kinds.dockerfile.tree import Dockerfile
from {helper} import TEXT


class Said(Rule[Dockerfile]):
    \"\"\"Says something.\"\"\"

    name = "said"
    category = "correctness"

    def check(self, dockerfile):
        yield self.finding(dockerfile.instructions[0].span, TEXT)


def k8slint_rules():
    return [Said]
"""


@pytest.mark.parametrize(("module", "helper"), [("said_pack", "said_words"), ("said_folder", "said_folder.words")])
def test_a_pack_is_known_by_all_its_files(project, module, helper):
    packs = project.folder.parent / "packs"
    path = "said_folder/__init__.py" if module == "said_folder" else "said_pack.py"
    for name, text in ((path, PACK.replace("{helper}", helper)), (f"{helper.replace('.', '/')}.py", HELPER)):
        (packs / name).parent.mkdir(parents=True, exist_ok=True)
        (packs / name).write_text(text)
    project.write("Dockerfile", GOOD)
    env = {"PYTHONPATH": str(packs), "XDG_CACHE_HOME": str(project.folder.parent / "cache")}
    arguments = ("check", "--plugin", module, "--select", "said", "--output-format", "concise")
    assert "first" in project.run(*arguments, env=env).stdout
    (packs / f"{helper.replace('.', '/')}.py").write_text(HELPER.replace("first", "second"))
    assert "second" in project.run(*arguments, env=env).stdout


def test_standard_input_without_a_name_is_no_whole_project(project):
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports: [{port: 80}]\n"
    service += "  selector: {app: web} # k8slint: ignore[service-selects-nothing, duplicate-service-port]\n"
    out = project.run("check", "-", "--output-format", "concise", stdin=service).stdout
    assert "`duplicate-service-port` silences nothing here" in out
    assert "`service-selects-nothing` silences nothing here" not in out


def test_what_is_wrong_beside_the_named_files_is_not_reported(project):
    project.write(".k8slint.yaml", "select: [unreadable-file]\n")
    project.write("a/Dockerfile", GOOD)
    (project.folder / "b").mkdir()
    os.mkfifo(project.folder / "b/Dockerfile")
    assert project.run("check", "a").stdout == "No findings (1 file checked).\n"
    assert "b/Dockerfile: is a named pipe" in project.run("check", "-v", "a/Dockerfile").stderr
    assert project.concise() == [("b/Dockerfile:1:1", "unreadable-file")]


def test_what_is_left_out_as_test_data_is_counted(project):
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: 'a:1'}]}\n"
    project.write("vendor/x/pod.yaml", pod)
    project.write("testdata/pod.yaml", pod)
    nothing = project.run("check", "--color", "never")
    assert nothing.returncode == 0
    assert "2 in folders of test data, copies or old files are left out, unless they are named" in nothing.stderr
    project.write("pod.yaml", pod)
    assert "(1 checked, 2 left out in folders of test data, copies or old files)" in project.run("check").stdout
    assert "left out" not in project.run("check", "vendor").stdout
