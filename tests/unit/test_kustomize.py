import pytest

from k8slint._internal.files.confine import folder, is_remote, join, name
from k8slint._internal.kinds import kustomize
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.text.source import Source


def read(text, path="overlays/prod/kustomization.yaml"):
    return kustomize.facts(path, parse(Source(path, text)))


def test_files_are_seen_from_the_root():
    found = read(
        "resources: [../../base, deploy.yaml, ./a/../b.yaml]\nbases: [../dev]\ncomponents: [../../c]\n"
        "patches: [{path: p.yaml}]\npatchesStrategicMerge: [s.yaml]\npatchesJson6902: [{path: j.yaml}]\n"
    )
    assert found.resources == ("base", "overlays/prod/deploy.yaml", "overlays/prod/b.yaml", "overlays/dev", "c")
    assert found.patches == ("overlays/prod/s.yaml", "overlays/prod/p.yaml", "overlays/prod/j.yaml")
    assert not found.changes_labels


def test_images():
    text = "images:\n- {name: a, newName: acme/a, newTag: '1'}\n- {name: b, digest: 'sha256:x'}\n- {newName: c}\n- 3\n"
    found = read(text).images
    assert [(i.name, i.new_name, i.new_tag, i.digest) for i in found] == [
        ("a", "acme/a", "1", None),
        ("b", None, None, "sha256:x"),
    ]
    assert text[found[1].span.start : found[1].span.end] == "{name: b, digest: 'sha256:x'}"


def test_namespace():
    assert read("namespace: prod\n").namespace.value == "prod"
    assert read("namespace:\n").namespace is None


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("resources: []\n", False),
        ("commonLabels: {a: b}\n", False),
        ("labels: [{pairs: {a: b}}]\n", False),
        ("labels: [{pairs: {a: b}, includeSelectors: false}]\n", False),
        ("labels: [{pairs: {a: b}, includeSelectors: true}]\n", False),
        ("labels: [{pairs: {a: b}, includeTemplates: true}]\n", True),
        ("labels: [{pairs: {a: b}, fields: [{path: x}]}]\n", True),
        ("commonAnnotations: {a: b}\n", False),
        ("helmCharts: [{name: x}]\n", True),
        ("generators: [g.yaml]\n", True),
        ("transformers: [t.yaml]\n", True),
        ("resources: ['https://example.org/x.yaml']\n", True),
        ("resources: ['github.com/a/b?ref=v1']\n", True),
        ("resources: [../../../outside]\n", True),
        ("patches: [{patch: '[{op: replace, path: /spec/replicas, value: 2}]'}]\n", False),
        ("patches: [{patch: '[{op: add, path: /metadata/labels/x, value: y}]'}]\n", True),
        ("patchesStrategicMerge:\n- |-\n  kind: Service\n  spec: {selector: {a: b}}\n", True),
        ("replacements: [{targets: [{fieldPaths: [spec.replicas]}]}]\n", False),
        ("replacements: [{targets: [{fieldPaths: [spec.selector.app]}]}]\n", True),
        ("replacements: [{path: r.yaml}]\n", True),
        ("configMapGenerator: [{name: x}]\n", False),
        ("", True),
        ("- a\n", True),
    ],
)
def test_when_labels_are_not_what_the_files_say(text, labels):
    assert read(text).changes_labels is labels


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("commonLabels: {a: b, c: d}\n", ("a", "c")),
        ("labels: [{pairs: {a: b}, includeSelectors: true}, {pairs: {e: f}}]\n", ("a",)),
        ("labels: [{pairs: {a: b}, includeSelectors: false, includeTemplates: true}]\n", ()),
    ],
)
def test_labels_that_are_added_to_both_sides(text, keys):
    assert read(text).added_labels == keys


def test_an_inline_patch_is_listed_with_the_kustomization_itself():
    path = "kustomization.yaml"
    assert read("patches: [{patch: '[{op: remove, path: /x}]'}]\n", path).patches == (path,)


@pytest.mark.parametrize(
    "text",
    ["resources: 3\n", "resources: [[a], {b: c}, null]\n", "images: {a: b}\n", "patches: [3, {path: {}}]\nlabels: 3\n"],
)
def test_odd_types_are_survived(text):
    assert read(text).images == ()


@pytest.mark.parametrize(
    ("base", "relative", "expected"),
    [
        ("", "a", "a"),
        ("a/b", "../c", "a/c"),
        ("a", "..", ""),
        ("a", "../..", None),
        ("a", "./x//y/", "a/x/y"),
        ("a", "../a/../a/b", "a/b"),
        ("", "", ""),
        ("a", "/etc", None),
        ("a", "~/x", None),
        ("a", "C:/x", None),
        ("a", "\\\\host\\x", None),
        ("a", "https://x/y", None),
        ("a", "git@github.com:a/b", None),
    ],
)
def test_paths_stay_in_the_project(base, relative, expected):
    assert join(base, relative) == expected


def test_parts_of_paths():
    assert (folder("a/b/c"), folder("c"), name("a/b/c"), name("c")) == ("a/b", "", "c", "c")
    assert is_remote("ssh://x/y")
    assert not is_remote("a/b.git")
