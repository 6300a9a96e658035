"""Runs over files on disk: the same bytes for any number of jobs, and fixes of the text that is given."""

import contextlib
import io
import json
import sys

import pytest

from k8slint._internal.cli import main
from k8slint._internal.cli.arguments import parse
from k8slint._internal.cli.project import open_projects
from k8slint._internal.running import workers

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 30
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web:1}]}}
"""
SCALER = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: NAME}
spec: {minReplicas: 2, maxReplicas: 10, scaleTargetRef: {kind: Deployment, name: web}}
"""


def run(*arguments):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(arguments)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_any_number_of_jobs_says_the_same(folder):
    (folder / "web.yaml").write_text(DEPLOYMENT)
    # The first file takes longest, so that the analysis of the second one is there before it.
    more = "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n" * 3000
    (folder / "a.yaml").write_text(SCALER.replace("NAME", "a") + more)
    (folder / "b.yaml").write_text(SCALER.replace("NAME", "b"))
    for number in range(workers.WORTH_FILES):
        (folder / f"c{number}.yaml").write_text(f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: n{number}}}\n")
    arguments = (
        "check",
        "--no-cache",
        "--isolated",
        "--select",
        "replicas-against-autoscaler",
        "--output-format",
        "json",
    )
    first = run(*arguments, "--jobs", "1")
    assert "HorizontalPodAutoscaler `a` scales it" in first
    for jobs in ("2", "4", "2", "4"):
        assert run(*arguments, "--jobs", jobs) == first


@pytest.mark.parametrize("above", ["", "# not saved yet\n"])
def test_a_fix_is_made_for_the_text_that_is_given(folder, monkeypatch, above):
    (folder / "hpa.yaml").write_text(SCALER.replace("NAME", "web"))
    (folder / "web.yaml").write_text(DEPLOYMENT.replace("  replicas: 30\n", "  minReadySeconds: 5\n"))
    text = above + DEPLOYMENT
    stdin = io.TextIOWrapper(io.BytesIO(text.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    arguments = ("--select", "replicas-against-autoscaler", "--stdin-filename", "web.yaml", "-")
    (found,) = json.loads(run("check", "--isolated", "--output-format", "json", *arguments))["findings"]
    (edit,) = found["fix"]["edits"]
    line = text.splitlines().index("  replicas: 30") + 1
    assert (found["line"], edit["start_line"], edit["end_line"], edit["text"]) == (line, line, line + 1, "")


@pytest.mark.parametrize(
    ("named", "marked", "context"),
    [
        ("x/a/s.yaml", False, ["x/a/s.yaml", "x/b/d.yaml"]),
        ("x/a", False, ["x/a/s.yaml", "x/b/d.yaml"]),
        ("top.yaml", False, ["top.yaml", "x/a/s.yaml", "x/b/d.yaml", "y/z.yaml"]),
        (".", False, ["top.yaml", "x/a/s.yaml", "x/b/d.yaml", "y/z.yaml"]),
        ("x/a/s.yaml", True, ["top.yaml", "x/a/s.yaml", "x/b/d.yaml", "y/z.yaml"]),
    ],
)
@pytest.mark.parametrize("standard_input", [False, True])
def test_a_folder_that_nothing_marks_as_a_project_is_not_read_as_one(
    tmp_path, monkeypatch, named, marked, context, standard_input
):
    for path in ("top.yaml", "x/a/s.yaml", "x/b/d.yaml", "y/z.yaml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("apiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n")
    if marked:
        (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    if standard_input and not named.endswith(".yaml"):
        return
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    arguments = ["-", "--stdin-filename", named] if standard_input else [named]
    (project,) = open_projects(parse(["check", "--isolated", *arguments]))
    assert [file.path for file in project.discovery.files] == context
