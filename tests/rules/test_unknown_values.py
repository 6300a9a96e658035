"""A value that a template or a variable still replaces may be anything: it brings nothing that was not there before.

In every YAML file of every example, each scalar value is replaced, one at a time. What the rule says then, it has to say of
the file as it was written too.
"""

import pytest

from k8slint._internal.authoring.testing import files, unmark
from k8slint._internal.files.discover import classify
from k8slint._internal.kinds.document import read
from k8slint._internal.running.engine import Engine, registry
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.syntax.yaml.tree import Mapping, Scalar, Sequence
from k8slint._internal.text.source import Source

UNKNOWN = ('"{{ x }}"', '"a-{{ x }}"', '"${X}"')
VARIABLES = ('"${X}"',)
"""Compose replaces variables, and no template."""


def scalars(node):
    """All scalar values under a node, keys left out."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield from scalars(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    elif isinstance(node, Scalar) and node.end > node.start and node.tag is None:
        yield node.span


def replaced(texts):
    """Every project with one value replaced: its path, the value's span, what took its place, and the texts."""
    for path, text in texts.items():
        kind = classify(path, text)
        document = read(Source(path, text), kind) if kind == "yaml" else None
        if document is None or document.problems:
            continue
        stream = parse(Source(path, text))
        roots = [one.root for one in stream.documents if one.root is not None]
        for span in (span for root in roots for span in scalars(root)):
            for unknown in VARIABLES if document.kind == "compose" else UNKNOWN:
                yield path, span, unknown, {**texts, path: text[: span.start] + unknown + text[span.end :]}


def said(engine, texts):
    result = engine.check(texts)
    assert [failure.message for failure in result.failures] == []
    return {(found.rule, found.path, found.span.start, found.span.end): found for found in result.findings}


def news(engine, texts):
    before = said(engine, texts)
    # A finding may name several places; each can be the first one left.
    known = {*before}
    for one in before.values():
        known.update((one.rule, other.path or one.path, other.span.start, other.span.end) for other in one.related)
    for path, span, unknown, changed in replaced(texts):
        longer = len(unknown) - (span.end - span.start)
        for (rule, where, start, end), found in said(engine, changed).items():
            if where == path:
                start -= longer * (start > span.start)
                end -= longer * (end > span.start)
            if (rule, where, start, end) not in known:
                yield f"{path}: {unknown} for {texts[path][span.start : span.end]!r} brings {rule}: {found.message}"


@pytest.mark.parametrize("entry", registry().entries, ids=lambda entry: entry.name)
def test_examples(entry):
    rule = registry().rule_class(entry)
    for example in rule.examples:
        texts = {path: unmark(text)[0] for path, text in files(rule, example.files).items()}
        engine = Engine.for_rule(rule, example.options, example.beside)
        assert list(news(engine, texts)) == []
