# Everything from Python >= 3.11, pip and make. `make run` opens the seeds, `make test` tests.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check bench screenshots clean

run: .venv/.run
	@$(BIN)/paperview $(FILES)

test: .venv/.test
	$(BIN)/pytest

check: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/.test
	$(BIN)/python benchmarks/latency.py
	$(BIN)/python benchmarks/startup.py

screenshots: .venv/.run
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.test: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,check]'
	@touch $@ .venv/.run
