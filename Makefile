# The portal's commands; the scripts behind them say what they do.
.DEFAULT_GOAL := help
.PHONY: help run test check check-deep check-install check-upgrade check-online bench figures settings format lock

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## set up, migrate, load the demo and serve on http://127.0.0.1:8000/ (DEMO=2026 the second one, PORT= another port)
	@scripts/prepare run && exec scripts/run

test: ## on SQLite and on PostgreSQL, of slow tests an eighth (SEED= again, ARGS=tests all, ARGS= for pytest)
	@scripts/prepare test && exec scripts/test $(ARGS)

check: ## style, types, templates, declared libraries, missing migrations
	@scripts/prepare test && exec scripts/check

check-deep: ## the long tests with their coverage, and the seeded mutants
	@scripts/prepare test && exec scripts/check-deep $(ARGS)

check-install: ## carry out docs/operations.md on a server below a folder, behind nginx (NGINX_PROGRAM= another)
	@scripts/prepare test && exec .venv/bin/python scripts/check-install

check-online: ## known vulnerabilities and licences of libraries, carried files against their releases: needs the network
	@scripts/prepare test && exec .venv/bin/python scripts/check-online

check-upgrade: ## migrate a filled database of version 0.1.0 and look for every row (ARGS=nation: a country)
	@scripts/prepare test && exec scripts/check-upgrade $(ARGS)

bench: ## the portal beside a bare Django on generated data (ARGS= sizes)
	@scripts/prepare test && exec scripts/bench $(ARGS)

figures: ## write what check-deep and bench measured into docs/security.md and docs/performance.md
	@scripts/prepare test && exec .venv/bin/python scripts/figures

settings: ## write docs/settings.md from settings.py
	@scripts/prepare test && DEBUG=1 .venv/bin/python manage.py draw_settings

format: ## bring the Python into one form
	@scripts/prepare test && .venv/bin/ruff check --fix --quiet && .venv/bin/ruff format --quiet

lock: ## pin the libraries of pyproject.toml anew, with hashes (UPGRADE=1: to their newest releases)
	@scripts/prepare test && exec scripts/lock $(if $(UPGRADE),--upgrade)
