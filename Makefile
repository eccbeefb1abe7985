# `make` lists the targets. Everything runs in .venv, which the first target that needs it sets up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo test check format wheel lock sample bench faults cron fuzz guided audit deploy sbom clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUN_READY) ## replay the sample market and print a market check; no network, no token
	@$(BIN)/oscan demo

test: $(DEV_READY) ## run the tests
	@$(BIN)/python -m pytest -n auto

check: $(DEV_READY) ## everything that must hold before a change lands
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/reuse lint --quiet || $(BIN)/reuse lint
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory wheel

format: $(DEV_READY) ## format the code and mend what lint can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

wheel: $(DEV_READY) ## build the wheel, install it into a fresh environment and use it
	@$(BIN)/python tests/wheel.py

lock: | $(VENV)/bin/uv ## write the hash-locked requirement files anew
	@mkdir -p requirements
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --extra cluster -o requirements/cluster.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group dev -o requirements/dev.txt
	@echo uv | $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		- -o requirements/uv.txt

sample: $(DEV_READY) ## record the sample market anew from its facts; the same bytes each time
	@$(BIN)/python -m tests.fakes.sample

bench: $(DEV_READY) | $(VENV)/bin/uv ## measure crawl, build, growth, and what others take (15 minutes, package index)
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.growth
	@$(BIN)/python -m benchmarks.peers

KILLS ?= 200
faults: $(DEV_READY) ## kill so many runs by lot (KILLS=200), refuse the disk, and show what was survived
	@$(BIN)/python -m tests.accidents $(KILLS) > .faults.tmp || { rm -f .faults.tmp; exit 1; }
	@mv .faults.tmp tests/faults_measured.txt && $(BIN)/python -m tests.fault_table && cat tests/faults_measured.txt

cron: $(DEV_READY) ## have cron call the wheel for an account without rights, kill it, restore it (root, 6 minutes)
	@$(BIN)/python -m tests.by_cron > .cron.tmp || { cat .cron.tmp; rm -f .cron.tmp; exit 1; }
	@mv .cron.tmp tests/by_cron_measured.txt && $(BIN)/python -m tests.fault_table && cat tests/by_cron_measured.txt

SECONDS_EACH ?= 60
fuzz: $(DEV_READY) ## throw damaged bytes at every reader of foreign bytes (SECONDS_EACH=60)
	@$(BIN)/python -m tests.fuzzing $(SECONDS_EACH)

guided: $(DEV_READY) ## the same with a fuzzer that sees which code it reaches (SECONDS_EACH=60)
	@$(BIN)/python -m tests.guided $(SECONDS_EACH)

audit: $(DEV_READY) ## look up known weaknesses of the locked packages; needs the network
	@$(BIN)/python tests/audit.py

deploy: $(DEV_READY) ## have the files of deploy/ judged by their linters and systemd
	@$(BIN)/python tests/deployment.py

sbom: $(DEV_READY) ## write the list of parts (CycloneDX) to dist/
	@$(BIN)/python -m tests.sbom dist/oscan.cdx.json

clean: ## remove the environment and what tools left
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "oscan needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Call: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv $(VENV)

# uv sets up in seconds; where it cannot be installed, pip does the same from the same locked files.
$(VENV)/bin/uv: | $(VENV)/bin/python
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt \
		|| echo "uv could not be installed; pip is used instead"

# Compiled, as pip does by itself: where PYTHONDONTWRITEBYTECODE is set, every command would compile all it imports.
define install
	@{ [ -x $(BIN)/uv ] && VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install -q $(2) --require-hashes -r requirements/$(1).txt; } \
		|| $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/$(1).txt
endef

# The first line of a script may hold no blank, and a checkout may lie anywhere: so the shell starts Python.
$(RUN_READY): requirements/run.txt pyproject.toml | $(VENV)/bin/uv
	$(call install,run,--compile-bytecode)
	@printf '%s\n' "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/oscan-checkout.pth"
	@printf '%s\n' '#!/bin/sh' "'''exec' \"$(CURDIR)/$(BIN)/python\" \"\$$0\" \"\$$@\"" "' '''" > $(BIN)/oscan
	@printf '%s\n' 'import sys' 'from oscan.__main__ import main' 'sys.exit(main())' >> $(BIN)/oscan
	@chmod +x $(BIN)/oscan
	@$(BIN)/python -m compileall -q oscan catalog crawler queries review
	@touch $@

$(DEV_READY): requirements/dev.txt pyproject.toml $(RUN_READY)
	$(call install,dev)
	@touch $@
