"""Small projects of several files: what the rules that look at all files together report, what `fix` makes of it, and that
each project's twin, which is right, is left alone.

`python tests/projects/test_projects.py` writes `report` and `fixed` anew; read the difference before you keep it.
"""

import contextlib
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from k8slint._internal.cli import main

FIXTURES = Path(__file__).parents[2] / "fixtures" / "projects"
RULES = (
    "arguments-against-entrypoint",
    "autoscaler-target-missing",
    "build-context-missing",
    "image-of-this-project-pulled",
    "image-volume-not-mounted",
    "mount-hides-image-path",
    "namespace-tears-service",
    "non-root-image-mismatch",
    "port-not-exposed",
    "probe-port-nothing-listens",
    "program-missing-from-image",
    "replicas-against-autoscaler",
    "service-selects-nothing",
    "service-target-port-missing",
    "unexposed-container-port",
)
SELECT = ("--no-cache", "--select", ",".join(RULES))
CASES = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir() and not path.name.endswith("-right"))


def run(folder, *arguments):
    """Exit code and standard output of the command line, run in a folder."""
    before = Path.cwd()
    out = io.StringIO()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = main(arguments)
    finally:
        os.chdir(before)
    return code, out.getvalue()


def check(folder):
    return run(folder, "check", *SELECT, "--fail-on", "note", "--output-format", "concise")


def fix(folder):
    return run(folder, "fix", *SELECT, "--unsafe", "-q")


def texts(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def project(tmp_path, request):
    shutil.copytree(FIXTURES / request.param / "in", tmp_path / "in")
    return tmp_path / "in"


def test_every_project_has_a_twin():
    assert len(CASES) >= 12
    for case in CASES:
        assert (FIXTURES / f"{case}-right" / "in").is_dir(), case


@pytest.mark.parametrize(("project", "case"), [(case, case) for case in CASES], indirect=["project"])
def test_report(project, case):
    code, report = check(project)
    assert report == (FIXTURES / case / "report").read_text()
    assert code == 1


@pytest.mark.parametrize(("project", "case"), [(case, case) for case in CASES], indirect=["project"])
def test_fixed(project, case):
    wanted = texts(project) | texts(FIXTURES / case / "fixed")
    fix(project)
    assert texts(project) == wanted
    fix(project)
    assert texts(project) == wanted


@pytest.mark.parametrize("project", [f"{case}-right" for case in CASES], indirect=True)
def test_the_right_twin_is_left_alone(project):
    code, report = check(project)
    assert report.startswith("No findings")
    assert code == 0


def test_every_rule_finds_something():
    found = " ".join((FIXTURES / case / "report").read_text() for case in CASES)
    assert [rule for rule in RULES if f" {rule} " not in found] == []


def write():
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "in"
            shutil.copytree(FIXTURES / case / "in", place)
            before = texts(place)
            (FIXTURES / case / "report").write_text(check(place)[1])
            fix(place)
            shutil.rmtree(FIXTURES / case / "fixed", ignore_errors=True)
            for path, text in texts(place).items():
                if before.get(path) != text:
                    target = FIXTURES / case / "fixed" / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_text(text)


if __name__ == "__main__":
    sys.exit(write())
