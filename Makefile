# `make run` and `make test` are all a newcomer types; both do their own set-up.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
DATABASES ?= sqlite postgresql
WORKERS ?= 2
# People at browsers wait for pages more than pages take.
JOURNEYS ?= 3

# Tests start the service dozens of times; compiled modules are kept for that, whatever the machine says.
unexport PYTHONDONTWRITEBYTECODE

# Python reads memory all over: in pages of 2 MB, not of 4 kB, that costs a virtual machine far less
# (ADR 104). The second is for glibc alone; elsewhere it does nothing.
run reset static unit journeys html: export PYTHONMALLOC := malloc
run reset static unit journeys html: export GLIBC_TUNABLES := glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864

# Files of tests are begun in the order that tests/conftest.py puts them in.
PYTEST := $(BIN)/python -m pytest --dist loadfile --no-loadscope-reorder

.PHONY: run reset test setup settings setup-dev browser checker scanner static lint types contracts unit journeys html bench lock clean

run: setup
	@AWARD_DEMONSTRATION=true AWARD_START_PORT=$(PORT) exec $(BIN)/flask start --port $(PORT)

reset: setup
	@AWARD_DEMONSTRATION=true $(BIN)/flask reset-demonstration

setup: $(STAMPS)/runtime settings $(STAMPS)/assets

setup-dev: setup $(STAMPS)/dev

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: $(STAMPS)/venv requirements.txt
	@echo "Installing what the service needs"
	@$(PIP) install --require-hashes --requirement requirements.txt
	@touch $@

$(STAMPS)/dev: $(STAMPS)/runtime requirements-dev.txt
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@

# npm where it is there, otherwise Node.js from its Python package, in the virtual environment.
$(STAMPS)/node: $(STAMPS)/runtime package.json package-lock.json requirements-node.txt
	@echo "Fetching the NHS front end and fonts"
	@if command -v npm >/dev/null 2>&1; then npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; \
	else $(PIP) install --require-hashes --requirement requirements-node.txt && \
	  PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; fi
	@touch $@

# Built again whenever a source is newer.
$(STAMPS)/assets: $(STAMPS)/node $(wildcard award/static/*.*) award/design/assets.py award/design/fingerprints.py award/foundation/documents/fonts.py | settings
	@$(BIN)/flask assets
	@touch $@

# Secrets of this checkout's own, once.
settings: | $(STAMPS)/runtime
	@$(BIN)/python config.py

# Chromium for the browser journeys: Debian's package without a window, which takes a seventh less
# time than the one with, else the system's own. CI takes no skip.
browser:
	@command -v chromium-headless-shell >/dev/null 2>&1 || \
	if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Chromium"; apt-get update -qq; \
	  for package in chromium-headless-shell chromium; do \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$package >/dev/null && break; done; \
	elif ! command -v chromium >/dev/null 2>&1 && ! command -v chromium-browser >/dev/null 2>&1 && \
	  ! command -v google-chrome >/dev/null 2>&1; then \
	  echo "NO CHROMIUM: the browser journeys will be skipped"; fi

# Java for the HTML checker: the system's own, else Debian's package. CI takes no skip.
checker:
	@command -v java >/dev/null 2>&1 || \
	if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Java"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null; \
	else echo "NO JAVA: the HTML checker will be skipped"; fi

# ClamAV's daemon, for tests of scanning, which have signatures of their own: the system's, else Debian's. CI takes no skip.
scanner:
	@command -v clamd >/dev/null 2>&1 || test -x /usr/sbin/clamd || \
	if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing ClamAV"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends clamav-daemon >/dev/null; \
	else echo "NO CLAMD: tests of scanning will be skipped"; fi

# Types and HTML are checked by one process each, beside tests that wait now and then.
test: setup-dev browser checker scanner
	@$(MAKE) --no-print-directory -j 2 static unit
	@$(MAKE) --no-print-directory journeys DATABASES=$(firstword $(DATABASES))
	@$(MAKE) --no-print-directory -j 2 html journeys DATABASES="$(wordlist 2,9,$(DATABASES))"

static: lint types contracts

lint: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup-dev
	@$(BIN)/mypy

contracts: setup-dev
	@$(BIN)/lint-imports

unit: setup-dev
	@rm -f .test-results/places-*
	@for database in $(DATABASES); do \
	  $(PYTEST) -n $(WORKERS) -m "not journey" --database $$database || exit 1; done

journeys: setup-dev
	@$(if $(filter sqlite,$(DATABASES)),rm -rf .test-results/pages)
	@for database in $(DATABASES); do \
	  $(PYTEST) -n $(JOURNEYS) -m journey --database $$database tests/journeys || exit 1; done

# The HTML of every page that the journeys met.
html: setup-dev checker
	@$(BIN)/python -m tests.html

# How fast pages are, as ratios to a floor; docs/benchmarks.md says how. No part of `make test`.
bench: setup-dev
	@$(BIN)/python -m tests.bench $(if $(AGAINST),--against $(AGAINST)) $(if $(QUICK),--quick $(QUICK),$(if $(ARGS),,--write)) $(ARGS)

# Lock the dependencies again, with hashes and without the name of any download host.
lock: setup-dev
	@$(BIN)/python -m tests.lock

clean:
	rm -rf $(VENV) node_modules award/static/nhsuk award/static_built award/foundation/documents/fonts .mypy_cache .ruff_cache .pytest_cache .test-results
