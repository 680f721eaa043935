#!/bin/sh
# Opens a built report in Chromium, offline, and uses it as a reader does; axe-core looks for barriers.
# usage: tests/browser/run.sh [report.html]      default: output/paediatric-sepsis/report.html
#
# Needs node and npm (packages as package-lock.json has them) and Chromium: $CHROMIUM, or the one in PATH;
# as root on Debian an absent one is installed by apt. Where there is no browser, the test says so and passes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
report=${1:-$root/output/paediatric-sepsis/report.html}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "browser test: SKIPPED, node and npm are not here"
    exit 0
fi
find_browser() {
    for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome; do
        command -v "$name" && return 0
    done
    return 1
}
browser=$(find_browser || true)
if [ -z "$browser" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } >/dev/null 2>&1 || true
    browser=$(find_browser || true)
fi
if [ -z "$browser" ]; then
    echo "browser test: SKIPPED, no Chromium was found (set CHROMIUM, or install the package chromium)"
    exit 0
fi
if [ ! -f "$report" ]; then
    echo "browser test: there is no report at $report: build it first" >&2
    exit 1
fi
cd "$here"
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --silent --no-audit --no-fund --ignore-scripts
fi
export CHROMIUM=$browser
node report.mjs "$report"
# The live preview, where the program is built.
for program in "$root/target/release/ecmo-report" "$root/target/debug/ecmo-report"; do
    if [ -x "$program" ] && "$program" serve --help >/dev/null 2>&1; then
        exec node serve.mjs "$program"
    fi
done
echo "live preview: SKIPPED, the program is not built"
