"""Builds the distribution once, and installs its wheel into a virtual environment that has what it depends on and no more."""

import fcntl
import os
import subprocess
import sys
import sysconfig
import tarfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
SAFELY = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
"""How archives are unpacked: Python has filters from 3.11.4 on, and warns without one from 3.12 on."""
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")


def call(*command, cwd=None, env=None, timeout=300):
    """Runs a program; its result, with output as text."""
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, env=env, capture_output=True, text=True, timeout=timeout, check=False
    )


def succeed(*command, **options):
    """Runs a program that has to succeed; its standard output."""
    result = call(*command, **options)
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


def build_wheel(source, folder):
    """The wheel of a source tree. Nothing is fetched: hatchling is one of the development tools."""
    succeed(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, source)
    (wheel,) = Path(folder).glob("*.whl")
    return wheel


def sources():
    """The files of the engine and the rules, as the wheel has to hold them."""
    for folder in (ROOT / "linter", ROOT / "rules"):
        for path in folder.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(folder).as_posix()


@pytest.fixture(scope="session")
def listed(built):
    """The files of the engine and the rules when the wheel was built."""
    return set((built / "listed").read_text().splitlines())


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A folder with the wheel and the sdist of this repository, and the wheel of the example pack; parallel test processes
    share it."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / "built"
    with open(base / "built.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            folder.mkdir()
            (folder / "listed").write_text("\n".join(sorted(sources())))
            build_wheel(ROOT, folder / "wheel")
            build_wheel(ROOT / "examples" / "custom_pack", folder / "pack")
            succeed(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder / "sdist", cwd=ROOT)
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def wheel(built):
    (path,) = (built / "wheel").glob("*.whl")
    return path


@pytest.fixture(scope="session")
def sdist(built):
    (path,) = (built / "sdist").glob("*.tar.gz")
    return path


class Environment:
    """A virtual environment."""

    def __init__(self, folder):
        self.folder = folder
        self.python = folder / "bin" / "python"

    @property
    def packages(self):
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return self.folder / "lib" / version / "site-packages"

    def create(self):
        succeed(sys.executable, "-m", "venv", "--without-pip", self.folder)

    def install(self, wheel):
        succeed(*PIP, "--python", self.python, "install", "--no-deps", "--no-index", "--no-compile", wheel)

    def link(self, *requirements):
        """Makes installed distributions, and all that they require, importable here too."""
        source = Path(sysconfig.get_path("purelib"))
        for name in sorted(closure(requirements)):
            for file in metadata.distribution(name).files or ():
                top = file.parts[0]
                if top not in ("..", "__pycache__") and not (self.packages / top).exists():
                    (self.packages / top).symlink_to(source / top)

    def run(self, *command, cwd, path=()):
        """Runs a program of the environment, which sees no other Python code than its own and `path`."""
        env = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.folder),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        if path:
            env["PYTHONPATH"] = os.pathsep.join(map(str, path))
        return call(self.folder / "bin" / command[0], *command[1:], cwd=cwd, env=env)


def closure(requirements):
    """The names of distributions and of all that they require, by their metadata."""
    wanted, found = list(requirements), set()
    while wanted:
        requirement = Requirement(wanted.pop())
        if requirement.name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        found.add(requirement.name)
        wanted += metadata.requires(requirement.name) or ()
    return found


@pytest.fixture(scope="module")
def installed(tmp_path_factory, wheel):
    """The wheel in an environment with its dependencies, as its own metadata names them."""
    environment = Environment(tmp_path_factory.mktemp("installed") / "venv")
    environment.create()
    environment.install(wheel)
    (own,) = metadata.distributions(name="k8slint", path=[str(environment.packages)])
    environment.link(*own.requires)
    return environment


@pytest.fixture(scope="module")
def with_pack(tmp_path_factory, wheel, built):
    """The wheel, the example pack and pytest."""
    environment = Environment(tmp_path_factory.mktemp("with_pack") / "venv")
    environment.create()
    environment.install(wheel)
    environment.install(next((built / "pack").glob("*.whl")))
    (own,) = metadata.distributions(name="k8slint", path=[str(environment.packages)])
    environment.link(*own.requires, "pytest")
    return environment
