#!/usr/bin/env bash
# Checks that every file and picture that a page of the documentation links to exists. Addresses are not visited.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

status=0
for page in *.md docs/*.md; do
	[[ -e $page ]] || continue
	while read -r target; do
		target=${target%%#*}
		[[ -z $target || $target == *://* || $target == mailto:* ]] && continue
		[[ -e $(dirname "$page")/$target ]] || {
			echo "$page links to $target, which does not exist" >&2
			status=1
		}
	done < <(sed '/^```/,/^```/d' "$page" | grep -oE '\]\([^)[:space:]]+' | sed 's/^](//')
done
((status)) || echo "every link leads somewhere"
exit "$status"
