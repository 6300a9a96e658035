"""A workspace: what a change touches is done again, and nothing else."""

import pytest

import k8slint
from k8slint import Rule
from k8slint._internal.files.tree import MemoryTree
from k8slint._internal.running import workspace as workspaces
from k8slint._internal.running.engine import Engine
from k8slint._internal.running.workspace import Workspace
from k8slint.project import ProjectService

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: NAME}\nspec: {selector: {app: x}, ports: [{port: 80}]}\n"
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
metadata: {name: web}
spec: {minReplicas: 2, maxReplicas: 10, scaleTargetRef: {kind: Deployment, name: web}}
"""


class Beside(Rule[ProjectService]):
    """Says what it reads beside the files, and points at another Service."""

    name = "beside"
    category = "style"

    def check(self, service):
        text = (service.project.tree.read("note.txt") or b"none").decode()
        others = [one for one in service.project.services if one is not service]
        related = tuple(k8slint.Related(one.path, one.fact.name_span, "the other one") for one in others)
        yield self.finding(service.fact.name_span, f"{text}, {len(others)} more", related=related)


@pytest.fixture
def engine():
    return Engine.for_rule(Beside)


def put(workspace, **texts):
    for name, text in texts.items():
        workspace.put(f"{name}.yaml", text)


def test_only_what_changed_is_linted_again(engine, monkeypatch):
    asked = []
    real = engine.analyse
    monkeypatch.setattr(engine, "analyse", lambda path, *rest: asked.append(path) or real(path, *rest))
    workspace = Workspace(engine)
    put(workspace, a=SERVICE, b=SERVICE)
    workspace.findings("a.yaml")
    put(workspace, b=SERVICE + "#\n")
    put(workspace, b=SERVICE + "# x\n", a=SERVICE)
    workspace.findings("a.yaml")
    assert asked == ["a.yaml", "b.yaml", "b.yaml"], "a burst of changes costs one"
    put(workspace, b=SERVICE)
    workspace.findings("b.yaml")
    assert len(asked) == 3, "a text that comes back is known"


def test_the_project_is_kept_while_its_facts_are_the_same(engine, monkeypatch):
    made = []
    real = workspaces.project_of
    monkeypatch.setattr(workspaces, "project_of", lambda *given: made.append(1) or real(*given))
    workspace = Workspace(engine)
    put(workspace, a=SERVICE, b=SERVICE)
    assert [workspace.findings(path)[0].message for path in ("a.yaml", "b.yaml")] == ["none, 1 more"] * 2
    put(workspace, b=SERVICE + "# x\n")
    workspace.findings("a.yaml")
    assert len(made) == 1
    put(workspace, b="---\n" + SERVICE)
    workspace.findings("a.yaml")
    assert len(made) == 2


def test_a_line_of_another_file_is_that_of_its_text_now(engine):
    workspace = Workspace(engine)
    put(workspace, a=SERVICE, b="# one two\n" + SERVICE)
    (found,) = workspace.findings("a.yaml")
    assert found.related[0].range.start.line == 4
    put(workspace, b="# on\n#two\n" + SERVICE)
    (found,) = workspace.findings("a.yaml")
    assert found.related[0].range.start.line == 5


def test_what_lies_around_the_files_is_asked_again(engine):
    texts = {"note.txt": "old"}
    workspace = Workspace(engine, tree=MemoryTree(texts))
    put(workspace, a=SERVICE)
    assert workspace.findings("a.yaml")[0].message == "old, 0 more"
    workspace.put("note.txt", "new")
    assert workspace.findings("a.yaml")[0].message == "new, 0 more"
    workspace.put("note.txt", "newer")
    assert workspace.findings("a.yaml")[0].message == "newer, 0 more"
    workspace.drop("note.txt")
    assert workspace.findings("a.yaml")[0].message == "old, 0 more"


def test_a_file_that_was_there_comes_back(engine):
    known = [engine.analyse("a.yaml", SERVICE)]
    workspace = Workspace(engine, known=known, source=lambda path: k8slint.Source(path, SERVICE))
    assert workspace.findings("a.yaml")[0].line == 3
    put(workspace, a="#\n" + SERVICE)
    assert workspace.findings("a.yaml")[0].line == 4
    workspace.drop("a.yaml")
    assert workspace.findings("a.yaml")[0].line == 3
    workspace.drop("a.yaml")
    assert workspace.analyses() == known


def test_the_public_one():
    workspace = k8slint.Workspace({"web.yaml": DEPLOYMENT}, select="replicas-against-autoscaler")
    assert workspace.findings("web.yaml") == []
    workspace.put("hpa.yaml", SCALER)
    (found,) = workspace.findings("web.yaml")
    assert found == k8slint.check({"web.yaml": DEPLOYMENT, "hpa.yaml": SCALER}, select="replicas-against-autoscaler")[0]
    workspace.put("web.yaml", DEPLOYMENT.replace("  replicas: 30\n", ""))
    assert workspace.findings("web.yaml") == workspace.findings("none.yaml") == []
    workspace.put("web.yaml", DEPLOYMENT)
    workspace.drop("hpa.yaml")
    assert workspace.findings("web.yaml") == []
    with pytest.raises(TypeError, match="sources must map paths"):
        workspace.put("s.yaml", None)
    with pytest.raises(k8slint.UnknownRule):
        k8slint.Workspace(select="nothing-of-that-name")
