# make        lists what there is
# make run    sets everything up and serves the site on http://localhost:8000 (PORT=8001 changes that)
# make test   runs every check of the project

SHELL := /bin/bash
HOST ?= 127.0.0.1
PORT ?= 8000
VAR_DIR ?= $(CURDIR)/var
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STATIC_SOURCES := $(shell find static -type f) requirements.txt elearning/settings.py
export PORT VAR_DIR

.DEFAULT_GOAL := help
.PHONY: help run test lint bench bench-analysis stress sheets clean

help: ## List these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*## "} {printf "make %-14s %s\n", $$1, $$2}'

run: .venv/ready $(VAR_DIR)/static-ready ## Serve the site, with demonstration modules and accounts unless DEMO=0
	@$(BIN)/python manage.py prepare
	@echo "Serving http://localhost:$(PORT) (Ctrl-C stops)"
	@exec $(BIN)/gunicorn elearning.wsgi --bind "$(HOST):$(PORT)" --workers $${WORKERS:-2} --threads $${THREADS:-4} \
		--no-control-socket --log-level warning

test: .venv/ready-dev ## Lint, import contracts, migrations, the suite on SQLite and PostgreSQL, the browser journeys
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/run

lint: .venv/ready-dev ## Style, import contracts, missing migrations
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/lint

bench: .venv/ready-dev $(VAR_DIR)/static-ready ## Measure pages beside a bare Django view, on SQLite and PostgreSQL
	@$(BIN)/python -m tests.bench

bench-analysis: .venv/ready-dev ## Measure the item analysis of 100,000 attempts, on SQLite and PostgreSQL
	@$(BIN)/python -m tests.bench.analysis

stress: .venv/ready-dev ## Kill the server KILLS times (100) on each database while learners answer: nothing is lost
	@$(BIN)/python -m tests.stress

sheets: .venv/ready-dev ## Photograph every slide, on desktop and phone, light and dark, into var/sheets
	@$(BIN)/python -m tests.sheets $(VAR_DIR)/sheets

clean: ## Remove the environment and everything the site stored in var/
	rm -rf .venv var

.venv/ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, found " + sys.version) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing packages (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VAR_DIR)/static-ready: .venv/ready $(STATIC_SOURCES)
	@mkdir -p $(VAR_DIR)
	@$(BIN)/python manage.py collectstatic --noinput --clear -v 0
	@touch $@
