# make demo: the sample archive in a browser.   make test: the tests.   make check: all that CI checks.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO_HOME ?= data/demo
BIND ?= 127.0.0.1:8000

.PHONY: demo test lint browser opensearch operations check bench pictures mutation lock wheel clean

demo: $(VENV)/app.stamp
	$(BIN)/podshivka --home $(DEMO_HOME) demo --bind $(BIND)

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -m "not browser and not installed and not opensearch" -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
	@echo "Not run: the suites on OpenSearch. With Java 21 or newer and Maven: make opensearch"

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# docs/operations.md from beginning to end: installs two releases
operations: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -m installed

# one node and three of a real OpenSearch, which Maven fetches
opensearch: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -m opensearch

browser: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -m browser

check: lint
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.run

pictures: $(VENV)/dev.stamp
	$(BIN)/python docs/pictures.py

# How many small faults the tests notice: docs/mutation.md
mutation: $(VENV)/dev.stamp requirements/mutation.txt
	$(PIP) install --no-deps --require-hashes -r requirements/mutation.txt
	$(BIN)/python -m benchmarks.mutation

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/app.stamp: requirements/app.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --no-deps --require-hashes -r requirements/build.txt -r requirements/app.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/app.stamp
	$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

# New pins: edit requirements/*.in, then make lock. No index address is recorded.
# natasha needs them; of natasha its weights alone are read, and pins are installed with --no-deps
UNUSED = $(addprefix --no-emit-package ,pymorphy2 pymorphy2-dicts-ru yargy ipymarkup intervaltree dawg-python docopt)

lock: $(VENV)/dev.stamp
	$(PIP) install uv
	cd requirements && compile="../$(BIN)/uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 $(UNUSED)"; \
	  for part in build app semantic names opensearch dev mutation java; do $$compile -o $$part.txt $$part.in || exit 1; done; \
	  $$compile --constraint dev.txt -o test.txt test.in && \
	  $$compile --resolution lowest-direct -o lowest.txt test.in

wheel: $(VENV)/dev.stamp
	$(BIN)/python -m build --no-isolation --wheel

clean:
	rm -rf build dist *.egg-info data/demo
