"""No rule costs more than in proportion to its file: a bad example, repeated twice as often, is linted in twice the time.

Processor time, not wall time; a pair that looks bad is measured again, since only a rule that is bad each time is at fault.
"""

import gc
import time

import pytest

import k8slint_rules
from k8slint._internal.authoring import testing
from k8slint._internal.authoring.index import rule_classes
from k8slint._internal.rulekit.rule import Bad
from k8slint._internal.running.engine import Engine

TIMES = 300
AT_MOST = 2.6
"""Times the cost of a file half as long."""
CLEARLY = 2.3
"""Times that leave no doubt, so that the longer files need not be linted."""
TOO_SHORT = 0.03
"""Seconds below which a file of `2 * TIMES` repeats is cheap however it grows."""
TRIES = 4
RULES = list(rule_classes(k8slint_rules))
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}-{number}")
    for rule in RULES
    for number, example in enumerate((e for e in rule.examples if isinstance(e, Bad) and len(e.files) == 1), 1)
    if number == 1
]


def repeated(path, text, times):
    """A file of the same kind whose body comes `times` times: instructions after the first `FROM`, documents, services."""
    if path.endswith((".yaml", ".yml", ".json")):
        return "\n---\n".join([text] * times)
    lines = text.splitlines(keepends=True)
    first = next((index for index, line in enumerate(lines) if line.upper().startswith("FROM")), -1) + 1
    body = "".join(lines[first:]).rstrip("\n") + "\n"
    stages = sum(line.upper().startswith("FROM") for line in lines[first:])
    if stages:  # more than 500 stages are refused
        times = times * 400 // (2 * TIMES * stages)
    return "".join(lines[:first]) + body * times


def cost(engine, texts):
    gc.collect()
    gc.disable()
    try:
        started = time.process_time()
        engine.check(texts)
        return time.process_time() - started
    finally:
        gc.enable()


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_twice_the_file_costs_twice(rule, example):
    ((path, marked),) = testing.files(rule, example.files).items()
    text = testing.unmark(marked)[0]
    engine = Engine.for_rule(rule, example.options, example.beside)
    short, once, twice = ({path: repeated(path, text, times)} for times in (TIMES // 2, TIMES, 2 * TIMES))
    cost(engine, {path: text})
    half, whole = cost(engine, short), cost(engine, once)
    if whole < TOO_SHORT or whole < CLEARLY * half:
        return
    ratios = []
    for _ in range(TRIES):
        half, whole = cost(engine, once), cost(engine, twice)
        if whole < TOO_SHORT or whole < AT_MOST * half:
            return
        ratios.append(round(whole / half, 2))
    assert min(ratios) < AT_MOST, ratios
