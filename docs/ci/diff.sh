#!/usr/bin/env bash
# Says what a pull request changes in each review, by meaning: in the summary of the run, in a comment on the pull
# request, and by its exit status (5) where the change weighs as much as FAIL_ON.
# Reads REVIEWS, BASE (the revision to compare with), FAIL_ON, COMMENT, PULL_REQUEST.
set -euo pipefail
PATH="${RUNNER_TEMP:-/nonexistent}/ecmo-report/bin:$PATH"
comment="$(mktemp)"
status=0
verdict=none
weights=(none cosmetic data estimate consequential)
rank() { for i in "${!weights[@]}"; do if [ "${weights[$i]}" = "$1" ]; then echo "$i"; fi; done; }

# The base may be missing from a shallow clone.
git cat-file -e "$BASE^{commit}" 2>/dev/null || git fetch --quiet --depth 1 origin "$BASE"

echo '<!-- ecmo-report -->' > "$comment"
# shellcheck disable=SC2206
reviews=(${REVIEWS:-reviews/*})
for review in "${reviews[@]}"; do
  file="${review%/}"
  case "$file" in *.yaml | *.yml) ;; *) file="$file/review.yaml" ;; esac
  if ! git cat-file -e "$BASE:./$file" 2>/dev/null; then
    printf '### %s\n\nA new review.\n\n' "$review" >> "$comment"
    continue
  fi
  ecmo-report diff "$BASE:./$file" "$file" --format markdown >> "$comment"
  echo >> "$comment"
  found="$(ecmo-report diff "$BASE:./$file" "$file" --format json | sed -n 's/^  "verdict": "\(.*\)",$/\1/p')"
  if [ "$(rank "$found")" -gt "$(rank "$verdict")" ]; then verdict="$found"; fi
done

if [ -n "${FAIL_ON:-}" ] && [ "$(rank "$verdict")" -ge "$(rank "$FAIL_ON")" ]; then status=5; fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "verdict=$verdict" >> "$GITHUB_OUTPUT"; fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$comment" >> "$GITHUB_STEP_SUMMARY"; else cat "$comment"; fi

if [ "${COMMENT:-false}" = true ] && [ -n "${PULL_REQUEST:-}" ]; then
  # One comment that is kept up to date. A pull request from a fork has no right to write: that is no failure.
  mine='map(select(.body | startswith("<!-- ecmo-report -->"))) | .[0].id // empty'
  id="$(gh api "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --paginate --jq "$mine" | head -n 1 || true)"
  if [ -n "$id" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" -F body=@"$comment" || echo "::notice::the comment could not be updated"
  else
    gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" -F body=@"$comment" || echo "::notice::the comment could not be posted"
  fi
fi
exit "$status"
