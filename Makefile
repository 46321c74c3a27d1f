# What people do with this repository, in a word. The work itself is in `cargo xtask`.

.DEFAULT_GOAL := help
.PHONY: help run test ci layers fmt lint tools bench clean-tools

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Start the service on its embedded store, with courses to look at
	cargo run --release --package courses -- serve --demo

test: ## Run every test against real servers, and count
	cargo xtask test

ci: ## Run every check there is, as CI does
	cargo xtask ci

layers: ## Check that the arrows between crates point inward
	cargo xtask layers

fmt: ## Format the code
	cargo fmt --all

lint: ## Run the linter over everything, tests included
	cargo clippy --workspace --all-targets -- -D warnings

tools: ## Fetch the real servers for tests into .tools/
	cargo xtask tools

bench: ## Run the benchmarks
	cargo bench --workspace --benches

clean-tools: ## Remove what was fetched
	rm -rf .tools
