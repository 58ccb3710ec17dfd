# Everything installs what it needs first; a second run finds its stamps in var/stamps and starts at once.
# HYLDEFRI_PYTHON chooses the interpreter, HYLDEFRI_PORT the port (docs/operator.md).

HYLDEFRI_PYTHON ?= python3
UV_VERSION := 0.13.9
PY := .venv/bin/python
UV := .venv/bin/uv
STAMPS := var/stamps
# Our own modules are compiled once, not by each of the processes, and so are the tests' assertions.
export PYTHONDONTWRITEBYTECODE :=
DIST := courses/static/hyldefri/dist
TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po wagtail_danish/*/LC_MESSAGES/*.po allauth_danish/*/LC_MESSAGES/*.po))
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help run test bench lint check install install-dev assets messages lock screenshots clean
.SUFFIXES:

help:  ## What there is to make
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: install  ## The whole site with the Danish demo, until Ctrl-C
	@exec $(PY) -m elearning.embedded

test: lint  ## Lint, then the tests on SQLite and PostgreSQL, with real services and a real browser
	@$(PY) -m tests.run

bench: install-dev  ## What requests, statements and releases cost, against their bars (docs/performance.md)
	@$(PY) -m bench

lint: install-dev  ## Style, types, imports, templates, translations, migrations
	@scripts/lint.sh

check: lint  ## What a change should pass: make test, with every test on both databases
	@$(PY) -m tests.run --both

install: $(STAMPS)/python-site assets $(TRANSLATIONS)  ## What the site needs

install-dev: $(STAMPS)/debian-tests $(STAMPS)/python-dev assets $(TRANSLATIONS)  ## What the tests need as well

assets: $(DIST)/hyldefri.css  ## The style sheet and the script, from assets/

messages: install-dev  ## Bring locale/ up to date with the source's strings
	@$(PY) scripts/check_messages.py --write

lock: $(STAMPS)/python-dev  ## Resolve the dependencies anew, within pyproject.toml's bounds
	$(LOCK) --extra site --output-file requirements.lock pyproject.toml
	$(LOCK) --extra site --group dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

screenshots: install-dev  ## The pictures in docs/screenshots, taken anew of the demo
	@$(PY) scripts/screenshots.py

clean:  ## Everything that was made, except the site's data in var/
	rm -rf $(STAMPS) var/test $(DIST) $(TRANSLATIONS) node_modules build dist
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	test -L .venv || rm -rf .venv

# --- what is installed once -------------------------------------------------------------------------------------------

$(STAMPS)/debian-%: scripts/debian.sh
	@HYLDEFRI_PYTHON=$(HYLDEFRI_PYTHON) scripts/debian.sh $*
	@mkdir -p $(@D) && touch $@

.venv/pyvenv.cfg: | $(STAMPS)/debian-site
	$(HYLDEFRI_PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# A development environment has all the site needs, so it is kept up to date as such.
$(STAMPS)/python-site: requirements.lock scripts/sync.sh .venv/pyvenv.cfg
	@if [ -e $(STAMPS)/python-dev ]; then scripts/sync.sh requirements-dev.lock && touch $(STAMPS)/python-dev; \
	 else scripts/sync.sh requirements.lock; fi
	@mkdir -p $(@D) && touch $@

$(STAMPS)/python-dev: requirements.lock requirements-dev.lock scripts/sync.sh .venv/pyvenv.cfg
	@scripts/sync.sh requirements-dev.lock
	@mkdir -p $(@D) && touch $@ $(STAMPS)/python-site

$(STAMPS)/node: package.json package-lock.json .npmrc | $(STAMPS)/debian-site
	npm ci --silent
	@mkdir -p $(@D) && touch $@

$(DIST)/hyldefri.css: $(STAMPS)/node $(shell find assets -type f)
	npm run --silent build
	@touch $@

%.mo: %.po | $(STAMPS)/debian-site
	msgfmt --check-format --output-file=$@ $<
