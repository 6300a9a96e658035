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
            "import sys; from k8slint.cli import main\n"
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
