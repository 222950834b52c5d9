# Everything that is done here, by name. `make` alone prints the targets.

PYTHON ?= python3
PORT ?= 8501
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin

# A stamp is as new as the last installation: pip runs again only when a list of pins has changed.
FOR_RUNNING := $(VENV)/.installed
FOR_TESTING := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
	--custom-compile-command "make pins"

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test bench lint format pins demo outlines pictures clean

help: ## Print these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(FOR_RUNNING) ## Serve the dashboard at http://127.0.0.1:8501 (PORT=8600 moves it)
	@$(BIN)/streamlit run dashboard.py --server.port $(PORT) $(ARGS)

test: $(FOR_TESTING) ## Run every test (ARGS="-k undo" picks some)
	@$(BIN)/python -m tests.support.chromium
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

bench: $(FOR_TESTING) ## Measure how fast the dashboard is beside a bare Streamlit page (ARGS="--pairs 25")
	@$(BIN)/python -m tests.support.chromium
	@$(BIN)/python -m tests.bench $(ARGS)

lint: $(FOR_TESTING) ## Check formatting, style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(FOR_TESTING) ## Format the code and mend what the linter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

pins: $(FOR_TESTING) ## Compile requirements*.in into requirements*.txt (ARGS=--upgrade renews all)
	$(COMPILE) $(ARGS) requirements.in -o requirements.txt
	$(COMPILE) $(ARGS) requirements-dev.in -o requirements-dev.txt

demo: $(FOR_TESTING) ## Build data/demo and data/samples again
	$(BIN)/python -m data.build_demo

outlines: $(FOR_TESTING) ## Compute data/reference/districts.geojson again (needs gmt and gmt-gshhg-full)
	$(BIN)/python -m data.builder.outlines $(ARGS)

pictures: $(FOR_TESTING) ## Take the screenshots of the guide again
	@$(BIN)/python -m tests.support.chromium
	$(BIN)/python -m docs.take_pictures

clean: ## Remove the environment and every cache; the office's data stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo >&2 \
		"Python 3.11 or newer is needed, and '$(PYTHON)' is not. Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo >&2 \
		"The environment could not be made. On Debian or Ubuntu: apt install python3-venv"; exit 1; }

$(FOR_RUNNING): requirements.txt | $(BIN)/pip
	@echo "Installing what the dashboard needs; on a slow network this takes some minutes ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(FOR_TESTING): requirements-dev.txt | $(BIN)/pip
	@echo "Installing what the dashboard and its tests need; on a slow network this takes some minutes ..."
	@$(PIP) -r requirements-dev.txt
	@touch $(FOR_RUNNING) $@
