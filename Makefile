# Homeport's commands. Each one first makes the environment it needs; nothing has to be activated.
PORT ?= 8000
PYTHON := .venv/bin/python

# Any Python that starts can run the set-up: it looks for one that is new enough by itself.
ENVIRONMENT = @for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python; do \
	$$python -c "import sys; sys.exit(sys.version_info < (3, 7))" 2>/dev/null && exec $$python tools/environment.py $(1); \
	done; echo "Homeport needs Python 3.12 or newer, and no Python was found: install one and run the same command again." >&2; exit 2

.DEFAULT_GOAL := help
.PHONY: help setup run test check format lock screenshots

help: ## Show this list.
	@sed -n 's/^\([a-z]*\): ##/\1:/p' Makefile | awk -F': ' '{ printf "  make %-11s %s\n", $$1, $$2 }'

setup: ## Prepare .venv with what Homeport runs on; does nothing when nothing changed.
	$(call ENVIRONMENT,run)

run: ## Start Homeport on this machine with a demo company; PORT=8001 chooses another port.
	$(call ENVIRONMENT,run)
	@exec $(PYTHON) manage.py serve --port "$(PORT)"

test: ## Run every test that can run here, and say what was left out.
	$(call ENVIRONMENT,dev)
	@exec $(PYTHON) -m tests.suite $(ARGS)

check: ## Lint, types, imports between rooms, templates, migrations and the house's own tests.
	$(call ENVIRONMENT,dev)
	@exec $(PYTHON) tools/check.py

screenshots: ## Take pictures of every page with the demo company into var/shots/, two for the README into docs/shots/.
	$(call ENVIRONMENT,dev)
	@exec $(PYTHON) -m tests.browser.screenshots $(ARGS)

format: ## Write code and templates the way make check wants them.
	$(call ENVIRONMENT,dev)
	@$(PYTHON) -m ruff check --fix-only --quiet .
	@$(PYTHON) -m ruff format --quiet .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 6.1 {} + || true # 1 means it wrote some

# The dev set is compiled first and the run set is held to it, so that both name the same versions. No index, no host
# and no URL may get into the files: they must mean the same behind any mirror.
LOCK = @$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header $(1)

lock: ## Compile the .in files to hash-locked .txt files; UPGRADE=1 takes the newest versions.
	$(call ENVIRONMENT,dev)
	$(call LOCK,$(if $(UPGRADE),--upgrade) requirements-dev.in -o requirements-dev.txt)
	$(call LOCK,-c requirements-dev.txt $(if $(UPGRADE),--upgrade) requirements.in -o requirements.txt)
