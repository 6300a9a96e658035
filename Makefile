# Needs python3 (3.11 or newer) and make. Everything is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test fuzz mutants rule-mutants crossfire lint types contracts index index-check docs docs-check bench clean

help:  ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

.venv/done: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch .venv/done

demo: .venv/done  ## Lint the lecture's samples in fixtures/course
	$(BIN)/k8slint check --exit-zero fixtures/course

test: .venv/done  ## Run every test
	$(BIN)/python -m pytest -n auto

fuzz: .venv/done  ## Give every parser texts that nobody would write: make fuzz SECONDS=600
	$(BIN)/python tests/properties/fuzz.py --seconds $(or $(SECONDS),60)

mutants: .venv/done  ## Change the fixer one place at a time, and fail where too few tests notice
	$(BIN)/python scripts/mutate.py --least 90 linter/k8slint/_internal/fixing/verify.py -- tests/unit/test_verify.py
	$(BIN)/python scripts/mutate.py --least 90 linter/k8slint/_internal/fixing/fixer.py -- tests/unit/test_fixer.py

rule-mutants: .venv/done  ## Plant faults in rules, list those that no example notices: make rule-mutants RULES="bare-pod size"
	$(BIN)/python scripts/mutate_rules.py $(RULES)

crossfire: .venv/done  ## Write what every rule says about every example to fixtures/crossfire.txt; read the difference
	$(BIN)/python tests/rules/test_crossfire.py

lint: .venv/done  ## Check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/done  ## Check types
	$(BIN)/mypy

contracts: .venv/done  ## Check who may import whom
	$(BIN)/lint-imports

index: .venv/done  ## Write the index of the built-in rules from their classes
	$(BIN)/python -m k8slint._internal.authoring.index k8slint_rules

index-check: .venv/done  ## Fail when the index is stale
	$(BIN)/python -m k8slint._internal.authoring.index k8slint_rules --check

docs: .venv/done  ## Write docs: the pages of the rules, the reference, the picture of the output, the manual page
	$(BIN)/python docs/rules.py
	$(BIN)/python docs/writing_rules.py
	$(BIN)/python docs/picture.py
	$(BIN)/python docs/man.py

docs-check: .venv/done  ## Fail when the documents are stale
	$(BIN)/python docs/rules.py --check
	$(BIN)/python docs/writing_rules.py --check
	$(BIN)/python docs/picture.py --check
	$(BIN)/python docs/man.py --check

bench: .venv/done  ## Measure against hadolint and the C parser: make bench FOLDER=path
	$(PYTHON) benchmarks/bench.py $(FOLDER)

clean:  ## Remove what was built
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
