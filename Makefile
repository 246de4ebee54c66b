# Everything from Python >= 3.11, pip and make. `make run` opens the seeds, `make test` tests.
PYTHON ?= python3
BIN := .venv/bin
BENCH := build/bench
SIZE ?= 50000

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
	@test -n "$(PAPERS)" || { echo "make bench PAPERS=FILE [SIZE=50000]: the arXiv snapshot's" \
		"JSON lines, or papers in the seeds' format"; exit 2; }
	@mkdir -p $(BENCH)
	$(BIN)/python -m benchmarks.piles "$(PAPERS)" $(SIZE) $(BENCH)/papers.txt
	$(BIN)/python -m benchmarks.queries $(BENCH)/papers.txt --hard > $(BENCH)/queries.jsonl
	$(BIN)/python -m benchmarks.startup $(BENCH)/papers.txt
	$(BIN)/python -m benchmarks.keystrokes $(BENCH)/papers.txt $(BENCH)/queries.jsonl
	$(BIN)/python -m benchmarks.frames $(BENCH)/papers.txt
	$(BIN)/python -m benchmarks.relevance $(BENCH)/papers.txt $(BENCH)/queries.jsonl

screenshots: .venv/.run
	$(BIN)/python docs/screenshots.py

clean:
	rm -rf .venv build dist snapshot_report.html .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/.run: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.test: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,check]'
	@touch $@ .venv/.run
