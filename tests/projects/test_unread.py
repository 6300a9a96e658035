"""A file that cannot be read may hold anything: whatever breaks in one file, nothing new is said about the others.

Every example of a rule about the project, and every project of fixtures/projects, is broken file by file, in each way in
which a file can become unreadable.
"""

from pathlib import Path

import pytest

from k8slint._internal.authoring.testing import files, unmark
from k8slint._internal.config import Settings
from k8slint._internal.files.discover import classify
from k8slint._internal.rulekit.taxonomy import PROJECT_SUBJECTS
from k8slint._internal.running.engine import Engine, registry

FIXTURES = Path(__file__).parents[2] / "fixtures" / "projects"
RULES = [entry for entry in registry().entries if entry.subject in PROJECT_SUBJECTS]

BREAKS = {
    "quote": lambda text: text + '\nstray: "\n',
    "template": lambda text: text + "\n{{ if .Values.more }}\nmore: {{ .Values.more }}\n{{ end }}\n",
    "encoding": lambda text: text.encode() + b"\n# caf\xe9\n",
}


def apart(texts):
    """The same project with a file for each document."""
    found = {}
    for path, text in texts.items():
        parts = text.split("\n---\n") if classify(path, text) == "yaml" else [text]
        stem, dot, end = path.rpartition(".")
        for number, part in enumerate(parts):
            found[path if len(parts) == 1 else f"{stem}-{number}{dot}{end}"] = part
    return found


def broken(texts):
    """The project with one file broken, for each file and each way."""
    for path, text in texts.items():
        kind = classify(path, text)
        for way, change in BREAKS.items():
            if kind == "yaml" or (kind == "dockerfile" and way == "encoding"):
                yield path, way, {**texts, path: change(text)}


def said(engine, texts):
    """What is found where, and whatever failed."""
    result = engine.check(texts)
    assert [failure.message for failure in result.failures if not failure.path] == []
    return {(found.rule, found.path, found.span) for found in result.findings}


def news(engine, texts):
    before = said(engine, texts)
    for path, way, changed in broken(texts):
        new = [item for item in said(engine, changed) - before if item[1] != path and item[0] in engine.plan.names]
        for rule, at, span in new:
            yield f"{path} broken by {way}: {rule} at {at}: {texts[at][span.start : span.end]!r}"


@pytest.mark.parametrize("entry", RULES, ids=lambda entry: entry.name)
def test_examples(entry):
    rule = registry().rule_class(entry)
    for example in rule.examples:
        texts = {path: unmark(text)[0] for path, text in files(rule, example.files).items()}
        engine = Engine.for_rule(rule, example.options, example.beside)
        assert list(news(engine, apart(texts))) == []


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir() if path.is_dir()))
def test_projects(name):
    folder = FIXTURES / name / "in"
    folder = folder if folder.is_dir() else FIXTURES / name
    texts = {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}
    engine = Engine(registry(), Settings(select=tuple(entry.name for entry in RULES)))
    assert list(news(engine, apart(texts))) == []


def test_overlays_that_repair_their_base():
    pod = "spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [CONTAINER]}}}\n"
    head = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
    container = "{name: web, image: 'r.example.com/web:1', resources: {requests: {memory: 32Mi}}, VOLUMES}"
    container = container.replace("VOLUMES", "volumeMounts: [{name: data, mountPath: /data}]")
    texts = {
        "base/web.yaml": head + pod.replace("CONTAINER", container).replace("spec: {", "spec: {replicas: 500, ", 1),
        "base/kustomization.yaml": "resources: [web.yaml]\n",
        "mid/kustomization.yaml": "resources: [../base]\nreplicas: [{name: web, count: 2}]\ncomponents: [../limits]\n",
        "prod/kustomization.yaml": "resources: [../mid]\npatches: [{path: volume.yaml}]\n",
        "prod/volume.yaml": head + "spec: {template: {spec: {volumes: [{name: data, emptyDir: {}}]}}}\n",
        "limits/kustomization.yaml": "kind: Component\npatches: [{path: limit.yaml}]\n",
        "limits/limit.yaml": head + pod.replace("CONTAINER", "{name: web, resources: {limits: {memory: 64Mi}}}"),
    }
    engine = Engine(registry(), Settings(select=("ALL",)))
    found = {rule for rule, path, _ in said(engine, texts) if path == "base/web.yaml"}
    assert found.isdisjoint(("excessive-replicas", "missing-memory-limit", "volume-mount-without-volume"))
    assert "image-not-always-pulled" in found
    assert list(news(engine, texts)) == []


def test_a_broken_file_that_cannot_hold_it_hides_nothing():
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {app: shop}, ports: [{port: 80}]}\n"
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: b, labels: {app: other}}\nspec: {containers: [{name: c, image: i}]}\n"
    engine = Engine(registry(), Settings(select=("service-selects-nothing",)))
    for change in (BREAKS["quote"], BREAKS["encoding"]):
        assert said(engine, {"k8s/a.yaml": service, "k8s/b.yaml": pod, "k8s/c.yaml": change(pod)})
        assert not said(
            engine, {"k8s/a.yaml": service, "k8s/b.yaml": pod, "k8s/c.yaml": change(pod.replace("other", "shop"))}
        )
    template = BREAKS["template"](pod)
    assert not said(engine, {"k8s/a.yaml": service, "k8s/b.yaml": pod, "k8s/more/c.yaml": template})
    assert said(engine, {"one/k8s/a.yaml": service, "one/k8s/b.yaml": pod, "two/k8s/c.yaml": template})


def test_a_chart_is_the_deployment_of_its_templates():
    scaler = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\n"
    scaler += "spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: web}}\n"
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: b, labels: {app: other}}\nspec: {containers: [{name: c, image: i}]}\n"
    computed = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\n"
    named = computed.replace("{{ .Release.Name }}", "web\n  labels: {{ .Values.labels }}")
    engine = Engine(registry(), Settings(select=("autoscaler-target-missing",)))
    chart = {"Chart.yaml": "name: shop\nversion: 1.0.0\n"}

    def found(place, template):
        files = {f"{place}/{name}": text for name, text in chart.items()}
        return said(
            engine, {"app/k8s/a.yaml": scaler, "app/k8s/b.yaml": pod, **files, f"{place}/templates/web.yaml": template}
        )

    assert not found("app/chart", computed)
    assert not found("app", computed)
    assert found("other/charts/shop", computed)
    assert not found("other/charts/shop", named)
