# From a clean clone, with Python 3.11 or later and make: `make run` serves, `make test` proves.

.DEFAULT_GOAL := help
.PHONY: help run test check format bench backtest mutants drill sync sync-all browser office clients clients-install release-api sbom texts

VENV := .venv
UV_VERSION := 0.13.9
UV := $(VENV)/bin/uv
HOST ?= 127.0.0.1
PORT ?= 8000
# Folder with recordings of the sources (make test SHARED=../shared); without it the tests that read them are skipped.
SHARED ?=
PYTEST_OPTIONS ?=
SBOM ?= sbom.cdx.json
# `make mutants`: how many, which draw, and after how many minutes to stop.
SAMPLE ?=
SEED ?=
MINUTES ?=

help: ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 10

run: sync ## install, migrate, load the bundled catalogue, serve on 127.0.0.1:8000 (HOST=, PORT=)
	@$(VENV)/bin/quorum migrate >/dev/null
	@exec $(VENV)/bin/quorum serve --host $(HOST) --port $(PORT)

test: sync-all browser clients-install check ## every check and every test (SHARED=../shared for those on recordings)
	@# `load` keeps the order of the tests in each worker: those in a browser have to come last; in small portions, or
	@# one worker has much before it when the others are done
	$(VENV)/bin/pytest tests -n auto --maxprocesses 4 --dist load --maxschedchunk 50 $(if $(SHARED),--shared=$(SHARED)) $(PYTEST_OPTIONS)

check: sync-all ## format, lint, types, import contracts, declared dependencies, rule files
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo
	$(VENV)/bin/deptry .
	$(VENV)/bin/quorum rules check

texts: sync-all ## what is to be translated, into the files of all languages (LANGUAGES=pt begins one)
	$(VENV)/bin/python -m app.languages.extracting $(LANGUAGES)

format: sync-all ## put the code into the one format
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

bench: sync-all ## measure: each file of benchmarks/, one after the other
	@set -e; for file in $(filter-out %/__init__.py,$(wildcard benchmarks/*.py)); do \
		name=$$(basename $$file .py); echo "== benchmarks.$$name"; $(VENV)/bin/python -m benchmarks.$$name; \
	done

backtest: sync-all ## funded consortia of the past, judged and broken: the tables of docs/backtest.md (SHARED=../shared)
	$(VENV)/bin/python -m tests.backtest $(if $(SHARED),--shared=$(SHARED))

mutants: sync-all ## change the code of rules/ here and there; do its tests notice? The tables of docs/mutation.md (SAMPLE=400, SEED=1)
	$(VENV)/bin/python -m tests.mutation $(if $(SAMPLE),--sample=$(SAMPLE)) $(if $(SEED),--seed=$(SEED)) $(if $(MINUTES),--minutes=$(MINUTES))

drill: sync-all office ## the long proofs that `make test` leaves out; today: bare installation, clean clone, both versions of PostgreSQL, random examples, all funded consortia, LibreOffice
	$(VENV)/bin/pytest tests -m drill $(if $(SHARED),--shared=$(SHARED)) $(PYTEST_OPTIONS)
	$(VENV)/bin/pytest tests/app --database=postgresql $(if $(SHARED),--shared=$(SHARED)) $(PYTEST_OPTIONS)
	if [ -d /usr/lib/postgresql ]; then \
		$(VENV)/bin/pytest tests/app --database=postgresql-debian $(if $(SHARED),--shared=$(SHARED)) $(PYTEST_OPTIONS); \
	else echo "No PostgreSQL of Debian here: apt-get install postgresql" >&2; fi
	$(VENV)/bin/pytest tests -m hypothesis --hypothesis-profile=exploring -n auto --maxprocesses 4 $(PYTEST_OPTIONS)

clients: sync-all clients-install ## after a change of the API: its description, both clients and the fixtures, written anew
	$(VENV)/bin/python -m tests.clients.renewing

release-api: sync-all ## from now on callers rely on the API as it is; names what breaks for them
	$(VENV)/bin/python -m tests.contracts --release

sbom: $(UV) ## what the service and its extras are made of (CycloneDX 1.5): SBOM=sbom.cdx.json
	$(UV) export --frozen --no-dev --all-extras --format cyclonedx1.5 --quiet --output-file $(SBOM)

sync: $(UV)
	@$(UV) sync --frozen --inexact --no-dev --quiet

sync-all: $(UV)
	@$(UV) sync --frozen --inexact --all-extras --all-groups --quiet

# `sync` runs with --inexact, since uv itself lives in the environment that it fills.
$(UV):
	@python=; for name in python3.11 python3 python; do \
		if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "Quorum needs Python 3.11 or later; neither python3.11, python3 nor python is one." >&2; exit 1; fi; \
	echo "Preparing $(VENV) with $$python and uv $(UV_VERSION)"; \
	$$python -m venv $(VENV) && $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# Browser tests need a Chromium. It is installed where that is possible; elsewhere they are skipped and say why.
browser:
	@for name in chromium chromium-browser google-chrome; do if command -v $$name >/dev/null; then exit 0; fi; done; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing Chromium for the browser tests"; export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
			echo "Chromium could not be installed: browser tests will be skipped" >&2; \
	else echo "No Chromium here, and no way to install it: browser tests will be skipped" >&2; fi

# The TypeScript client is tested where Node is; elsewhere its tests are skipped and say why.
clients-install:
	@if command -v npm >/dev/null; then cd clients/typescript && \
		{ cmp -s package-lock.json node_modules/.locked || { npm ci --ignore-scripts --silent && cp package-lock.json node_modules/.locked; }; }; \
	else echo "No Node here: the tests of the TypeScript client will be skipped" >&2; fi

# `make drill` opens what is exported in LibreOffice. It is installed where that is possible; elsewhere those proofs say why not.
office:
	@if command -v soffice >/dev/null; then exit 0; fi; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing LibreOffice for the proofs of exports"; export DEBIAN_FRONTEND=noninteractive; \
		{ apt-get update -qq && apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui libreoffice-writer-nogui >/dev/null; } || \
			echo "LibreOffice could not be installed: its proofs will be skipped" >&2; \
	else echo "No LibreOffice here, and no way to install it: its proofs will be skipped" >&2; fi
