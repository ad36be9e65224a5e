# The verbs. Each sets up what it needs first; `make run` and `make test` are all that a visitor has to know.
#   run    the page, the companion and a Label Studio of its own (PORT, LABEL_STUDIO_PORT, BATCH_API_URL, LABEL_STUDIO_URL)
#   test   everything: native, in the browser, size, end to end     (STAGES="native e2e" for a part)
#   lint   formatting, clippy twice, licenses, the rules of the house
#   bench  the budgets that are ratios          soak  the property tests for long, 1,000 schedules of faults (SCHEDULES=1000), a fleet (BATCHES=200)
#   fuzz   any bytes as a labeling configuration, guided by coverage     (MINUTES=5)
#   dist   the page in dist/, the package for other pages in target/package/, the companion in target/companion/

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run test bench soak fuzz lint dist page companion

# The companion's own code is not in the page.
sources := Cargo.toml Cargo.lock build.rs package-lock.json .make/editor.mjs .make/bin/wasm-bindgen $(wildcard index.html) \
    $(shell find src style -not -name '.*' -not -path 'src/companion*' 2>/dev/null)
env := . .make/env.sh;

help:
	@sed -n '2,/^$$/s/^# *//p' Makefile

setup:
	@.make/setup

run:
	@.make/setup check
	@$(env) exec python3 .make/run.py

test:
	@.make/setup build label-studio browser postgres hosts ogx
	@$(env) exec python3 .make/test.py $(STAGES)

soak:
	@.make/setup build label-studio browser postgres openapi
	@$(env) [ ! -x "$$LABEL_STUDIO_VENV/bin/python" ] || export ORACLE_PYTHON="$$LABEL_STUDIO_VENV/bin/python"; export SOAK=1; \
	    PROPTEST_CASES=$${PROPTEST_CASES:-20000} python3 .make/test.py native
	@$(MAKE) --no-print-directory companion
	@echo "soak: $${SCHEDULES:-1000} schedules of faults in front of a real Label Studio, 3 seconds each; then 4 watchers of $${BATCHES:-200} batches, killed at random; then 2 minutes of the API"
	@$(env) SCHEDULES=$${SCHEDULES:-1000} BATCHES=$${BATCHES:-200} playwright test --config tests/e2e/playwright.config.ts faults.spec.ts fleet.spec.ts openapi.spec.ts

# What it learns stays in target/fuzz; what breaks is printed, and kept there as crash-….
fuzz:
	@.make/setup check fuzz
	@echo "fuzz: building it, 3 minutes the first time, then $${MINUTES:-5} minutes of it"
	@mkdir -p target/fuzz/corpus && cp -n src/core/labeling/templates/*.xml target/fuzz/corpus/
	@$(env) cargo +nightly fuzz run --fuzz-dir tests/fuzz --target-dir target/fuzz/build labeling target/fuzz/corpus -- \
	    -max_total_time=$$(( $${MINUTES:-5} * 60 )) -max_len=4000 -timeout=20 -artifact_prefix=target/fuzz/ -print_final_stats=1

bench: companion
	@$(env) exec python3 .make/bench.py

lint:
	@.make/setup build lint
	@$(env) exec .make/lint

dist:
	@.make/setup build
	@$(MAKE) --no-print-directory page companion
	@node .make/package.mjs dist target/package
	@node .make/size.mjs dist

page: target/page.stamp

# Trunk copies every JavaScript snippet that it finds, also of builds long gone: so that folder goes first.
# What a visitor waits for is the shell and the list of batches; the code of the later steps (src/ui/later.rs) lies
# in files of its own. build.rs prepares that, .make/bin/wasm-bindgen does it in trunk's name, and the chunks, which
# trunk would take for scripts to preload, are put beside the glue here. So is the XML editor (.make/editor.mjs).
# `trunk serve` builds the page in one piece.
target/page.stamp: $(sources)
	@echo "page: building it, 2 to 5 minutes the first time, then 1"
	@rm -rf target/wasm-bindgen dist
	@$(env) export BATCH_CURATOR_SPLIT=1 PATH="$$PWD/.make/bin:$$PATH"; trunk build --release --locked --dist dist
	@cp target/wasm-bindgen/release/chunks/*.wasm dist/
	@node .make/compress.mjs dist
	@mkdir -p target && touch $@

# The page is inside the companion. Cargo knows by itself whether there is anything to do.
companion: page
	@[ -x target/companion/batch-curator ] || echo "companion: building it, 3 to 5 minutes the first time, then less than 1"
	@$(env) cargo build --locked --profile companion --bin batch-curator
