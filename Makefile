# Needs Python >= 3.11, pip and make. `make run` opens the seeds, `make test` runs the tests.
PYTHON ?= python3
BIN := .venv/bin
BENCH := build/bench
SIZE ?= 100000
# Without compiled modules, each program that the tests start needs a second more.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check docs bench screenshots clean

run: .venv/.run
	@$(BIN)/paperview $(FILES)

test: .venv/.test
	$(BIN)/pytest -n auto --dist worksteal

check: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/.docs
	$(BIN)/sphinx-build -W --keep-going -q -E docs build/docs
	@echo build/docs/index.html

bench: .venv/.bench
	@test -n "$(PAPERS)" || { echo "make bench PAPERS=FILE [SIZE=100000]: JSON lines in the format of" \
		"the arXiv snapshot; the first SIZE records are used"; exit 2; }
	@mkdir -p $(BENCH)
	$(BIN)/python -m benchmarks.corpora "$(PAPERS)" $(SIZE) $(BENCH)/papers.json
	$(BIN)/python -m benchmarks.queries $(BENCH)/papers.json --mix --count 1000 > $(BENCH)/queries.jsonl
	$(BIN)/python -m benchmarks.queries $(BENCH)/papers.json --hard \
		--kinds abstract surname title typos unfinished > $(BENCH)/hard.jsonl
	$(BIN)/python -m benchmarks.queries $(BENCH)/papers.json --count 100 --seed 3 > $(BENCH)/kinds.jsonl
	$(BIN)/python -m benchmarks.startup $(BENCH)/papers.json
	$(BIN)/python -m benchmarks.indexing $(BENCH)/papers.json
	$(BIN)/python -m benchmarks.keystrokes $(BENCH)/papers.json $(BENCH)/queries.jsonl
	$(BIN)/python -m benchmarks.shelf $(BENCH)/papers.json $(BENCH)/queries.jsonl
	$(BIN)/python -m benchmarks.frames $(BENCH)/papers.json
	$(BIN)/python -m benchmarks.blocking $(BENCH)/papers.json
	$(BIN)/python -m benchmarks.relevance $(BENCH)/papers.json $(BENCH)/hard.jsonl
	$(BIN)/python -m benchmarks.resolving $(BENCH)/papers.json
	$(BIN)/python -m benchmarks.compare $(BENCH)/papers.json $(BENCH)/kinds.jsonl

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

.venv/.docs: pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[docs]'
	@touch $@ .venv/.run

# Search programs to compare with; fzf is used if it is installed.
.venv/.bench: .venv/.test
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@
