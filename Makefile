# Two commands on a fresh machine: `make demo` and `make test`. Python 3.11 or newer is all they need.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
export PYTHONPATH =

.PHONY: demo test test-all lint types architecture bench examples clean

demo: $(VENV)/.demo
	@echo
	@echo "A small neural network was trained to answer one question of a handwritten digit: is it an 8 (1) or not (0)?"
	@echo "Its accuracy looks fine. Is it ready?"
	@echo
	@$(BIN)/logitwise evaluate examples/is_it_an_8.npz --policy baseline || test $$? -le 3
	@echo
	@echo "Yours: $(BIN)/logitwise evaluate FILE (columns label and p, logit or p_0, p_1, ...), or logitwise evaluate --help"

test: $(VENV)/.dev
	$(BIN)/python -m pytest -m "not slow" -n auto

test-all: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

architecture: $(VENV)/.dev
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/bench.py --write benchmarks/README.md

examples: $(VENV)/.dev
	$(BIN)/python examples/make_examples.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: $(VENV)/bin/python pyproject.toml constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@ $(VENV)/.demo

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
