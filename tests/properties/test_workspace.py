"""Random changes of small projects: a workspace says of each file what a fresh run over all of them says."""

import pathlib
import random

import pytest

from k8slint._internal.config import Settings
from k8slint._internal.files.tree import MemoryTree
from k8slint._internal.running.engine import Engine, registry
from k8slint._internal.running.workspace import Workspace

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "projects"
STEPS = 12
LINES = [
    "# a line more\n",
    "\n",
    "{{ .Values.x }}\n",
    "---\n",
    '"open\n',
    "EXPOSE 9999\n",
    "namePrefix: a-\n",
    "# k8slint: ignore[all]\n",
]


def projects():
    for folder in sorted(path for path in FIXTURES.iterdir() if path.is_dir()):
        folder = folder / "in" if (folder / "in").is_dir() else folder
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        yield {str(path.relative_to(folder)): path.read_text() for path in files}


PROJECTS = list(projects())


def changed(text, chance):
    """The text with a line added, dropped, doubled, or with a word of another line; or a space made a line end."""
    lines = text.splitlines(keepends=True) or [""]
    at = chance.randrange(len(lines))
    kind = chance.randrange(6)
    if kind == 0:
        lines.insert(at, chance.choice(LINES))
    elif kind == 1:
        del lines[at]
    elif kind == 2:
        lines.insert(at, lines[at])
    elif kind == 3:
        lines[at] = lines[at].replace("1", "2").replace("web", "wbe")
    elif kind == 4:
        lines.append(chance.choice(LINES))
    else:
        lines.insert(0, "# two parts\n" if not lines[0].startswith("# two") else "")
        lines[0] = lines[0].replace(" parts", "\n#arts")
    return "".join(lines)


@pytest.mark.parametrize("seed", range(8))
def test_it_says_what_a_fresh_run_says(seed):
    chance = random.Random(seed)
    engine = Engine(registry(), Settings(select=("ALL",)))
    saved = dict(chance.choice(PROJECTS))
    known = [engine.analyse(path, text) for path, text in saved.items()]
    begun = chance.random() < 0.5
    sources = fresh(engine, saved)
    workspace = (
        Workspace(engine, known=known, source=sources.source, tree=MemoryTree(saved)) if begun else Workspace(engine)
    )
    given = {}
    if not begun:
        given, saved = saved, {}
        for path, text in given.items():
            workspace.put(path, text)
    other = chance.choice(PROJECTS)
    for _ in range(STEPS):
        texts = {**saved, **given}
        path = chance.choice(sorted({*texts, *other}))
        if path in given and chance.random() < 0.25:
            del given[path]
            workspace.drop(path)
        else:
            given[path] = changed(texts.get(path, other.get(path, "")), chance)
            workspace.put(path, given[path])
        texts = {**saved, **given}
        for asked in chance.sample(sorted(texts), min(3, len(texts))):
            expected = [one for one in fresh(engine, texts).result().findings if one.path == asked]
            assert list(workspace.findings(asked)) == expected
        if chance.random() < 0.3:
            assert workspace.result() == fresh(engine, texts).result()


def fresh(engine, texts):
    workspace = Workspace(engine)
    for path, text in texts.items():
        workspace.put(path, text)
    return workspace
