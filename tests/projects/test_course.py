"""The lecture's samples in fixtures/course: every planted mistake is found at its place, and what is exact is repaired.

`python tests/projects/test_course.py` writes fixtures/course/expected.txt and fixtures/course-fixed anew; read the difference
before you keep it.
"""

import contextlib
import difflib
import io
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from k8slint._internal.cli import main

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "fixtures" / "course"
FIXED = ROOT / "fixtures" / "course-fixed"
EXPECTED = COURSE / "expected.txt"
OWN = ("README.md", "expected.txt")
TIERS = {"safe": (), "unsafe": ("--unsafe",)}
CONCISE = ("--isolated", "--no-cache", "--color", "never", "--output-format", "concise")

PLANTED = """
bash/Dockerfile:2 apk-add-without-no-cache
compose/compose.yaml:7 linked-service
compose/compose.yaml:9 database-service-without-volume
compose/compose.yaml:9 untagged-service-image
compose/compose.yaml:11 secret-in-service-environment
database/Dockerfile:2 secret-in-arg-or-env
database/Dockerfile:3 root-user
environment/Dockerfile:2 env-refers-to-itself
environment/Dockerfile:6 variable-in-exec-form
greeter/Dockerfile:4 write-under-volume
greeter/Dockerfile:5 add-for-local-file
greeter/Dockerfile:7 entrypoint-loses-arguments
greeter/Dockerfile:8 invalid-exposed-port
hello/Dockerfile:1 untagged-base-image
hello/Dockerfile:2 shell-form-command
k8s/batch.yaml:14 invalid-job-restart-policy
k8s/batch.yaml:16 removed-api-version
k8s/batch.yaml:21 invalid-cron-schedule
k8s/database.yaml:5 duplicate-key
k8s/database.yaml:16 database-without-volume
k8s/database.yaml:16 latest-without-pull-policy
k8s/database.yaml:19 secret-in-env-value
k8s/database.yaml:26 namespace-tears-service
k8s/external.yaml:8 external-name-address
k8s/job.yaml:12 misplaced-restart-policy
k8s/pod.yaml:2 bare-pod
k8s/pod.yaml:13 heap-over-memory-limit
k8s/pod.yaml:18 removed-api-version
k8s/site.yaml:6 excessive-replicas
k8s/site.yaml:9 selector-template-mismatch
k8s/site.yaml:17 latest-without-pull-policy
k8s/site.yaml:20 malformed-document-separator
k8s/site.yaml:27 service-selects-nothing
k8s/worker.yaml:6 selector-template-mismatch
k8s/worker.yaml:21 request-over-limit
k8s/worker.yaml:27 duplicate-name-in-pod
k8s/worker.yaml:31 memory-in-milli-bytes
k8s/worker.yaml:33 volume-mount-without-volume
k8s/worker.yaml:47 unnamed-service-port
k8s/worker.yaml:48 service-target-port-missing
layers/Dockerfile:3 deleted-in-later-layer
layers/Dockerfile:4 consecutive-runs
layers/Dockerfile:5 install-without-yes
layers/Dockerfile:7 deleted-in-later-layer
layers/Dockerfile:8 recursive-chown-in-later-layer
long-running/Dockerfile:1 latest-base-image
long-running/Dockerfile:2 overridden-instruction
long-running/Dockerfile:3 shell-swallows-signals
multistage/Dockerfile:1 mixed-case-stage-name
multistage/Dockerfile:7 undefined-arg-in-from
multistage/Dockerfile:10 invalid-json-form
orchestra/compose.yaml:1 obsolete-version-key
orchestra/compose.yaml:5 container-name-of-replicas
orchestra/compose.yaml:10 undeclared-service-resource
orchestra/compose.yaml:12 undefined-service-dependency
orchestra/compose.yaml:17 unknown-service-key
orchestra/compose.yaml:20 networks-beside-network-mode
orchestra/compose.yaml:25 duplicate-host-port
orchestra/compose.yaml:27 undeclared-service-resource
orchestra/compose.yaml:29 health-test-without-cmd
orchestra/compose.yaml:32 unknown-service-key
orchestra/compose.yaml:35 undeclared-service-resource
ports/Dockerfile:3 host-port-in-expose
ports/Dockerfile:4 mixed-case-port-protocol
ports/compose.yaml:5 port-not-exposed
registry/Dockerfile:1 url-as-image
registry/pod.yaml:9 url-as-image
site/Dockerfile:2 consecutive-runs
site/Dockerfile:4 relative-workdir
site/Dockerfile:5 context-copied-without-dockerignore
site/Dockerfile:6 missing-expose
workflow/Dockerfile:1 untagged-base-image
workflow/Dockerfile:2 maintainer-instruction
workflow/Dockerfile:3 cd-without-effect
workflow/Dockerfile:5 apt-lists-left-behind
workflow/Dockerfile:6 pip-install-with-cache
workflow/Dockerfile:7 sudo-in-run
""".strip().splitlines()


def run(folder, *arguments):
    """Exit code and standard output of the command line, run in a folder."""
    before = Path.cwd()
    out = io.StringIO()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(out):
            code = main(arguments)
    finally:
        os.chdir(before)
    return code, out.getvalue()


def copy(folder):
    place = Path(folder) / "course"
    shutil.copytree(COURSE, place, ignore=shutil.ignore_patterns(*OWN))
    return place


def findings(report):
    """The findings of a concise report as (path, line, column, rule, repairable)."""
    found = re.findall(r"^(\S+?):(\d+):(\d+): \w+ (\S+) .*?(\[\*\]|\[\* unsafe\])?$", report, re.MULTILINE)
    return {(path, int(line), int(column), rule, mark) for path, line, column, rule, mark in found}


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changes(before, after):
    """The lines that differ, without any around them; line ends count."""
    assert before.keys() == after.keys()
    lines = []
    for path in sorted(before):
        old, new = (texts[path].decode().splitlines(keepends=True) for texts in (before, after))
        lines += difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", n=0)
    return "".join(lines)


def fix(place, tier):
    return run(place, "fix", *CONCISE, *TIERS[tier], ".")


@pytest.fixture(name="course")
def course_folder(tmp_path):
    return copy(tmp_path)


def test_report(course):
    code, report = run(course, "check", *CONCISE, ".")
    assert report == EXPECTED.read_text()
    assert code == 1


def test_every_planted_mistake_is_found():
    found = {f"{path}:{line} {rule}" for path, line, _, rule, _ in findings(EXPECTED.read_text())}
    assert [planted for planted in PLANTED if planted not in found] == []


def test_report_of_the_folder_as_it_lies_here():
    """As `make demo` runs it: the rest of the repository is the project around it."""
    _, report = run(ROOT, "check", *CONCISE, "fixtures/course")
    assert findings(report.replace("fixtures/course/", "")) == findings(EXPECTED.read_text())


@pytest.mark.parametrize("tier", TIERS)
def test_fix_changes_these_lines_and_no_others(course, tier):
    before = contents(course)
    fix(course, tier)
    after = contents(course)
    assert changes(before, after) == (FIXED / f"{tier}.diff").read_text()
    fix(course, tier)
    assert contents(course) == after


@pytest.mark.parametrize("tier", TIERS)
def test_nothing_exact_is_left_and_nothing_broken(course, tier):
    _, before = run(course, "check", *CONCISE, ".")
    fix(course, tier)
    code, report = run(course, "check", *CONCISE, ".")
    assert code == 1
    marks = {mark for *_, mark in findings(report)}
    assert marks == ({""} if tier == "unsafe" else {"", "[* unsafe]"})
    if tier == "safe":
        rules = [sorted((path, rule) for path, _, _, rule, _ in findings(text)) for text in (before, report)]
        assert [found for found in rules[1] if found not in rules[0]] == []


def test_strict_finds_all_that_the_default_finds(course):
    _, report = run(course, "check", *CONCISE, "--profile", "strict", ".")
    strict, default = findings(report), findings(EXPECTED.read_text())
    assert default < strict


def test_every_folder_has_its_row():
    rows = re.findall(r"^\| (\S+) \|", (COURSE / "README.md").read_text(), re.MULTILINE)
    assert sorted(row for row in rows if row != "folder") == sorted(
        path.name for path in COURSE.iterdir() if path.is_dir()
    )
    assert {path.partition("/")[0] for path in PLANTED} == {path.name for path in COURSE.iterdir() if path.is_dir()}


def write():
    with tempfile.TemporaryDirectory() as folder:
        EXPECTED.write_text(run(copy(folder), "check", *CONCISE, ".")[1])
    for tier in TIERS:
        with tempfile.TemporaryDirectory() as folder:
            place = copy(folder)
            before = contents(place)
            fix(place, tier)
            (FIXED / f"{tier}.diff").write_text(changes(before, contents(place)))


if __name__ == "__main__":
    sys.exit(write())
