"""Random edits of valid files: nothing raises, spans stay in the text, and fixing converges without touching the rest."""

import pathlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from k8slint._internal.config import Settings
from k8slint._internal.fixing.fixer import fix_texts
from k8slint._internal.running.engine import Engine, registry
from k8slint._internal.text.edit import Applicability, apply

COURSE = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "course"
DOCKERFILES = sorted(path.read_text() for path in COURSE.rglob("*Dockerfile"))
MANIFESTS = sorted(path.read_text() for path in COURSE.rglob("*.yaml"))
SNIPPETS = {
    "Dockerfile": [
        "RUN ",
        "FROM alpine AS a\n",
        "\\\n",
        "<<EOF",
        "EOF\n",
        '["a", ',
        "&& ",
        "rm -rf /x\n",
        "$",
        "${A:-",
        "}",
        '"',
        "'",
        "#",
        "\t",
        "\r\n",
        "\n",
        "--mount=type=cache,target=/x ",
        "COPY . .\n",
        "ONBUILD ",
        "ADD a b\n",
        "WORKDIR x\n",
        "CMD a\n",
        "é",
        "# k8slint: ignore[root-user]\n",
        "ENV A b\n",
        "EXPOSE 80/TCP\n",
        "apk add curl\n",
        "apt-get update\n",
        "\x00",
        "\ufeff",
    ],
    "manifest.yaml": [
        "---\n",
        "----\n",
        "  ",
        "- ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "<<: *a\n",
        "|\n",
        ">-\n",
        "'",
        '"',
        "#",
        "\t",
        "\r\n",
        "\n",
        "restartPolicy: Never\n",
        "image: nginx\n",
        "replicas: 10000\n",
        "name: ",
        "null",
        "~",
        "1e9",
        "é",
        "\ufeff",
        "...\n",
        "# k8slint: ignore\n",
        "kind: List\nitems:\n",
        "metadata: {}\n",
        "spec:\n",
        "apiVersion: extensions/v1beta1\n",
    ],
}


def engine():
    return Engine(registry(), Settings(select=("ALL",)))


@st.composite
def edited(draw, path, bases):
    """A base text with a few pieces cut out, doubled, or put in."""
    text = draw(st.sampled_from(bases))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 2, 7, 40])))
        new = draw(st.one_of(st.sampled_from(SNIPPETS[path]), st.just(""), st.just(text[start:end] * 2)))
        text = text[:start] + new + text[end:]
    return text


def check(path, text):
    linter = engine()
    result = linter.check({path: text})
    assert [failure.detail or failure.message for failure in result.failures] == []
    length = len(text.removeprefix("\ufeff"))
    for found in result.findings:
        assert 0 <= found.span.start <= found.span.end <= length
        assert found.line >= 1
        assert found.column >= 1
        if found.fix is not None:
            untouched(text.removeprefix("\ufeff"), found.fix)
    for unsafe in (False, True):
        fixed = fix_texts(linter, {path: text}, unsafe=unsafe)
        assert [failure.message for failure in fixed.failures] == []
        again = fix_texts(linter, fixed.texts, unsafe=unsafe)
        assert again.texts == fixed.texts
        floor = Applicability.UNSAFE if unsafe else Applicability.SAFE
        left = [found for found in fixed.remaining if found.fix is not None and found.fix.applicability >= floor]
        assert left == []


def untouched(text, fix):
    """All characters outside the edits of a fix are in the outcome, in order and in place."""
    new = apply(text, fix.edits)
    old_at = new_at = 0
    for edit in sorted(fix.edits, key=lambda edit: (edit.span.start, edit.span.end)):
        kept = text[old_at : edit.span.start]
        assert new[new_at : new_at + len(kept)] == kept
        new_at += len(kept) + len(edit.text)
        old_at = edit.span.end
    assert new[new_at:] == text[old_at:]


SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@SETTINGS
@given(edited("Dockerfile", DOCKERFILES))
def test_dockerfiles(text):
    check("Dockerfile", text)


@SETTINGS
@given(edited("manifest.yaml", MANIFESTS))
def test_manifests(text):
    check("manifest.yaml", text)


@pytest.mark.parametrize("text", DOCKERFILES)
def test_dockerfiles_as_they_are(text):
    check("Dockerfile", text)


@pytest.mark.parametrize("text", MANIFESTS)
def test_manifests_as_they_are(text):
    check("manifest.yaml", text)


def test_only_the_first_mark_is_one():
    check("Dockerfile", "\ufeff\ufeffFROM alpine:3.20\nADD . /app\n")
