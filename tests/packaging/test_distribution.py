"""What is in the wheel and the sdist, and that the wheel works where nothing else of the project is."""

import re
import tarfile
import zipfile

import pytest

from k8slint import __version__

from .conftest import SAFELY, build_wheel


@pytest.fixture(name="names", scope="module")
def wheel_names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_wheel_holds_the_engine_and_every_rule(names, listed):
    assert "k8slint_rules/index.json" in names
    assert {"k8slint/py.typed", "k8slint_rules/py.typed"} <= names
    assert sum(name.startswith("k8slint_rules/") and name.endswith(".py") for name in names) > 100
    assert sorted(listed - names) == []


def test_wheel_holds_nothing_else(names):
    assert {name.partition("/")[0] for name in names} == {
        "k8slint",
        "k8slint_rules",
        f"k8slint-{__version__}.dist-info",
    }
    assert sorted(name for name in names if re.search(r"(^|/)(tests|fixtures|examples|benchmarks)/", name)) == []
    assert sorted(name for name in names if re.search(r"\.pyc$|__pycache__|\.orig$|~$", name)) == []


def test_metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        folder = f"k8slint-{__version__}.dist-info"
        metadata = archive.read(f"{folder}/METADATA").decode()
        entry_points = archive.read(f"{folder}/entry_points.txt").decode()
        assert archive.read(f"{folder}/licenses/LICENSE")
    assert f"\nVersion: {__version__}\n" in metadata
    assert "\nLicense-Expression: Apache-2.0\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata
    for line in (
        "[console_scripts]\nk8slint = k8slint._internal.cli:main",
        "[k8slint]\nbuiltin = k8slint_rules",
        "[pytest11]\nk8slint = ",
    ):
        assert line in entry_points


def test_wheel_of_the_sdist_is_the_same(sdist, names, tmp_path):
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, **SAFELY)
    (source,) = tmp_path.iterdir()
    for name in ("LICENSE", "README.md", "pyproject.toml", ".pre-commit-hooks.yaml"):
        assert (source / name).is_file(), name
    with zipfile.ZipFile(build_wheel(source, tmp_path / "again")) as archive:
        assert set(archive.namelist()) == names


def test_code_comes_from_the_environment(installed, tmp_path):
    program = "import k8slint, k8slint_rules; print(k8slint.__file__, k8slint_rules.__file__)"
    result = installed.run("python", "-c", program, cwd=tmp_path)
    assert result.stderr == ""
    assert all(path.startswith(str(installed.packages)) for path in result.stdout.split())


def test_version(installed, tmp_path):
    result = installed.run("k8slint", "--version", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, f"k8slint {__version__}\n")


def test_check(installed, tmp_path):
    (tmp_path / "Dockerfile").write_text("FROM alpine\nRUN apk add bash\n")
    (tmp_path / "ns.yaml").write_text("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n----\n")
    (tmp_path / "compose.yaml").write_text("version: '3'\nservices:\n  web:\n    build: .\n")
    result = installed.run("k8slint", "check", "--output-format", "concise", cwd=tmp_path)
    assert result.returncode == 1, result.stderr
    rules = {line.split(" ")[2] for line in result.stdout.splitlines() if " " in line and ":" in line}
    assert {
        "untagged-base-image",
        "apk-add-without-no-cache",
        "malformed-document-separator",
        "obsolete-version-key",
    } <= rules
    assert result.stderr == ""


def test_rules_lists_every_module(installed, listed, tmp_path):
    result = installed.run("k8slint", "rules", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    shown = {name.replace("-", "_") for name in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", result.stdout)}
    modules = {
        path.rpartition("/")[2].removesuffix(".py")
        for path in listed
        if re.match(r"k8slint_rules/[a-z]\w*/.*\.py$", path)
    }
    assert len(modules) > 100
    assert sorted(modules - shown - {"__init__"}) == []


def test_explain_imports_a_rule(installed, tmp_path):
    result = installed.run("k8slint", "explain", "deleted-in-later-layer", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "layer" in result.stdout
