#!/usr/bin/env bash
# Checks that the documentation does not promise what is not there: every file that a page links to exists, and the
# settings in README's table, in env.example and in the code are the same.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

status=0
wrong() {
	echo "$*" >&2
	status=1
}

# Links and pictures in Markdown, but for addresses and places on the same page.
for page in README.md README.zh-CN.md CHANGELOG.md docs/*.md; do
	[[ -e $page ]] || continue
	while read -r target; do
		target=${target%%#*}
		[[ -z $target || $target == *://* || $target == mailto:* ]] && continue
		[[ -e $(dirname "$page")/$target ]] || wrong "$page links to $target, which does not exist"
	done < <(sed '/^```/,/^```/d' "$page" | grep -oE '\]\([^)[:space:]]+' | sed 's/^](//')
done

# settings prints the settings a file names, one a line.
settings() { grep -oE 'LINLI_[A-Z][A-Z_]*[A-Z]' "$@" | sort -u | grep -vE '^LINLI_(TEST|BENCH)_' || true; }

example=$(settings scripts/deploy/env.example)
readme=$(sed -n '/^## Configuration/,/^## /p' README.md | settings)
code=$(git ls-files -co --exclude-standard -- 'app/*.go' | grep -v _test.go | xargs grep -hoE 'env:"LINLI_[A-Z_]+"' | settings)
for name in $code; do
	grep -qx "$name" <<<"$readme" || wrong "README's configuration table lacks $name"
done
while read -r name; do
	[[ -z $name ]] || wrong "$name stands in env.example or in README's configuration table, and not in the other"
done < <(comm -3 <(echo "$example") <(echo "$readme") | tr -d '\t')

((status)) || echo "links and settings agree"
exit "$status"
