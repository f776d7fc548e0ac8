# The commands a person must know. Each makes ready what it needs; a second run takes seconds.
#   make demo    the main job on the examples, then the pages (make demo ARGS=--no-serve ends)
#   make test    the default tests (make test ARGS="-m slow" or ARGS="-m browser" for the others)
#   make check   everything that must be green before work is shown
#   make bench   side-by-side measurements

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
export RACEME_MODE ?= demo

.PHONY: demo test check bench messages ready ready-dev

demo: ready
	@$(BIN)/raceme demo $(ARGS)

test: ready-dev
	@$(BIN)/python -m pytest $(ARGS)

check: ready-dev
	@$(BIN)/python tools/check.py $(ARGS)

bench: ready-dev
	@for run in bench/*/run.py; do $(BIN)/python $$run $(ARGS) || exit 1; done

messages: ready-dev
	@$(BIN)/python tools/messages.py update

ready:
	@$(PYTHON) tools/make_ready.py

ready-dev:
	@$(PYTHON) tools/make_ready.py --dev
