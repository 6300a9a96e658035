"""What bounds a work: the timer of a process of our own, a thread everywhere else."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from k8slint._internal.running import budget


def spin():
    while True:
        pass


def test_a_work_without_end_is_stopped_and_the_reason_said():
    with pytest.raises(budget.Exceeded, match=r"more than 0\.2 s of processor time"):
        budget.within(spin, 0.2)
    assert budget.within(lambda: 3, 0.2) == 3, "nothing is left behind"


def test_a_work_in_a_thread_is_stopped():
    said = []

    def run():
        try:
            budget.within(spin, 0.2)
        except budget.Exceeded as error:
            said.append(str(error))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert said == ["takes more than 0.2 s of processor time"] * 3


def test_the_outer_bound_applies_inside():
    with pytest.raises(budget.Exceeded, match=r"0\.2 s"):
        budget.within(lambda: budget.within(spin, 100), 0.2)


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(budget, "BYTES", 40_000_000)
    held = []

    def grow():
        while True:
            held.append(bytearray(1_000_000))

    with pytest.raises(budget.Exceeded, match="40 MB of memory"):
        budget.within(grow, 30)


def test_a_work_that_swallows_everything_is_interrupted_again():
    left = [3]

    def stubborn():
        while left[0]:
            try:
                spin()
            except BaseException:
                left[0] -= 1
        return "done"

    assert budget.within(stubborn, 0.1) == "done"


def test_the_signals_of_somebody_else_are_left_alone():
    before = signal.getsignal(signal.SIGVTALRM)
    budget.within(lambda: None)
    assert signal.getsignal(signal.SIGVTALRM) is before
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


OWN = """
import os
from k8slint._internal.running import budget

def spin():
    while True:
        pass

def bounded():
    try:
        budget.within(spin, 0.2)
    except budget.Exceeded as error:
        return str(error)

budget.own()
print(bounded(), flush=True)
pid = os.fork()
if not pid:
    print(bounded(), flush=True)
    os._exit(0)
os.waitpid(pid, 0)
print(bounded(), budget.within(lambda: budget._watch.armed), budget._watch.armed, budget._patrol.walking, flush=True)
"""


def test_the_timer_of_a_process_of_our_own_and_of_its_fork():
    said = subprocess.run([sys.executable, "-c", OWN], capture_output=True, text=True, timeout=120, check=True).stdout
    line = "takes more than 0.2 s of processor time"
    assert said.splitlines() == [line, line, f"{line} True False False"]


def test_a_system_without_timers_and_threads_to_interrupt(monkeypatch):
    monkeypatch.setattr(budget, "_interrupter", lambda: None)
    assert budget.within(lambda: "done") == "done"


def test_memory_where_there_is_no_proc(monkeypatch):
    monkeypatch.setattr(budget.os, "open", lambda *_: (_ for _ in ()).throw(FileNotFoundError()))
    assert 1_000_000 < budget.resident() < 1 << 40
    monkeypatch.undo()
    assert budget.resident() > 1_000_000
    assert os.getpid()
