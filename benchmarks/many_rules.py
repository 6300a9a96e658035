#!/usr/bin/env python3
"""Measures what rules that find nothing new cost: today's rules, and the same with three copies of each beside them.

    python benchmarks/many_rules.py FOLDER

Run it with the Python that has k8slint. The copies are a pack in a temporary folder, loaded by `--plugin`. Each does all the
work of its rule and drops the findings. Copies share what their rules share, so the figures are a lower bound for other rules.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
ALIASES = 7
"""The column of the aliases in the index."""
DROP = """

def _check(self, subject, check={attribute}.check):
    for _ in check(self, subject):
        pass
    return iter(())


{attribute}.check = _check
"""
HOOK = """\
import os

from k8slint import hookimpl


@hookimpl
def k8slint_index():
    return os.path.join(os.path.dirname(__file__), "index.json")
"""


def write_pack(folder: pathlib.Path, copies: int) -> None:
    """A package of rule modules and their index, as the built-in rules are one."""
    folder.mkdir()
    (folder / "__init__.py").write_text(HOOK, encoding="utf-8")
    rows = json.loads((ROOT / "rules" / "k8slint_rules" / "index.json").read_text(encoding="utf-8"))
    copied = []
    for name, module, attribute, *rest in rows:
        text = (ROOT / "rules" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        for number in range(copies):
            own = f"rule_{len(copied)}"
            marked = text.replace(f'    name = "{name}"', f'    name = "{name}-copy-{number}"')
            (folder / f"{own}.py").write_text(marked + DROP.format(attribute=attribute), encoding="utf-8")
            copied.append([f"{name}-copy-{number}", f"{folder.name}.{own}", attribute, *rest])
            copied[-1][ALIASES] = []
    (folder / "index.json").write_text(json.dumps(copied), encoding="utf-8")
    compileall.compile_dir(folder, quiet=2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    command = [sys.executable, "-m", "k8slint", "check", "--isolated", "--jobs", "1", "--no-cache", "--exit-zero"]
    with tempfile.TemporaryDirectory(prefix="k8slint-rules-") as name:
        pack = pathlib.Path(name) / "many_rules_pack"
        write_pack(pack, options.copies)
        os.environ["PYTHONPATH"] = name
        best = {"today's rules": float("inf"), f"with {options.copies} copies of each": float("inf")}
        for _ in range(options.rounds):
            for label, more in zip(best, ([], ["--plugin", pack.name]), strict=True):
                best[label] = min(best[label], cpu([*command, *more, str(options.folder.resolve())]))
    for label, milliseconds in best.items():
        print(f"{label}: {milliseconds:,.0f} ms of CPU")
    today, many = best.values()
    print(f"ratio: {many / today:.2f}")
    return 0


def cpu(command: list[str]) -> float:
    """CPU milliseconds of a command and its children."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command[:5])} … ended with {process.returncode}")
    return (usage.ru_utime + usage.ru_stime) * 1000


if __name__ == "__main__":
    sys.exit(main())
