"""Analyses in forked processes: all come back once, and a process that dies costs its own files only."""

import os
import signal
import time

import pytest

from k8slint._internal.running import workers
from k8slint._internal.running.analyse import Analysis, Failure

SIZES = [10, 3000, 500, 500, 20_000, 1, 0, 700]


def analysis(index, text=""):
    return Analysis(f"file-{index}", "other", text or None, (), (), None, (), ())


@pytest.mark.parametrize("jobs", [1, 2, 3, 8, 100])
def test_every_task_comes_back_once(jobs):
    done = sorted(workers.spread(analysis, SIZES, jobs), key=lambda item: item[0])
    assert done == [(index, analysis(index)) for index in range(len(SIZES))]


def test_work_is_done_in_other_processes():
    found = {found.aside for _, found in workers.spread(lambda index: analysis(index, str(os.getpid())), SIZES, 2)}
    assert len(found) == 2
    assert str(os.getpid()) not in found


def test_long_results_come_whole():
    text = "é\n" * 300_000
    done = dict(workers.spread(lambda index: analysis(index, text), [1, 1, 1], 2))
    assert all(found.aside == text for found in done.values())
    assert len(done) == 3


def dies(index):
    if index == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return analysis(index)


def raises(index):
    if index == 4:
        raise ValueError("worker")
    return analysis(index)


@pytest.mark.parametrize(("task", "status"), [(dies, "-9"), (raises, "1")])
def test_a_process_that_ends_early_fails_for_what_it_had_left(task, status, capfd):
    done = dict(workers.spread(task, SIZES, 2))
    assert sorted(done) == list(range(len(SIZES)))
    assert isinstance(done[4], Failure)
    assert done[4].message == f"the process that linted it ended early (exit {status})"
    others = [found for index, found in done.items() if index != 4]
    assert any(isinstance(found, Analysis) for found in others)
    assert len([found for found in others if isinstance(found, Failure)]) < len(SIZES) - 1


def test_whoever_stops_asking_leaves_no_process():
    def slow(index):
        time.sleep(0 if index == 0 else 600)
        return analysis(index)

    started = time.monotonic()
    results = workers.spread(slow, [100, 1, 1], 2)
    assert next(results)[0] == 0
    results.close()
    assert time.monotonic() - started < 300, "it does not wait for them"
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize(
    ("jobs", "sizes", "expected"),
    [
        (1, [3_000_000, 1], False),
        (2, [3_000_000], False),
        (2, [3_000_000, 1], True),
        (2, [10] * 300, False),
        (2, [10] * 301, True),
        (2, [], False),
    ],
)
def test_forking_is_left_out_for_little_work(jobs, sizes, expected):
    assert workers.worth_it(jobs, sizes) is expected


def test_where_no_process_can_be_started_the_work_is_done_here(monkeypatch):
    def no_fork():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    monkeypatch.setattr(workers.os, "fork", no_fork)
    done = dict(workers.spread(analysis, SIZES, 2))
    assert sorted(done) == list(range(len(SIZES)))
    assert all(isinstance(found, Analysis) for found in done.values())
    monkeypatch.undo()
    assert not before or len(os.listdir("/proc/self/fd")) == before


def test_where_one_process_can_be_started_the_rest_is_done_here(monkeypatch):
    real, left = os.fork, [1]

    def fork():
        if not left[0]:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        left[0] -= 1
        return real()

    monkeypatch.setattr(workers.os, "fork", fork)
    done = dict(workers.spread(analysis, SIZES, 4))
    assert sorted(done) == list(range(len(SIZES)))


def test_there_are_not_more_processes_than_help(monkeypatch):
    started = []
    real = os.fork

    def fork():
        started.append(1)
        return real()

    monkeypatch.setattr(workers, "processors", lambda: 1)
    monkeypatch.setattr(workers.os, "fork", fork)
    assert len(dict(workers.spread(analysis, [1] * 40, 1024))) == 40
    assert len(started) == 4


def test_there_is_a_processor():
    assert workers.processors() >= 1


PACK = """\
import os, signal

from k8slint import Rule
from k8slint._internal.kinds.dockerfile.tree import Dockerfile


class Deadly(Rule[Dockerfile]):
    \"\"\"Ends the process that meets a certain file.\"\"\"

    name = "deadly"
    category = "correctness"

    def check(self, dockerfile):
        if "deadly" in dockerfile.source.text:
            os.kill(os.getpid(), signal.SIGKILL)
        yield self.finding(dockerfile.instructions[0].span, "seen; go on")


def k8slint_rules():
    return [Deadly]
"""


def test_a_run_survives_a_worker_that_is_killed(project):
    (project.folder.parent / "deadly_rules.py").write_text(PACK)
    for number in range(320):
        project.write(f"d{number}/Dockerfile", "FROM alpine:3.22\n" + ("# deadly\n" if number == 200 else ""))
    result = project.run(
        *("check", "--jobs", "2", "--no-cache", "--plugin", "deadly_rules", "--select", "deadly"),
        *("--output-format", "concise"),
        env={"PYTHONPATH": os.pathsep.join((str(project.folder.parent), os.environ.get("PYTHONPATH", "")))},
    )
    assert result.returncode == 2
    assert "d200/Dockerfile" in result.stderr
    assert "ended early" in result.stderr
    assert "Traceback" not in result.stderr
    found = {line.partition("/")[0] for line in result.stdout.splitlines() if "seen" in line}
    # The other process has done its half, and the killed one what came before.
    assert len(found) >= 160
    assert "d200" not in found


def test_several_processes_say_what_one_says(project):
    for number in range(310):
        project.write(f"d{number}/Dockerfile", f"FROM alpine:3.{number}\nRUN cd /a && rm -rf /b\nRUN apk add curl\n")
    one = project.run("check", "--jobs", "1", "--no-cache", "--fail-on", "note", "--output-format", "json")
    two = project.run("check", "--jobs", "2", "--no-cache", "--fail-on", "note", "--output-format", "json")
    assert one.returncode == 1
    assert one.stdout == two.stdout
