# The two commands are `make run` and `make test`; the rest is their parts.
#
#   make run            builds and starts SPP with a demonstration client
#     DEMO=0            starts empty
#     DATA=dir          keeps the state there (.spin)
#     LISTEN=ip:port    serves there (127.0.0.1:3000)
#     SPIN=/path/spin   serves with that Spin, not with the project's host
#   make test           format, clippy, unit, property and end-to-end tests
#   make demo-fault     pulls a sensor's cable in the running demonstration
#   make demo-mend      puts it back
#   make judge SERIES=dir   measures the detectors on real series of counts
#   make judge-restoration SERIES=dir   measures restoration on the same series
#   make bench          measures speed beside a plain native server

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := run
.PHONY: run demo-fault demo-mend build components portal host test lint unit e2e browser readme openapi judge judge-restoration bench clean

components = -p ingest -p counts -p restorations -p registry -p incidents -p mail -p files

# Everything runs with the toolchain that the set-up has chosen.
with = source .tools/env

run:
	@deploy/run.sh

# What the running demonstration has kept, as told to `make run`.
demo = target/native/simulator $(1) --state "$${DATA:-.spin}/demo.json"

demo-fault:
	@$(call demo,fault)
	echo "The cable of «Большая дверь» is pulled; its incident opens in about five minutes,"
	echo "  and its letters lie in $${DATA:-.spin}/mail soon after."
	echo "make demo-mend puts the cable back."

demo-mend:
	@$(call demo,mend)
	echo "The cable is back: the sensor delivers what it has kept, and the incident closes."

build: components portal host

components:
	@deploy/setup.sh
	$(with)
	echo "building the components"
	cargo build --quiet --release --target wasm32-wasip2 $(components)

# The portal as it is served, static/dist. What has not changed is not made again.
portal:
	@deploy/setup.sh --portal
	$(with)
	echo "building the portal"
	cargo build --quiet --profile portal --target wasm32-unknown-unknown -p portal --bins
	cargo build --quiet --profile native -p portal-build
	target/native/portal-build

host:
	@deploy/setup.sh
	$(with)
	echo "building the host and the simulator"
	cargo build --quiet --profile native -p host -p simulator -p mailbox

test: lint unit build e2e browser readme
	@echo "all tests passed"

lint:
	@deploy/setup.sh --lint
	$(with)
	echo "checking format, lints, licences and documents"
	cargo fmt --check
	cargo clippy --quiet --workspace --all-targets -- -D warnings
	cargo clippy --quiet --target wasm32-wasip2 $(components) -- -D warnings
	cargo clippy --quiet --target wasm32-unknown-unknown -p portal -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps --document-private-items --workspace \
		--exclude bench --exclude e2e --exclude simulator --exclude mailbox
	cargo machete >/dev/null 2>&1 || cargo machete
	cargo deny --log-level error check licenses bans sources >/dev/null
	tests/house.sh

unit:
	@deploy/setup.sh
	$(with)
	echo "running unit and property tests"
	cargo test --quiet --workspace --exclude host --exclude e2e --exclude bench
	cargo build --quiet --release --target wasm32-wasip2 -p intruder
	cargo test --quiet --profile native -p host

e2e: build
	@$(with)
	echo "running end-to-end tests$${SPIN:+ on $$SPIN}"
	cargo test --quiet -p e2e

# The portal's journeys and screens in a real browser; pictures of all screens lie in
# target/screenshots.
browser: build
	@deploy/setup.sh --browser
	$(with)
	echo "running the tests in a browser"
	cd tests/browser && node --test --test-concurrency=1 --test-reporter=dot

# Runs the commands of README.md as they stand there.
readme: build
	@tests/readme.sh

# Writes the API document anew from the code.
openapi:
	@deploy/setup.sh
	$(with)
	UPDATE=1 cargo test --quiet -p e2e the_kept_document

# Recall and false alarms of the detectors on real series with injected faults.
judge:
	@deploy/setup.sh
	$(with)
	CARGO_PROFILE_DEV_OPT_LEVEL=2 cargo run --quiet -p spp-quality --example judge -- $(SERIES)

# How far restored hours are from the counted ones, which it hides, on the same series.
judge-restoration:
	@deploy/setup.sh
	$(with)
	CARGO_PROFILE_DEV_OPT_LEVEL=2 cargo run --quiet -p spp-restoration --example restore -- $(SERIES)

bench: build
	@$(with)
	echo "building the bench"
	cargo build --quiet --release --target wasm32-wasip2 -p intruder
	cargo build --quiet --profile native -p bench
	target/native/bench run --host target/native/host --manifest spin.toml $(BENCH)

clean:
	rm -rf target .tools
