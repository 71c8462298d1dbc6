# Everything happens in .venv, which these targets make: nothing else is needed but python3 (3.11 or later),
# make and git. A second call finds the stamps in .venv and repeats only what has changed.

PYTHON ?= python3
VENV ?= .venv
JOBS ?= 2

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Annotated papers that nothing was trained on, those that extraction learns from beside evaluation/annotations, and
# abstracts, in which the texts of both are found; the last two are no part of the project.
GOLD ?= evaluation/annotations/held_out.jsonl
ANNOTATED ?= ../shared/gold/dev.jsonl ../shared/gold/train.jsonl
CORPORA ?= ../shared/corpora/arxiv.jsonl.gz ../shared/corpora/acl.jsonl.gz
PAGES := tests/data/daily_papers

INSTALLED := $(VENV)/.installed
DEVELOPED := $(VENV)/.developed
GRAPHED := $(VENV)/.graphed

SOURCES := $(shell find src ontology $(PAGES) -type f -not -name '*.pyc' 2>/dev/null)

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help install graph test lint format evaluate train docs bench clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(DEVELOPED) ## Make .venv with paperkg and what its development needs

graph: $(GRAPHED) ## Build outputs/ from the sample pages
	@echo "outputs/ is up to date: open outputs/graph.html, or ask: $(BIN)/paperkg query outputs --help"

test: $(DEVELOPED) ## Run the tests
	$(BIN)/python -m pytest -n $(JOBS)

lint: $(DEVELOPED) ## Check style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict src tests

format: $(DEVELOPED) ## Bring the code into its one style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

evaluate: $(DEVELOPED) ## Measure extraction against annotated papers
	$(BIN)/paperkg evaluate $(GOLD) $(addprefix --corpus ,$(CORPORA)) --errors 20

train: $(DEVELOPED) ## Train all that extraction has learned anew, into trained/; takes hours
	$(PIP) install --quiet --constraint constraints.txt --editable '.[train]'
	$(BIN)/paperkg train $(ANNOTATED) --more evaluation/annotations/more.jsonl \
	  --held-out evaluation/annotations/held_out.jsonl $(addprefix --corpus ,$(CORPORA)) \
	  --jobs $(JOBS) --keep trained/steps --output trained

docs: $(GRAPHED) ## Write the output of its commands into README.md, and the page about the ontology
	$(BIN)/python docs/refresh.py
	$(BIN)/python docs/ontology.py

bench: $(DEVELOPED) ## Measure speed
	$(BIN)/python -m pytest benchmarks --benchmark-only --benchmark-columns=min,median,rounds

clean: ## Remove .venv and caches; outputs/ stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Dependency groups need pip 25.1. The constraints are the versions that outputs/ was built with.
$(BIN)/pip: | tools
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --quiet --upgrade "pip>=25.1"

.PHONY: tools
tools:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "paperkg needs Python 3.11 or later; name one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "$(PYTHON) cannot make virtual environments; on Debian: apt-get install python3-venv"; exit 1; }

$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/pip
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(DEVELOPED): $(INSTALLED)
	$(PIP) install --quiet --constraint constraints.txt --group dev
	@touch $@

$(GRAPHED): $(INSTALLED) $(SOURCES)
	$(BIN)/paperkg build $(PAGES) --output outputs
	@touch $@
