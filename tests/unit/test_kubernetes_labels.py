import pytest

from k8slint._internal.kinds.facts import Requirement, Selector, matches
from k8slint._internal.kinds.kubernetes.labels import read_labels, read_selector
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.text.literal import is_literal
from k8slint._internal.text.source import Source, Span

HERE = Span(0, 0)


def need(key, operator, *values):
    return Selector({}, (Requirement(key, operator, values),), HERE)


@pytest.mark.parametrize(
    ("selector", "labels", "wanted"),
    [
        (Selector({}, (), HERE), {}, True),
        (Selector({}, (), HERE), {"a": "1"}, True),
        (Selector({"a": "1"}, (), HERE), {"a": "1", "b": "2"}, True),
        (Selector({"a": "1"}, (), HERE), {"a": "2"}, False),
        (Selector({"a": "1"}, (), HERE), {}, False),
        (Selector({"a": ""}, (), HERE), {}, False),
        (Selector({"a": "1", "b": "2"}, (), HERE), {"a": "1"}, False),
        (need("a", "In", "1", "2"), {"a": "2"}, True),
        (need("a", "In", "1", "2"), {"a": "3"}, False),
        (need("a", "In", ""), {}, False),
        (need("a", "NotIn", "1"), {"a": "1"}, False),
        (need("a", "NotIn", "1"), {"a": "2"}, True),
        (need("a", "NotIn", "1"), {}, True),
        (need("a", "Exists"), {"a": ""}, True),
        (need("a", "Exists"), {}, False),
        (need("a", "DoesNotExist"), {}, True),
        (need("a", "DoesNotExist"), {"a": "1"}, False),
        (need("a", "exists"), {"a": "1"}, False),
        (Selector({"a": "1"}, (Requirement("b", "Exists", ()),), HERE), {"a": "1"}, False),
        (Selector({"a": "1"}, (Requirement("b", "Exists", ()),), HERE), {"a": "1", "b": "1"}, True),
    ],
)
def test_matches(selector, labels, wanted):
    assert matches(selector, labels) is wanted


def node(text):
    return parse(Source("m.yaml", text)).documents[0].root.get("it")


@pytest.mark.parametrize(
    ("text", "labels", "sure"),
    [
        ("it: {a: x, b: 'y'}", {"a": "x", "b": "y"}, True),
        ("it: {a: x, b: yes}", {"a": "x"}, False),
        ("it: {a: x, b: 1}", {"a": "x"}, False),
        ("it: {a: x, b: }", {"a": "x"}, True),
        ("it: {a: x, b: ''}", {"a": "x", "b": ""}, True),
        ("it: {a: x, b: [c]}", {"a": "x"}, False),
        ("it: {a: '${X}'}", {}, False),
        ("it: {a: '{{ x }}'}", {}, False),
        ("it: {a: <name>}", {}, False),
        ("it: [a]", {}, False),
        ("it: a", {}, False),
        ("it:", {}, True),
        ("them: a", {}, True),
        ("x: &x {a: x}\nit: *x", {"a": "x"}, True),
        ("x: &x {a: x}\nit: {<<: *x, b: z}", {"a": "x", "b": "z"}, True),
        ("it: {y: x}", {"true": "x"}, True),
    ],
)
def test_read_labels(text, labels, sure):
    assert read_labels(node(text)) == (labels, sure)


@pytest.mark.parametrize(
    ("text", "plain", "labels", "expressions", "sure"),
    [
        ("it: {a: x}", True, {"a": "x"}, (), True),
        ("it: {}", True, {}, (), True),
        ("it: {}", False, {}, (), True),
        ("it: {matchLabels: {a: x}}", False, {"a": "x"}, (), True),
        ("it: {matchLabels: {a: x}}", True, {}, (), False),
        ("it: {matchLabels: [a]}", False, {}, (), False),
        ("it: {matchExpressions: {a: x}}", False, {}, (), False),
        ("it: {matchExpressions: [a]}", False, {}, (), False),
        (
            "it: {matchExpressions: [{key: a, operator: In, values: [x, z]}]}",
            False,
            {},
            [("a", "In", ("x", "z"))],
            True,
        ),
        ("it: {matchExpressions: [{key: a, operator: In, values: []}]}", False, {}, (), False),
        ("it: {matchExpressions: [{key: a, operator: In}]}", False, {}, (), False),
        ("it: {matchExpressions: [{key: a, operator: In, values: [1]}]}", False, {}, (), False),
        ("it: {matchExpressions: [{key: a, operator: Exists}]}", False, {}, [("a", "Exists", ())], True),
        ("it: {matchExpressions: [{key: a, operator: Exists, values: []}]}", False, {}, [("a", "Exists", ())], True),
        ("it: {matchExpressions: [{key: a, operator: Exists, values: [x]}]}", False, {}, (), False),
        ("it: {matchExpressions: [{key: a, operator: in, values: [x]}]}", False, {}, (), False),
        ("it: {matchExpressions: [{key: '$K', operator: Exists}]}", False, {}, (), False),
        ("it: {matchExpressions: [{operator: Exists}]}", False, {}, (), False),
        ("it: x", False, {}, (), False),
        ("it: [x]", True, {}, (), False),
    ],
)
def test_read_selector(text, plain, labels, expressions, sure):
    found = read_selector(node(text), plain=plain)
    assert found.labels == labels
    assert found.expressions == tuple(Requirement(*each) for each in expressions)
    assert found.known is sure
    assert text[found.span.start : found.span.end] == text.partition("it: ")[2]


def test_no_selector():
    assert read_selector(node("them: x"), plain=True) is None
    assert read_selector(node("it: null"), plain=False) is None


@pytest.mark.parametrize(
    ("text", "wanted"), [("web-1.2_x", True), ("", True), ("$(X)", False), ("<x>", False), ("{{x}}", False)]
)
def test_known(text, wanted):
    assert is_literal(text) is wanted
