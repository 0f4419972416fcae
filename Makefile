# Two commands do everything: `make run` and `make test`. The rest are for people who change the code.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check format lint types imports bench gallery clean

help:
	@echo "make run      start the notebook on this computer"
	@echo "make test     run every test"
	@echo "make check    format, lint, types, imports, tests"
	@echo "make bench    measure what we promise about speed"
	@echo "make gallery  draw every example into out/gallery"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/.installed
	$(BIN)/python -m formulation run

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

format: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

imports: $(VENV)/.installed-dev
	$(BIN)/lint-imports

check: format lint types imports test

bench: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	$(BIN)/python -m bench

gallery: $(VENV)/.installed-dev
	$(BIN)/python -m bench.gallery

clean:
	rm -rf $(VENV) build dist out *.egg-info .mypy_cache .ruff_cache .import_linter_cache
