#!/bin/sh
# Runs every fuzz target for a bounded time: fuzz/run.sh SECONDS (per target, 60 without). Needs cargo-fuzz.
# A finding stays in fuzz/artifacts/ and ends the run with its status; make it a case of tests/it/robustness.rs.
set -eu
cd "$(dirname "$0")/.."
# Sanitizers need a nightly compiler, or the stable one told that it is one.
rustc --version | grep -q nightly || export RUSTC_BOOTSTRAP=1
for target in specification csv expression bibliography prose results; do
    mkdir -p "fuzz/artifacts/$target"
    # What is found on the way goes to a folder that is not committed.
    found=$(mktemp -d)
    cargo fuzz run "$target" "$found" "fuzz/corpus/$target" -- -max_total_time="${1:-60}" -max_len=4096 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1
    rm -rf "$found"
done
