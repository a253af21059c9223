# The only commands a newcomer needs: make run, make test. `make help` lists the rest.

PORT ?= 8000
# How often `make soak` kills what serves, what sends and what rotates keys, on each database.
KILLS ?= 500
VIEWS ?= 100000
# How many changes `make mutants` tries at once; whether (AGAIN=yes) only those that no test noticed before; and
# (FILE=links) of which one file.
CORES ?= 2
AGAIN ?=
FILE ?=
PYTHON := .venv/bin/python
FLASK := $(PYTHON) -m flask --app wsgi
# What `make run` serves: made-up people and words, on this machine only.
DEMONSTRATION := SETTINGS_FILE=instance/settings.env DEMO=yes ALLOW_HTTP=yes PORT=$(PORT)

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak failover mutants privacy translations lock clean

help: ## List these commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/bin/python:
	@python3 -c 'import sys; assert sys.version_info >= (3, 11), "Heard needs Python 3.11 or newer"'
	@python3 -m venv .venv || { rm -rf .venv; echo "Heard needs the Debian package python3-venv."; exit 1; }

.venv/runtime: requirements.txt | .venv/bin/python
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt | .venv/bin/python
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/runtime

run: .venv/runtime ## Serve a demonstration on http://127.0.0.1:8000 (PORT=8001 changes it)
	@$(PYTHON) -c 'import config; config.make_instance()'
	@$(DEMONSTRATION) $(FLASK) demo load --upgrade --if-empty
	@exec env $(DEMONSTRATION) $(PYTHON) -m gunicorn -c python:app.server wsgi:app

test: .venv/development ## Run every check and every test, on SQLite, PostgreSQL and in Chromium
	@$(PYTHON) -m tests.machine
	@$(MAKE) --no-print-directory check
	@$(PYTHON) -m pytest -q -n 3 --dist loadgroup

check: .venv/development ## Format, lint, types, import directions, templates
	@$(PYTHON) -m ruff format --check --quiet .
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-logo --no-cache > .venv/lint-imports.log || { cat .venv/lint-imports.log; exit 1; }
	@.venv/bin/djlint templates --lint --quiet

bench: .venv/development ## Measure the fourteen targets beside their references (VIEWS=1000000: all of it, and write docs/performance.md)
	@VIEWS=$(VIEWS) $(PYTHON) -m tests.benchmarks

soak: .venv/development ## The same with thousands of cases each; serving, sending and rotating are killed 500 times (KILLS=50 changes it)
	@KILLS=$(KILLS) HYPOTHESIS_PROFILE=soak $(PYTHON) -m pytest -q -n 2 --timeout 7200 tests/unit tests/attack_the_demonstration.py tests/test_rotation_killed.py tests/test_sending_killed.py tests/test_workers_killed.py

failover: .venv/development ## Kill the database's leader ten times under load, and count what came of it (needs etcd, Patroni, HAProxy, PgBouncer)
	@$(PYTHON) -m tests.failover

mutants: .venv/development ## Change what children rely on most in some thousand small ways: the tests must notice (OF=clocks: that part alone)
	@for part in $(or $(OF),protection access clocks alerts publishing retention); do $(PYTHON) tests/mutants.py $$part $(CORES) "$(AGAIN)" "$(FILE)"; done

translations: .venv/development ## Gather the sentences of young people's pages into every catalogue in translations/
	@$(PYTHON) -m tests.catalogues

privacy: .venv/development ## Write docs/privacy.md, the data map, from the code
	@$(PYTHON) -c 'from app.services.data_map import describing; print(describing.describe(), end="")' > docs/privacy.md.new
	@mv docs/privacy.md.new docs/privacy.md

lock: ## Lock the dependencies anew (needs uv), leaving out what is younger than two weeks
	@uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-annotate \
		--exclude-newer "$$(date -d '14 days ago' +%F)" --custom-compile-command "make lock" -o requirements.txt --quiet
	@uv pip compile pyproject.toml --group dev --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-annotate \
		--exclude-newer "$$(date -d '14 days ago' +%F)" --custom-compile-command "make lock" -c requirements.txt -o requirements-dev.txt --quiet

clean: ## Remove what can be made again (never instance/, which holds data and keys)
	@rm -rf .venv .mutants .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
