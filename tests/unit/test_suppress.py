"""Suppressions: what is written, what it covers, what it silences, what is unused."""

from __future__ import annotations

import time

import pytest

from k8slint._internal.config import Settings
from k8slint._internal.kinds import suppress
from k8slint._internal.kinds.suppress import Suppression
from k8slint._internal.kinds.suppress.grammar import MAX_NAMES, in_dockerfile, in_yaml, spelled
from k8slint._internal.rulekit.registry import Registry, RuleEntry
from k8slint._internal.running import encode
from k8slint._internal.running.engine import Engine, registry
from k8slint._internal.text.edit import Applicability, Edit, apply
from k8slint._internal.text.finding import Finding, Severity
from k8slint._internal.text.source import Source, Span


def parsed(comment, read=in_dockerfile):
    """(dialect, reach, names, error) of each directive, its places checked."""
    found = []
    for directive in read(comment, 100):
        assert comment[directive.start - 100 :]
        for span in directive.spans:
            assert 100 <= span.start < span.end <= 100 + len(comment)
        found.append((directive.dialect, directive.reach, directive.names))
    return found


def bare(*codes):
    return tuple(f"{tool}:{code}" for code in codes for tool in ("hadolint", "shellcheck", "buildkit", "tally"))


ALL = ("hadolint", "shellcheck", "buildkit", "tally")

COMMENTS = [
    ("# k8slint: ignore[one]", [("k8slint", "next", ("one",))]),
    ("#k8slint:ignore[one,Two three] why not", [("k8slint", "next", ("one", "two", "three"))]),
    ("# k8slint: ignore", [("k8slint", "next", ())]),
    ("# k8slint: ignore # why", [("k8slint", "next", ())]),
    ("# K8slint: Ignore-File[hadolint/DL3006]", [("k8slint", "file", ("hadolint:dl3006",))]),
    ("# k8slint: ignore[AVD-DS-0001, trivy:ksv1]", [("k8slint", "next", ("ds-0001", "trivy:ksv-0001"))]),
    ("# see k8slint: ignore[one]", []),
    ("# see # k8slint: ignore[one]", [("k8slint", "next", ("one",))]),
    ("# hadolint ignore=DL3006", [("hadolint", "next", bare("dl3006"))]),
    ("#hadolint\tignore = DL3006 , dl3008# why", [("hadolint", "next", bare("dl3006", "dl3008"))]),
    ("# hadolint ignore=DL3006 SC2086 because all 3 of them", [("hadolint", "next", bare("dl3006", "sc2086"))]),
    ("# hadolint ignore=DL3006 // all", [("hadolint", "next", bare("dl3006"))]),
    ("# hadolint stage ignore=DL3006", [("hadolint", "stage", bare("dl3006"))]),
    ("# hadolint global ignore=DL3006", [("hadolint", "file", bare("dl3006"))]),
    ("# hadolint shell=/bin/ash", []),
    ("# hadolintignore=DL3006", []),
    (
        "# tally ignore=hadolint/DL3006,max-lines;reason=all of it",
        [("tally", "next", ("hadolint:dl3006", *bare("max-lines")))],
    ),
    ("# TALLY GLOBAL IGNORE=all", [("tally", "file", ALL)]),
    (
        "# check=skip=StageNameCasing,FromAsCasing",
        [("buildkit", "next", ("buildkit:stagenamecasing", "buildkit:fromascasing"))],
    ),
    ("# check=skip=hadolint/DL3006", [("tally", "file", ("hadolint:dl3006",))]),
    (
        "# check=skip=One,hadolint/DL3006,buildkit/Two;error=true",
        [("buildkit", "next", ("buildkit:one",)), ("tally", "file", ("hadolint:dl3006", "buildkit:two"))],
    ),
    ("# Check = error=true;skip=all // why", [("buildkit", "next", ("buildkit",))]),
    ("# check=error=true", []),
    ("# note: check=skip=all", []),
    ("# checkov:skip=CKV_DOCKER_7:the tag is pinned", [("checkov", "file", ("checkov:ckv_docker_7",))]),
    (
        "# why: bridgecrew:skip=CKV2_DOCKER_1, CKV_DOCKER_2",
        [("checkov", "file", ("checkov:ckv2_docker_1", "checkov:ckv_docker_2"))],
    ),
    ("#trivy:ignore:AVD-DS-0002", [("trivy", "next", ("trivy:ds-0002",))]),
    ("# tfsec:ignore:DS002 trivy:ignore:*", [("trivy", "next", ("trivy:ds-0002",)), ("trivy", "next", ("trivy",))]),
    ("# trivy:ignore:docker-use-specific-tags", [("trivy", "next", ("trivy:docker-use-specific-tags",))]),
    ("# mytrivy:ignore:DS002", []),
    ("# ignore this", []),
    (
        "# hadolint ignore=DL3006 # k8slint: ignore[one]",
        [("k8slint", "next", ("one",)), ("hadolint", "next", bare("dl3006"))],
    ),
]


@pytest.mark.parametrize(("comment", "expected"), COMMENTS)
def test_comments(comment, expected):
    assert parsed(comment) == expected


@pytest.mark.parametrize(
    "comment", ["# hadolint ignore=DL3006", "# check=skip=all", "# checkov:skip=CKV_K8S_1", "# tally ignore=all"]
)
def test_yaml_takes_no_pragmas_for_dockerfiles(comment):
    assert parsed(comment, in_yaml) == []


def test_yaml_takes_trivy_and_our_own():
    comment = "# k8slint: ignore[one] trivy:ignore:KSV001"
    assert parsed(comment, in_yaml) == [("k8slint", "next", ("one",)), ("trivy", "next", ("trivy:ksv-0001",))]


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("# k8slint: ignroe[one]", "`ignroe` is not a directive"),
        ("# k8slint:", "says nothing"),
        ("# k8slint ignore[one]", "has no `:` after `k8slint`"),
        ("# K8slint ignore-file [one]", "has no `:` after `k8slint`"),
        ("# k8slint: ignore[one", "not closed"),
        ("# k8slint: ignore[ , ]", "names no rule"),
        ("# k8slint: ignore one", "without brackets"),
        ("# k8slint: ignore=one", "without brackets"),
        ("# k8slint: ignore-file one", "`# k8slint: ignore-file` for all rules"),
    ],
)
def test_what_is_malformed_silences_nothing(comment, words):
    (directive,) = in_dockerfile(comment, 0)
    assert words in directive.error
    assert directive.names == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DL3006", "dl3006"),
        ("hadolint/DL3006", "hadolint:dl3006"),
        ("tally:hadolint/DL3006", "hadolint:dl3006"),
        ("AVD-KSV-0012", "ksv-0012"),
        ("KSV12", "ksv-0012"),
        ("trivy:DS002", "trivy:ds-0002"),
        ("ds-0002", "ds-0002"),
        ("kube-linter:latest-tag", "kube-linter:latest-tag"),
        ("CKV_K8S_14", "ckv_k8s_14"),
        ("ds", "ds"),
        ("", ""),
    ],
)
def test_spellings(name, expected):
    assert spelled(name) == expected


# --- YAML


def manifest(text):
    from k8slint._internal.kinds.kubernetes.tree import resources
    from k8slint._internal.syntax.yaml.documents import parse

    stream = parse(Source("a.yaml", text))
    return suppress.for_manifest(stream, resources(stream))


def covered(text, **kinds):
    """names -> texts it covers"""
    return {s.names: [text[c.start : c.end] for c in s.covers] for s in manifest(text)}


DEPLOYMENT = """\
# k8slint: ignore[top]
apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
  # k8slint: ignore[replicas]
  replicas: 1
  template: # k8slint: ignore[line] why
    spec:
      containers:
      # k8slint: ignore[item]
      - name: x
        # k8slint: ignore[entry]
        image: x
      # k8slint: ignore[lower]

      # another one
      - name: y
        command:
          # k8slint: ignore[scalar]
          - sleep
      - name: z #trivy:ignore:KSV-0002
        args: "# k8slint: ignore[quoted]"
        text: |
          # k8slint: ignore[block]
      # k8slint: ignore[tail]
# k8slint: ignore[below]
---
kind: Pod
"""


def test_what_comments_cover():
    root = DEPLOYMENT[DEPLOYMENT.index("apiVersion") : DEPLOYMENT.index("      # k8slint: ignore[tail]") - 1]
    last = DEPLOYMENT[DEPLOYMENT.index("name: z") : DEPLOYMENT.index("      # k8slint: ignore[tail]") - 1]
    found = covered(DEPLOYMENT)
    assert [text.rstrip() for text in found.pop(("top",))] == [root]
    assert [text.rstrip() for text in found.pop(("trivy:ksv-0002",))] == [
        last.split("\n")[0].join(["      - ", ""]),
        last,
    ]
    assert found == {
        ("replicas",): ["replicas: 1"],
        ("line",): ["  template: # k8slint: ignore[line] why"],
        ("item",): ["name: x\n        # k8slint: ignore[entry]\n        image: x"],
        ("entry",): ["image: x"],
        ("lower",): ["name: y\n        command:\n          # k8slint: ignore[scalar]\n          - sleep"],
        ("scalar",): ["sleep"],
        ("tail",): [],
        ("below",): ["kind: Pod"],
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# k8slint: ignore[x]\n---\na: 1\n", ["a: 1"]),
        ("---\n# k8slint: ignore[x]\na: 1\nb: 2\n", ["a: 1\nb: 2"]),
        ("a:\n  # k8slint: ignore[x]\n  b\nc: 1\n", ["a:\n  # k8slint: ignore[x]\n  b"]),
        ("a: [\n  # k8slint: ignore[x]\n  b, c]\n", ["b"]),
        ("a: {b: 1,\n  # k8slint: ignore[x]\n  c: 2}\n", ["c: 2"]),
        ("a:\n# k8slint: ignore[x]\n- b\n- c\n", ["b"]),
        ("a: 1\n# k8slint: ignore[x]\n", []),
        ("# k8slint: ignore[x]\n", []),
        ("a: 1\n# k8slint: ignore-file[x]\n", []),
        ("a: &k {b: 1}\n# k8slint: ignore[x]\nc: *k\n", ["c: *k"]),
    ],
)
def test_what_a_comment_covers(text, expected):
    assert covered(text)["x",] == expected


def test_nothing_is_said_about_files_that_cannot_be_read():
    (suppression,) = manifest("# k8slint: ignore[x]\na: [\n")
    assert not suppression.certain


ANNOTATED = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: a
  annotations:
    k8slint/ignore: "one, hadolint/two"
    ignore-check.kube-linter.io/latest-tag: "false"
    kube-score/ignore: container-resources, b
    polaris.fairwinds.com/hostIPCSet-exempt: "true"
    polaris.fairwinds.com/hostPIDSet-exempt: "false"
    polaris.fairwinds.com/exempt: true
    checkov.io/skip1: CKV_K8S_1=why
    x.bridgecrew.io/skip: CKV_K8S_2
    other: ignore
spec:
  template:
    metadata:
      annotations:
        k8slint/ignore: all
        kube-linter.io/ignore-all: x
"""


def test_annotations():
    whole, template = [], []
    for s in manifest(ANNOTATED):
        assert s.covers[0].end >= len(ANNOTATED) - 1
        (whole if s.covers[0].start == 0 else template).append((s.dialect, s.names))
    assert whole == [
        ("k8slint", ("one", "hadolint:two")),
        ("kube-linter", ("kube-linter:latest-tag",)),
        (
            "kube-score",
            (
                "kube-score:container-resources",
                "kube-score:b",
                "kube-score:container-ephemeral-storage-request-and-limit",
            ),
        ),
        ("polaris", ("polaris:hostipcset",)),
        ("polaris", ("polaris",)),
        ("checkov", ("checkov:ckv_k8s_1",)),
        ("checkov", ("checkov:ckv_k8s_2",)),
    ]
    assert template == [("k8slint", ("all",)), ("kube-linter", ("kube-linter",))]


def test_names_in_annotations_have_their_places():
    own = manifest(ANNOTATED)[0]
    assert [ANNOTATED[s.start : s.end] for s in own.spans] == ["one", "hadolint/two"]
    escaped = manifest(ANNOTATED.replace('"one, hadolint/two"', '"one\\x2c two"'))[0]
    assert escaped.names == ("one", "two")
    assert {ANNOTATED.replace('"one, hadolint/two"', '"one\\x2c two"')[s.start : s.end] for s in escaped.spans} == {
        '"one\\x2c two"'
    }
    assert escaped.removal is None


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        ("k8slint/ignore: [one]", "`k8slint/ignore` must be a string; write `k8slint/ignore:"),
        ("k8slint/ignore-file: one", "`k8slint/ignore-file` is not an annotation of k8slint; write `k8slint/ignore:"),
        ("K8slint/ignore: one", "`K8slint/ignore` is not an annotation of k8slint"),
        ("k8slint.io/ignore: one", "`k8slint.io/ignore` is not an annotation of k8slint"),
        ('k8slint/ignore: ""', "names no rule"),
    ],
)
def test_malformed_annotations_silence_nothing(annotation, words):
    (suppression,) = manifest(ANNOTATED[: ANNOTATED.index("    k8slint/ignore")] + f"    {annotation}\n")
    assert words in suppression.error
    assert suppression.names == ()


# --- Dockerfiles


def dockerfile(text):
    from k8slint._internal.kinds.dockerfile.tree import parse

    return suppress.for_dockerfile(parse(Source("Dockerfile", text)))


DOCKERFILE = """\
#!/usr/bin/env docker
# syntax=docker/dockerfile:1
# check=skip=Header;error=true
# k8slint: ignore-file[filewide]
# check=skip=Stage // why
# hadolint stage ignore=hadolint/stage
# hadolint ignore=hadolint/from
FROM alpine AS one
# hadolint ignore=hadolint/stacked

# k8slint: ignore[next, two]
# trivy:ignore:DS001
RUN foo \\
  # k8slint: ignore[inside]
  && bar
RUN x # k8slint: ignore[behind] why
RUN <<A
# k8slint: ignore[above]
foo
bar  # k8slint: ignore[body]
A
COPY a b # k8slint: ignore[no]
RUN echo "# k8slint: ignore[no]"
# hadolint stage ignore=hadolint/within
RUN a
# checkov:skip=CKV_DOCKER_3:because
FROM scratch
# check=skip=Copy
COPY c d
# hadolint ignore=hadolint/dead
"""
ONE = DOCKERFILE[DOCKERFILE.index("FROM alpine") : DOCKERFILE.index("\n# checkov")]
FOO = "RUN foo \\\n  # k8slint: ignore[inside]\n  && bar"


def test_what_comments_in_dockerfiles_cover():
    found = dockerfile(DOCKERFILE)
    assert [s.span.start for s in found] == sorted(s.span.start for s in found)
    assert {s.names for s in found if s.whole_file} == {
        ("buildkit:header",),
        ("filewide",),
        ("checkov:ckv_docker_3",),
    }
    assert {s.names: [DOCKERFILE[c.start : c.end] for c in s.covers] for s in found if not s.whole_file} == {
        ("buildkit:stage",): [ONE],
        ("hadolint:stage",): [ONE],
        ("hadolint:from",): ["FROM alpine AS one"],
        ("hadolint:stacked",): [FOO],
        ("next", "two"): [FOO],
        ("trivy:ds-0001",): [FOO],
        ("inside",): [FOO],
        ("behind",): ["RUN x # k8slint: ignore[behind] why"],
        ("above",): ["# k8slint: ignore[above]", "foo"],
        ("body",): ["bar  # k8slint: ignore[body]"],
        ("hadolint:within",): [ONE],
        ("buildkit:copy",): ["COPY c d"],
        ("hadolint:dead",): [],
        (): [],
    }
    (lost,) = [s for s in found if not s.names]
    assert lost.error == "is not a comment here, but a part of the `COPY`; write it on the line above"


def test_what_is_quoted_in_an_instruction_is_no_lost_comment():
    assert dockerfile('FROM a\nLABEL a="b # k8slint: ignore[c]"\nCOPY <<A /b\nx # k8slint: ignore[c]\nA\n') == ()


def test_check_below_the_head_is_not_for_the_file():
    (suppression,) = dockerfile("# about\n# check=skip=One\nFROM a\nRUN b\n")
    assert not suppression.whole_file


def test_what_might_be_quoted_is_not_cut_out():
    found = dockerfile("FROM a\nRUN x ' # k8slint: ignore[one]'\nRUN y # k8slint: ignore[one]\n")
    assert [s.removal is None for s in found] == [True, False]


def test_a_broken_dockerfile_says_nothing_about_use():
    assert [s.certain for s in dockerfile("FROM a\nFOO\n# k8slint: ignore[one]\nRUN b\n")] == [False]


@pytest.mark.parametrize(
    "text", ["", "# k8slint: ignore", "# check=skip=x", "FROM a # k8slint: ignore[x]", "#k8slint:"]
)
def test_odd_dockerfiles(text):
    dockerfile(text)
    dockerfile("\n".join([text, "FROM b", text, text]))


# --- judging


def entry(name, *aliases, category="style"):
    return RuleEntry(name, "m", "a", "Run", category, "strict", 2, aliases, "", "", None, (), (), "pack")


REGISTRY = Registry(
    [
        entry("one", "hadolint:DL3006", "trivy:DS-0001"),
        entry("two", "kube-linter:latest-tag", category="size"),
        entry("three", "buildkit:StageNameCasing", "trivy:KSV-0001"),
    ]
)


def names_of(rule):
    found = REGISTRY.by_name[rule]
    return frozenset((rule, found.category, "all", *(alias.lower() for alias in found.aliases)))


def finding(rule, start):
    return Finding(rule, "f", Span(start, start + 1), "m", Severity.INFO)


def silencer(*names, covers=((0, 100),), file=False, **more):
    spans = tuple(Span(1000 + 10 * n, 1005 + 10 * n) for n in range(len(names)))
    more.setdefault("removal", Edit(Span(990, 2000), ""))
    return Suppression(
        more.pop("dialect", "k8slint"), names, spans, Span(991, 1100), tuple(Span(*c) for c in covers), file, **more
    )


@pytest.mark.parametrize(
    ("names", "silenced"),
    [
        (("one",), {"one"}),
        ((), {"one", "two", "three"}),
        (("all",), {"one", "two", "three"}),
        (("size",), {"two"}),
        (("hadolint:dl3006",), {"one"}),
        (("dl3006",), {"one"}),
        (("hadolint",), {"one"}),
        (("trivy",), {"one", "three"}),
        (("trivy:ksv-*",), {"three"}),
        (("trivy:*",), {"one", "three"}),
        (("buildkit:stagenamecasing", "two"), {"two", "three"}),
        (("hadolint:stagenamecasing",), set()),
        (("nothing",), set()),
    ],
)
def test_names_silence_rules(names, silenced):
    findings = [finding(rule, 5) for rule in ("one", "two", "three")]
    kept, _ = suppress.apply(findings, (silencer(*names),), names_of)
    assert {f.rule for f in findings} - {f.rule for f in kept} == silenced


def test_places():
    suppressions = (silencer("one", covers=[(10, 20), (40, 50)]), silencer("two", covers=(), file=True))
    findings = [finding("one", at) for at in (9, 10, 20, 21, 45)] + [finding("two", 9999)]
    kept, used = suppress.apply(findings, suppressions, names_of)
    assert [f.span.start for f in kept] == [9, 21]
    assert used == {(0, 0), (1, 0)}


def test_every_name_that_silences_is_used():
    suppressions = (
        silencer("two", "one", covers=[(0, 100)]),
        silencer("all", covers=[(5, 6)]),
        silencer("one", covers=[(50, 60)]),
    )
    _, used = suppress.apply([finding("one", 5)], suppressions, names_of)
    assert used == {(0, 1), (1, 0)}


def test_expired_ones_silence_nothing():
    findings = [finding("one", 5)]
    today = time.strftime("%Y-%m-%d")
    for until, kept in (("2020-01-01", 1), (today, 0), ("2999-01-01", 0), ("", 0)):
        assert len(suppress.apply(findings, (silencer("one", until=until),), names_of)[0]) == kept


def test_malformed_ones_silence_nothing():
    assert len(suppress.apply([finding("one", 5)], (silencer(error="no"),), names_of)[0]) == 1


def test_many_of_both_are_quick():
    suppressions = tuple(silencer("one", covers=[(10 * n, 10 * n + 5)]) for n in range(20_000))
    findings = [finding("one", 10 * n) for n in range(20_000)]
    start = time.process_time()
    kept, used = suppress.apply(findings, suppressions, names_of)
    assert (len(kept), len(used)) == (0, 20_000)
    assert time.process_time() - start < 3


def problems(suppressions, used=(), selected=("one", "two", "three")):
    return list(suppress.unused(suppressions, set(used), REGISTRY, frozenset(selected)))


def test_unused():
    found = problems((silencer("one", "two", "three"),), {(0, 1)})
    assert [(p.kind, p.span.start) for p in found] == [("unused-suppression", 1000), ("unused-suppression", 1020)]
    assert [p.fix.edits[0].span for p in found] == [Span(1000, 1010), Span(1015, 1025)]


def test_the_whole_comment_goes_when_all_its_names_are_unused():
    found = problems((silencer("one", "two"),))
    assert [p.fix.edits[0].span for p in found] == [Span(990, 2000)] * 2


def test_without_an_exact_removal_there_is_no_fix():
    assert [p.fix for p in problems((silencer("one", removal=None),))] == [None]
    assert [p.fix for p in problems((silencer("one", "two", removal=None),), {(0, 0)})] == [None]


def test_all_is_unused_where_nothing_is_silenced():
    (problem,) = problems((silencer(),))
    assert (problem.kind, problem.span) == ("unused-suppression", Span(991, 1100))
    assert problems((silencer(),), {(0, 0)}) == []


def test_rules_that_did_not_run_are_not_called_unused():
    assert problems((silencer("one"),), selected=("two", "three")) == []
    assert problems((silencer("trivy"), silencer("all")), selected=()) == []
    assert len(problems((silencer("trivy"),), selected=("one", "three"))) == 1


def test_a_group_is_judged_by_those_of_its_rules_that_ran():
    (problem,) = problems((silencer("all"),), selected=("one",))
    assert problem.fix.applicability == Applicability.UNSAFE, "in another profile it might silence something"
    (problem,) = problems((silencer("all"),))
    assert problem.fix.applicability == Applicability.SAFE
    assert list(suppress.unused((silencer("all"),), set(), REGISTRY, ("one",), alone=True)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Dockerfile", "FROM alpine:3.20\n{}\nRUN apk add git\n"),
        ("a.yaml", "{}\napiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\n"),
    ],
)
def test_any_case_and_the_name_as_it_is_written(path, text):
    engine = Engine(registry(), Settings(select=("ALL",), ignore=("missing-user",)))
    silenced = "apk-add-without-no-cache" if path == "Dockerfile" else "bare-pod"
    for comment in (f"# K8SLINT: IGNORE[{silenced.upper()}]", f"# K8sLint: ignore[{silenced}]"):
        found = [f.rule for f in engine.check({path: text.format(comment)}).findings]
        assert silenced not in found
        assert "invalid-suppression" not in found
    calm = "FROM scratch\n{}\nENV A=1\n" if path == "Dockerfile" else "{}\napiVersion: v1\nkind: ConfigMap\n"
    for name in ("Size", "Hadolint", "No-Such-Rule", "ALL"):
        found = engine.check({path: calm.format(f"# K8SLINT: IGNORE[{name}]")}).findings
        (said,) = [f for f in found if f.rule.endswith("-suppression")]
        assert f"`{name}`" in said.message


def test_a_comment_names_no_more_rules_than_it_may():
    many = " ".join(f"r{n}" for n in range(MAX_NAMES + 1))
    (directive,) = in_dockerfile(f"# k8slint: ignore[{many}]", 0)
    assert "more than" in directive.error
    assert directive.names == ()
    (directive,) = in_dockerfile(f"# hadolint ignore={many.replace(' ', ',').replace('r', 'DL')}", 0)
    assert len(directive.names) <= MAX_NAMES + 4


def test_a_file_has_no_more_suppressions_than_it_may():
    from k8slint._internal.kinds.suppress import MAX_SUPPRESSIONS

    engine = Engine(registry(), Settings(select=("invalid-suppression",)))
    text = "apiVersion: v1\nkind: Pod\n" + "# k8slint: ignore[bare-pod]\n" * (MAX_SUPPRESSIONS + 5)
    (found,) = engine.check({"a.yaml": text}).findings
    assert found.line == MAX_SUPPRESSIONS + 3
    annotation = f"apiVersion: v1\nkind: Pod\nmetadata: {{annotations: {{k8slint/ignore: {'a ' * 300_000}}}}}\n"
    start = time.process_time()
    (found,) = engine.check({"a.yaml": annotation}).findings
    assert "names more than" in found.message
    assert time.process_time() - start < 2


def test_other_tools_and_unread_files_are_not_called_unused():
    assert problems((silencer("hadolint:dl3006", dialect="hadolint"), silencer("one", certain=False))) == []


def test_unknown_names_are_invalid():
    found = problems((silencer("onne", "xyzzy"),))
    assert [(p.kind, p.fix) for p in found] == [("invalid-suppression", None)] * 2
    assert "did you mean `one`" in found[0].message
    assert found[1].message == "unknown rule `xyzzy`; `k8slint rules` lists all names"


def test_malformed_ones_are_invalid():
    (problem,) = problems((silencer(error="is wrong; right it"),))
    assert (problem.kind, problem.message) == ("invalid-suppression", "is wrong; right it")


def test_problems_about_suppressions_can_be_silenced():
    registry = Registry([*REGISTRY.entries, entry("unused-suppression", category="suppressions")])
    selected = frozenset(e.name for e in registry.entries)
    silent = silencer("unused-suppression", covers=(), file=True)
    assert list(suppress.unused((silencer("one"), silent), set(), registry, selected)) == []
    alone = list(suppress.unused((silent,), set(), registry, selected))
    assert [p.kind for p in alone] == ["unused-suppression"]
    assert len(list(suppress.unused((silencer("one"), silencer()), set(), registry, selected))) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n  # k8slint: ignore[one]\nb: 2\n", "a: 1\nb: 2\n"),
        ("a: 1\r\n# k8slint: ignore[one]\r\nb: 2", "a: 1\r\nb: 2"),
        ("a: 1\n# k8slint: ignore[one]", "a: 1"),
        ("a: 1\r\n# k8slint: ignore[one]", "a: 1"),
        ("a: 1  # k8slint: ignore[one] why\nb: 2\n", "a: 1\nb: 2\n"),
        ("a: 1 # note # k8slint: ignore[one]\r\nb: 2\n", "a: 1 # note\r\nb: 2\n"),
        ("# k8slint: ignore[one]\na: 1\n", "a: 1\n"),
        ("# note # k8slint: ignore[one]\na: 1\n", "# note\na: 1\n"),
    ],
)
def test_removal_leaves_no_trace(text, expected):
    (problem,) = problems(manifest(text))
    assert apply(text, problem.fix.edits) == expected


def test_removing_names_one_by_one():
    text = "# k8slint: ignore[one, two,three  hadolint] why\na: 1\n"
    suppressions = manifest(text)
    results = [
        apply(text, problems(suppressions, {(0, n) for n in range(4)} - {(0, position)})[0].fix.edits).split("\n")[0]
        for position in range(4)
    ]
    assert results == [
        "# k8slint: ignore[two,three  hadolint] why",
        "# k8slint: ignore[one, three  hadolint] why",
        "# k8slint: ignore[one, two,hadolint] why",
        "# k8slint: ignore[one, two,three] why",
    ]


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ("    k8slint/ignore: one\n    a: b\n", "    a: b\n"),
        ("    a: b\n    k8slint/ignore: 'one, two'\n", "    a: b\n"),
        ("    k8slint/ignore: one\n", None),
    ],
)
def test_annotations_can_be_removed(annotations, expected):
    text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n{}spec: {{}}\n"
    found = problems(manifest(text.format(annotations)))
    wanted = text.replace("  annotations:\n", "").format("") if expected is None else text.format(expected)
    assert {apply(text.format(annotations), p.fix.edits) for p in found} == {wanted}


def test_suppressions_can_be_encoded():
    found = manifest(ANNOTATED) + manifest(DEPLOYMENT) + dockerfile(DOCKERFILE)
    assert encode.decode(encode.encode(found)) == found


def test_a_file_without_the_words_costs_nothing():
    from k8slint._internal.kinds.kubernetes.tree import resources
    from k8slint._internal.syntax.yaml.documents import parse

    stream = parse(Source("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {annotations: {a: b}} # c\n"))
    found = resources(stream)
    start = time.process_time()
    for _ in range(1000):
        assert suppress.for_manifest(stream, found) == ()
    assert time.process_time() - start < 0.1
