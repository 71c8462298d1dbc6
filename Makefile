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
HELD_OUT ?= evaluation/annotations/held_out.jsonl evaluation/annotations/held_out_results.jsonl
ANNOTATED ?= ../shared/gold/dev.jsonl ../shared/gold/train.jsonl
CORPORA ?= ../shared/corpora/arxiv.jsonl.gz ../shared/corpora/acl.jsonl.gz
SAMPLES ?= ../shared/samples
# Where the steps of bench-scale are kept.
SCALE ?= $(VENV)/scale
PAGES := tests/data/daily_papers

INSTALLED := $(VENV)/.installed
DEVELOPED := $(VENV)/.developed
GRAPHED := $(VENV)/.graphed
DOCUMENTED := $(VENV)/.documented
TRAINABLE := $(VENV)/.trainable

# Python 3.12 and later tell which lines run at hardly any cost; before, a tracer does.
CORE = $(shell $(PYTHON) -c 'import sys; print("sysmon" if sys.version_info >= (3, 12) else "ctrace")')
COVERED = COVERAGE_CORE=$(CORE) $(BIN)/python -m pytest --cov --cov-report= --cov-fail-under=0

LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-annotate --no-header --quiet

SOURCES := $(shell find src ontology $(PAGES) -type f -not -name '*.pyc' 2>/dev/null)

RUNS ?= 10000
EXAMPLES ?= 2000
SECONDS ?= 60

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help install graph test coverage lint format evaluate train pages docs bench bench-scale fuzz fuzz-coverage lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(DEVELOPED) ## Make .venv with paperkg and what its development needs

graph: $(GRAPHED) ## Build outputs/ from the sample pages
	@echo "outputs/ is up to date: open outputs/graph.html, or ask: $(BIN)/paperkg query outputs --help"

test: $(DEVELOPED) ## Run the tests
	$(BIN)/python -m pytest -n $(JOBS) $(PYTEST_OPTIONS)

# PyTorch comes last: where it is installed, spaCy loads it, which slows every process that the tests start.
coverage: $(DEVELOPED) ## Run the tests, those of training too, and measure how much of the code they reach
	$(COVERED) -n $(JOBS) --ignore tests/training $(PYTEST_OPTIONS)
	$(MAKE) --no-print-directory $(TRAINABLE)
	$(COVERED) --cov-append tests/training $(PYTEST_OPTIONS)
	$(BIN)/coverage report

lint: $(DEVELOPED) ## Check style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict src tests

format: $(DEVELOPED) ## Bring the code into its one style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

evaluate: $(DEVELOPED) ## Measure extraction against annotated papers
	$(BIN)/paperkg evaluate $(GOLD) $(addprefix --corpus ,$(CORPORA)) --errors 20

train: $(TRAINABLE) ## Train all that extraction has learned anew, into trained/; takes hours
	$(BIN)/paperkg train $(ANNOTATED) --more evaluation/annotations/more.jsonl \
	  $(addprefix --held-out ,$(HELD_OUT)) $(addprefix --corpus ,$(CORPORA)) \
	  --jobs $(JOBS) --keep trained/steps --output trained

pages: $(GRAPHED) $(DEVELOPED) ## Write what is generated: the outputs that pages show, and five whole pages
	$(BIN)/python docs/refresh.py
	$(BIN)/python docs/ontology.py
	$(BIN)/python docs/tables.py
	$(BIN)/python docs/formats.py
	$(BIN)/python docs/command_line.py
	$(BIN)/python docs/sbom.py
	$(BIN)/python docs/notebook.py

docs: $(DOCUMENTED) ## Build the documentation into site/; a warning is an error
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --fresh-env --quiet --doctree-dir $(VENV)/doctrees docs site
	@echo "open site/index.html"

fuzz: $(DEVELOPED) ## Look for inputs that break a promise, for minutes; RUNS=1000000 EXAMPLES=100000 for hours
	PYTHONPATH=evaluation $(BIN)/python evaluation/fuzz_readers.py $(SAMPLES) --runs $(RUNS)
	$(BIN)/python evaluation/fuzz_extraction.py $(CORPORA) --runs $(EXAMPLES)
	$(BIN)/python -m pytest -n $(JOBS) --hypothesis-profile=fuzz tests/test_fuzz.py tests/text tests/linking tests/graph \
	  tests/extraction/mentions/test_weights.py

fuzz-coverage: $(DEVELOPED) ## Look for such inputs led by the code they reach, with atheris; SECONDS=3600 for each target
	$(PIP) install --quiet atheris
	for target in readers lexicons decisions queries cleaning; do \
	  $(BIN)/python evaluation/fuzz_coverage.py $$target -max_total_time=$(SECONDS) -verbosity=0 || exit 1; done

bench: $(DEVELOPED) ## Measure speed
	$(BIN)/python -m pytest benchmarks --benchmark-only --benchmark-columns=min,median,rounds

bench-scale: $(DEVELOPED) ## Measure builds as they grow, into docs/performance.md; takes an hour
	$(BIN)/python benchmarks/scale.py $(CORPORA) --folder $(SCALE)

lock: $(INSTALLED) ## Pin the versions in requirements/ anew, where pyproject.toml asks for others
	$(PIP) install --quiet uv
	$(LOCK) pyproject.toml --extra serve --extra validate --group dev --output-file requirements/dev.txt
	$(LOCK) pyproject.toml --constraint requirements/dev.txt --output-file requirements/run.txt
	$(LOCK) --group docs --constraint requirements/dev.txt --output-file requirements/docs.txt

clean: ## Remove .venv, caches and site/; outputs/ stays
	rm -rf $(VENV) .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks build dist site
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/pip: | tools
	$(PYTHON) -m venv --clear $(VENV)

.PHONY: tools
tools:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "paperkg needs Python 3.11 or later; name one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "$(PYTHON) cannot make virtual environments; on Debian: apt-get install python3-venv"; exit 1; }

# requirements/ holds the versions that outputs/ was built with, each with the digests of its files.
$(INSTALLED): pyproject.toml requirements/run.txt | $(BIN)/pip
	$(PIP) install --quiet --require-hashes --requirement requirements/run.txt
	$(PIP) install --quiet --no-deps --editable .
	@touch $@

$(DEVELOPED): $(INSTALLED) requirements/dev.txt
	$(PIP) install --quiet --require-hashes --requirement requirements/dev.txt
	@touch $@

$(TRAINABLE): $(DEVELOPED) requirements/train.txt
	$(PIP) install --quiet --requirement requirements/train.txt
	@touch $@

$(DOCUMENTED): $(INSTALLED) requirements/docs.txt
	$(PIP) install --quiet --require-hashes --requirement requirements/docs.txt
	@touch $@

$(GRAPHED): $(INSTALLED) $(SOURCES)
	$(BIN)/paperkg build $(PAGES) --output outputs
	@touch $@
