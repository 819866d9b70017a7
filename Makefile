# Every target makes what it needs; a fresh machine with Python 3.11+ and make can begin with any of them.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: help setup serve test check fix bench lock clean
.DELETE_ON_ERROR:

help:
	@echo 'make setup   .venv with the milepost command'
	@echo 'make serve   read what is new in seeds/ and serve on http://$(HOST):$(PORT)   (HOST=, PORT=)'
	@echo 'make test    run the test suite'
	@echo 'make check   format, lint, types, layers and all tests: what decides whether a change is good'
	@echo 'make fix     let ruff repair format and lint'
	@echo 'make bench   run the benchmarks'
	@echo 'make lock    pin the newest versions that pyproject.toml allows'
	@echo 'make clean   remove .venv and caches; never var/, seeds/ or config/'

# Three stamps, each on top of the one before: what serves, what tests, what checks.
.venv/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Milepost needs Python 3.11 or newer; name one with PYTHON=")'
	$(PYTHON) -m venv .venv
	$(PIP) --upgrade 'pip>=25.1'
	@touch $@

.venv/serve: .venv/pip pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

.venv/test: .venv/serve
	$(PIP) --editable '.[postgres,apprise,celery]' --group test
	@touch $@

.venv/check: .venv/test
	$(PIP) --group check
	@touch $@

setup: .venv/serve
	@echo 'Ready: $(BIN)/milepost --help'

serve: .venv/serve
	-$(BIN)/milepost read seeds
	$(BIN)/milepost serve --host $(HOST) --port $(PORT)

test: .venv/test
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

check: .venv/check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

fix: .venv/check
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/test
	$(BIN)/python -m tests.bench

lock: .venv/check
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --group test --group check \
	  --no-emit-index-url --no-header --no-annotate pyproject.toml --output-file constraints.txt

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage dist
