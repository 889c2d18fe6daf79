PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: install demo test docs accuracy bench fuzz clean
.DEFAULT_GOAL := demo

install: $(READY)

# A Python of the right age with venv and pip is all that is needed; Debian and Ubuntu leave venv's
# ensurepip out of the python3 package, so say what to install instead of failing obscurely.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "pmlint needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1)."; \
	  echo "Name another one: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || \
	  if $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then $(PYTHON) -m venv $(VENV); \
	  elif $(PYTHON) -c 'import virtualenv' 2>/dev/null; then $(PYTHON) -m virtualenv -q $(VENV); \
	  elif command -v uv >/dev/null; then uv venv -q --seed --python $(PYTHON) $(VENV); \
	  else echo "$(PYTHON) cannot make virtual environments: its ensurepip is missing."; \
	    echo "On Debian or Ubuntu: sudo apt-get install python3-venv   (or: pip install virtualenv)"; \
	    exit 1; fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

# The examples have real defects in them: exit code 1 (findings) is what must come out.
demo: install
	@$(BIN)/pmlint check -f text examples/forms; code=$$?; test $$code -eq 1 || exit 1

test: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --cov --cov-branch --cov-report=term:skip-covered

# The pages on the rules, from the rule files.
docs: install
	$(BIN)/python tools/rule_pages.py

# How far the findings can be trusted: prints the tables and writes docs/accuracy.md.
accuracy: install
	$(BIN)/python -m accuracy

# What cannot be installed of the extra is not compared with, and said so.
bench: install
	-@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python bench/bench.py

# Coverage-guided if atheris is installed (pip install atheris), else with hypothesis.
MINUTES ?= 10
fuzz: install
	$(BIN)/python -m fuzz --minutes $(MINUTES)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
