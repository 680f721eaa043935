#!/usr/bin/env bash
# Builds the reviews and, with LOCKED, checks that the committed output is what they give.
# Reads REVIEWS, OUTPUT, LOCKED, DENY; uses the ecmo-report of $RUNNER_TEMP if it is there, else that of the PATH.
set -euo pipefail
PATH="${RUNNER_TEMP:-/nonexistent}/ecmo-report/bin:$PATH"
site="${RUNNER_TEMP:-$(mktemp -d)}/site"

options=(--message-format "${MESSAGE_FORMAT:-github}")
if [ -n "${DENY:-}" ]; then options+=(--deny "$DENY"); fi

# A pattern such as reviews/* is meant to be expanded here.
# shellcheck disable=SC2206
reviews=(${REVIEWS:-reviews/*})

if [ "${LOCKED:-true}" = true ]; then
  ecmo-report build "${reviews[@]}" --output "${OUTPUT:-output}" --locked "${options[@]}"
else
  ecmo-report check "${reviews[@]}" "${options[@]}"
fi
# The findings are told already; they are repeated only where this fails.
log="$(mktemp)"
ecmo-report build "${reviews[@]}" --output "$site" --quiet 2> "$log" || { cat "$log" >&2; exit 1; }

# A page that leads to each report.
{
  printf '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Reports</title>\n<ul>\n'
  for folder in "$site"/*/; do
    name="$(basename "$folder")"
    printf '<li><a href="%s/report.html">%s</a></li>\n' "$name" "$name"
  done
  printf '</ul>\n'
} > "$site/index.html"

if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "site=$site" >> "$GITHUB_OUTPUT"; fi
echo "The reports are in $site"
