"""Templates of YAML, and YAML that only looks like one."""

from __future__ import annotations

import time

import pytest

from k8slint.yaml.templates import GO, HELM, JINJA, PLACEHOLDERS, looks_templated

MANIFEST = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name: {{ .Values.name }}\n", HELM),
        ("name: x-{{ .Values.name }}\n", HELM),
        ('name: "{{ .Values.name }}"\n', HELM),
        ('labels:\n  {{- include "x.labels" . | nindent 4 }}\n', HELM),
        ("{{- if .Values.x }}\na: 1\n{{- end }}\n", HELM),
        ("name: {{ .Release.Name }}-x\n", HELM),
        ("data:\n  a: |\n    x\n{{ toYaml .Values.b | indent 2 }}\n", HELM),
        ("name: {{ name }}\n", GO),
        ("- {{ item }}\n", GO),
        ("name: x-{{ name }}\n", GO),
        ("- name: {{x}}-{{y}}\n", GO),
        ("{{ key }}: v\n", GO),
        ("x: [{{ a }}, b]\n", GO),
        ("{{ range $x := .List }}\n- a\n{{ end }}\n", GO),
        ("app-{{ x }}: v # c\n", GO),
        ("{% if x %}\na: 1\n{% endif %}\n", JINJA),
        ("a: {% x %}\n", JINJA),
        ("{# note #}\na: 1\n", JINJA),
        ("name: {{ name }}\n{% for x in y %}\n", JINJA),
        ("spec:\n  ${EXTRA}\n", PLACEHOLDERS),
        ("args: [${ARGS}]\n", PLACEHOLDERS),
        ("m: {a: ${B}}\n", PLACEHOLDERS),
        # Plain YAML
        ("name: ${NAME}\n", None),
        ("image: x:${TAG:-latest}\n", None),
        ("args: [\"${ARGS}\", '${X}']\n", None),
        ("command: [sh, -c, 'echo ${X}']\n", None),
        ("run: ${{ github.sha }}\n", None),
        ("if: ${{ a }} && ${{ b }}\n", None),
        ("- ${{ if x }}:\n", None),
        ("description: Pod {{ $labels.pod }} is down\n", None),
        ("url: http://x/{{ $labels.pod }}\n", None),
        ("description: Pod {{ $labels.pod }}\n  {{ . }} {{- end }} is down\n", None),
        ("summary: {{ $labels.pod }} is down\n", None),
        ("text: Since {{ . }} for {{ humanize }}\n", None),
        ('x: "{{ $value }}"\n', None),
        ("x: '{{ .password }}'\n", None),
        ("x: 'it''s {{ y }}'\n", None),
        ('x: "a \\" {{ y }}"\n', None),
        ('x: "a\n  {{ y }}\n  b"\n', None),
        ("x: |\n  {{ y }}\n\n  {{- if z }}\n", None),
        ("x: >-\n  {{ .Values.y }}\n", None),
        ("- x: | # c\n    {{ y }}\n  z: 1\n", None),
        ("- |\n {{ y }}\n", None),
        ("- - |+2\n    {{ y }}\n", None),
        ("# {{ x }}\na: 1 # {{ y }}\n", None),
        ("a: don't # {{ y }}\n", None),
        ('{"a":{"b":{"c":1}}}', None),
        ("a: {b: {c: 1}}\n", None),
        ("", None),
    ],
)
def test_reasons(text, reason):
    assert looks_templated("deploy/a.yaml", MANIFEST + text if text.strip()[:1] != "{" else text) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- x: |\n    {{ y }}\n  z: {{ y }}\n", GO),
        ("x: |\n  a\ny: {{ z }}\n", GO),
        ("x: 'a'\ny: {{ z }}\n", GO),
        ("x: don't\ny: {{ z }}\n", GO),
        ("x: [a]\ny: {{ z }}\n", GO),
        ("x: a | b |\n  {{ y }}\n", GO),
    ],
)
def test_what_comes_behind_strings_is_seen(text, reason):
    assert looks_templated("a.yaml", text) == reason


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("chart/templates/a.yaml", "x: |\n  {{ .Values.y }}\n", HELM),
        ("chart/templates/a.yaml", 'x: "{{ if .a }}"\n', HELM),
        ("chart/templates/a.yaml", "x: 1\n", None),
        ("chart/templates/rules.yaml", "x: Pod {{ $labels.y }} is down\n", None),
        ("chart/crds/a.yaml", "x: '{{ .a }}'\n", None),
        ("chart/templates/_helpers.tpl", "x: 1\n", GO),
        ("templates.yaml", "x: '{{ .a }}'\n", None),
    ],
)
def test_paths(path, text, reason):
    assert looks_templated(path, text) == reason


def test_argo_workflows_are_yaml():
    text = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec:\n  x: job-{{workflow.uid}}\n  y: {{inputs.parameters.z}}\n"
    assert looks_templated("a.yaml", text) is None
    assert looks_templated("a.yaml", text.replace("argoproj.io/v1alpha1", "v1")) == GO


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
    ],
)
def test_linear(text):
    start = time.process_time()
    looks_templated("a.yaml", text)
    assert time.process_time() - start < 3
