# The commands a person types. Each makes what it needs first.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes
NO_PIP := This Python cannot make .venv: it lacks ensurepip. Install it (Debian, Ubuntu: python3-venv), then try again.

.PHONY: run fresh test check setup
.NOTPARALLEL:

run: setup  ## The demo, on http://127.0.0.1:8000 (PORT=… for another)
	@$(BIN)/python -m app.sandbox.run

fresh: setup  ## The demo again from the beginning
	@$(BIN)/python -m app.sandbox.run --fresh

# Two workers and a dozen processes of the demo read the same modules: what is compiled once is kept for the next.
test: export PYTHONDONTWRITEBYTECODE =
test: setup $(BIN)/.checks  ## Every test, on SQLite and on PostgreSQL, and in a real browser
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest -n 2 --dist loadscope

check: setup $(BIN)/.checks  ## Style, types, floors and rooms, templates
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint app/templates --check --lint --quiet

setup: $(BIN)/.site  ## What run and test both need
	@$(BIN)/python -m app.web.frontend
	@$(BIN)/python -m app.sandbox.prepare

$(BIN)/.site: requirements/site.lock
	@$(PYTHON) -c 'import sys; sys.exit("Trust Exchange needs Python 3.11 or later.") if sys.version_info < (3, 11) else None'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "$(NO_PIP)" >&2; exit 1; }; \
		echo "Making .venv"; $(PYTHON) -m venv --clear .venv; }
	@echo "Installing what the site is built from (a minute or two the first time)"
	@$(PIP) -r requirements/site.lock
	@touch $@

$(BIN)/.checks: requirements/checks.lock $(BIN)/.site
	@echo "Installing what checks and tests need"
	@$(PIP) -r requirements/checks.lock
	@touch $@
