"""Records as JSON and back: nothing may change on the way between processes and into the cache."""

from __future__ import annotations

import json

import pytest

from k8slint._internal.config import Settings
from k8slint._internal.running import encode as codec
from k8slint._internal.running.analyse import Analysis, Failure
from k8slint._internal.running.encode import decode, encode, layout
from k8slint._internal.running.engine import Engine, registry
from k8slint._internal.text.edit import Applicability, Edit, Fix
from k8slint._internal.text.finding import Finding, Related, Severity
from k8slint._internal.text.record import Record
from k8slint._internal.text.source import Position, Range, Span

KINDS = codec._kinds()


def travelled(value):
    return decode(json.loads(json.dumps(encode(value))))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_record_comes_back(kind):
    """Every field holds another value, so that two that change places are seen."""
    values = [f"{kind.__name__}.{field} é\u2028\ud800" for field in kind.__fields__]
    if kind is Span:
        values = [3, 7]
    record = kind(*values)
    back = travelled(record)
    assert back == record
    assert back.__class__ is kind


SPAN = Span(1, 4)
PLACE = Range(Position(1, 2), Position(1, 5))
FIX = Fix("do it", (Edit(SPAN, "x"), Edit(Span(9, 9), "")), Applicability.UNSAFE)
FINDING = Finding("rule", "a/b", SPAN, "message", Severity.ERROR, (Related("", SPAN, "there", PLACE),), FIX, PLACE)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -3,
        1.5,
        "",
        "text",
        (),
        ((), ("a", (1, None))),
        {},
        {"a": (1, {"b": FINDING})},
        Severity.INFO,
        Applicability.DISPLAY,
        FINDING,
        Analysis("p", "dockerfile", None, (FINDING,), (), None, (Failure("p", 3, "m", "trace"),), ()),
    ],
    ids=repr,
)
def test_values_come_back(value):
    back = travelled(value)
    assert back == value
    assert back.__class__ is value.__class__


def test_enumerations_stay_what_they_are():
    back = travelled(FINDING)
    assert isinstance(back.severity, Severity)
    assert back.severity.label == "error"
    assert isinstance(back.fix.applicability, Applicability)
    assert isinstance(travelled(Severity.WARNING), Severity)


@pytest.mark.parametrize("value", [[1], {1}, object, b"bytes", 1j, (1, [2])], ids=repr)
def test_what_is_no_plain_value_is_refused(value):
    with pytest.raises(TypeError, match="cannot be encoded"):
        encode(value)


def test_a_record_of_somebody_else_is_refused():
    class Own(Record):
        field: int

    with pytest.raises(TypeError, match="Own"):
        encode(Own(1))


@pytest.mark.parametrize(
    "value",
    [[], [10_000], [-9, 1], [KINDS.index(Span)], [KINDS.index(Span), 1, 2, 3], ["a"], [-2, 99], [-2], [None]],
    ids=repr,
)
def test_what_no_encoding_gives_is_refused(value):
    with pytest.raises((ValueError, TypeError, IndexError, KeyError)):
        decode(value)


def test_the_layout_names_every_record_and_field():
    text = layout()
    for kind in KINDS:
        assert f"{kind.__name__}({','.join(kind.__fields__)})" in text
    assert "Analysis(path," in text
    assert "DockerfileFacts(" in text
    assert "Suppression(" in text


TEXTS = {
    "Dockerfile": (
        "# hadolint global ignore=DL3006\nARG V=1\nFROM debian:$V AS a\nRUN apt-get install -y curl && cd /x\n"
        "FROM a\nCOPY --from=a x y\nEXPOSE 80/tcp\nENV A=b\nUSER me\nVOLUME /v\nHEALTHCHECK CMD curl localhost\n"
        'ENTRYPOINT ["/app", "-p", "80"]\nRUNN\n'
    ),
    "all.yaml": (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  annotations:\n"
        '    ignore-check.kube-linter.io/a: "b"\nspec:\n  selector:\n    matchLabels: {app: web}\n  template:\n'
        "    metadata:\n      labels: {app: web}\n    spec:\n      volumes: [{name: v, emptyDir: {}}]\n"
        "      containers:\n        - name: web\n          image: web:1\n          env: [{name: A, value: b}]\n"
        "          ports: [{containerPort: 80, name: http}]\n          volumeMounts: [{name: v, mountPath: /v}]\n"
        "          livenessProbe: {httpGet: {port: http}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
        "spec:\n  selector: {app: web}\n  ports: [{port: 80, targetPort: http}]\n"
    ),
    "docker-compose.yml": 'services:\n  a:\n    build: .\n    ports: ["80:80"]\n    volumes: ["a:/b"]\nvolumes:\n  a:\n',
    "kustomization.yaml": "resources: [all.yaml]\nnamespace: n\nimages: [{name: web, newTag: '2'}]\n",
    "skaffold.yaml": "apiVersion: skaffold/v4beta1\nkind: Config\nbuild:\n  artifacts: [{image: web, context: .}]\n",
    "broken.yaml": "apiVersion: v1\nkind: [\n",
}


@pytest.mark.parametrize("path", TEXTS)
def test_analyses_of_real_files_come_back(path):
    analysis = Engine(registry(), Settings(select=("ALL",))).analyse(path, TEXTS[path])
    assert not analysis.failures
    assert analysis.facts is not None or analysis.findings
    assert travelled(analysis) == analysis
