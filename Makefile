# Steercheck's commands. `make run` and `make test` each do everything from a fresh clone on.
#
#   make PYTHON=/path/to/python3.12 test    another Python (3.11 to 3.13); the default is the first python3 that fits
#   make JOBS=4 test                        more tests side by side (3 on two cores: many wait for sound or a window)

PYTHON ?=
export PYTHON
# some machines of continuous integration set it, and each process would compile the program and the tests anew
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 3

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench screenshots fresh program lock clean

help:
	@echo "make run          set up, then the demonstration: the whole job on twelve calls, then the window"
	@echo "make test         set up, then all tests and make check beside them"
	@echo "make check        style, types and floors"
	@echo "make format       bring the style in order"
	@echo "make bench        times, each beside another program's, in one run"
	@echo "make screenshots  the pictures of the README, from the demonstration"
	@echo "make program      dist/steercheck: a folder that runs without Python installed"
	@echo "make fresh        make run and make test on a clean clone with an empty home folder"
	@echo "make lock         write the locks again from pyproject.toml (UPGRADE=1: newest versions)"
	@echo "make clean        remove what was built, .venv included"

setup:
	@packaging/set_up.sh "$(VENV)" run

run: setup
	$(BIN)/steercheck demo

test:
	@packaging/set_up.sh "$(VENV)" test
	@mkdir -p build
	@# what the checks say is shown behind the tests; whichever fails, this fails
	@$(MAKE) --no-print-directory check >build/check.log 2>&1 & checks=$$!; \
	echo "QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n $(JOBS) --dist worksteal"; \
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n $(JOBS) --dist worksteal; tests=$$?; \
	wait $$checks; checked=$$?; cat build/check.log; \
	[ $$tests = 0 ] && [ $$checked = 0 ]

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest tests/benchmarks -o python_files='bench_*.py' -o python_functions='bench_*' \
		-p no:xdist -q

screenshots: setup
	rm -rf build/screenshots
	$(BIN)/steercheck screenshots build/screenshots --every-look
	mkdir -p packaging/screenshots
	cp build/screenshots/*-light.png build/screenshots/review-dark.png packaging/screenshots/

fresh:
	@packaging/fresh.sh "$(PYTHON)"

program: setup
	@packaging/make_program.sh "$(VENV)"

# Universal locks: one file for Linux, Windows and macOS and for every Python from 3.11 on, with hashes and
# without the address of any index.
COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-config --quiet $(if $(UPGRADE),--upgrade)
lock: setup
	env -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
		$(COMPILE) --group dev --group engine-build --extra postgres -o requirements.lock
	env -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
		$(COMPILE) --extra whisper-cpp-python -c requirements.lock -o requirements-whisper.lock

clean:
	rm -rf build dist $(VENV) *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
