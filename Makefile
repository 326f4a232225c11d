# The commands of the project. `make` alone builds and tests; CI calls these targets and nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := check
MAKEFLAGS += --no-print-directory

CONFIG ?= gateway.conf
FUZZ_SECONDS ?= 10
IMAGE ?= headgate
ROUNDS ?= 5
SCENARIOS ?= S1,S2

SWIFT_FILES = git ls-files '*.swift'

.PHONY: check deps build release test run fmt lint bench fuzz demo image docs help clean

check: build test

deps: ## install the Debian packages that are missing
	@.ci/deps

build: deps ## build everything for debugging
	swift build

release: deps ## build the product for release
	swift build -c release --product headgate

# The backtracer of a crashing test would hold up the run for minutes.
test: deps ## every test, then each fuzzer for FUZZ_SECONDS
	SWIFT_BACKTRACE=enable=no swift test --disable-xctest --parallel
	Tests/Fuzz/run -s $(FUZZ_SECONDS)

fuzz: deps ## each fuzzer for a minute, or for FUZZ_SECONDS
	Tests/Fuzz/run -s $(if $(filter file,$(origin FUZZ_SECONDS)),60,$(FUZZ_SECONDS))

run: release ## the gateway with its two demo services, in the foreground
	@.ci/certificate dev
	.build/release/headgate demo -c $(CONFIG)

demo: run ## another name for run

fmt: deps ## format every tracked Swift file
	$(SWIFT_FILES) | xargs swift format format --in-place --parallel --configuration .swift-format

lint: deps ## fail where the format differs
	$(SWIFT_FILES) | xargs swift format lint --strict --parallel --configuration .swift-format

bench: ## compare with other gateways; needs the harness, see Benchmarks/README.md
	@Benchmarks/run --harness
	@$(MAKE) release
	Benchmarks/run $(SCENARIOS) $(ROUNDS)

image: ## build the container image
	docker build -f Docker/Dockerfile -t $(IMAGE) .

docs: deps ## check that the documents name only what exists
	swift test --disable-xctest --filter HouseTests

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

clean: ## remove what was built, and the development certificate
	rm -rf .build dev Benchmarks/build
