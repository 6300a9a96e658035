"""Trees that a stranger made. A plain, faulty Dockerfile and manifest are in each, and reported whatever lies beside them."""

import ctypes
import json
import os
import re
import resource
import subprocess
import sys

import pytest

PLAIN = {
    "plain/Dockerfile": "FROM debian:latest\nMAINTAINER somebody\nRUN sudo apt-get install curl\nCMD foo\n",
    "plain/pod.yaml": (
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: plain\nspec:\n  containers:\n    - name: plain\n"
        "      image: example.com/plain:latest\n"
    ),
}
POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n    - name: a\n      image: b:latest\n"
LEADING_OUT = {
    "Dockerfile": "FROM debian:12\nCOPY ../../secret /etc/passwd /x\nADD /etc/shadow /y\nCMD foo\n",
    ".dockerignore": "../../secret\n/etc/passwd\n!/etc\n",
    "compose.yaml": (
        "include: [../../secret.yaml, /etc/passwd]\nservices:\n  a: {build: ../../../../etc}\n"
        "  b: {build: {context: ., dockerfile: /etc/passwd}}\n  c: {build: {context: ., dockerfile: ../../secret}}\n"
        "  d: {extends: {file: /etc/passwd, service: x}, env_file: /etc/shadow}\n  e: {build: 'https://example.com/x.git'}\n"
    ),
    "kustomization.yaml": (
        "resources: [../../.., /etc, /etc/hostname, ../../secret.yaml, 'https://example.com/x?ref=y']\n"
        "bases: [/]\ncomponents: ['~']\npatches: [{path: /etc/passwd}]\n"
        "configMapGenerator: [{name: x, files: [/etc/shadow, ../../secret]}]\n"
    ),
    "skaffold.yaml": (
        "apiVersion: skaffold/v4beta6\nkind: Config\nrequires: [{path: ../..}]\nbuild:\n  artifacts:\n"
        "    - {image: a, context: /etc}\n    - {image: b, context: ../.., docker: {dockerfile: /etc/passwd}}\n"
        "manifests: {rawYaml: ['/etc/*', '../../**']}\n"
    ),
    ".gitignore": "nothing\n",
    "x.yaml": POD,
}
"""References that lead out of the tree, of every kind."""
FORMATS = ("full", "concise", "json", "sarif", "github")
SECONDS = 10
BYTES = 1 << 30

UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""What no output holds: controls, bidirectional and zero-width characters, separators."""


class Outcome:
    """What a run came to."""

    def __init__(self, code, out, err, seconds):
        self.code = code
        self.out = out.decode("utf-8", "strict")
        self.err = err.decode("utf-8", "strict")
        self.seconds = seconds

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def rules(self):
        """Rules by path."""
        found = {}
        for finding in self.json["findings"]:
            found.setdefault(finding["path"], set()).add(finding["rule"])
        return found


class Tree:
    """A tree with the command line run in it, held to 10 s of processor time and 1 GiB."""

    def __init__(self, folder):
        self.root = folder / "tree"
        self.home = folder / "home"
        self.root.mkdir()
        self.home.mkdir()
        (self.root / ".git").mkdir()
        self.put(PLAIN)

    def put(self, files):
        for path, text in files.items():
            full = self.root / path
            full.parent.mkdir(parents=True, exist_ok=True)
            full.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))

    def read(self, path):
        return (self.root / path).read_bytes()

    def environment(self, **env):
        found = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **env,
        }
        return {name: value for name, value in found.items() if value is not None}

    def start(self, *arguments, env=None, before=None, cwd=None, **options):
        def limits():
            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
            resource.setrlimit(resource.RLIMIT_CPU, (3 * SECONDS, 3 * SECONDS))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if before is not None:
                before()

        command = [sys.executable, "-m", "k8slint", *map(str, arguments)]
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.Popen(
            command, cwd=cwd or self.root, env=self.environment(**(env or {})), preexec_fn=limits, **streams
        )

    def run(self, *arguments, env=None, **options):
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        process = self.start(*arguments, env=env, **options)
        out, err = process.communicate(timeout=120)
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
        outcome = Outcome(process.returncode, out or b"", err or b"", seconds)
        assert outcome.code in (0, 1, 2), (outcome.code, outcome.err)
        assert "Traceback" not in outcome.out + outcome.err
        assert not UNSAFE.search(outcome.err), outcome.err
        return outcome

    def check(self, *arguments, **options):
        """A run that holds what holds for every tree: the plain files are reported, the exit code fits, in good time."""
        outcome = self.run("check", "--output-format", "json", "--no-cache", "--jobs", "1", *arguments, **options)
        assert "latest-base-image" in outcome.rules["plain/Dockerfile"], outcome.err
        assert "bare-pod" in outcome.rules["plain/pod.yaml"], outcome.err
        failures = outcome.json["failures"]
        assert not any("failed:" in f["message"] or "could not be linted" in f["message"] for f in failures), failures
        assert outcome.code == (2 if failures else 1)
        assert outcome.seconds < SECONDS
        return outcome

    def all_formats(self, *arguments, **options):
        """The output by format; each holds the plain files and nothing unsafe."""
        outputs = {}
        for name in FORMATS:
            outcome = self.run("check", "--output-format", name, *arguments, **options)
            assert outcome.code in (1, 2)
            assert "plain/Dockerfile" in outcome.out
            assert "plain/pod.yaml" in outcome.out
            colour = re.sub(r"\x1b\[[0-9;]*m", "", outcome.out) if "\x1b" in outcome.out else outcome.out
            assert not UNSAFE.search(colour), name
            outputs[name] = outcome.out
        return outputs

    def files(self):
        """Every path under the root with its bytes, links as where they lead."""
        found = {}
        for base, folders, names in os.walk(self.root):
            for name in (*folders, *names):
                full = os.path.join(base, name)
                if os.path.islink(full):
                    found[os.path.relpath(full, self.root)] = os.readlink(full)
                elif os.path.isfile(full):
                    with open(full, "rb") as file:
                        found[os.path.relpath(full, self.root)] = file.read()
        return found


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


@pytest.fixture
def unprivileged():
    """Something to do before a run: gives up what lets root open any file (prctl(2), PR_CAPBSET_DROP)."""
    if os.geteuid() != 0:
        return lambda: None
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is None:
        pytest.skip("root, and no way to be less")

    def give_up():
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            if prctl(24, capability, 0, 0, 0):
                os._exit(77)

    return give_up


@pytest.fixture
def leading_out(tree):
    """A tree whose files refer to what lies outside of it."""
    tree.put(LEADING_OUT)
    return tree
