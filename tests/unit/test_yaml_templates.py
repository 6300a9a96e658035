"""Expressions of templates: in values, at the start of a value, and as the shape of a document."""

from __future__ import annotations

import time

import pytest

from k8slint._internal.config import Settings
from k8slint._internal.kinds.document import HELM_VALUES, JSON_PATCH, NO_OBJECTS, YamlDocument, read
from k8slint._internal.running.engine import Engine, registry
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.syntax.yaml.templates import GO, HELM, JINJA, PLACEHOLDERS
from k8slint._internal.text.source import Source

MANIFEST = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"
BESIDE = "---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: beside\n"


def aside(text, path="deploy/a.yaml"):
    return [part.reason for part in parse(Source(path, text)).aside]


def complaints(text, path="deploy/a.yaml"):
    return [problem.message for problem in parse(Source(path, text)).problems]


@pytest.mark.parametrize(
    "text",
    [
        # kubectl 1.37 reads each of these.
        "x: app-{{ name }}\n",
        "x: https://{{ host }}/x\n",
        "x: overlays/{{path.basename}}\n",
        "x: x-{{ .Values.name }}\n",
        'x: "{{ .Values.name }}"\n',
        "x: '{{ .password }}'\n",
        "x: 'it''s {{ y }}'\n",
        'x: "a \\" {{ y }}"\n',
        'x: "a\n  {{ y }}\n  b"\n',
        "x: |\n  {{ y }}\n\n  {{- if z }}\n",
        "x: >-\n  {{ .Values.y }}\n",
        "x: see {{ .Values.x }}\n  {{ .Values.y }} for more\n",
        "description: Pod {{ $labels.pod }} is down\n",
        "# {{ x }}\ny: 1 # {{ y }}\n",
        "name: ${NAME}\n",
        "image: x:${TAG:-latest}\n",
        "spec:\n  ${EXTRA}\n",
        "run: ${{ github.sha }}\n",
        "x: awk '{print}' {% y\n",
    ],
)
def test_an_expression_within_a_value_hides_nothing(text):
    assert complaints(MANIFEST + text) == []
    document = read(Source("deploy/a.yaml", MANIFEST + text + BESIDE), "yaml")
    assert document.reason is None
    assert document.aside == ()
    assert [resource.kind for resource in document.manifest.resources] == ["ConfigMap", "Namespace"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x: {{ name }}\n", "{{ name }}"),
        ("x: {{ name }}-web\n", "{{ name }}-web"),
        ("x: {{a.b}} is bad\n", "{{a.b}} is bad"),
        ("x:\n  - {{ item }}\n", "{{ item }}"),
        ("x:\n  - name: {{x}}-{{y}}\n", "{{x}}-{{y}}"),
        ("x: [{{ a }}, b]\n", "{{ a }}"),
        ("x: {{ y }} # why\n", "{{ y }}"),
    ],
)
def test_an_expression_at_the_start_of_a_value_needs_quotes(text, value):
    source = Source("deploy/a.yaml", MANIFEST + text + BESIDE)
    (problem,) = parse(source).problems
    assert problem.kind == "yaml-syntax"
    assert problem.fatal
    assert source.slice(problem.span) == value
    assert problem.message.endswith(f'`"{value}"`')
    assert [resource.kind for resource in read(source, "yaml").manifest.resources] == ["Namespace"]


@pytest.mark.parametrize(
    "group",
    ["argoproj.io/v1alpha1", "external-secrets.io/v1", "kyverno.io/v1", "tekton.dev/v1", "monitoring.coreos.com/v1"],
)
def test_kinds_with_expressions_of_their_own_are_no_templates(group):
    text = f"apiVersion: {group}\nkind: X\nmetadata: {{name: a}}\nspec:\n" + "  x: {{ y }}\n" * 5
    assert aside(text, "templates/a.yaml") == []
    assert len(complaints(text, "templates/a.yaml")) == 1
    assert aside(text.replace("{{ y }}", "{{ .Values.y }}"), "templates/a.yaml") == [HELM]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name: {{ .Values.name }}\n", HELM),
        ('labels:\n  {{- include "x.labels" . | nindent 4 }}\n', HELM),
        ("{{- if .Values.x }}\na: 1\n{{- end }}\n", HELM),
        ("name: {{ .Release.Name }}-x\n", HELM),
        ("data:\n  a: |\n    x\n{{ toYaml .Values.b | indent 2 }}\n", HELM),
        ("{{ key }}: v\n", GO),
        ("{{ range $x := .List }}\n- a\n{{ end }}\n", GO),
        ("a: {{ b }}\nc: {{ d }}\ne: {{ f }}\n", GO),
        ("{% if x %}\na: 1\n{% endif %}\n", JINJA),
        ("a: {% x %}\n", JINJA),
        ("{# note #}\na: 1\n", JINJA),
        ("name: {{ name }}\n{% for x in y %}\n", JINJA),
        ("args: [${ARGS}]\n", PLACEHOLDERS),
        ("m: {a: ${B}}\n", PLACEHOLDERS),
    ],
)
def test_a_template_sets_its_document_aside_and_no_other(text, reason):
    source = Source("deploy/a.yaml", MANIFEST + text + BESIDE)
    document = read(source, "yaml")
    assert [part.reason for part in document.aside] == [reason]
    assert source.slice(document.aside[0].span) == MANIFEST + text
    assert document.reason is None
    assert document.problems == ()
    assert isinstance(document, YamlDocument)
    assert [resource.kind for resource in document.manifest.resources] == ["Namespace"]


def test_a_file_of_templates_alone_has_their_reason():
    document = read(Source("a.yaml", MANIFEST + "x: {{ .Values.x }}\n"), "yaml")
    assert document.reason == HELM
    assert len(document.aside) == 1


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("chart/templates/a.yaml", 'x: "{{ if .a }}"\n{{ end }}\n', HELM),
        ("chart/templates/a.yaml", "x: {{ .a }}\n", HELM),
        ("role/templates/a.yaml", "x: {{ a }}\n", JINJA),
        ("pod-template.yaml", "x: {{ a }}\n", GO),
    ],
)
def test_paths(path, text, reason):
    assert aside(MANIFEST + text, path) == [reason]


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("chart/templates/all.yaml", '{{ include "common.all" . }}\n', HELM),
        ("chart/values.yaml", "image: nginx\n", HELM_VALUES),
        ("patch.yaml", "- op: replace\n  path: /spec/replicas\n  value: 3\n", JSON_PATCH),
        ("play.yaml", "- hosts: all\n", NO_OBJECTS),
        ("chart/templates/_helpers.tpl", MANIFEST, HELM),
    ],
)
def test_reasons_of_files_without_objects(path, text, reason):
    assert read(Source(path, text), "yaml").reason == reason


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        ("x: {{ .Values.na", True),
        ("x: {{ a }\ny: {{ b }}\n", True),
        ("{{- if .Values.x\nx: 1\n", True),
        ("x: {{ .Values.a |\n  quote }}\n", False),
        ('x: {{ "{{" }}\ny: {{ .Values.b }}\n', False),
    ],
)
def test_an_expression_without_an_end_is_an_error(text, torn):
    said = complaints(MANIFEST + text)
    assert said == (["`{{` is never closed; close it with `}}`"] if torn else [])
    assert aside(MANIFEST + text) == ([] if torn else [HELM])


def test_a_fault_before_the_expression_is_named():
    assert complaints(MANIFEST + "x: 'a' b\ny: {{ c }}\n") != complaints(MANIFEST + "y: {{ c }}\n")


@pytest.mark.parametrize(
    "text",
    [
        "a: b c " + "{{ u " * 50_000,
        "a: b c " + "{{ $labels.x }} {{ u " * 30_000,
        'a: "' + "{{ " * 50_000,
        "a: b " + "{% " * 50_000,
        "a: b " + "${ " * 50_000,
        "'" * 200_000 + "{{",
        "- " * 200_000 + "|\n${{",
        "a: |\n" + "  {{\n" * 50_000,
        "a: [\n" + "{{ x }}\n" * 50_000,
        "a: [\n" + "{{ x }\n" * 50_000 + "}}",
        "a: {{ x }}\n---\n" * 5_000,
    ],
)
def test_linear(text):
    start = time.process_time()
    parse(Source("a.yaml", text))
    assert time.process_time() - start < 3


def test_a_run_tells_the_documents_that_were_set_aside():
    engine = Engine(registry(), Settings())
    text = BESIDE + "---\n" + MANIFEST + "x: {{ .Values.x }}\n"
    result = engine.check({"a.yaml": text, "b.yaml": MANIFEST + "x: {{ .Values.x }}\n"})
    assert result.aside == (("a.yaml:7", HELM), ("b.yaml", HELM))
    assert result.checked == 1
