"""Keys that were meant to be others, and versions that are written in several ways."""

import pytest

from k8slint._internal.kinds.kubernetes.spelling import misspelt
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.text.source import Source
from k8slint_rules._shared.api_moves import minor
from k8slint_rules._shared.api_versions import LATEST


@pytest.mark.parametrize("key", ["Selector", "selevtor", "selectr", "SELECTOR"])
def test_misspelt_selector(key):
    root = parse(Source("", f"replicas: 1\n{key}: {{}}\n")).documents[0].root
    assert misspelt(root, "selector").name == key


def test_underscores():
    root = parse(Source("", "restart_policy: Never\n")).documents[0].root
    assert misspelt(root, "restartPolicy").name == "restart_policy"


@pytest.mark.parametrize("text", ["selector: {}\n", "template: {}\nreplicas: 1\n", "s: 1\n"])
def test_nothing_misspelt(text):
    assert misspelt(parse(Source("", text)).documents[0].root, "selector") is None


@pytest.mark.parametrize(
    ("version", "number"),
    [("1.34", 34), ("v1.34.2", 34), (" 1.9 ", 9), ("latest", LATEST), ("2.0", LATEST), ("1.x", LATEST), ("", LATEST)],
)
def test_minor(version, number):
    assert minor(version) == number
