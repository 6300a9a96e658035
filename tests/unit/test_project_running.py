"""What project rules look at: containers and services that run images of the project, and the Services that select them."""

import pytest

from k8slint._internal.config import Settings
from k8slint._internal.files.tree import MemoryTree
from k8slint._internal.project import Project
from k8slint._internal.project.image_uses import MAX_CONTAINERS
from k8slint._internal.running.engine import Engine, registry

DOCKERFILE = "FROM alpine:3.20\nEXPOSE 80\n"
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
    - {name: web, image: registry.example.com/web:1, ports: [{containerPort: 80}]}
"""
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n"
HPA = (
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\n"
    "spec: {maxReplicas: 2, scaleTargetRef: {kind: Deployment, name: web}}\n"
)


def project(files):
    engine = Engine(registry(), Settings(select=("dockerfile-syntax",)))
    facts = [engine.analyse(path, text).facts for path, text in files.items()]
    return Project([fact for fact in facts if fact is not None], tree=MemoryTree(files))


def test_services_that_select_a_pod():
    found = project({"a.yaml": POD, "b.yaml": SERVICE, "c.yaml": SERVICE.replace("app: web", "app: other")})
    (pod,) = found.workloads
    assert [service.path for service in found.services_selecting(pod)] == ["b.yaml"]


def test_a_container_runs_an_image_of_the_project():
    found = project({"web/Dockerfile": DOCKERFILE, "a.yaml": POD})
    (running,) = found.running
    (related,) = running.tie.related(running.tie.stage.span, "here")
    assert (running.path, running.tie.dockerfile, related.path) == ("a.yaml", "web/Dockerfile", "web/Dockerfile")
    assert related.message == "here (image and folder `web` have the same name)"


def test_both_places_of_a_tie_are_shown():
    compose = "services: {web: {build: src, image: registry.example.com/web}}\n"
    found = project({"src/Dockerfile": DOCKERFILE, "compose.yaml": compose, "a.yaml": POD})
    running = found.running[0]
    related = running.tie.related(running.tie.stage.span, "here")
    assert [(item.path, item.message) for item in related] == [
        ("src/Dockerfile", "here"),
        ("compose.yaml", "`compose.yaml` builds it from there"),
    ]


def test_patched_objects_and_crowded_pods_are_left_out():
    patched = {
        "web/Dockerfile": DOCKERFILE,
        "a.yaml": POD,
        "kustomization.yaml": "resources: [a.yaml]\npatches: [{path: patch.yaml}]\n",
        "patch.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {hostNetwork: true}\n",
    }
    assert project(patched).running == ()
    crowd = POD + "".join(f"    - {{name: c{n}, image: x}}\n" for n in range(MAX_CONTAINERS))
    assert project({"web/Dockerfile": DOCKERFILE, "a.yaml": crowd}).running == ()


def test_services_of_two_files_are_left_out():
    files = {"web/Dockerfile": DOCKERFILE, "compose.yaml": "services: {web: {build: web}}\n"}
    assert len(project(files).running) == 1
    files["compose.override.yaml"] = "services: {web: {ports: ['1:1']}}\n"
    assert project(files).running == ()


def test_expose_is_not_published():
    files = {
        "web/Dockerfile": DOCKERFILE,
        "compose.yaml": "services: {web: {build: web, ports: ['8:80'], expose: [9]}}\n",
    }
    (running,) = project(files).running
    assert [port.number for port in running.service.ports] == [80, 9]
    assert [port.number for port in running.service.published] == [80]


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ({}, True),
        ({"b.yaml": "apiVersion: example.com/v1\nkind: App\nmetadata: {name: x}\n"}, False),
        ({"kustomization.yaml": "resources: [h.yaml, missing.yaml]\n"}, False),
        ({"kustomization.yaml": "resources: [h.yaml]\n"}, True),
    ],
)
def test_knowing_all_that_is_deployed_beside(extra, expected):
    found = project({"a.yaml": POD, "h.yaml": HPA, **extra})
    (scaler,) = found.of_kind("HorizontalPodAutoscaler")
    assert found.knows_all_beside(scaler) is expected


def test_without_workloads_nothing_is_known():
    found = project({"h.yaml": HPA})
    assert found.knows_all_beside(found.objects[0]) is False


def test_labels_of_a_template_without_spec():
    text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {template: {metadata: {labels: {app: web}}}}\n"
    found = project({"a.yaml": text, "b.yaml": SERVICE})
    (service,) = found.services
    assert [item.name for item in found.selected_by(service)] == ["x"]


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ("curl -f http://localhost/ || exit 1", ("curl", "-f", "http://localhost/")),
        ("curl 'http://localhost/?a=b' || false", ("curl", "http://localhost/?a=b")),
        ("a && b || exit 1", None),
        ("curl $X || exit 1", None),
        ("a || b", None),
    ],
)
def test_words_of_a_check_that_gives_up(check, words):
    found = project({"Dockerfile": f"FROM alpine\nHEALTHCHECK CMD {check}\n"})
    assert found.dockerfiles["Dockerfile"].stages[0].healthcheck.words == words
