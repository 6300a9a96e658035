"""What a run imports: start-up is most of what a small run costs."""

import os
import subprocess
import sys

import pytest

DOCKERFILE = 'FROM debian:12-slim\nRUN apt-get update && cd /app\nEXPOSE 80/tpc\nCMD ["/app"]\n'
MANIFEST = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: wbe
  ports:
    - port: 80
---
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels:
    app: web
spec:
  containers:
    - name: web
      image: example.com/web:1.2
"""
PROBE = """\
import os, sys
sys.argv[0] = "k8slint"
leave = os._exit
def report(code):
    with open(os.environ["REPORT"], "w") as file:
        file.write("\\n".join([str(code), *sorted(sys.modules)]))
    leave(code)
os._exit = report
from k8slint._internal.cli import main
report(main())
"""
HEAVY = (
    "ruamel",
    "_ruamel_yaml",
    "jsonschema",
    "rich",
    "dataclasses",
    "pathlib",
    "logging",
    "importlib.metadata",
    "inspect",
)


class Run:
    """A run's exit code and the modules that it had loaded at its end."""

    def __init__(self, folder, *arguments):
        report = folder.parent / "modules.json"
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder.parent),
            "XDG_CACHE_HOME": str(folder.parent / "cache"),
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "REPORT": str(report),
        }
        done = subprocess.run(
            [sys.executable, "-c", PROBE, *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        self.output = done.stdout
        code, *self.modules = report.read_text().split("\n")
        self.code = int(code)

    def within(self, *packages):
        """The modules loaded of these packages."""
        return [name for name in self.modules if any(name == one or name.startswith(f"{one}.") for one in packages)]


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "project"
    place.mkdir()
    return place


SLOW = ("typing", "enum", "json", "re", "argparse", "functools", "contextlib", "collections", "importlib")
"""Modules of the standard library that cost more to import than most of what a run does."""


def test_version_imports_the_command_line_alone(folder):
    run = Run(folder, "--version")
    assert run.code == 0
    assert run.within("k8slint") == ["k8slint", "k8slint._internal", "k8slint._internal.cli", "k8slint._internal.lazy"]
    assert run.within(*SLOW, *HEAVY) == []


@pytest.mark.parametrize("format_", ["full", "concise"])
def test_a_dockerfile_needs_no_yaml(folder, format_):
    (folder / "Dockerfile").write_text(DOCKERFILE)
    run = Run(folder, "check", "--no-cache", "--output-format", format_)
    assert "tpc" in run.output
    # The module of tree_sitter imports `re`, which imports `enum` and `functools`.
    assert run.within("typing", "json", "argparse", *HEAVY) == []
    assert (
        run.within(
            "k8slint._internal.syntax.yaml",
            "k8slint._internal.kinds.compose",
            "k8slint._internal.kinds.kubernetes",
            "k8slint._internal.kinds.kustomize",
            "k8slint._internal.kinds.skaffold",
        )
        == []
    )
    assert run.within("k8slint_rules.kubernetes", "k8slint_rules.compose") == []
    assert (
        run.within("k8slint._internal.running.cache", "k8slint._internal.fixing", "pluggy", "traceback", "shutil") == []
    )


def test_a_manifest_needs_no_shell(folder):
    (folder / "all.yaml").write_text(MANIFEST)
    run = Run(folder, "check", "--no-cache")
    assert run.within("_ruamel_yaml")
    assert (
        run.within("tree_sitter", "k8slint._internal.syntax.shell.walk", "k8slint._internal.kinds.dockerfile.scan")
        == []
    )
    assert run.within("k8slint_rules.dockerfile") == []


def test_rules_are_loaded_for_the_subjects_that_occur(folder):
    (folder / "Dockerfile").write_text("FROM debian:12-slim\n")
    run = Run(folder, "check", "--no-cache")
    assert "k8slint_rules.dockerfile.ports.invalid_exposed_port" not in run.modules
    assert run.within("tree_sitter") == []
    (folder / "Dockerfile").write_text(DOCKERFILE)
    run = Run(folder, "check", "--no-cache")
    assert "k8slint_rules.dockerfile.ports.invalid_exposed_port" in run.modules


def test_a_rule_that_is_not_selected_is_not_loaded(folder):
    (folder / "Dockerfile").write_text(DOCKERFILE)
    run = Run(folder, "check", "--no-cache", "--select", "invalid-exposed-port")
    assert run.code == 1
    names = [name for name in run.within("k8slint_rules") if name.count(".") > 2]
    assert names == ["k8slint_rules.dockerfile.ports.invalid_exposed_port"]


def test_a_warm_run_imports_no_rule_and_no_parser(folder):
    (folder / "Dockerfile").write_text(DOCKERFILE)
    (folder / "all.yaml").write_text(MANIFEST)
    cold = Run(folder, "check")
    warm = Run(folder, "check")
    assert (warm.output, warm.code) == (cold.output, cold.code)
    assert "tpc" in warm.output
    assert "service-selects-nothing" in warm.output
    assert [name for name in warm.within("k8slint_rules") if name != "k8slint_rules"] == []
    assert (
        warm.within(
            "tree_sitter",
            "k8slint._internal.kinds.dockerfile",
            "k8slint._internal.syntax.shell",
            "k8slint._internal.syntax.yaml",
            "k8slint._internal.kinds.kubernetes",
        )
        == []
    )
    assert warm.within(*SLOW, *HEAVY) == []


def test_a_pack_brings_pluggy_in(folder, monkeypatch):
    (folder / "Dockerfile").write_text(DOCKERFILE)
    hook = "from k8slint._internal.rulekit.plugin import hookimpl\n\n\n@hookimpl\ndef k8slint_rules():\n    return []\n"
    (folder.parent / "house.py").write_text(hook)
    monkeypatch.setenv("PYTHONPATH", f"{folder.parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    run = Run(folder, "check", "--no-cache", "--plugin", "house")
    assert "house" in run.modules
    assert "pluggy" in run.modules
    assert "tpc" in run.output
