"""Promise 1: nothing in the linted tree runs."""

import json
import subprocess
import sys

import pytest

MARK = "import pathlib; pathlib.Path({mark!r}).write_text('ran')\n"


@pytest.fixture
def trap(tree, tmp_path):
    """Gives code that leaves a mark when it runs, and a look at the mark."""
    mark = tmp_path / "mark"

    class Trap:
        code = MARK.format(mark=str(mark))
        shell = f"touch {mark}"

        @staticmethod
        def sprung():
            return mark.exists()

    return Trap


MODULES = [
    *("k8slint_rules", "yaml", "ruamel", "rich", "tree_sitter", "tree_sitter_bash", "jsonschema", "pluggy"),
    *("dockerfile_parse", "sitecustomize", "usercustomize", "conftest", "json", "re", "tomllib", "argparse"),
    *("traceback", "enum", "k8slint_plugin", "evil"),
]
PACK = {"evil-1.dist-info/entry_points.txt": "[k8slint]\nevil = evil\n", "evil-1.dist-info/METADATA": "Name: evil\n"}


def test_modules_in_the_working_folder_are_not_imported(tree, trap):
    # `python -m` finds `runpy` and the package itself before a line of ours runs; the command `k8slint` does not.
    tree.put({f"{name}.py": trap.code for name in MODULES})
    tree.put({f"{name}/__init__.py": trap.code for name in MODULES})
    tree.put(dict.fromkeys(("x.pth", "setup.py", "noxfile.py", "plain/__init__.py", "plain/evil.py"), trap.code))
    tree.put(PACK)
    tree.check()
    tree.run("fix")
    tree.run("rules")
    assert not trap.sprung()


def test_the_command_does_not_look_into_the_working_folder(tree, trap):
    tree.put({f"{name}.py": trap.code for name in (*MODULES, "k8slint", "runpy")})
    tree.put(PACK)
    for path in ("", ".", str(tree.root)):
        code = (
            "import sys; from k8slint._internal.cli import main\n"
            f"sys.argv[:] = ['k8slint', 'check']; sys.path.insert(0, {path!r}); main()"
        )
        command = [sys.executable, "-P", "-c", code]
        result = subprocess.run(command, cwd=tree.root, env=tree.environment(), capture_output=True, check=False)
        assert result.returncode == 1, result.stderr
    assert not trap.sprung()


CONFIGS = (
    *(
        "plugin: [evil]",
        "plugins: [evil]",
        "packs: [evil]",
        "extends: evil.py",
        "load: evil",
        "rules: {evil: {run: x}}",
    ),
    *("external-checks-dir: .", "policy: evil.rego", "output-format: evil:render", "hooks: {pre: ./x}"),
    *("select: ['evil:Rule']", "rules: !!python/object/apply:os.system ['SHELL']"),
    *("!!python/object/new:os.system [SHELL]", "select: [!!python/name:os.system '']"),
)


@pytest.mark.parametrize("config", CONFIGS)
def test_no_key_of_the_config_names_code(tree, trap, config):
    tree.put({"evil.py": trap.code, "x": f"#!/bin/sh\n{trap.shell}\n"})
    tree.put({".k8slint.yaml": config.replace("SHELL", trap.shell) + "\n"})
    (tree.root / "x").chmod(0o755)
    outcome = tree.run("check")
    assert outcome.code == 2, "a config that cannot be taken is an error, never a silent default"
    assert ".k8slint.yaml" in outcome.err
    assert not trap.sprung()


def test_no_key_of_pyproject_names_code(tree, trap):
    for table in ("plugins = ['evil']", "packs = ['evil']", "output-format = 'evil:render'"):
        tree.put({"evil.py": trap.code, "pyproject.toml": f"[tool.k8slint]\n{table}\n"})
        assert tree.run("check").code == 2
    project = "[project.entry-points.k8slint]\nevil = 'evil'\n"
    tree.put({"pyproject.toml": f"{project}[build-system]\nbuild-backend = 'evil'\nbackend-path = ['.']\n"})
    tree.check()
    assert not trap.sprung()


def test_git_is_not_started(tree, trap):
    config = f"[core]\n\tfsmonitor = {trap.shell}\n\thooksPath = .\n\tpager = {trap.shell}\n"
    tree.put({".git/config": config, ".git/HEAD": "ref: x\n"})
    for name in ("post-checkout", "pre-commit", "post-index-change"):
        tree.put({f".git/hooks/{name}": f"#!/bin/sh\n{trap.shell}\n"})
        (tree.root / ".git/hooks" / name).chmod(0o755)
    tree.check()
    tree.run("fix")
    assert not trap.sprung()


PROGRAMS = "git sh bash shellcheck hadolint kubectl kustomize helm docker less stty tput uname"


def test_no_program_of_the_tree_is_found_by_name(tree, trap):
    for name in PROGRAMS.split():
        tree.put({name: f"#!/bin/sh\n{trap.shell}\n"})
        (tree.root / name).chmod(0o755)
    tree.check(env={"PATH": f".:{tree.root}:/usr/bin:/bin", "PAGER": "./less", "EDITOR": "./sh", "SHELL": "./sh"})
    assert not trap.sprung()


def test_what_is_in_the_files_does_not_run(tree, trap):
    shell = trap.shell
    dockerfile = f"# syntax=evil.example/x\nFROM $({shell})\nRUN {shell}\nENV A=`{shell}`\nONBUILD RUN {shell}\n"
    custom = f"    - image: a\n      custom: {{buildCommand: {json.dumps(shell)}}}\n"
    tree.put(
        {
            "Dockerfile": dockerfile,
            "x.yaml": f"apiVersion: v1\nkind: Pod\nmetadata: {{name: !!python/object/apply:os.system ['{shell}']}}\n",
            "kustomization.yaml": f"generators: [x]\nhelmCharts: [{{name: x}}]\nresources: ['$({shell})']\n",
            "skaffold.yaml": f"apiVersion: skaffold/v4beta6\nkind: Config\nbuild:\n  artifacts:\n{custom}",
            "compose.yaml": f"services: {{a: {{image: '$({shell})', build: '`{shell}`'}}}}\n",
        }
    )
    tree.check()
    tree.run("fix", "--unsafe")
    assert not trap.sprung()


NAMES = (
    *("--plugin=this.yaml", "--plugin=antigravity.yaml", "--config=x.yaml", "--ignore=ALL.yaml", "-qq.yaml"),
    *("--output-format=json.yaml", "--unsafe.Dockerfile", "--.yaml", "--help", "-v"),
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("command", ["check", "fix"])
def test_the_name_of_a_file_is_no_option(tree, trap, name, command):
    """A hook hands over the names of changed files as they are."""
    tree.put({name: "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n", "x.yaml": "ignore: [ALL]\n"})
    outcome = tree.run(command, "--force-exclude", name, "plain/Dockerfile", env={"BROWSER": f"{trap.shell} #%s"})
    assert outcome.code == 2
    assert f"./{name}" in outcome.err
    assert "Zen" not in outcome.out
    assert not trap.sprung()
    for spelled in ((f"./{name}",), ("--", name)):
        outcome = tree.run(command, "--force-exclude", *spelled)
        assert "is an option" not in outcome.err
        assert name in outcome.out or outcome.code == 0


def test_the_name_of_a_folder_is_no_option(tree, tmp_path):
    (tmp_path / "secret.yaml").write_text("db_password_7731: x\n")
    tree.put({f"--config={tmp_path}/secret.yaml": "a: b\n"})
    outcome = tree.run("check", "--force-exclude", f"--config={tmp_path}/secret.yaml")
    assert outcome.code == 2
    assert "db_password" not in outcome.err


@pytest.mark.parametrize("name", ["..", ".x", "x..y", "a-b", "", "plain", "a b", "os.path:x"])
def test_a_plugin_is_named_like_a_module(tree, trap, name):
    tree.put({"a/b/__init__.py": trap.code, "x/y.py": trap.code, "plain/__init__.py": trap.code})
    outcome = tree.run("rules", "--plugin", name)
    assert outcome.code == 2
    assert "takes the name of a module" in outcome.err
    assert not trap.sprung()


@pytest.mark.parametrize("where", ["src", ".", "", "..", "ROOT/src", "ROOT", "src:..:ROOT/src"])
def test_no_part_of_the_import_path_leads_into_the_tree(tree, trap, where):
    tree.put({f"{folder}{name}": text for folder in ("", "src/") for name, text in PACK.items()})
    tree.put({f"{folder}{name}.py": trap.code for folder in ("", "src/") for name in ("evil", "rich", "jsonschema")})
    path = where.replace("ROOT", str(tree.root))
    cwd = tree.root / "plain" if where == ".." else tree.root
    code = "import sys; from k8slint._internal.cli import main; sys.argv[1:] = ['check', '--color', 'always']; main()"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=tree.environment(PYTHONPATH=path), capture_output=True, check=False
    )
    assert result.returncode == 1, result.stderr
    assert b"latest-base-image" in result.stdout
    assert not trap.sprung()


def test_what_python_ran_before_is_said(tree):
    tree.put({"src/sitecustomize.py": "pass\n"})
    outcome = tree.run("check", env={"PYTHONPATH": "src"})
    assert outcome.code == 2
    assert "PYTHONPATH made Python run `sitecustomize` from the tree" in outcome.err


def test_a_pack_of_the_environment_is_found_outside_of_the_tree(tree, tmp_path):
    pack = "from k8slint import Rule\ndef k8slint_rules():\n    return []\n"
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs/good_pack.py").write_text(pack)
    for cwd in (None, "/"):
        outcome = tree.run("rules", "--plugin", "good_pack", env={"PYTHONPATH": str(tmp_path / "packs")}, cwd=cwd)
        assert outcome.code == 0, outcome.err
