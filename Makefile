# Two commands on a fresh machine: `make demo` and `make test`. Python 3.11 or newer is all they need.
PYTHON ?= python3
VENV ?= .venv
BENCH ?= .venv-bench
BIN = $(VENV)/bin
export PYTHONPATH =

.PHONY: demo learn lesson test test-all lint types architecture bench examples docs-pages clean

demo: $(VENV)/.demo
	@echo
	@echo "A small neural network was trained to answer one question of a handwritten digit: is it an 8 (1) or not (0)?"
	@echo "Its accuracy looks fine. Is it ready?"
	@echo
	@$(BIN)/logitwise evaluate examples/is_it_an_8.npz --policy baseline || test $$? -le 3
	@echo
	@echo "Yours: $(BIN)/logitwise evaluate FILE (columns label and p, logit or p_0, p_1, ...), or logitwise evaluate --help"

learn: $(VENV)/.learn
	$(BIN)/logitwise learn $(ARGS)

# The figures read the recorded trainings, so those come first.
lesson: $(VENV)/.dev
	$(BIN)/python -m logitwise.lessons.building.data
	$(BIN)/python -m logitwise.lessons.building.runs
	$(BIN)/python -m logitwise.lessons.building.figures
	$(BIN)/python -m logitwise.lessons.building

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

bench: $(BENCH)/.peers
	$(BENCH)/bin/python benchmarks/bench.py --write benchmarks/README.md $(ARGS)

examples: $(VENV)/.dev
	$(BIN)/python examples/make_examples.py

docs-pages: $(VENV)/.dev
	$(BIN)/python docs/make_metric_pages.py
	$(BIN)/python docs/make_reference_table.py
	$(BIN)/python docs/make_interval_pictures.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: $(VENV)/bin/python pyproject.toml constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@ $(VENV)/.demo

$(VENV)/.learn: $(VENV)/bin/python pyproject.toml constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[learn]"
	@touch $@ $(VENV)/.demo

# Where a peer cannot be had, its line says so.
$(BENCH)/.peers: pyproject.toml constraints.txt benchmarks/peers.txt
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	-sed 's/#.*//' benchmarks/peers.txt | while read -r peer; do \
		test -z "$$peer" || $(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt "$$peer"; done
	@touch $@

clean:
	rm -rf $(VENV) $(BENCH) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
