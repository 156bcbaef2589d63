# Two commands do nearly everything: `make` and `make test`. `make help` lists the rest.

PYTHON ?= python3
BIN := .venv/bin
SPHINX := $(BIN)/sphinx-build -j auto
HANDOUTS := $(BIN)/python -m handouts

# Address of the public site, such as https://example.org/back. Sheets print it, and without it
# they carry no address, no links and no QR code.
export HANDOUTS_BASEURL ?=

# The day that tests and checks of a change judge dates by, so that no change starts to fail on
# its own; `make overdue` judges by the calendar.
CHANGE_DAY := 2026-11-28

# Tests and builds start hundreds of processes: what is compiled once is kept, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

# Language of `make gettext`.
TO ?= de
PROSE := $(wildcard *.md) $(wildcard docs/*.md docs/*/*.md)
WORDS := src/handouts/locale/handouts-words

.PHONY: all setup live browser test test-unit axe bench fuzz aloud lint lint-github format docs-strict \
	gettext words tables screenshots overdue clean help

# Where a sheet is refused, the command ends with 1 and its reason is the last thing that it says;
# GNU make adds a line of its own below it, and ends with 2, which no setting changes.
all: setup ## set up, and build the site with all its sheets; VERBOSE=1 shows all that Sphinx says
	@$(HANDOUTS) build docs build/pdf --site build/html $(if $(VERBOSE),--verbose)

setup: .venv/installed ## make the virtual environment, and look for system libraries
	@tools/system-packages $(BIN)/python

# Only the first time, and when the list of packages has changed.
.venv/installed: pyproject.toml
	@tools/system-packages $(PYTHON)
	@echo 'Installing what builds the site and the sheets, into .venv'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --editable . --group docs
	@touch $@

# What only tests or linters need comes with the first target that runs them.
.venv/installed-test .venv/installed-lint .venv/installed-bench: .venv/installed-%: pyproject.toml | .venv/installed
	@echo 'Installing the packages of the group "$*", into .venv'
	@$(BIN)/python -m pip install --quiet --group $*
	@touch $@

browser: setup .venv/installed-test
	@tools/system-packages $(BIN)/python browser

live: setup ## build the site at each save, and show it in a browser
	@$(HANDOUTS) live docs

test: browser ## set up, and run every test
	HANDOUTS_TODAY=$(CHANGE_DAY) $(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

test-unit: setup .venv/installed-test ## run the tests of single parts, which take a minute
	HANDOUTS_TODAY=$(CHANGE_DAY) $(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder tests \
		--ignore tests/end_to_end --ignore tests/browser --ignore tests/fuzz

axe: browser ## ask every rule of axe of every page, in each window and colour scheme
	HANDOUTS_AXE=all HANDOUTS_TODAY=$(CHANGE_DAY) $(BIN)/pytest -q tests/browser/test_pages.py

fuzz: export HANDOUTS_FUZZ_CASES ?= 1000
fuzz: export HANDOUTS_FUZZ_SEED ?= $(shell date +%s)
fuzz: setup .venv/installed-test ## print 1,000 generated pages, and judge 500 mutants of a sheet
	HANDOUTS_MUTANTS=500 $(BIN)/pytest -q tests/preflight/test_mutants.py
	HANDOUTS_TODAY=$(CHANGE_DAY) $(BIN)/pytest -q tests/fuzz

bench: browser .venv/installed-bench ## measure what pages weigh and how long many sheets take; WITH passes options
	$(BIN)/python benchmarks/pages.py
	@grown=; $(BIN)/python benchmarks/growth.py --keep || grown='growth.py: something grows too fast, see above'; \
	$(BIN)/python benchmarks/speed.py --keep $(WITH) && [ -z "$$grown" ] || { echo "$$grown"; exit 1; }

lint: setup .venv/installed-lint lint-github ## look at form, faults and types of the code, and at spelling
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/codespell -D tools/british.txt $(PROSE)

# Schemas and rules come with these programs: nothing is fetched.
lint-github: SCHEMA := $(BIN)/check-jsonschema --builtin-schema
lint-github: setup .venv/installed-lint ## look at workflows, forms and other files that a host of code reads
	$(SCHEMA) vendor.github-workflows .github/workflows/*.yml
	$(SCHEMA) vendor.github-issue-forms .github/ISSUE_TEMPLATE/[0-9]*.yml
	$(SCHEMA) vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(SCHEMA) vendor.dependabot .github/dependabot.yml
	$(SCHEMA) vendor.readthedocs .readthedocs.yaml
	$(BIN)/pre-commit validate-config
	$(BIN)/zizmor --offline --no-progress --quiet .github
	$(BIN)/yamllint --strict .github .readthedocs.yaml .pre-commit-config.yaml
	rm -rf build/starter
	$(HANDOUTS) new build/starter </dev/null >/dev/null
	$(SCHEMA) vendor.github-workflows build/starter/.github/workflows/*.yml
	$(SCHEMA) vendor.readthedocs build/starter/.readthedocs.yaml
	$(BIN)/zizmor --offline --no-progress --quiet build/starter/.github
	$(BIN)/yamllint --strict build/starter/.github build/starter/.readthedocs.yaml

format: setup .venv/installed-lint ## put the code into form
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# From nothing, and with an address: what is built for readers has one.
docs-strict: HANDOUTS_BASEURL := https://example.org/back
docs-strict: export HANDOUTS_TODAY := $(CHANGE_DAY)
docs-strict: STRICT := $(SPHINX) -W --keep-going -n -d build/strict/doctrees
docs-strict: setup ## build the pages and the sheets; any warning is a failure
	rm -rf build/strict
	$(STRICT) -b html docs build/strict/html
	$(STRICT) -b handouts docs build/strict/pdf

# The pages in `contributing` are for those who write and program here, and stay English.
gettext: setup ## gather what is to be translated, such as `make gettext TO=cy`
	$(SPHINX) -q -b gettext -d build/gettext/doctrees docs build/gettext/templates
	rm -f build/gettext/templates/contributing.pot
	$(BIN)/sphinx-intl update -p build/gettext/templates -d docs/locales -l $(TO)

words: setup ## gather the package's own words for readers into their catalogues
	$(BIN)/pybabel -q extract -F pyproject.toml --no-default-keywords -k _ -k mark -k plural:1,2 \
		--add-location=file --no-wrap --project=handouts \
		--copyright-holder="The handouts maintainers" --msgid-bugs-address="see the forms for issues" \
		-o $(WORDS).pot src/handouts
	$(BIN)/pybabel -q update --no-fuzzy-matching --no-wrap --ignore-pot-creation-date \
		-D handouts-words -i $(WORDS).pot -d src/handouts/locale

aloud: setup .venv/installed-test ## write anew what a screen reader says of the sheets
	HANDOUTS_RENEW=1 $(BIN)/python -m pytest -q tests/end_to_end/test_docs.py -k says_aloud

tables: setup .venv/installed-test ## write the page of faults anew from the tests
	$(BIN)/python tests/support/tables.py

screenshots: docs-strict browser ## take pictures of the site, and those of the README
	$(BIN)/python tools/screenshots build/strict/html build/screenshots

overdue: setup ## fail if a page is past the day after which it should not be used
	$(SPHINX) -W --keep-going -b handouts -d build/overdue/doctrees docs build/overdue/pdf

clean: ## remove all that `make` made, but for the virtual environment
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile
