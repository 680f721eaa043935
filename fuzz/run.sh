#!/bin/sh
# Runs the fuzz targets for a bounded time each: fuzz/run.sh [SECONDS [TARGET...]] (60 seconds and all without).
# Needs cargo-fuzz. A finding stays in fuzz/artifacts/ and ends the run with its status; make it a case of
# tests/it/robustness.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- specification csv expression bibliography prose results import revman
# Sanitizers need a nightly compiler, or the stable one told that it is one.
rustc --version | grep -q nightly || export RUSTC_BOOTSTRAP=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The imports write files: those go to the same temporary folder.
export TMPDIR="$work"
# The words that mean something in a specification, a template or an expression.
cat templates/parts/*.md templates/sections/*.md src/spec/*.rs src/table/expression/*.rs |
    grep -ohE '[a-z_]{3,24}' | sort -u | sed 's/.*/"&"/' >"$work/words"
printf '"%s"\n' '{{ ' ' }}' '{% ' ' %}' '{% endfor %}' '{% endif %}' '[@' '](' '<!--' '|---|' ': {' '\x0a  ' '\x0d\x0a' >>"$work/words"

for target in "$@"; do
    mkdir -p "fuzz/artifacts/$target"
    # What is found on the way goes to a folder that is not committed; the repository's reviews are seeds, too.
    mkdir -p "$work/$target/found" "$work/$target/seeds"
    case $target in
    specification) seeds='reviews/*/review.yaml tests/fixtures/invalid/*/review.yaml' ;;
    csv | import) seeds='reviews/*/studies.csv tests/fixtures/invalid/*/studies.csv tests/fixtures/import/*.csv' ;;
    bibliography) seeds='reviews/*/references.bib' ;;
    prose) seeds='reviews/*/text/*.md templates/sections/*.md templates/parts/*.md' ;;
    *) seeds='' ;;
    esac
    for seed in $seeds; do
        [ ! -f "$seed" ] || cp "$seed" "$work/$target/seeds/$(printf %s "$seed" | tr / _)"
    done
    cargo fuzz run "$target" "$work/$target/found" "fuzz/corpus/$target" "$work/$target/seeds" -- \
        -max_total_time="$seconds" -max_len=12288 -timeout=20 -rss_limit_mb=2048 -dict="$work/words" -print_final_stats=1
done
