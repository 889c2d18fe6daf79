PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

$(BIN)/pmlint: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

.PHONY: install demo test
install: $(BIN)/pmlint

demo: install
	$(BIN)/pmlint check examples/ || true

test: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --cov --cov-report=term:skip-covered
