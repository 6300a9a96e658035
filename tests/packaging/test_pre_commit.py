"""The hooks in .pre-commit-hooks.yaml as users have them: installed by pre-commit, run on the files of a commit."""

import os
import sys
import tarfile

import pytest

from .conftest import PIP, SAFELY, call, succeed

GIT = ("git", "-c", "user.name=k8slint", "-c", "user.email=k8slint@example.com", "-c", "commit.gpgsign=false")
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n"


def commit(folder):
    succeed(*GIT, "init", "--quiet", folder)
    succeed(*GIT, "add", "--all", cwd=folder)
    succeed(*GIT, "commit", "--quiet", "--message", "Everything", cwd=folder)


@pytest.fixture(name="repository")
def repository_of_the_sdist(sdist, tmp_path):
    """The project as a git repository, made of the sdist: what is being worked on elsewhere does not disturb."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "sdist", **SAFELY)
    (folder,) = (tmp_path / "sdist").iterdir()
    commit(folder)
    return folder


@pytest.fixture(name="index")
def reachable_index(tmp_path):
    """pre-commit installs a hook with pip, which has to fetch what the package is built with and depends on."""
    probe = call(*PIP, "download", "--no-deps", "--dest", tmp_path / "probe", "pluggy", timeout=120)
    if probe.returncode != 0:
        pytest.skip(f"pip reaches no package index: {probe.stderr.strip().splitlines()[-1:]}")


@pytest.mark.usefixtures("index")
def test_hooks_lint_and_fix_the_files_of_a_commit(repository, tmp_path):
    project = tmp_path / "project"
    project.mkdir()
    (project / "Dockerfile").write_text("FROM alpine:3.20\nRUN apk add bash\nCMD ['bash']\n")
    (project / "ns.yaml").write_text(NAMESPACE)
    (project / "notes.txt").write_text("FROM alpine\n")
    commit(project)
    env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "GIT_CONFIG_NOSYSTEM": "1"}
    for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"):
        env.pop(name, None)
    # Without a hook's name both run, in one environment.
    result = call(
        sys.executable, "-m", "pre_commit", "try-repo", repository, "--all-files", "--verbose", cwd=project, env=env
    )
    assert result.returncode == 1, result.stdout + result.stderr
    lint, fix = result.stdout.split("- hook id: k8slint-fix")
    assert "- hook id: k8slint\n" in lint
    assert "- exit code: 1" in lint
    assert "apk-add-without-no-cache" in lint
    assert "notes.txt" not in result.stdout
    assert "files were modified by this hook" in fix
    assert (project / "Dockerfile").read_text() == 'FROM alpine:3.20\nRUN apk add --no-cache bash\nCMD ["bash"]\n'
    assert (project / "ns.yaml").read_text() == NAMESPACE
