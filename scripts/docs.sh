#!/usr/bin/env bash
# Checks that every link in the documentation leads to an existing file, picture or heading, and that README stays short.
# Web addresses are not visited.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8 # headings contain Chinese

readonly readme_lines=160

# headings prints the anchors of the headings of a page, as GitHub makes them.
headings() {
	sed '/^```/,/^```/d' "$1" | sed -nE 's/^#+ +//p' | tr '[:upper:] ' '[:lower:]-' | sed 's/[^[:alnum:]_-]//g'
}

status=0
for page in *.md docs/*.md; do
	[[ -e $page ]] || continue
	while read -r target; do
		[[ $target == *://* || $target == mailto:* ]] && continue
		file=${target%%#*} anchor=""
		[[ $target != *#* ]] || anchor=${target#*#}
		file=${file:+$(dirname "$page")/$file}
		file=${file:-$page}
		if [[ ! -e $file ]]; then
			echo "$page links to $target, which does not exist" >&2
			status=1
		elif [[ -n $anchor ]] && ! headings "$file" | grep -xF -- "$anchor" >/dev/null; then
			echo "$page links to $target, and $file has no such heading" >&2
			status=1
		fi
	done < <(sed '/^```/,/^```/d' "$page" | grep -oE '\]\([^)[:space:]]+' | sed 's/^](//')
done
lines=$(wc -l <README.md)
((lines <= readme_lines)) || {
	echo "README.md has $lines lines, more than $readme_lines: move the rest to docs/" >&2
	status=1
}
((status)) || echo "every link is valid"
exit "$status"
