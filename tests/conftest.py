"""Helps tests to use k8slint as its users do."""

import os
import subprocess
import sys

import pytest


class Project:
    """A folder with files in it, and the command line run there."""

    def __init__(self, folder):
        self.folder = folder

    def write(self, path, text):
        full = self.folder / path
        full.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            full.write_bytes(text)
        else:
            full.write_text(text, encoding="utf-8", newline="")
        return full

    def read(self, path):
        return (self.folder / path).read_bytes().decode("utf-8")

    def run(self, *arguments, cwd=".", stdin=None, env=None, timeout=60):
        """Runs the installed command in a process of its own."""
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.folder.parent / "home"),
            "XDG_CACHE_HOME": str(self.folder.parent / "cache"),
            **(env or {}),
        }
        return subprocess.run(
            [sys.executable, "-m", "k8slint", *map(str, arguments)],
            cwd=self.folder / cwd,
            input=stdin,
            capture_output=True,
            text=not isinstance(stdin, bytes),
            env=environment,
            timeout=timeout,
            check=False,
        )

    def concise(self, *arguments, **options):
        """The findings of a run as (place, rule)."""
        result = self.run("check", "--output-format", "concise", *arguments, **options)
        lines = [line for line in result.stdout.splitlines() if ": " in line and not line.startswith(("Found", "No "))]
        return [(line.split(": ")[0], line.split(": ")[1].split(" ")[1]) for line in lines]


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    return Project(folder)
