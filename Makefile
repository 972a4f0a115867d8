# Two commands do everything: make run, make test. The others are for those who work on Lamigo.
.PHONY: help run test bench docs lock clean

help:
	@echo 'make run    set up, build the graph, validate it, answer a question, write the corridor network'
	@echo 'make test   set up, run every test'
	@echo 'make bench  measure, each figure beside a named peer'
	@echo 'make docs   write the reference pages again (maintainers)'
	@echo 'make lock   lock the versions again (maintainers)'
	@echo 'make clean  remove what was built, data sets that you added and files that you fetched with it'

run:
	@echo 'Lamigo: setting up, then building, validating, asking and exporting'
	@sh requirements/setup run
	@.venv/bin/lamigo tour

test:
	@echo 'Lamigo: setting up, then running every test'
	@sh requirements/setup test
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/python -m pytest

docs:
	@sh requirements/setup test
	.venv/bin/python -m lamigo.reference

bench:
	@sh requirements/setup test
	.venv/bin/python tests/bench/run.py

lock:
	@sh requirements/lock

clean:
	rm -rf exports/build .venv dist
