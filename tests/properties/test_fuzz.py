"""A short run of every fuzz target, the same each time; `make fuzz` runs them for long."""

import importlib.util
import pathlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SPEC = importlib.util.spec_from_file_location("fuzz", pathlib.Path(__file__).with_name("fuzz.py"))
fuzz = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(fuzz)


@pytest.mark.parametrize("name", fuzz.TARGETS)
def test_target(name):
    texts = fuzz.corpus(name)
    assert len(texts) > 1

    @settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False))
    def run(dice):
        fuzz.TARGETS[name](fuzz.mutated(dice, texts))

    run()


@pytest.mark.parametrize("name", ["config", "globs", "suppressions", "shell"])
def test_the_corpus_itself(name):
    for text in fuzz.corpus(name):
        fuzz.TARGETS[name](text)


def test_what_is_found_is_made_smaller():
    def target(text):
        assert "x" not in text or "y" not in text

    assert fuzz.smaller(target, "aaaaaaxbbbbbbbbbybbbb\n" * 20) in ("xy", "yx")
