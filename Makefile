# What people do with this repository, in a word. The work itself is in `cargo xtask`.

.DEFAULT_GOAL := help
.PHONY: help run test unit tour page schemathesis chaos layers fmt lint tools bench fuzz clean-tools

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the service on its embedded store, with courses to look at
	cargo run --release --package courses -- serve --demo

test: ## Run every check there is, as CI does, and count
	cargo xtask ci

unit: ## Run the tests only, against real servers, and count
	cargo xtask test

tour: ## Take the tour of the README against a live service
	cargo xtask tour

page: ## Look at the API page of a live service in a browser
	cargo xtask page

schemathesis: ## Call a live service by its contract, on both stores and in every role
	cargo xtask schemathesis

chaos: ## Break things under a live service: do its promises hold, and would it be noticed
	cargo xtask chaos
	cargo xtask chaos --saboteurs

layers: ## Check that the arrows between crates point inward
	cargo xtask layers

fmt: ## Format the code
	cargo fmt --all

lint: ## Run the linter over everything, tests included
	cargo clippy --workspace --all-targets --features courses/fault-points -- -D warnings

tools: ## Fetch the real servers for tests into .tools/
	cargo xtask tools

bench: ## Measure start, memory, imports and load of the shipped program
	cargo xtask measure

fuzz: ## Look for inputs that break a promise, a minute for each way in
	cargo xtask fuzz

clean-tools: ## Remove what was fetched
	rm -rf .tools
