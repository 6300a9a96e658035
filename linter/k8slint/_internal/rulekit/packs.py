"""Finding installed rule packs: entry points of the group `k8slint`, read without `importlib.metadata`.

`importlib.metadata` costs 47 ms, as much as linting a Dockerfile. An entry point is three lines in an
`entry_points.txt` (packaging.python.org, "Entry points specification"), so those files are read directly.
"""

from __future__ import annotations

import os
import sys

from k8slint._internal.text.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GROUP = "k8slint"


class EntryPoint(Record):
    """A pack as its distribution announces it: `module` is imported; `version` is the distribution's."""

    name: str
    module: str
    distribution: str
    version: str


def installed(folders: Iterable[str] | None = None) -> list[EntryPoint]:
    """All packs on `folders` (default `sys.path`), sorted by name; the first of two distributions of one name wins, as in
    imports. The working folder never counts: what lies in the linted tree must not run.
    """
    found: dict[str, EntryPoint] = {}
    seen: set[str] = set()
    try:
        here = os.getcwd()
    except OSError:  # it is gone
        here = ""
    for folder in sys.path if folders is None else folders:
        if not folder or os.path.realpath(folder) == here:
            continue
        for distribution, version, text in _entry_point_files(folder):
            if distribution in seen:
                continue
            seen.add(distribution)
            for name, module in _section(text, GROUP):
                found.setdefault(name, EntryPoint(name, module, distribution, version))
    return sorted(found.values(), key=lambda pack: (pack.name != "builtin", pack.name))


def _entry_point_files(folder: str) -> Iterator[tuple[str, str, str]]:
    """Distribution name, version and `entry_points.txt` of every distribution in a folder that has a pack."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        if not name.endswith(".dist-info"):
            continue
        try:
            with open(os.path.join(folder, name, "entry_points.txt"), encoding="utf-8") as file:
                text = file.read()
        except (OSError, UnicodeDecodeError):
            continue
        if GROUP in text:
            distribution, _, version = name.removesuffix(".dist-info").partition("-")
            yield distribution.lower().replace("-", "_"), version, text


def _section(text: str, group: str) -> Iterator[tuple[str, str]]:
    inside = False
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            inside = line == f"[{group}]"
        elif inside and "=" in line and not line.startswith(("#", ";")):
            name, _, target = line.partition("=")
            yield name.strip(), target.partition("[")[0].strip()
