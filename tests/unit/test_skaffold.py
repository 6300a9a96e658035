import pytest

from k8slint._internal.kinds import skaffold
from k8slint._internal.syntax.yaml.documents import parse
from k8slint._internal.text.source import Source

HEAD = "apiVersion: skaffold/v4beta13\nkind: Config\n"


def builds(text, path="skaffold.yaml"):
    return skaffold.facts(path, parse(Source(path, text))).builds


def artifact(body, path="skaffold.yaml"):
    (found,) = builds(f"{HEAD}build:\n  artifacts:\n  - {body}\n", path)
    return found


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ("{image: a}", "skaffold.yaml", ("a", "Dockerfile", "", None)),
        ("{image: a}", "x/skaffold.yaml", ("a", "x/Dockerfile", "x", None)),
        ("{image: a, context: src/a}", "skaffold.yaml", ("a", "src/a/Dockerfile", "src/a", None)),
        ("{image: a, workspace: src/a}", "skaffold.yaml", ("a", "src/a/Dockerfile", "src/a", None)),
        ("{image: a, context: ../a}", "x/skaffold.yaml", ("a", "a/Dockerfile", "a", None)),
        ("{image: a, context: ../a}", "skaffold.yaml", ("a", None, None, None)),
        ("{image: a, context: '{{.X}}'}", "skaffold.yaml", ("a", None, None, None)),
        ("{image: a, context: b, docker: {dockerfile: D, target: t}}", "skaffold.yaml", ("a", "b/D", "b", "t")),
        ("{image: a, kaniko: {dockerfile: D}}", "skaffold.yaml", ("a", "D", "", None)),
        ("{image: a, docker: {}}", "skaffold.yaml", ("a", "Dockerfile", "", None)),
        ("{image: a, jib: {}}", "skaffold.yaml", ("a", None, "", None)),
        ("{image: a, buildpacks: {builder: x}}", "skaffold.yaml", ("a", None, "", None)),
        ("{image: a, custom: {buildCommand: ./x}}", "skaffold.yaml", ("a", None, "", None)),
        ("{image: '{{.X}}/a'}", "skaffold.yaml", (None, "Dockerfile", "", None)),
    ],
)
def test_artifacts(body, path, expected):
    found = artifact(body, path)
    assert (found.image.value, found.dockerfile, found.context, found.target) == expected
    assert found.tool == "skaffold"


def test_every_config_of_a_file_counts_and_profiles_do_not():
    text = (
        f"{HEAD}build: {{artifacts: [{{image: a, context: a}}]}}\n"
        "profiles: [{name: p, build: {artifacts: [{image: c}]}}]\n"
        f"---\n{HEAD}build: {{artifacts: [{{image: b, context: b}}]}}\n"
    )
    found = builds(text)
    assert [build.image.value for build in found] == ["a", "b"]
    assert text[found[1].span.start : found[1].span.end] == "{image: b, context: b}"


@pytest.mark.parametrize(
    "text",
    ["", HEAD, f"{HEAD}build: 3\n", f"{HEAD}build: {{artifacts: 3}}\n", f"{HEAD}build: {{artifacts: [3, {{}}]}}\n"],
)
def test_odd_types_are_survived(text):
    assert builds(text) == ()
