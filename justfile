# `just` lists these; each is one line that you can also type.

default:
    @just --list

# The gate that CI runs
ci:
    .ci/run

# Build the reviews that ship with the program
build:
    cargo run --release -- build reviews/paediatric-sepsis reviews/adults-and-children

# Run all tests
test:
    cargo test

# Accept the documents and figures as they now are, after looking at them
accept:
    SNAPSHOTS=overwrite cargo test

# Benchmarks
bench:
    cargo bench
