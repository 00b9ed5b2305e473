#!/usr/bin/env bash
# Looks in comments, messages and English pages for the words of scripts/words.txt and says what to write instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# prose prints comments, messages and pages of the tracked files as "file:line:text".
prose() {
	git grep -nIE '//|^\s*\*|"[^"]* [^"]*"' -- '*.go' '*.ts' '*.vue' '*.mjs' ':!miniprogram/dist' |
		sed -nE 's#^([^:]+:[0-9]+:).*(//.*)$#\1\2#p; /\/\//!p'
	git grep -nIE '(^|\s)#' -- '*.sh' '*.yaml' .ci/run
	git grep -nIE -e '-- ' -- '*.sql'
	git grep -nI '' -- '*.md' ':!*.zh-CN.md' ':!docs/运维手册.md'
}

found=0
prose=$(prose)
while IFS=$'\t' read -r pattern better; do
	[[ -z $pattern || $pattern == \#* ]] && continue
	while read -r line; do
		echo "$line"
		echo "    write: $better"
		found=$((found + 1))
	done < <(grep -P ":[0-9]+:.*$pattern" <<<"$prose" || true)
done <scripts/words.txt
((found == 0)) || { echo "$found lines"; exit 1; }
