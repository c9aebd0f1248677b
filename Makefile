# Every target that runs Python completes .venv from the lock file first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH_DATA ?= ../shared/benchmarks
SEED_DIR ?= ../shared/articles
BENCH_OUT ?= bench/out
BENCH_TASKS ?=
FUZZ_SECONDS ?= 60
FUZZ_SEED ?= 0
TEST_PROCESSES ?= 2
KILLS ?= 200

export BENCH_DATA SEED_DIR BENCH_OUT BENCH_TASKS
export HF_HUB_DISABLE_TELEMETRY = 1

.PHONY: help setup demo test test-long lint format predict bench bench-check bench-accept bench-speed bench-site bench-costs bench-growth rulerecord fuzz lock clean

help:
	@echo "make demo         run the whole job on the built-in newsroom and write ./site"
	@echo "make test         run ruff, mypy and the tests"
	@echo "make test-long    kill KILLS (200) nights at random moments on SQLite and PostgreSQL each, and run them again"
	@echo "make setup        create or complete .venv from requirements.lock"
	@echo "make predict      answer the benchmarks in BENCH_DATA, writing BENCH_OUT/TASK.jsonl"
	@echo "make bench        predict, score, print the table, write bench/results.json"
	@echo "                  with what lexical loses, reliability, recall of candidates, nights against all at once"
	@echo "make bench-check  fail where a figure fell under its floor"
	@echo "make bench-speed  2,000 articles against the same packages used without Variorum, written to bench/speed.json"
	@echo "make bench-site   what writing a site of 1,000 events costs, and how quick its pages are: bench/site.json"
	@echo "make bench-costs  seconds and bytes of an article at each stage, and what follows for many: docs/scale.md"
	@echo "make bench-growth a night of 1,000 articles against archives of 10^3 to 10^6, written to bench/growth.json"
	@echo "make rulerecord   measure the rules on BENCH_DATA, written to variorum/rulerecord.json, which ships"
	@echo "make fuzz         damaged pages through extraction for FUZZ_SECONDS (60), findings in BENCH_OUT/fuzz"
	@echo "make lock         write requirements.lock anew from what pyproject.toml asks for"

setup: $(VENV)/.complete

# pip is upgraded first: old releases can't resolve lxml[html-clean] named twice.
# torch comes in its own step, so that nothing resolved later asks for another build of it.
# pip compiles what it installs, but not what is installed editable; where PYTHONDONTWRITEBYTECODE is set, as in many
# containers, every process would compile it anew.
$(VENV)/.complete: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25"
	$(BIN)/python -m pip install --quiet "$$(grep '^torch==' requirements.lock)"
	$(BIN)/python -m pip install --quiet --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q bench compare db scraper variorum
	touch $@

demo: setup
	$(BIN)/variorum demo

# As the program has it: two threads for small products of matrices in each of two processes wait for each other.
test: export OPENBLAS_NUM_THREADS = 1

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder

test-long: setup
	$(BIN)/python -m tests.killing --kills $(KILLS)

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

predict: setup
	$(BIN)/python -m bench.predict

bench: setup
	$(BIN)/python -m bench.run

bench-check: setup
	$(BIN)/python -m bench.check

# Raises floors to what bench/results.json holds; lowering one takes LOWER=1.
bench-accept: setup
	$(BIN)/python -m bench.check --accept $(if $(LOWER),--lower)

bench-speed: setup
	$(BIN)/python -m bench.speed

bench-site: setup
	$(BIN)/python -m bench.sitespeed

bench-costs: setup
	OMP_NUM_THREADS=1 $(BIN)/python -m bench.costs

# SIZES=1000,10000 leaves the large archives out (of 100,000 articles: 4 GB of disk), WORK names the folder for them.
bench-growth: setup
	$(BIN)/python -m bench.nightgrowth $(if $(SIZES),--sizes $(SIZES)) $(if $(WORK),--work $(WORK))

rulerecord: setup
	$(BIN)/python -m bench.rulerecord

fuzz: setup
	$(BIN)/python -m bench.fuzz_extract --seconds $(FUZZ_SECONDS) --seed $(FUZZ_SEED)
	$(BIN)/python -m bench.fuzz_guided --seconds $(FUZZ_SECONDS) --seed $(FUZZ_SEED)

# soupsieve 3 asks for Python 3.11.5, which Debian 12 has not.
lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade "pip>=25"
	build/lock/bin/python -m pip install --quiet torch==2.13.0
	build/lock/bin/python -m pip install --quiet ".[dev]" hatchling editables "soupsieve<3"
	build/lock/bin/python -m pip freeze --exclude variorum --exclude pip --exclude setuptools \
	  | sed 's/^torch==\([0-9.]*\)+.*/torch==\1/' > requirements.lock
	rm -rf build/lock

clean:
	rm -rf $(VENV) site .site.next var bench/out build dist
