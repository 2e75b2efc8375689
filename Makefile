# People and CI run the same targets. Everything a target makes goes into .venv/ and var/.
.DEFAULT_GOAL := help
.PHONY: schemathesis help run dev test test-postgres bench screenshots measure-pages lint format demo superuser schema messages requirements setup setup-dev

PY := .venv/bin/python
# For commands on this machine's own database: the key that `make run` made, if it made one.
MANAGE := SECRET_KEY=$${SECRET_KEY:-$$(cat var/secret-key 2>/dev/null || echo local)} $(PY) manage.py
# More pytest arguments: make test ARGS="-k visits -x"
ARGS ?=
# One for each core: with more, browsers and databases wait for one another.
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN)

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

run: setup ## Set everything up and serve on 127.0.0.1:8000 (PORT=… for another)
	@bin/run

dev: setup ## Serve with DEBUG and reloading, for work on the code
	@DEBUG=true $(PY) manage.py prepare --demo --admin
	@DEBUG=true $(PY) manage.py runserver 127.0.0.1:$${PORT:-8000}

test: setup-dev ## The whole test suite on SQLite (ARGS="-k visits" for a part)
	@env -u DATABASE_URL $(PY) -m pytest -n $(WORKERS) $(ARGS)

test-postgres: setup-dev ## The same suite on PostgreSQL (DATABASE_URL, or a throw-away cluster)
	@bin/test-postgres -n $(WORKERS) $(ARGS)

bench: setup ## Measure speed on PostgreSQL and write docs/benchmarks.md (SIZES="10000 100000")
	@bin/bench

schemathesis: setup-dev ## Ask the served API what its OpenAPI document allows (ARGS="--max-examples 50")
	@bin/environment fuzz
	@DEBUG=false $(PY) bin/schemathesis $(ARGS)

screenshots: setup-dev ## Pictures of every page into var/screenshots/ (light, dark, narrow, print)
	@$(PY) bin/screenshots

measure-pages: setup-dev ## First paint, charts, weight and axe's findings of every page, in Chromium
	@$(PY) bin/measure-pages

lint: setup-dev ## Style, layering and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports
	$(PY) -m mypy .

format: setup-dev ## Put the code into its one format
	$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

demo: setup ## Load reference and demo data again, over what is there
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_reference
	@$(MANAGE) load_vocabularies
	@$(MANAGE) load_demo

superuser: setup ## Create another administrator
	@$(MANAGE) createsuperuser

schema: setup ## Write docs/openapi.yaml from the code
	@DEBUG=true $(PY) manage.py spectacular --file docs/openapi.yaml --validate --fail-on-warn

messages: setup-dev ## Collect the strings to translate into locale/ (needs GNU gettext)
	@DEBUG=true $(PY) manage.py makemessages

requirements: setup-dev ## Compile pyproject.toml into the pinned, hashed requirements files
	@bin/requirements

setup:
	@bin/setup requirements.txt

setup-dev:
	@bin/setup requirements-dev.txt
